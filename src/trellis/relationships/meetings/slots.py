"""Times at which everybody says they can meet, and nobody meets somebody else."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from trellis.people.models import Availability, Person
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

AHEAD = timedelta(days=21)
HALF_AN_HOUR = timedelta(minutes=30)

type Span = tuple[datetime, datetime]


def common_times(relationship: Relationship, *, minutes: int, most: int = 3) -> list[datetime]:
    """The next few, each on another day; none when somebody hasn't said when they can."""
    people = [party.person for party in relationship.parties.all() if party.left_at is None]
    begin = timezone.now() + timedelta(hours=20)
    together: list[Span] = [(begin, begin + AHEAD)]
    for person in people:
        together = overlap(together, _available(person, relationship.zone_of(person), begin))
    busy = _busy(people, begin)
    found: dict[date, datetime] = {}
    for span in together:
        start = _first_free(span, timedelta(minutes=minutes), busy)
        if start and len(found) < most:
            found.setdefault(start.date(), start)
    return list(found.values())


def overlap(one: Sequence[Span], other: Sequence[Span]) -> list[Span]:
    """What lies in both."""
    spans = ((max(a[0], b[0]), min(a[1], b[1])) for a in one for b in other)
    return sorted(span for span in spans if span[0] < span[1])


def _available(person: Person, zone: ZoneInfo, begin: datetime) -> list[Span]:
    """The weekly hours of a person on the days ahead, as moments."""
    hours = list(Availability.objects.filter(person=person))
    first = begin.astimezone(zone).date()
    days = [first + timedelta(days=number) for number in range(AHEAD.days + 1)]
    return [
        (_at(day, hour.starts, zone), _at(day, hour.ends, zone))
        for day in days
        for hour in hours
        if day.weekday() == hour.weekday
    ]


def _at(day: date, clock: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, clock, zone).astimezone(UTC)


def _busy(people: Iterable[Person], begin: datetime) -> list[Span]:
    spans: set[Span] = set()
    for person in people:
        rows = Meeting.objects.of(person).planned().filter(ends_at__gt=begin, starts_at__lt=begin + AHEAD)
        spans |= {(starts, ends) for starts, ends in rows.values_list("starts_at", "ends_at") if starts and ends}
    return sorted(spans)


def _first_free(span: Span, length: timedelta, busy: Sequence[Span]) -> datetime | None:
    """The first full or half hour in it that is long enough and clashes with nothing."""
    start = _rounded_up(span[0])
    while start + length <= span[1]:
        if all(start >= ends or start + length <= starts for starts, ends in busy):
            return start
        start += HALF_AN_HOUR
    return None


def _rounded_up(moment: datetime) -> datetime:
    over = timedelta(minutes=moment.minute % 30, seconds=moment.second, microseconds=moment.microsecond)
    return moment - over + (HALF_AN_HOUR if over else timedelta())
