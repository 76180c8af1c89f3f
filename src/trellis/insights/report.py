"""The first report of a cohort, put together: the same for everybody who may see it, names in none of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.protection import Bound, Cell, K, protect_count
from trellis.insights import answers, process
from trellis.insights.answers import Told
from trellis.insights.estimates import Estimate
from trellis.insights.groups import Breakdown, breakdowns
from trellis.insights.queries import Against, against_charter
from trellis.insights.season import Season
from trellis.programs.models import Cohort, Participation, Role
from trellis.recognition.models import Thanks
from trellis.recruitment.models import Application
from trellis.recruitment.models import Invitation as Asked
from trellis.ui.charts import Bar, BarChart

MOST_WEEKS = 52


@dataclass(frozen=True)
class Step:
    """One step of the funnel, for both roles."""

    label: str
    mentees: Cell
    mentors: Cell


@dataclass(frozen=True)
class Line:
    """One process measure as it is shown."""

    code: str
    label: str | Promise
    figure: str
    interval: str
    rests_on: str
    percent: float | None  # for the bar


@dataclass(frozen=True)
class Report:
    """Everything on the page, in order."""

    cohort: Cohort
    at: datetime
    summary: list[str]
    funnel: list[Step]
    objectives: list[Against]
    process: list[Line]
    chart: BarChart | None
    waves: list[Told]
    groups: list[Breakdown]
    words: list[tuple[str, str]]
    notes: list[str]


def report_of(cohort: Cohort) -> Report:
    """Counted now, except for answers, which move in steps."""
    season = Season(cohort)
    told = answers.told(cohort)
    lines = [_line(measure, season) for measure in process.MEASURES]
    return Report(
        cohort=cohort,
        at=season.now,
        summary=_summary(season, told),
        funnel=_funnel(season),
        objectives=against_charter(season),
        process=[line for line in lines if line],
        chart=_chart(season),
        waves=told,
        groups=breakdowns(season),
        words=_words(cohort),
        notes=_notes(season, told),
    )


# ── The funnel ────────────────────────────────────────────────────────────────────────────


def _funnel(season: Season) -> list[Step]:
    """From being asked to having finished. Totals for the cohort; under five stays under five."""
    asked = Counter(Asked.objects.filter(cohort=season.cohort).values_list("role", flat=True))
    applied = Counter(Application.objects.filter(cohort=season.cohort).sent().values_list("role", flat=True))
    steps = [
        (_("Asked by name"), asked),
        (_("Applied"), applied),
        (_("Accepted"), _by_role(season, {taker.pk for taker in season.people})),
        (_("Prepared"), _by_role(season, {taker.pk for taker in season.people if taker.was_ready})),
        (_("In a pair"), _by_role(season, season.matched)),
        (_("Met"), _by_role(season, season.met)),
        (_("Finished"), _by_role(season, _finished(season))),
    ]
    return [
        Step(label, protect_count(number[Role.MENTEE]), protect_count(number[Role.MENTOR]))
        for label, number in steps
        if number or label == _("Applied")
    ]


def _by_role(season: Season, ids: set[int]) -> Counter[str]:
    return Counter(taker.role for taker in season.people if taker.pk in ids)


def _finished(season: Season) -> set[int]:
    return {taker.pk for taker in season.people if taker.state == Participation.State.COMPLETED}


# ── Measures, each with its interval ──────────────────────────────────────────────────────


def _line(measure: process.Measure, season: Season) -> Line | None:
    found = measure.work_out(season)
    if found is None:
        return None
    rests_on = f"{found.n} {measure.rests_on}"
    if found.n < K:
        few = _("fewer than %(k)s %(what)s") % {"k": K, "what": measure.rests_on}
        return Line(measure.code, measure.label, _("Too few to say"), "", few, None)
    return Line(
        measure.code,
        measure.label,
        _figure(found.value, measure),
        _("%(low)s to %(high)s") % {"low": _figure(found.low, measure), "high": _figure(found.high, measure)},
        rests_on,
        100 * found.value if measure.is_share else None,
    )


def _figure(value: float, measure: process.Measure) -> str:
    return f"{round(100 * value)}%" if measure.is_share else f"{value:.1f}"


# ── Meetings, week by week ────────────────────────────────────────────────────────────────


def _chart(season: Season) -> BarChart | None:
    weeks = _weeks(season)
    if not weeks:
        return None
    total = sum(number for _monday, number in weeks)
    top = max(number for _monday, number in weeks)
    return BarChart(
        title=_("Meetings held each week"),
        note=ngettext("%(total)s so far; this week isn’t over.", "%(total)s so far; this week isn’t over.", total)
        % {"total": total},
        summary=_("Bar chart of meetings held each week, %(top)s in the busiest. The table below has every week.")
        % {"top": top},
        bars=_bars(weeks, this_week=_monday(timezone.localtime(season.now).date())),
        columns=(_("Week from"), _("Held")),
    )


def _weeks(season: Season) -> list[tuple[date, int]]:
    """Every week from the first meeting to now, the last year of it."""
    days = [timezone.localtime(at).date() for pair in season.pairs for at, _minutes in pair.held]
    if not days:
        return []
    counted = Counter(_monday(day) for day in days)
    now = _monday(timezone.localtime(season.now).date())
    first = max(min(counted), now - timedelta(weeks=MOST_WEEKS - 1))
    weeks = [first + timedelta(weeks=n) for n in range((now - first).days // 7 + 1)]
    return [(week, counted[week]) for week in weeks]


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _bars(weeks: Iterable[tuple[date, int]], *, this_week: date) -> list[Bar]:
    """A month's name under its first week."""
    bars, month = [], 0
    for week, number in weeks:
        tick = date_format(week, "M") if week.month != month else ""
        month = week.month
        bars.append(Bar(date_format(week, "j M Y"), number, tick, now=week == this_week))
    return bars


# ── Words ─────────────────────────────────────────────────────────────────────────────────


def _summary(season: Season, told: list[Told]) -> list[str]:
    """Two or three sentences, true as they stand."""
    said = [_matched_sentence(season), _rhythm_sentence(process.enough_dose(season)), _answers_sentence(told)]
    return [sentence for sentence in said if sentence] or [
        _("There is little to report yet. When pairs have met a few times, this page says how it goes.")
    ]


def _matched_sentence(season: Season) -> str:
    found = process.matched(season)
    if found is None or found.n < K:
        return ""
    if found.value == 1:
        return _("Every mentee has a mentor.")
    return _("%(percent)s%% of mentees have a mentor.") % {"percent": round(100 * found.value)}


def _rhythm_sentence(found: Estimate | None) -> str:
    if found is None or found.n < K:
        return ""
    percent = {"percent": round(100 * found.value)}
    if found.low > 0.5:
        return _("Most pairs meet as often as they agreed: %(percent)s%%.") % percent
    if found.high < 0.5:
        return _("Only %(percent)s%% of pairs meet as often as they agreed, clearly less than half.") % percent
    return _("%(percent)s%% of pairs meet as often as they agreed; with so few, that could be half.") % percent


def _answers_sentence(told: list[Told]) -> str:
    figures = [
        figure for wave in told for figure in wave.figures if figure.code == "worth" and figure.bound == Bound.EXACT
    ]
    if not figures:
        return ""
    last = figures[-1]
    return _("People rate the worth of their mentoring %(mean)s of 5, from %(n)s answers.") % {
        "mean": last.mean,
        "n": last.n,
    }


def _words(cohort: Cohort) -> list[tuple[str, str]]:
    """Closing words and thanks whose writers allowed it, with a role and nothing else."""
    said = [(cohort.program.word(role), text) for role, text in answers.quotes(cohort)]
    thanks = Thanks.objects.filter(relationship__cohort=cohort, may_be_shown=True).newest_first()[:4]
    parties = [(one, {party.person_id: party.role for party in one.relationship.parties.all()}) for one in thanks]
    return (said + [(cohort.program.word(roles[one.by_id]), one.text) for one, roles in parties])[:6]


def _notes(season: Season, told: list[Told]) -> list[str]:
    """How it was worked out, written from what was used."""
    notes = [
        _("Counted on %(day)s from dates, lengths and states. What pairs write is not read for this.")
        % {"day": date_format(timezone.localtime(season.now), "DATE_FORMAT")},
        _(
            "Shares have Wilson’s 95% interval, meetings in a month the exact Poisson interval, "
            "middle values a bootstrap with a fixed seed."
        ),
        _(
            "Pauses count nowhere. A first meeting on time was held within 14 days, "
            "an agreement on time was signed within 30."
        ),
    ]
    wait = process.days_to_first_meeting(season)
    if wait is not None and len(season.pairs) >= K:
        days = round(wait)
        notes.append(
            ngettext(
                "Half of the pairs met within %(days)s day; who still waits is counted as waiting.",
                "Half of the pairs met within %(days)s days; who still waits is counted as waiting.",
                days,
            )
            % {"days": days}
        )
    if told:
        notes.append(
            _(
                "Answers are counted at night, and only when five more people answered: nobody’s answer is the "
                "difference of two reports. Means have Student’s 95% interval from ten answers on."
            )
        )
    notes.append(
        _(
            "No figure is about fewer than five people, and none lets such a figure be worked out. "
            "People chose to join, so what they report may differ from what others would."
        )
    )
    return notes


# ── As a file ─────────────────────────────────────────────────────────────────────────────

HEAD = ("section", "what", "figure", "interval or target", "rests on")


def lines_of(report: Report) -> list[tuple[str, str, str, str, str]]:
    """Exactly what the page shows, line by line."""
    funnel = [
        ("funnel", f"{step.label}, {role}", shown(cell), "", "")
        for step in report.funnel
        for role, cell in (("mentees", step.mentees), ("mentors", step.mentors))
    ]
    objectives = [
        ("objective", one.objective.statement, one.text, str(one.objective.target), str(one.standing[1]))
        for one in report.objectives
    ]
    measures = [
        ("process", f"{line.code} {line.label}", line.figure, line.interval, line.rests_on) for line in report.process
    ]
    said = [
        ("answers", f"{told.wave.label}: {figure.text}", mean_words(figure), interval_words(figure), str(figure.n))
        for told in report.waves
        for figure in told.figures
    ]
    groups = [
        ("groups", f"{breakdown.title}: {row.name}", shown_part(row.part.yes), "", str(row.part.n))
        for breakdown in report.groups
        for row in breakdown.rows
    ]
    return [*funnel, *objectives, *measures, *said, *groups]


def shown(cell: Cell) -> str:
    return str(cell.count) if cell.count is not None else _("Under 5")


def shown_part(yes: int | None) -> str:
    return _("Hidden") if yes is None else str(yes)


def mean_words(figure: answers.Figure) -> str:
    """4.4, or a limit when everybody said the same."""
    if figure.mean is None:
        return _("Too few answers")
    if figure.bound == Bound.OVER:
        return _("over %(mean)s") % {"mean": figure.mean}
    if figure.bound == Bound.UNDER:
        return _("under %(mean)s") % {"mean": figure.mean}
    return str(figure.mean)


def interval_words(figure: answers.Figure) -> str:
    if figure.low is None:
        return ""
    return _("%(low)s to %(high)s") % {"low": figure.low, "high": figure.high}


def agree_words(figure: answers.Figure) -> str:
    """How many agree: a share, or a limit of it."""
    if figure.agree is None:
        return ""
    words = {
        Bound.UNDER: _("under %(percent)s%%"),
        Bound.OVER: _("over %(percent)s%%"),
    }.get(figure.agree_bound, _("%(percent)s%%"))
    return words % {"percent": figure.agree}
