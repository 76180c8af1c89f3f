"""Meetings that come again at the same hour: planned together, moved and called off one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from trellis.people.models import Person
from trellis.relationships.meetings.models import Meeting, Series
from trellis.relationships.meetings.queries import clashing
from trellis.relationships.pairs.models import Relationship


def begin(relationship: Relationship, *, by: Person, every_weeks: int, number: int) -> Series | None:
    """A series on the clock of who proposes it; none of a single meeting."""
    if number < 2:
        return None
    zone = relationship.zone_of(by).key
    return Series.objects.create(relationship=relationship, every_weeks=every_weeks, number=number, zone=zone)


def plan_rest(first: Meeting) -> list[Meeting]:
    """The further ones of a series whose first was just settled, without days on which somebody meets others."""
    series, relationship = first.series, first.relationship
    if series is None or first.starts_at is None:
        return []
    key, where = relationship.key, first.texts(relationship.key).get("where", "")
    planned = []
    for starts_at in times(series, first.starts_at)[1:]:
        if starts_at.date() > relationship.ends_on or _is_taken(relationship, starts_at, first.minutes):
            continue
        meeting = Meeting(relationship=relationship, by=first.by, mode=first.mode, state=Meeting.State.PLANNED)
        meeting.series, meeting.original_at = series, starts_at
        meeting.set_time(starts_at, first.minutes)
        meeting.put(key, where=where)
        meeting.save()
        planned.append(meeting)
    return planned


def times(series: Series, first: datetime) -> list[datetime]:
    """Every moment of it: the same hour on its clock, also when the clocks change in between."""
    zone = ZoneInfo(series.zone)
    local = first.astimezone(zone).replace(tzinfo=None)
    weeks = timedelta(weeks=series.every_weeks)
    return [(local + number * weeks).replace(tzinfo=zone).astimezone(UTC) for number in range(series.number)]


def left_of(meeting: Meeting) -> list[Meeting]:
    """The planned ones that follow in its series, the next first."""
    if meeting.series_id is None or meeting.starts_at is None:
        return []
    later = Meeting.objects.planned().filter(series=meeting.series_id, starts_at__gt=meeting.starts_at)
    return list(later.order_by("starts_at"))


def _is_taken(relationship: Relationship, starts_at: datetime, minutes: int) -> bool:
    present = [party.person for party in relationship.parties.all() if party.left_at is None]
    return any(clashing(person, starts_at, minutes) for person in present)
