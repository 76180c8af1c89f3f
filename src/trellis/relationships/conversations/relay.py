"""Answers by e-mail: an address that names the conversation and the person, and what they wrote themselves.

What is theirs ends where the quotation begins: at the first paragraph that names an address of ours, as “On Tuesday
… wrote:” and “From: …” do, or whose lines begin with “>”. It needs no language and no list of mail programs.
"""

from __future__ import annotations

import html
import re
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

import nh3
from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.common.words import clean
from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship

ADDRESSED = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_TAG = re.compile(r"([0-9]{1,18})-([0-9]{1,18})-([0-9a-f]{24})")
_BREAKS = re.compile(r"<(?:br|/p|/div|/li|/tr)\b[^>]*>", re.IGNORECASE)


def reply_address(relationship: Relationship, person: Person) -> str:
    """Where this person's answer in this conversation goes; “” without a mailbox for it."""
    name, _at, host = settings.INBOX_ADDRESS.partition("@")
    if not host:
        return ""
    return f"{name}+{relationship.pk}-{person.pk}-{_mark(relationship.pk, person.pk)}@{host}"


def named_in(mail: EmailMessage) -> tuple[int, int] | None:
    """The conversation and the person that an address of it names, unless it was made up."""
    name, _at, host = settings.INBOX_ADDRESS.lower().partition("@")
    lines = [str(line) for header in ADDRESSED for line in mail.get_all(header, [])]
    for _shown, address in getaddresses(lines):
        box, _at, place = address.lower().rpartition("@")
        found = _TAG.fullmatch(box.removeprefix(f"{name}+"))
        if found and place == host and box.startswith(f"{name}+"):
            relationship, person = int(found[1]), int(found[2])
            if constant_time_compare(found[3], _mark(relationship, person)):
                return relationship, person
    return None


def is_automatic(mail: EmailMessage) -> bool:
    """Written by a machine: answering it, or taking it for an answer, could go round for ever."""
    if str(mail.get("Auto-Submitted", "no")).lower().strip() != "no":
        return True
    if str(mail.get("Precedence", "")).lower().strip() in {"bulk", "junk", "list", "auto_reply"}:
        return True
    if any(header in mail for header in ("List-Id", "X-Autoreply", "X-Autorespond", "X-Loop")):
        return True
    if mail.get_content_type() == "multipart/report" or str(mail.get("Return-Path", "")).strip() == "<>":
        return True
    return sender_of(mail) in _ours()


def sender_of(mail: EmailMessage) -> str:
    return parseaddr(str(mail.get("From", "")))[1].lower()


def own_words(mail: EmailMessage) -> str:
    """What the sender wrote, without what they quoted and without their signature."""
    kept: list[str] = []
    for paragraph in re.split(r"\n[ \t]*\n", _plain(mail)):
        lines = paragraph.splitlines()
        end = _end_of_own(lines)
        kept.append("\n".join(lines[:end]))
        if end < len(lines):
            break
    return clean("\n\n".join(kept))


def _end_of_own(lines: list[str]) -> int:
    """How many lines of a paragraph are theirs. What introduces a quotation may be broken over two lines."""
    for number, line in enumerate(lines):
        if any(address in line.lower() for address in _ours()):
            return max(number - 1, 0)
        if line.lstrip().startswith(">"):
            return number - 1 if number and lines[number - 1].rstrip().endswith(":") else number
        if line.rstrip() == "--":
            return number
    return len(lines)


def _plain(mail: EmailMessage) -> str:
    """Its plain text, or its HTML without the marks and the quotations."""
    body = mail.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    try:
        text = str(body.get_content())
    except (LookupError, UnicodeError):
        return ""
    text = text.replace("\r\n", "\n")
    if body.get_content_subtype() != "html":
        return text
    without = {"blockquote", "style", "script"}
    bare = nh3.clean(_BREAKS.sub("\n", text), tags=set(), attributes={}, clean_content_tags=without)
    return html.unescape(bare)


def _ours() -> set[str]:
    """The addresses that our e-mails come from and go back to, as far as they are the same for all."""
    name, _at, host = settings.INBOX_ADDRESS.lower().partition("@")
    return {parseaddr(settings.DEFAULT_FROM_EMAIL)[1].lower(), f"{name}@{host}", f"{name}+"} - {"", "@", "+"}


def _mark(relationship: int, person: int) -> str:
    said = f"{relationship}-{person}"
    return salted_hmac("relationships.reply", said, algorithm="sha256").hexdigest()[:24]
