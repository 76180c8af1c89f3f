"""The charter's targets with where they stand, and the meetings of each week."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from django.db.models import Count
from django.db.models.functions import TruncWeek
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
    so_far = _("%(now)s of %(target)s") % {"now": aim.now_words, "target": aim.target_words}
    if now >= objective.target:
        return Target(objective.statement, so_far, share, "good", _("Met"))
    words = _("Missed") if aim.is_overdue else _("Not there yet")
    return Target(objective.statement, so_far, share, "watch" if aim.is_overdue or share < 60 else "quiet", words)


def meetings_by_week(cohort: Cohort) -> BarChart | None:
    """Held meetings of each week, the latest half year; nothing before the first. One query."""
    start = timezone.now() - timedelta(weeks=MOST_WEEKS)
    held = Meeting.objects.filter(
        relationship__cohort=cohort, state=Meeting.State.HELD, starts_at__gte=start, starts_at__lte=timezone.now()
    )
    rows = held.annotate(week=TruncWeek("starts_at")).values("week").annotate(n=Count("pk")).order_by("week")
    counts = {row["week"].date(): row["n"] for row in rows}
    if not counts:
        return None
    first, this = min(counts), (timezone.now() - timedelta(days=timezone.now().weekday())).date()
    weeks = [first + timedelta(weeks=n) for n in range((this - first).days // 7 + 1)]
    bars = [
        Bar(
            date_format(week),
            counts.get(week, 0),
            tick=date_format(week, "M") if number == 0 or week.day <= 7 else "",
            now=week == this,
        )
        for number, week in enumerate(weeks)
    ]
    total = sum(counts.values())
    note = ngettext("%d so far; this week isn’t over.", "%d so far; this week isn’t over.", total) % total
    summary = _("Meetings held each week, %(weeks)s weeks, %(total)s in all.") % {"weeks": len(weeks), "total": total}
    return BarChart(_("Meetings held each week"), summary, bars, (_("Week of"), _("Meetings")), note=note)
