"""What the rematch desk shows."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.matching.models import Proposal
from trellis.matching.rematch.models import Lesson, RematchPlan
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.closure.content import PLANNED
from trellis.relationships.pairs.models import Relationship
from trellis.ui.charts import Line, LineChart, Point


@dataclass(frozen=True)
class Ended:
    """A pair that ended early: why, what it taught, and how its mentee is now."""

    relationship: Relationship
    lesson: str
    weighed: str
    now: str


def ended_pairs(cohort: Cohort) -> QuerySet[Relationship]:
    """Pairs that ended before their time, newest first."""
    rows = Relationship.objects.filter(cohort=cohort, state=Relationship.State.CLOSED).exclude(
        closure_reason__in=PLANNED
    )
    return rows.with_people().prefetch_related("parties__participation").order_by("-closed_at", "-pk")


def with_lessons(rows: Sequence[Relationship]) -> list[Ended]:
    lessons = {one.relationship_id: one.texts(one.key) for one in _lessons(rows)}
    mentees = {pair.pk: [one.participation for one in pair.parties.all() if one.role == Role.MENTEE] for pair in rows}
    asked = set(
        Proposal.objects.live()
        .filter(mentee__in=[one.pk for found in mentees.values() for one in found])
        .values_list("mentee", flat=True)
    )
    return [
        Ended(
            pair,
            lessons.get(pair.pk, {}).get("lesson", ""),
            lessons.get(pair.pk, {}).get("weighed", ""),
            _state(mentees[pair.pk], asked),
        )
        for pair in rows
    ]


def _lessons(rows: Sequence[Relationship]) -> Iterable[Lesson]:
    return Lesson.objects.filter(relationship__in=[pair.pk for pair in rows]).select_related("key")


def _state(mentees: Sequence[Participation], asked: set[int]) -> str:
    if any(one.pk in asked for one in mentees):
        return _("The mentee is asked about somebody new")
    if any(one.state == Participation.State.READY for one in mentees):
        return _("The mentee waits for somebody new")
    if any(one.state == Participation.State.MATCHED for one in mentees):
        return _("The mentee has somebody new")
    return _("The mentee doesn’t take part any more")


@dataclass(frozen=True)
class Move:
    """What one choice means for one mentee."""

    mentee: Participation
    before: Participation | None
    after: Participation | None


def moves_of(plan: RematchPlan, number: int) -> list[Move]:
    """In names: those who wait first."""
    moves = plan.choices[number]["moves"] if 0 <= number < len(plan.choices) else []
    people = Participation.objects.select_related("person").in_bulk({pk for move in moves for pk in move if pk})
    found = [
        Move(people[mentee], people.get(before), people.get(after))
        for mentee, before, after in moves
        if mentee in people
    ]
    return sorted(found, key=lambda move: (move.before is not None, move.mentee.person.name))


def chart_of(plan: RematchPlan) -> LineChart | None:
    """Changes against the whole fit; none when there is only one choice."""
    points = [(one["changed"], round(one["total"] / 1000)) for one in plan.choices]
    if len(points) < 2:
        return None
    totals = [total for _changed, total in points]
    low, high = min(totals), max(*totals, min(totals) + 1)
    last = points[-1]
    return LineChart(
        title=_("What more changes would bring"),
        summary=_("From %(first)s points with %(few)s changes to %(last)s points with %(many)s changes.")
        % {"first": points[0][1], "few": points[0][0], "last": last[1], "many": last[0]},
        lines=[Line(_("Fit of all together"), [Point(changed, total) for changed, total in points], str(last[1]))],
        x_ticks=[(changed, str(changed)) for changed, _total in (points[0], last)],
        y_ticks=[(low, str(low)), (high, str(high))],
        columns=[_("Pairs that change"), _("Fit of all together")],
        rows=[[str(changed), str(total)] for changed, total in points],
        note=_("The scale doesn’t start at 0."),
    )
