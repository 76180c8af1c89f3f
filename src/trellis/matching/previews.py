"""What a plan would be like under settings that somebody only tries out: solved at once, on a part of the people."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pairing import Problem, ProblemError, Result, solve
from trellis.matching import plans
from trellis.matching.inputs import Inputs, Rows, day_of, gather, in_pool, kept_apart, settings_for
from trellis.matching.models import FormCriterion, MatchSettings
from trellis.programs.models import Cohort, Participation

MOST = 250  # people of each side: solved in a moment
SHOWN = 5


@dataclass(frozen=True)
class Plan:
    """The numbers of a plan, as rows of a comparison."""

    placed: int
    average: float
    lowest: int


@dataclass(frozen=True)
class Move:
    """Somebody who would have somebody else."""

    mentee: Participation
    before: Participation | None
    after: Participation | None


@dataclass(frozen=True)
class Preview:
    """What would change: the plan now and then, and the first of those who would have somebody else."""

    mentees: int
    all_mentees: int
    now: Plan
    then: Plan
    moved: int
    moves: list[Move]

    @property
    def is_part(self) -> bool:
        return self.mentees < self.all_mentees


def preview(cohort: Cohort, tried: MatchSettings, criteria: Sequence[FormCriterion]) -> Preview | None:
    """Both plans on the same people, today. None when nothing would count, or nobody is ready."""
    pool = in_pool(Participation.objects.filter(cohort=cohort))
    ready = pool.mentees().filter(state=Participation.State.READY)
    everybody = ready.count()
    sides = _some(ready, everybody), _some(pool.mentors(), pool.mentors().count())
    before = gather(*sides, settings_for(cohort), on=day_of(cohort))
    after = gather(*sides, tried, on=day_of(cohort), criteria=criteria)
    if not before.mentee_rows:
        return None
    try:
        found = [
            _solved(cohort, inputs, settings) for inputs, settings in ((before, settings_for(cohort)), (after, tried))
        ]
    except ProblemError:
        return None
    (now, old), (_then, new) = found
    changes = _changes(before, old, new)
    return Preview(len(now.mentees), everybody, _plan(old), _plan(new), len(changes), _named(changes[:SHOWN]))


def _some(rows: Rows, count: int) -> Rows:
    """Every so many of them, always the same."""
    if count <= MOST:
        return rows
    ids = list(rows.order_by("pk").values_list("pk", flat=True))
    return Participation.objects.filter(pk__in=ids[:: -(-count // MOST)])


def _solved(cohort: Cohort, inputs: Inputs, settings: MatchSettings) -> tuple[Problem, Result]:
    problem = inputs.problem(apart=kept_apart(cohort.pk))
    return problem, solve(problem, plans.objective_for(settings.aim, settings.floor, settings.load), seed=settings.seed)


def _plan(result: Result) -> Plan:
    total = sum(result.points)
    average = total / len(result.points) / 1000 if result.points else 0.0
    return Plan(len(result.pairs), average, round(min(result.points, default=0) / 1000))


def _changes(inputs: Inputs, old: Result, new: Result) -> list[plans.Change]:
    before, after = dict(old.pairs), dict(new.pairs)

    def mentor(at: int | None) -> int | None:
        return None if at is None else inputs.mentor_rows[at]

    return [
        (pk, mentor(before.get(at)), mentor(after.get(at)))
        for at, pk in enumerate(inputs.mentee_rows)
        if before.get(at) != after.get(at)
    ]


def _named(changes: Sequence[plans.Change]) -> list[Move]:
    people = Participation.objects.select_related("person").in_bulk({pk for change in changes for pk in change if pk})
    return [Move(people[mentee], people.get(before or 0), people.get(after or 0)) for mentee, before, after in changes]
