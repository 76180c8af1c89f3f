"""Time zones as calendars want them: VTIMEZONE with yearly rules (RFC 5545, section 3.6.5).

Lists of single dates are read wrongly by some calendars, so a zone whose clocks change by one rule
every year is written as that rule. The few that don't are written change by change.
"""

from __future__ import annotations

import calendar
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from icalendar import Timezone, TimezoneDaylight, TimezoneStandard

YEARS = 8  # enough to tell “the last Sunday” from “the fourth”
DAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
LONG_AGO = datetime(1970, 1, 1)  # noqa: DTZ001  onsets are written on the wall clock


@dataclass(frozen=True)
class Change:
    """The clocks go from one offset to another at `wall`, on the clock that ends then."""

    wall: datetime
    before: timedelta
    after: timedelta
    name: str

    @property
    def is_forward(self) -> bool:
        return self.after > self.before

    @property
    def shape(self) -> tuple[object, ...]:
        """What is the same every year when a zone keeps one rule, save which week it is."""
        return (self.wall.month, self.wall.weekday(), self.wall.time(), self.before, self.after, self.name)


@lru_cache(maxsize=256)
def vtimezone(zone: ZoneInfo, year: int) -> Timezone:
    """The zone as it is around that year. The same object for every caller: don't change it."""
    found = changes(zone, year - 1, year - 1 + YEARS)
    rules = yearly(found)
    written = Timezone()
    written.add("tzid", zone.key)
    if not found:
        written.add_component(_part(_standing(zone, year)))
    elif rules:
        for change, week in rules:
            written.add_component(_part(change, week))
    else:
        for change in (_standing(zone, year - 1), *found):
            written.add_component(_part(change))
    return written


def changes(zone: ZoneInfo, first: int, last: int) -> list[Change]:
    """Every change of the clocks from the first year on, before the last."""
    at, end = datetime(first, 1, 1, tzinfo=UTC), datetime(last, 1, 1, tzinfo=UTC)
    found = []
    while at < end:
        later = at + timedelta(days=1)
        if _offset(zone, at) != _offset(zone, later):
            found.append(_change(zone, at, later))
        at = later
    return found


def yearly(found: Iterable[Change]) -> list[tuple[Change, int]]:
    """The first change of each kind with its week of the month (−1: the last), if one rule makes them all."""
    kinds: dict[tuple[object, ...], list[Change]] = {}
    for change in found:
        kinds.setdefault(change.shape, []).append(change)
    rules = [(of_kind[0], _week(of_kind)) for of_kind in kinds.values()]
    regular = len(rules) == 2 and all(week and len(kinds[change.shape]) == YEARS for change, week in rules)
    return rules if regular else []


def _week(of_kind: list[Change]) -> int:
    """Which week of the month they share, 0 for none."""
    if all(_is_last(change.wall) for change in of_kind):
        return -1
    weeks = {(change.wall.day + 6) // 7 for change in of_kind}
    return weeks.pop() if len(weeks) == 1 else 0


def _is_last(day: datetime) -> bool:
    return day.day + 7 > calendar.monthrange(day.year, day.month)[1]


def _change(zone: ZoneInfo, early: datetime, late: datetime) -> Change:
    """Narrow the day down to the second."""
    before, after = _offset(zone, early), _offset(zone, late)
    while late - early > timedelta(seconds=1):
        middle = early + (late - early) // 2
        early, late = (middle, late) if _offset(zone, middle) == before else (early, middle)
    moment = late.replace(microsecond=0)
    return Change((moment + before).replace(tzinfo=None), before, after, moment.astimezone(zone).tzname() or zone.key)


def _standing(zone: ZoneInfo, year: int) -> Change:
    """The offset that holds when the year begins, as if it always had."""
    moment = datetime(year, 1, 1, tzinfo=UTC)
    offset = _offset(zone, moment)
    return Change(LONG_AGO, offset, offset, moment.astimezone(zone).tzname() or zone.key)


def _part(change: Change, week: int = 0) -> TimezoneStandard | TimezoneDaylight:
    part = TimezoneDaylight() if change.is_forward else TimezoneStandard()
    part.add("dtstart", change.wall)
    if week:
        day = f"{week}{DAYS[change.wall.weekday()]}"
        part.add("rrule", {"freq": "yearly", "bymonth": change.wall.month, "byday": day})
    part.add("tzoffsetfrom", change.before)
    part.add("tzoffsetto", change.after)
    part.add("tzname", change.name)
    return part


def _offset(zone: ZoneInfo, moment: datetime) -> timedelta:
    return moment.astimezone(zone).utcoffset() or timedelta()
