"""All programs that somebody may see figures of, in a few queries however many they are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, QuerySet, Sum

from trellis.common.protection import Bound, Cell, protect_count
from trellis.insights.models import ShownAnswers
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, TeamMember
from trellis.relationships.models import Meeting, Relationship


@dataclass(frozen=True)
class OverviewRow:
    """One cohort in numbers."""

    cohort: Cohort
    people: Cell
    pairs: Cell
    meetings: int
    hours: int
    finished: Cell
    rating: str


def cohorts_for(person: Person) -> QuerySet[Cohort]:
    """Of programs in whose team the person is, in whatever part: sponsors too."""
    team = TeamMember.objects.filter(person=person).values("program")
    rows = Cohort.objects.filter(program__in=team).select_related("program")
    return rows.order_by("program__name", "-starts_on", "-pk")


def overview(cohorts: Sequence[Cohort]) -> list[OverviewRow]:
    """Those cohorts, in five queries."""
    ids = [cohort.pk for cohort in cohorts]
    people = _counted(Participation.objects.filter(cohort__in=ids))
    finished = _counted(Participation.objects.filter(cohort__in=ids, state=Participation.State.COMPLETED))
    pairs = _counted(Relationship.objects.filter(cohort__in=ids))
    meetings, minutes = _meetings(ids)
    ratings = _ratings(ids)
    return [
        OverviewRow(
            cohort,
            protect_count(people[cohort.pk]),
            protect_count(pairs[cohort.pk]),
            meetings[cohort.pk],
            round(minutes[cohort.pk] / 60),
            protect_count(finished[cohort.pk]),
            ratings.get(cohort.pk, ""),
        )
        for cohort in cohorts
    ]


def _counted(rows: QuerySet[Participation] | QuerySet[Relationship]) -> Counter[int]:
    return Counter(dict(rows.values_list("cohort").annotate(n=Count("pk")).order_by()))


def _meetings(ids: Sequence[int]) -> tuple[Counter[int], Counter[int]]:
    rows = Meeting.objects.filter(relationship__cohort__in=ids, state=Meeting.State.HELD)
    grouped = rows.values_list("relationship__cohort").annotate(n=Count("pk"), minutes=Sum("minutes")).order_by()
    numbers, minutes = Counter[int](), Counter[int]()
    for cohort, number, total in grouped:
        numbers[cohort], minutes[cohort] = number, total
    return numbers, minutes


def _ratings(ids: Sequence[int]) -> dict[int, str]:
    """How worthwhile people find it, as last shown; nothing when all said the same."""
    rows = ShownAnswers.objects.filter(cohort__in=ids, code="worth").order_by("shown_at", "pk")
    latest = dict(rows.values_list("cohort", "figure"))
    return {cohort: str(figure["mean"]) for cohort, figure in latest.items() if figure["bound"] == Bound.EXACT}
