"""The process measures, each with its formula, its interval and what it rests on.

Numbers are those of the practice: P3 match rate, P6 first meeting on time, P7 agreement on time, P9 meeting
rate, P10 dose, P12 sessions that happened, P13 contact hours, P14 check-in coverage, P17 completion.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.care.queries import coverage
from trellis.insights import estimates
from trellis.insights.estimates import Estimate
from trellis.insights.season import WITHOUT_AGREEMENT, Pair, Season
from trellis.programs.models import Role

FIRST_MEETING_DAYS, AGREEMENT_DAYS = 14, 30
MONTH = 30.44
ENOUGH_DOSE = 0.8


@dataclass(frozen=True)
class Measure:
    """A measure: its number in the practice, what it says, and how it is worked out."""

    code: str
    label: str | Promise
    rests_on: str | Promise
    is_share: bool
    work_out: Callable[[Season], Estimate | None]


def matched(season: Season) -> Estimate | None:
    """P3: accepted mentees with a pair, of all accepted mentees."""
    accepted = season.of(Role.MENTEE)
    return estimates.share(sum(taker.pk in season.matched for taker in accepted), len(accepted))


def met_on_time(season: Season) -> Estimate | None:
    """P6: pairs that met within 14 days, of those older than that."""
    old = _older(season, FIRST_MEETING_DAYS)
    return _within([pair.first_after for pair in old], FIRST_MEETING_DAYS)


def days_to_first_meeting(season: Season) -> float | None:
    """P6: the median wait; pairs that still wait are counted as such."""
    waits = [
        (pair.days_until(season.now), False) if pair.first_after is None else (pair.first_after, True)
        for pair in season.pairs
    ]
    return estimates.median_wait(waits)


def signed_on_time(season: Season) -> Estimate | None:
    """P7: agreements signed within 30 days, of pairs older than that."""
    old = [pair for pair in _older(season, AGREEMENT_DAYS) if pair.format not in WITHOUT_AGREEMENT]
    return _within([pair.signed_after for pair in old], AGREEMENT_DAYS)


def meeting_rate(season: Season) -> Estimate | None:
    """P9: meetings held for each month of a pair, pauses taken out."""
    months = sum(pair.days_until(season.now) for pair in season.pairs) / MONTH
    return estimates.rate(sum(len(pair.held) for pair in season.pairs), months)


def doses(season: Season) -> list[float]:
    """P10: for each pair that should have met by now, meetings held of those agreed, at most 1."""
    due = [(len(pair.held), expected) for pair in season.pairs if (expected := _expected(pair, season)) >= 1]
    return [min(1.0, held / expected) for held, expected in due]


def enough_dose(season: Season) -> Estimate | None:
    """P10: pairs with at least 80% of the meetings they agreed."""
    all_doses = doses(season)
    return estimates.share(sum(dose >= ENOUGH_DOSE for dose in all_doses), len(all_doses))


def sessions(season: Season) -> Estimate | None:
    """P12: meetings held, of all that were planned and are past."""
    held = sum(len(pair.held) for pair in season.pairs)
    return estimates.share(held, held + sum(pair.lost for pair in season.pairs))


def hours_per_pair(season: Season) -> Estimate | None:
    """P13: the median of hours given by a pair."""
    return estimates.middle([minutes / 60 for minutes in season.minutes])


def meetings_per_pair(season: Season) -> Estimate | None:
    """The median of meetings held by a pair."""
    return estimates.middle([len(pair.held) for pair in season.pairs])


def checked_in(season: Season) -> Estimate | None:
    """P14: check-ins answered, of those asked."""
    answered, asked = coverage(season.cohort)
    return estimates.share(answered, asked)


def completed(season: Season) -> Estimate | None:
    """P17: pairs that came to a planned end or met their goals, of those that ended."""
    ended = [pair for pair in season.pairs if pair.closed_at]
    return estimates.share(sum(not pair.ended_early for pair in ended), len(ended))


MEASURES: tuple[Measure, ...] = (
    Measure("P3", _("Mentees with a mentor"), _("mentees who were accepted"), True, matched),
    Measure("P6", _("First meeting within two weeks"), _("pairs together for two weeks or more"), True, met_on_time),
    Measure("P7", _("Agreement signed within a month"), _("pairs together for a month or more"), True, signed_on_time),
    Measure("P9", _("Meetings of a pair in a month"), _("meetings held"), False, meeting_rate),
    Measure(
        "P10", _("Pairs that meet as often as they agreed"), _("pairs that should have met by now"), True, enough_dose
    ),
    Measure("P12", _("Planned meetings that happened"), _("meetings that were planned"), True, sessions),
    Measure("P13", _("Hours given by a pair, the middle one"), _("pairs"), False, hours_per_pair),
    Measure("P14", _("Check-ins that were answered"), _("check-ins asked"), True, checked_in),
    Measure("P17", _("Endings as planned"), _("pairs that ended"), True, completed),
)


def _older(season: Season, days: int) -> list[Pair]:
    return [pair for pair in season.pairs if pair.days_until(season.now) > days]


def _within(waits: Sequence[float | None], days: int) -> Estimate | None:
    return estimates.share(sum(wait is not None and wait <= days for wait in waits), len(waits))


def _expected(pair: Pair, season: Season) -> int:
    """Meetings that the agreed rhythm makes by now."""
    return int(timedelta(days=pair.days_until(season.now)) / timedelta(weeks=pair.every_weeks))
