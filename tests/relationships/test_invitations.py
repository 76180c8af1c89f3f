"""Invitations as calendar programs get them, read by two libraries."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from zoneinfo import ZoneInfo

import pytest
import time_machine

from tests.relationships.calendars import Entry, read
from trellis.people.models import Person
from trellis.relationships.meetings import actions
from trellis.relationships.meetings.calendars import CANCEL, file_of, invitation
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 1, 10, 12, tzinfo=UTC)
CHANGES = {
    "Europe/Lisbon": datetime(2027, 3, 28, 1, tzinfo=UTC),
    "Europe/Berlin": datetime(2027, 10, 31, 1, tzinfo=UTC),
    "America/New_York": datetime(2027, 3, 14, 7, tzinfo=UTC),
    "Australia/Lord_Howe": datetime(2027, 10, 2, 15, 30, tzinfo=UTC),  # by half an hour
    "Africa/Casablanca": datetime(2027, 2, 7, 2, tzinfo=UTC),  # by no yearly rule
    "Asia/Kolkata": datetime(2027, 3, 28, 1, tzinfo=UTC),  # not at all
}


@pytest.fixture(autouse=True)
def january() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


def planned(pair: Relationship, by: Person, starts_at: datetime) -> Meeting:
    meeting = Meeting(relationship=pair, by=by, state=Meeting.State.PLANNED)
    meeting.set_time(starts_at, 45)
    meeting.put(pair.key, where="Library café 🌿; first floor, left\\right")
    meeting.save()
    return meeting


@pytest.mark.parametrize(("zone", "change"), CHANGES.items())
def test_49_moments_around_a_change_of_the_clocks(
    pair: Relationship, mia: Person, noor: Person, zone: str, change: datetime
) -> None:
    noor.time_zone = zone
    noor.save()
    moments = [change + timedelta(hours=hour) for hour in range(-24, 25)]
    meetings = [planned(pair, noor, moment) for moment in moments]
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    for meeting in meetings:
        meeting.relationship = fresh

    entries = read(file_of(meetings, noor, ZoneInfo(zone)))

    assert [entry.start for entry in entries] == moments
    assert {entry.end - entry.start for entry in entries} == {timedelta(minutes=45)}
    assert {(entry.summary, entry.location) for entry in entries} == {
        ("Mentoring with Mia Holmqvist", "Library café 🌿; first floor, left\\right")
    }


def test_a_person_without_a_time_zone_has_the_organizations(pair: Relationship, noor: Person) -> None:
    organization = pair.cohort.program.organization
    organization.time_zone = "Asia/Kolkata"
    organization.save()
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    meeting = planned(fresh, noor, NOON + timedelta(days=1))

    content = invitation(meeting, noor)

    assert b"DTSTART;TZID=Asia/Kolkata:20270111T173000" in content
    assert read(content)[0].start == NOON + timedelta(days=1)


@pytest.mark.parametrize("seed", range(20))
def test_whatever_happens_to_a_meeting_calendars_follow(
    pair: Relationship, mia: Person, noor: Person, seed: int
) -> None:
    chance = Random(seed)
    meeting = actions.propose(pair, by=noor, times=[NOON + timedelta(days=chance.randint(1, 300))], minutes=45)
    actions.accept(meeting, meeting.options.get(), by=mia)
    seen: list[Entry] = read(invitation(meeting, mia))
    for _step in range(chance.randint(0, 8)):
        at = NOON + timedelta(days=chance.randint(1, 300), minutes=30 * chance.randint(0, 47))
        who = chance.choice([mia, noor])
        actions.move(meeting, by=who, starts_at=at, minutes=30, mode="video", where="", sequence=meeting.sequence)
        seen += read(invitation(meeting, mia))
        assert seen[-1].start == at
    actions.cancel(meeting, by=noor)
    seen += read(invitation(meeting, mia, method=CANCEL))

    assert [entry.sequence for entry in seen] == list(range(len(seen)))
    assert {entry.uid for entry in seen} == {seen[0].uid}
    assert [entry.method for entry in seen] == ["REQUEST"] * (len(seen) - 1) + ["CANCEL"]
    assert (seen[-1].status, seen[-1].start) == ("CANCELLED", seen[-2].start)
