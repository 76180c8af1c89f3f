"""The charter's targets with where they stand, and the meetings of each week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Literal

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.programs.models import Cohort
from trellis.relationships.models import Meeting
from trellis.strategy import queries as strategy
from trellis.ui.charts import Bar, BarChart

MOST_WEEKS = 26


@dataclass(frozen=True)
class Target:
    """One objective: what was said, what is so, and how that stands."""

    statement: str
    so_far: str
    share: float | None  # of the target, in hundredths
    standing: Literal["good", "watch", "quiet"]
    words: str

    @property
    def kind(self) -> str:
        return "watch" if self.standing == "watch" else ""


def targets_of(cohort: Cohort) -> list[Target]:
    """The objectives in the order of the charter."""
    return [_target(aim) for aim in strategy.aims_of(cohort)]


def _target(aim: strategy.Aim) -> Target:
    objective, now = aim.objective, aim.now
    if now is None:
        return Target(objective.statement, _("Not known yet"), None, "quiet", _("Not known yet"))
    share = float(100 * now / objective.target) if objective.target else 100.0
    if now >= objective.target:
        return Target(objective.statement, aim.so_far, share, "good", _("Met"))
    words = _("Missed") if aim.is_overdue else _("Not there yet")
    return Target(objective.statement, aim.so_far, share, "watch" if aim.is_overdue or share < 60 else "quiet", words)


def meetings_by_week(cohort: Cohort) -> BarChart | None:
    """Held meetings of each week, the latest half year; nothing before the first. One query."""
    now = timezone.localtime()
    this = now.date() - timedelta(days=now.weekday())
    weeks = [this - timedelta(weeks=number) for number in reversed(range(MOST_WEEKS))]
    begins = [timezone.make_aware(datetime.combine(week, time())) for week in weeks]
    held = Meeting.objects.filter(
        relationship__cohort=cohort, state=Meeting.State.HELD, starts_at__gte=begins[0], starts_at__lte=now
    )
    within = zip(weeks, begins, [*begins[1:], now], strict=True)
    found = held.aggregate(
        **{str(week): Count("pk", filter=Q(starts_at__gte=begin, starts_at__lt=end)) for week, begin, end in within}
    )
    counts = {week: int(found[str(week)]) for week in weeks}
    if not any(counts.values()):
        return None
    weeks = weeks[next(number for number, week in enumerate(weeks) if counts[week]) :]
    bars = [
        Bar(
            date_format(week),
            counts[week],
            tick=date_format(week, "M") if number == 0 or week.day <= 7 else "",
            now=week == this,
        )
        for number, week in enumerate(weeks)
    ]
    total = sum(counts.values())
    note = ngettext("%d so far; this week isn’t over.", "%d so far; this week isn’t over.", total) % total
    summary = _("Meetings held each week, %(weeks)s weeks, %(total)s in all.") % {"weeks": len(weeks), "total": total}
    return BarChart(_("Meetings held each week"), summary, bars, (_("Week of"), _("Meetings")), note=note)
