"""Opening what a pair wrote takes two people, a reason and an end; supervision takes a program that says so."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.db import IntegrityError, transaction
from django.test import Client

from tests.cast import history_of, mail_sent, notices_to
from tests.factories import make_person
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.privacy.models import Look
from trellis.programs import actions as programs
from trellis.programs.models import Program, TeamMember
from trellis.relationships.agreements import actions as agreements
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.conversations.attachments import Looked
from trellis.relationships.conversations.models import Attachment
from trellis.relationships.goals import actions as goals
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.safeguarding import actions
from trellis.relationships.safeguarding.models import Opening
from trellis.relationships.safeguarding.queries import PARTS

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
PLAN = Looked("plan.pdf", "application/pdf", b"%PDF-planted")


@pytest.fixture(autouse=True)
def clocks() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as traveller:
        yield traveller


@pytest.fixture
def lena(program: Program, olga: Person) -> Person:
    """The safeguarding lead."""
    lead = make_person("Lena Sørensen")
    programs.add_to_team(program, lead, TeamMember.Role.SAFEGUARDING, by=olga)
    return lead


@pytest.fixture
def together(pair: Relationship, noor: Person, mia: Person) -> Relationship:
    """With a word in every place."""
    agreements.write(pair, by=noor, based_on=0, every_weeks=2, minutes=45, purpose="planted in the agreement")
    goal = goals.add(pair, by=noor, owner=noor, title="planted in a goal")
    goals.add_step(goal, by=noor, title="planted in a step")
    meetings.log_past(pair, by=noor, starts_at=NOON, minutes=45, mode="phone", topics="planted in topics")
    conversations.write_note(pair, by=noor, text="planted in a private note")
    conversations.write_note(pair, by=mia, text="planted in a shared note", audience="shared")
    conversations.send(pair, by=noor, text="planted in a message", files=[PLAN])
    return Relationship.objects.with_people().get(pk=pair.pk)


@pytest.fixture
def asked(together: Relationship, olga: Person, lena: Person) -> Opening:
    return actions.ask(together, by=olga, reason=Opening.Reason.HARM, why="She came with a bruise.")


def address(opening: Opening, rest: str = "") -> str:
    program, cohort = opening.relationship.cohort.address
    return f"/programs/{program}/{cohort}/safeguarding/{opening.pk}/{rest}"


def begun(client: Client, opening: Opening, olga: Person, lena: Person) -> None:
    """Lena sealed it, Olga opened it."""
    actions.allow(opening, by=lena, sealed=True)
    client.force_login(olga)
    client.post(address(opening, "begin/"))


def test_a_second_person_is_asked_without_the_words(asked: Opening, lena: Person, mailoutbox: list[Any]) -> None:
    assert notices_to(lena) == ["relationships/opening_asked"]
    assert history_of(asked) == ["relationships.opening_asked"]
    mail_sent(mailoutbox)
    assert not any("bruise" in letter.body for letter in mailoutbox)


def test_allowed_the_pair_is_told_a_day_before(asked: Opening, lena: Person, mia: Person, noor: Person) -> None:
    actions.allow(asked, by=lena)

    assert (asked.opens_at, asked.told_at) == (NOON + timedelta(hours=24), NOON)
    for person in (mia, noor):
        assert notices_to(person)[-1] == "relationships/opening_told"
    notice = noor.notices.last()
    assert notice is not None
    assert "Somebody may be hurt" in notice.body
    assert "bruise" not in notice.body
    assert history_of(asked) == ["relationships.opening_asked", "relationships.opening_allowed"]


def test_nobody_allows_what_they_asked(asked: Opening, client: Client, olga: Person) -> None:
    client.force_login(olga)

    assert client.post(address(asked, "allow/")).status_code == 403
    with pytest.raises(IntegrityError), transaction.atomic():
        Opening.objects.filter(pk=asked.pk).update(decided_by=olga)


def test_two_who_lead_are_not_enough(together: Relationship, program: Program, olga: Person, client: Client) -> None:
    second = make_person("Tom Second")
    programs.add_to_team(program, second, TeamMember.Role.COORDINATOR, by=olga)

    with pytest.raises(Refused, match="Name a safeguarding lead"):
        actions.ask(together, by=olga, reason="harm", why="…")


def test_a_lead_asks_and_a_manager_decides(together: Relationship, lena: Person, olga: Person) -> None:
    opening = actions.ask(together, by=lena, reason="child", why="…")

    with pytest.raises(Refused, match="Only a safeguarding lead"):
        actions.allow(opening, by=olga, sealed=True)
    actions.allow(opening, by=olga)

    assert notices_to(olga)[-1] == "relationships/opening_asked"
    assert notices_to(lena)[-1] == "relationships/opening_decided"


def test_nobody_decides_about_themselves(
    client: Client, asked: Opening, program: Program, mia: Person, olga: Person
) -> None:
    programs.add_to_team(program, mia, TeamMember.Role.SAFEGUARDING, by=olga)
    client.force_login(mia)

    board = client.get(address(asked).rsplit("/", 2)[0] + "/")
    assert (board.status_code, "Noor" in board.content.decode().partition("<main")[2]) == (200, False)
    assert client.get(address(asked)).status_code == 404
    assert client.post(address(asked, "allow/")).status_code == 404


def test_asked_twice_or_decided_twice_is_refused(asked: Opening, lena: Person, olga: Person) -> None:
    with pytest.raises(Refused) as twice:
        actions.ask(asked.relationship, by=olga, reason="harm", why="…")
    actions.refuse(asked, by=lena)
    with pytest.raises(Refused) as late:
        actions.allow(asked, by=lena)

    assert (twice.value.kind, late.value.kind) == (Kind.CONFLICT, Kind.TOO_LATE)
    assert notices_to(olga)[-1] == "relationships/opening_decided"


def test_it_opens_after_a_day_for_an_hour(
    client: Client, asked: Opening, lena: Person, olga: Person, clocks: time_machine.Traveller
) -> None:
    actions.allow(asked, by=lena)
    client.force_login(olga)
    client.post(address(asked, "begin/"))
    assert client.get(address(asked, "read/notes/")).status_code == 403

    clocks.move_to(NOON + timedelta(hours=25))
    client.logout()
    client.force_login(olga)
    client.post(address(asked, "begin/"))
    assert client.get(address(asked, "read/notes/")).status_code == 200
    clocks.shift(timedelta(minutes=61))

    assert client.get(address(asked, "read/notes/")).status_code == 403
    client.post(address(asked, "begin/"))
    assert client.get(address(asked, "read/notes/")).status_code == 403


def test_it_is_forgotten_after_a_week(
    asked: Opening, lena: Person, olga: Person, clocks: time_machine.Traveller
) -> None:
    actions.allow(asked, by=lena)
    clocks.move_to(NOON + timedelta(days=9))

    with pytest.raises(Refused) as refused:
        actions.begin(asked, by=olga)

    assert refused.value.kind == Kind.TOO_LATE


def test_everything_is_read_and_each_look_is_written_down(
    client: Client, asked: Opening, olga: Person, lena: Person
) -> None:
    begun(client, asked, olga, lena)

    pages = {part.name: client.get(address(asked, f"read/{part.name}/")) for part in PARTS}

    planted = {
        "messages": ["in a message", "plan.pdf"],
        "notes": ["in a private note", "in a shared note"],
        "meetings": ["in topics"],
        "goals": ["in a goal", "in a step"],
        "agreement": ["in the agreement"],
    }
    assert [word for name, words in planted.items() for word in words if word not in pages[name].text] == []
    assert {page.headers["Cache-Control"] for page in pages.values()} == {"private, no-store"}
    file = client.get(address(asked, f"files/{Attachment.objects.get().pk}/"))
    assert file.content == PLAN.content
    looks = list(Look.objects.filter(by=olga).order_by("pk").values_list("target_type", "target_id", "reason"))
    pair = str(asked.relationship_id)
    assert looks == [("relationships.relationship", pair, f"opening {asked.pk}: {part.name}") for part in PARTS] + [
        ("relationships.relationship", pair, f"opening {asked.pk}: file {Attachment.objects.get().pk}")
    ]


def test_only_who_asked_looks(client: Client, asked: Opening, olga: Person, lena: Person) -> None:
    begun(client, asked, olga, lena)

    client.force_login(lena)
    assert client.get(address(asked, "read/notes/")).status_code == 403
    assert client.get(address(asked, "files/1/")).status_code == 403


def test_what_was_sealed_is_told_after_thirty_days(
    client: Client, asked: Opening, olga: Person, lena: Person, noor: Person, clocks: time_machine.Traveller
) -> None:
    begun(client, asked, olga, lena)
    assert actions.tell_late() == 0
    client.force_login(noor)
    assert "Your page was opened" not in client.get(f"/pairs/{asked.relationship_id}/privacy/").text

    clocks.move_to(NOON + timedelta(days=31))
    assert (actions.tell_late(), actions.tell_late()) == (1, 0)

    assert notices_to(noor)[-1] == "relationships/opening_told"
    client.force_login(noor)
    page = client.get(f"/pairs/{asked.relationship_id}/privacy/").text
    assert "Olga Santangelo asked, Lena Sørensen allowed it" in page
    assert "bruise" not in page


def test_the_pages_from_asking_to_reading(client: Client, together: Relationship, olga: Person, lena: Person) -> None:
    program, cohort = together.cohort.address
    base = f"/programs/{program}/{cohort}/safeguarding/"
    client.force_login(olga)
    assert "Ask to open" in client.get(base).text
    page = client.post(
        f"{base}pairs/{together.pk}/ask/", {"reason": "harm", "why": "She came with a bruise."}, follow=True
    )
    assert "Waits for a second person" in page.text

    client.force_login(lena)
    opening = Opening.objects.get()
    assert "She came with a bruise." in client.get(f"{base}{opening.pk}/").text
    client.post(f"{base}{opening.pk}/allow/", {"sealed": "on"})

    client.force_login(olga)
    assert "Open it now" in client.get(f"{base}{opening.pk}/").text
    page = client.post(f"{base}{opening.pk}/begin/", follow=True)
    assert "planted in a message" in page.text
    assert client.get(f"{base}{opening.pk}/read/everything/").status_code == 404


def test_a_supervised_conversation_is_read_by_its_lead(
    client: Client, together: Relationship, noor: Person, lena: Person, olga: Person
) -> None:
    Program.objects.update(has_minors=True)
    fresh = Relationship.objects.with_people().get(pk=together.pk)
    conversations.send(fresh, by=noor, text="said under supervision", files=[PLAN])
    program, cohort = together.cohort.address
    base = f"/programs/{program}/{cohort}/safeguarding/pairs/{together.pk}/"
    before, supervised = Attachment.objects.order_by("pk").values_list("pk", flat=True)

    client.force_login(lena)
    page = client.get(f"{base}messages/")
    assert ("said under supervision" in page.text, "planted in a message" in page.text) == (True, False)
    assert client.get(f"{base}files/{supervised}/").content == PLAN.content
    assert client.get(f"{base}files/{before}/").status_code == 404
    assert list(Look.objects.values_list("by", "reason").order_by("pk")) == [
        (lena.pk, "supervision: messages"),
        (lena.pk, f"supervision: file {supervised}"),
    ]
    client.force_login(olga)
    assert client.get(f"{base}messages/").status_code == 403


def test_a_stranger_finds_nothing(client: Client, asked: Opening, rui: Person) -> None:
    client.force_login(rui)

    for rest in ("", "read/notes/", "files/1/"):
        assert client.get(address(asked, rest)).status_code == 404
    for rest in ("allow/", "refuse/", "begin/"):
        assert client.post(address(asked, rest)).status_code == 404
