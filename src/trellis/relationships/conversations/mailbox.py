"""Read the mailbox for answers, and make messages of them."""

from __future__ import annotations

import hashlib
import imaplib
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Literal
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Refused
from trellis.jobs.actions import Run, background, enqueue
from trellis.people.models import Person
from trellis.relationships.conversations import actions, notices
from trellis.relationships.conversations.relay import is_automatic, named_in, own_words, sender_of
from trellis.relationships.fields import LONGEST
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import can_write

logger = logging.getLogger(__name__)
MOST_BYTES = 5 * 1024 * 1024
MOST_AT_ONCE = 200
PORTS = {"imap": 143, "imap+tls": 143, "imap+ssl": 993}

type Taken = Literal["taken", "lost", "ignored"]


def enqueue_fetching() -> None:
    """For the clock: nothing without a mailbox."""
    if settings.INBOX_URL and settings.INBOX_ADDRESS:
        enqueue("relationships.fetch_mail", key="relationships.fetch_mail")


@background("relationships.fetch_mail", title=gettext_lazy("Read answers by e-mail"), waits=(60, 300, 1800))
def fetch(run: Run) -> None:
    """Take what nobody has read. Each is marked as read when it was taken; taken twice it is one message."""
    with opened(settings.INBOX_URL) as box:
        for number, uid in enumerate(_unread(box)):
            run.check()
            take(_content(box, uid))
            box.uid("store", uid, "+FLAGS", "(\\Seen)")
            run.progress(number + 1)


@contextmanager
def opened(url: str) -> Iterator[imaplib.IMAP4]:
    """The mailbox of `imap+ssl://user:password@host:993/INBOX`, signed in, its folder chosen."""
    parts = urlsplit(url)
    port = parts.port or PORTS[parts.scheme]
    kind = imaplib.IMAP4_SSL if parts.scheme == "imap+ssl" else imaplib.IMAP4
    with kind(parts.hostname or "localhost", port, timeout=20) as box:
        if parts.scheme == "imap+tls":
            box.starttls()
        box.login(unquote(parts.username or ""), unquote(parts.password or ""))
        box.select(unquote(parts.path.strip("/")) or "INBOX")
        yield box


def take(raw: bytes) -> Taken:
    """Make a message of an answer. Strangers, machines and made-up addresses are left without a word."""
    mail = message_from_bytes(raw, policy=policy.default)
    named = named_in(mail)
    if named is None or is_automatic(mail):
        return "ignored"
    person = Person.objects.active().filter(pk=named[1]).first()
    relationship = Relationship.objects.with_people().filter(pk=named[0]).first()
    if person is None or relationship is None or not can_write(person, relationship):
        return "ignored"
    if sender_of(mail) != person.email.lower():
        logger.info("an answer in conversation %s came from another address than person %s has", *named)
        return "ignored"
    return _send(relationship, person, mail, raw)


def _send(relationship: Relationship, person: Person, mail: EmailMessage, raw: bytes) -> Taken:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        text = own_words(mail)
        if not text:
            notices.answer_lost(relationship, person, why=_("We found no words of yours in it."))
            return "lost"
        if len(text) > LONGEST:
            notices.answer_lost(relationship, person, why=_("It is longer than 50,000 characters."))
            return "lost"
        try:
            actions.send(relationship, by=person, text=text, came_as=_mark_of(mail, raw))
        except Refused as refused:
            notices.answer_lost(relationship, person, why=refused.sentence)
            return "lost"
    return "taken"


def _mark_of(mail: EmailMessage, raw: bytes) -> str:
    name = str(mail.get("Message-ID", "")).strip().encode() or raw
    return hashlib.sha256(name).hexdigest()


def _unread(box: imaplib.IMAP4) -> list[str]:
    """The oldest first, without what is larger than any answer."""
    _state, found = box.uid("search", "UNSEEN", "SMALLER", str(MOST_BYTES))
    return [uid.decode() for uid in (found[0] or b"").split()[:MOST_AT_ONCE]]


def _content(box: imaplib.IMAP4, uid: str) -> bytes:
    """The whole of it, not yet marked as read."""
    _state, parts = box.uid("fetch", uid, "(BODY.PEEK[])")
    return next((part[1] for part in parts if isinstance(part, tuple)), b"")
