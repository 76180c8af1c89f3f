"""An agenda from a guide, what is carried over, and the room of a pair."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from trellis.people.models import Person
from trellis.programs.models import Program
from trellis.relationships.goals import actions as goals
from trellis.relationships.meetings import actions, guides, queries
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship


@pytest.fixture
def proposed(pair: Relationship, noor: Person) -> Meeting:
    return actions.propose(pair, by=noor, times=[timezone.now() + timedelta(days=7)], minutes=45)


def agenda(meeting: Meeting) -> list[str]:
    return [one.text for one in queries.opened_whole(meeting, meeting.relationship.key).agenda]


def test_it_stands_on_the_agenda_once(client: Client, proposed: Meeting, noor: Person) -> None:
    client.force_login(noor)
    address = f"{proposed.get_absolute_url()}guide/"

    first = client.post(address, {"guide": "first"}, follow=True)
    again = client.post(address, {"guide": "first"}, follow=True)

    assert agenda(proposed) == [str(item) for item in guides.FIRST.items]
    assert "6 lines are on the agenda now." in first.text
    assert "All of it is on the agenda already." in again.text


def test_an_ordinary_meeting_asks_after_the_goals(pair: Relationship, noor: Person) -> None:
    lines = guides.questions(guides.REGULAR, ["Lead the handover"])

    assert lines[2] == "How it goes with “Lead the handover”"


def test_the_one_that_fits_is_suggested(pair: Relationship) -> None:
    def fits(**facts: int) -> str:
        return guides.suggested(pair, **facts).key  # type: ignore[arg-type]

    assert fits(held=0, goals=0) == "first"
    assert fits(held=1, goals=0) == "goals"
    assert fits(held=1, goals=2) == "regular"
    assert fits(held=3, goals=2, missed_last=True) == "stuck"
    pair.ends_on = (pair.started_at + 2 * (timezone.now() - pair.started_at) + timedelta(days=2)).date()
    assert fits(held=3, goals=2) == "midpoint"
    pair.state = Relationship.State.CLOSING
    assert fits(held=3, goals=2) == "last"


def test_an_unknown_guide_is_nothing(client: Client, proposed: Meeting, noor: Person) -> None:
    client.force_login(noor)

    assert client.post(f"{proposed.get_absolute_url()}guide/", {"guide": "x"}).status_code == 404


def test_what_is_still_to_do_is_carried_over(
    client: Client, pair: Relationship, proposed: Meeting, mia: Person, noor: Person
) -> None:
    to_do = actions.add_to_do(pair, by=noor, person=mia, title="Find the checklist")
    goals.add(pair, by=noor, owner=noor, title="Lead the handover")
    client.force_login(noor)

    assert "Find the checklist" in client.get(proposed.get_absolute_url()).text
    tick = client.post(f"/pairs/{pair.pk}/to-do/{to_do.pk}/", {"done": "1", "from": str(proposed.pk)})

    assert tick.headers["Location"] == proposed.get_absolute_url()
    assert "Find the checklist" not in client.get(proposed.get_absolute_url()).text


def where(meeting: Meeting) -> str:
    return meeting.texts(meeting.relationship.key)["where"]


def test_a_video_call_gets_the_room_of_the_pair(pair: Relationship, mia: Person, noor: Person) -> None:
    Program.objects.update(video_link="https://meet.example.org/{room}")
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    soon = timezone.now() + timedelta(days=7)

    meeting = actions.propose(fresh, by=noor, times=[soon], minutes=45, mode="video")
    assert where(meeting).startswith("https://meet.example.org/mentoring-")
    assert len(where(meeting)) == len("https://meet.example.org/mentoring-") + 24
    room = where(meeting)

    actions.propose_others(meeting, by=mia, times=[soon], minutes=45, mode="person", where=room)
    assert where(meeting) == ""
    actions.propose_others(meeting, by=mia, times=[soon], minutes=45, mode="video", where="https://own.example/us")
    assert where(meeting) == "https://own.example/us"


def test_without_a_link_of_the_program_a_video_call_has_no_place(pair: Relationship, noor: Person) -> None:
    meeting = actions.propose(pair, by=noor, times=[timezone.now() + timedelta(days=7)], minutes=45, mode="video")

    assert where(meeting) == ""
