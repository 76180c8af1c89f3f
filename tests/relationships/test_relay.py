"""A message can be answered by e-mail: by the right person, once, with their own words only."""

from __future__ import annotations

from collections.abc import Callable
from email.message import EmailMessage
from email.policy import SMTP
from typing import Any

import pytest
from pytest_django.fixtures import Settings

from tests.cast import notices_to
from tests.relationships.imap import mailbox
from trellis.jobs.models import Job
from trellis.notifications.actions import enqueue_delivery
from trellis.people.models import Person
from trellis.relationships.conversations import actions, queries
from trellis.relationships.conversations.mailbox import enqueue_fetching, take
from trellis.relationships.conversations.relay import reply_address
from trellis.relationships.pairs.models import Relationship

GMAIL = """I will be there on Thursday.

Shall I bring the list?

On Tue, 3 Mar 2026 at 10:00, Kestrel Bay Health
<{address}> wrote:

> Hello Mia,
>
> Noor wrote to you.
"""
OUTLOOK = """I will be there on Thursday.

Shall I bring the list?

________________________________
From: Kestrel Bay Health <trellis@localhost>
Sent: Tuesday, 3 March 2026 10:00
To: Mia
Subject: You have a new message from Noor

Hello Mia,
"""
GERMAN = """I will be there on Thursday.

Shall I bring the list?
Am 3. März 2026 schrieb Kestrel Bay Health:
> Hello Mia,
"""
SIGNED = "I will be there on Thursday.\n\nShall I bring the list?\n\n-- \nMia Holmqvist\nCritical care\n"
HTML = """<html><style>p {{}}</style><p>I will be there on Thursday.</p><p><br></p><p>Shall I bring the list?</p>
<blockquote><p>Hello Mia,</p></blockquote></html>"""
OWN = "I will be there on Thursday.\n\nShall I bring the list?"


@pytest.fixture(autouse=True)
def with_a_mailbox(settings: Settings) -> None:
    settings.INBOX_ADDRESS = "reply@mentoring.example"


@pytest.fixture
def letter(pair: Relationship, mia: Person) -> Callable[..., bytes]:
    """Mia's answer."""

    def write(text: str = GMAIL, *, html: bool = False, **headers: str) -> bytes:
        address = reply_address(pair, mia)
        mail = EmailMessage(policy=SMTP)
        written = {"From": f"Mia <{mia.email}>", "To": address, "Message_ID": "<1@mail.example>", "Subject": "Re:"}
        for name, value in (written | headers).items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text.format(address=address), subtype="html" if html else "plain")
        return mail.as_bytes()

    return write


def read(pair: Relationship) -> list[tuple[str, str]]:
    said = queries.open_messages(pair.messages.select_related("author").order_by("pk"), pair.key)
    return [(one.message.author.called(), one.text) for one in said]


@pytest.mark.parametrize(
    ("text", "html"), [(GMAIL, False), (OUTLOOK, False), (GERMAN, False), (SIGNED, False), (HTML, True), (OWN, False)]
)
def test_only_their_own_words_are_passed_on(
    pair: Relationship, noor: Person, letter: Callable[..., bytes], text: str, html: bool
) -> None:
    assert take(letter(text, html=html)) == "taken"

    ((name, said),) = read(pair)
    assert (name, said.split()) == ("Mia", OWN.split())
    assert notices_to(noor)[-1] == "relationships/message"


def test_the_same_letter_twice_is_one_message(pair: Relationship, letter: Callable[..., bytes]) -> None:
    assert [take(letter()), take(letter())] == ["taken", "taken"]

    assert len(read(pair)) == 1


@pytest.mark.parametrize(
    "headers",
    [
        {"Auto_Submitted": "auto-replied"},
        {"Precedence": "bulk"},
        {"List_Id": "<staff.example>"},
        {"Return_Path": "<>"},
        {"From": "trellis@localhost"},
        {"From": "reply@mentoring.example"},
        {"From": "somebody@else.example"},
        {"From": ""},
        {"To": "reply@mentoring.example"},
        {"To": "reply+1-1-000000000000000000000000@mentoring.example"},
    ],
)
def test_machines_strangers_and_made_up_addresses_get_no_word(
    pair: Relationship, mia: Person, letter: Callable[..., bytes], headers: dict[str, str]
) -> None:
    before = notices_to(mia)

    assert take(letter(**headers)) == "ignored"

    assert (read(pair), notices_to(mia)) == ([], before)


def test_the_address_of_another_is_not_taken(pair: Relationship, noor: Person, letter: Callable[..., bytes]) -> None:
    assert take(letter(To=reply_address(pair, noor))) == "ignored"


def test_who_left_is_not_heard(pair: Relationship, mia: Person, letter: Callable[..., bytes]) -> None:
    Person.objects.filter(pk=mia.pk).update(is_active=False)

    assert take(letter()) == "ignored"


@pytest.mark.parametrize("text", ["> Hello Mia,\n> Noor wrote to you.", "", "x" * 50_001])
def test_what_can_not_be_a_message_is_said(
    pair: Relationship, mia: Person, letter: Callable[..., bytes], text: str
) -> None:
    assert take(letter(text)) == "lost"

    assert notices_to(mia)[-1] == "relationships/answer_lost"
    assert read(pair) == []


def test_after_the_end_it_is_said(pair: Relationship, mia: Person, letter: Callable[..., bytes]) -> None:
    Relationship.objects.filter(pk=pair.pk).update(state="closed", closed_at=pair.started_at)

    assert take(letter()) == "lost"

    notice = mia.notices.last()
    assert notice is not None
    assert "This mentoring has ended." in notice.body


@pytest.mark.parametrize("raw", [b"", b"\0\xff", b"Subject: =?x?q?=\r\n\r\n", b"To: a@@b, <c\r\n\r\nhello"])
def test_broken_letters_harm_nobody(db: None, raw: bytes) -> None:
    assert take(raw) == "ignored"


def test_the_letter_says_how_and_names_its_address(
    pair: Relationship, mia: Person, noor: Person, mailoutbox: list[Any], run_jobs: Callable[[], list[Job]]
) -> None:
    actions.send(pair, by=noor, text="Planted secret")
    enqueue_delivery()
    run_jobs()

    (sent,) = [one for one in mailoutbox if one.subject == "You have a new message from Noor"]
    assert sent.reply_to == [reply_address(pair, mia)]
    assert "You can answer this e-mail" in sent.body
    assert "Planted" not in sent.body


def test_without_a_mailbox_nothing_promises_one(
    pair: Relationship, noor: Person, mia: Person, settings: Settings
) -> None:
    settings.INBOX_ADDRESS = ""
    actions.send(pair, by=noor, text="Hello")

    notice = mia.notices.last()
    assert notice is not None
    assert "answer this e-mail" not in notice.body
    assert notice.delivery.reply_to == ""
    enqueue_fetching()
    assert not Job.objects.filter(kind="relationships.fetch_mail").exists()


def test_the_mailbox_is_read_and_read_once(
    pair: Relationship, letter: Callable[..., bytes], settings: Settings, run_jobs: Callable[[], list[Job]]
) -> None:
    with mailbox() as server:
        settings.INBOX_URL = server.url
        server.put(letter())
        server.put(letter("Out of office", Auto_Submitted="auto-replied", Message_ID="<2@mail.example>"))
        for _time in range(2):
            enqueue_fetching()
            run_jobs()

    assert server.signed_in[0] == 'reply "secret/word"'
    assert server.seen == {"1", "2"}
    assert [said.split() for _name, said in read(pair)] == [OWN.split()]
