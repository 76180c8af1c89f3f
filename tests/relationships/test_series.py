"""Meetings that come again: settled together, moved one by one, in one calendar entry."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
import time_machine
from dateutil.rrule import rrulestr
from django.test import Client
from icalendar import Calendar

from tests.cast import history_of, mail_sent, notices_to
from trellis.notifications.actions import enqueue_delivery
from trellis.people.models import Person
from trellis.relationships.closure import actions as closure
from trellis.relationships.meetings import actions
from trellis.relationships.meetings.calendars import invitation
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
FIRST = datetime(2027, 3, 18, 14, tzinfo=UTC)  # 14:00 in Lisbon; ten days later the clocks go forward
DAYS = [date(2027, 3, 18), date(2027, 4, 1), date(2027, 4, 15), date(2027, 4, 29)]


@pytest.fixture(autouse=True)
def wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def lisbon(pair: Relationship, mia: Person, noor: Person) -> Relationship:
    """Noor lives in Lisbon, Mia in New York, where the clocks changed before."""
    Person.objects.filter(pk=noor.pk).update(time_zone="Europe/Lisbon")
    Person.objects.filter(pk=mia.pk).update(time_zone="America/New_York")
    return Relationship.objects.with_people().get(pk=pair.pk)


def settled(pair: Relationship, noor: Person, mia: Person, number: int = 4) -> list[Meeting]:
    by, other = pair.parties.get(person=noor).person, pair.parties.get(person=mia).person
    meeting = actions.propose(pair, by=by, times=[FIRST], minutes=45, number=number, every_weeks=2)
    actions.accept(meeting, meeting.options.get(), by=other)
    found = list(Meeting.objects.planned().filter(relationship=pair).order_by("starts_at"))
    for one in found:
        one.relationship = pair
    return found


def in_calendar(content: bytes) -> Any:
    return Calendar.from_ical(content)


def test_taking_the_first_settles_all_at_the_same_hour(lisbon: Relationship, noor: Person, mia: Person) -> None:
    found = settled(lisbon, noor, mia)

    hours = [(one.starts_at.date(), one.starts_at.hour) for one in found if one.starts_at]
    assert hours == [(DAYS[0], 14), (DAYS[1], 13), (DAYS[2], 13), (DAYS[3], 13)]
    assert [history_of(one)[-1] for one in found] == ["relationships.meeting_planned"] * 4
    assert notices_to(mia)[1:] == ["relationships/meeting_proposed", "relationships/meeting_planned"]


def test_one_entry_holds_them_all(lisbon: Relationship, noor: Person, mia: Person) -> None:
    first, *further = settled(lisbon, noor, mia)

    calendar = in_calendar(invitation(first, mia, further=further, whole=True))

    (event,) = calendar.events
    assert event["rrule"].to_ical() == b"FREQ=WEEKLY;COUNT=4;INTERVAL=2"
    assert event["dtstart"].params["TZID"] == "Europe/Lisbon"
    rule = rrulestr(event["rrule"].to_ical().decode(), dtstart=event.start.replace(tzinfo=None))
    assert [one.date() for one in rule] == DAYS
    assert "recurrence-id" not in event


def test_a_day_on_which_somebody_meets_somebody_else_is_left_out(
    lisbon: Relationship, noor: Person, mia: Person
) -> None:
    by = lisbon.parties.get(person=noor).person
    busy = Meeting(relationship=lisbon, by=by, state=Meeting.State.PLANNED)
    busy.set_time(datetime(2027, 4, 1, 13, 30, tzinfo=UTC), 30)
    busy.save()

    meeting = actions.propose(lisbon, by=by, times=[FIRST], minutes=45, number=4, every_weeks=2)
    actions.accept(meeting, meeting.options.get(), by=mia)

    rest = list(Meeting.objects.planned().exclude(pk=busy.pk).order_by("starts_at"))
    assert [one.starts_at.date() for one in rest if one.starts_at] == [DAYS[0], *DAYS[2:]]
    for one in rest:
        one.relationship = lisbon
    (event,) = in_calendar(invitation(rest[0], noor, further=rest[1:], whole=True)).events
    assert [one.dt.isoformat() for one in event["exdate"].dts] == ["2027-04-01T14:00:00+01:00"]


def test_it_ends_with_the_mentoring(lisbon: Relationship, noor: Person, mia: Person) -> None:
    Relationship.objects.filter(pk=lisbon.pk).update(ends_on=date(2027, 4, 10))
    fresh = Relationship.objects.with_people().get(pk=lisbon.pk)

    assert len(settled(fresh, noor, mia, number=12)) == 2


def test_one_is_moved_and_the_others_stay(lisbon: Relationship, noor: Person, mia: Person) -> None:
    _first, second, third, _fourth = settled(lisbon, noor, mia)
    later = datetime(2027, 4, 2, 9, tzinfo=UTC)

    actions.move(second, by=noor, starts_at=later, minutes=30, mode="video", where="", sequence=0)

    (event,) = in_calendar(invitation(second, mia)).events
    assert (event.start.astimezone(UTC), int(event["sequence"])) == (later, 1)
    assert event["recurrence-id"].dt.isoformat() == "2027-04-01T14:00:00+01:00"
    third.refresh_from_db()
    assert (third.starts_at, third.sequence) == (datetime(2027, 4, 15, 13, tzinfo=UTC), 0)


def test_one_is_called_off_or_all_that_follow(
    client: Client, lisbon: Relationship, noor: Person, mia: Person, mailoutbox: list[Any]
) -> None:
    _first, second, _third, fourth = settled(lisbon, noor, mia)
    client.force_login(mia)
    assert "Also the 2 that follow it in the series" in client.get(f"{second.get_absolute_url()}cancel/").text

    client.post(f"{fourth.get_absolute_url()}cancel/")
    client.post(f"{second.get_absolute_url()}cancel/", {"following": "yes"})

    assert list(Meeting.objects.order_by("starts_at").values_list("state", flat=True)) == ["planned"] + 3 * ["canceled"]
    enqueue_delivery()
    mail_sent(mailoutbox)
    parts = [part.content for letter in mailoutbox if letter.to == [noor.email] for part in letter.alternatives]
    canceled = [in_calendar(part.encode()) for part in parts if "METHOD:CANCEL" in part]
    assert [len(calendar.events) for calendar in canceled] == [1, 2]
    assert len({str(event["uid"]) for calendar in canceled for event in calendar.events}) == 1


def test_an_ending_calls_the_series_off_with_one_letter(lisbon: Relationship, noor: Person, mia: Person) -> None:
    settled(lisbon, noor, mia)

    closure.close(lisbon, by=mia)

    assert notices_to(noor).count("relationships/meeting_canceled") == 1
    assert Meeting.objects.planned().count() == 0


def test_the_page_proposes_a_series(client: Client, lisbon: Relationship, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    typed = {"first": "2027-03-18T14:00", "minutes": 45, "mode": "phone", "number": 4, "every_weeks": 2}
    page = client.post(f"/pairs/{lisbon.pk}/meetings/new/", typed, follow=True)

    assert "One of 4 meetings, every 2 weeks at the same hour" in page.text
    typed |= {"number": 13}
    assert "less than or equal to 12" in client.post(f"/pairs/{lisbon.pk}/meetings/new/", typed).text


def test_a_series_of_one_is_a_meeting(lisbon: Relationship, noor: Person, mia: Person) -> None:
    (only,) = settled(lisbon, noor, mia, number=1)

    assert (only.series, only.original_at) == (None, None)
    assert only.starts_at == FIRST
    assert only.ends_at == FIRST + timedelta(minutes=45)
