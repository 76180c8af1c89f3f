"""Late arrivals: people who wait and places that are free, without touching a pair that stands.

Only those who wait and mentors with a place are looked at, so that one new mentor is placed at once however many
pairs stand. Most people are placed; then fit counts, and each day of waiting as many points as one says.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from pairing import criteria
from pairing.field import Field
from pairing.problem import MILLI, Objective, Pair, Problem, ProblemError, fingerprint
from pairing.variants.assign import Gains, best_plan, bound_again
from pairing.variants.table import Bounded, Worth, above, broken_pairs, only, part_of
from pairing.verify import Finding
from pairing.worth import scale_of


@dataclass(frozen=True)
class Placed(Bounded):
    """New pairs, and who waits still. `value` counts the new pairs; prices prove that none are better."""

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Worth
    bound: Worth
    waiting: tuple[int, ...]
    patience: tuple[int, ...]  # what waiting adds for each mentee, in thousandths
    prices: tuple[int, ...]
    objective: Objective
    seed: int
    problem_hash: str


def place_waiting(
    problem: Problem,
    standing: Sequence[tuple[str, str]],
    objective: Objective | None = None,
    *,
    days: Sequence[int] = (),
    a_day: float = 0.0,
    seed: int = 0,
) -> Placed:
    """The best new pairs beside those that stand, named by their people; `days` says how long each mentee waits."""
    objective = objective or Objective()
    only(objective, "Waiting lists")
    rest = _rest(problem, standing)
    if days and len(days) != len(problem.mentees):
        raise ProblemError("lengths", "Every mentee needs one number of days.")
    if a_day < 0 or any(day < 0 for day in days):
        raise ProblemError("negative", "Days and their points can’t be negative.")
    patience = tuple(round(a_day * MILLI * day) for day in days) or (0,) * len(problem.mentees)
    field = Field.of(rest, objective, seed)
    table = part_of(rest, objective, field.rows, field.columns)
    none = np.zeros(0, dtype=np.int64)
    plan = best_plan(Gains(field, table, np.array(patience, dtype=np.int64)[field.rows], none, none))
    points = tuple(criteria.points_of(problem, *pair) for pair in plan.pairs)
    value = Worth(len(points), sum(points))
    placed = {mentee for mentee, _ in plan.pairs}
    return Placed(
        pairs=plan.pairs,
        points=points,
        value=value,
        bound=above(value, plan.bound - plan.worth, scale_of(rest, objective).match),
        waiting=tuple(row for row, places in enumerate(rest.mentees.places) if places and row not in placed),
        patience=patience,
        prices=plan.prices,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(rest, objective),
    )


def _rest(problem: Problem, standing: Sequence[tuple[str, str]]) -> Problem:
    """What is left of everybody’s places. A pair stands whatever the rules say by now."""
    if max(problem.mentees.places, default=0) > 1:
        raise ProblemError("many_mentors", "Who waits is given one mentor.")
    if problem.locked:
        raise ProblemError("locked", "Name the locked pairs among those that stand.")
    rows, columns = set(problem.mentees.ids), set(problem.mentors.ids)
    for mentee, mentor in standing:
        if mentee not in rows or mentor not in columns:
            raise ProblemError("unknown_person", f"The pair {mentee} with {mentor} names somebody unknown.")
    held, taken = Counter(one for one, _ in standing), Counter(other for _, other in standing)
    sides = [
        replace(
            side,
            places=tuple(max(0, most - used[one]) for one, most in zip(side.ids, side.places, strict=True)),
            least=(),
        )
        for side, used in ((problem.mentees, held), (problem.mentors, taken))
    ]
    return replace(problem, mentees=sides[0], mentors=sides[1])


def check_placed(problem: Problem, standing: Sequence[tuple[str, str]], placed: Placed) -> list[Finding]:
    """What is broken in new pairs or does not add up: pair by pair, and the bound mentee by mentee."""
    rest = _rest(problem, standing)
    if placed.problem_hash != fingerprint(rest, placed.objective):
        return [Finding("other_problem", "These pairs were made for other people, rules or weights.")]
    found = broken_pairs(rest, placed.pairs, placed.objective)
    found += [
        Finding("places", f"{problem.mentees.ids[mentee]} has a mentor already.")
        for mentee, _ in placed.pairs
        if not rest.mentees.places[mentee]
    ]
    for mentor, count in Counter(mentor for _, mentor in placed.pairs).items():
        if count > rest.mentors.places[mentor]:
            found.append(Finding("places", f"{problem.mentors.ids[mentor]} has {count} new mentees."))
    points = tuple(criteria.points_of(problem, *pair) for pair in placed.pairs)
    if points != placed.points or placed.value != (len(points), sum(points)):
        found.append(Finding("points", "The points do not add up."))
    match = scale_of(rest, placed.objective).match
    most = bound_again(rest, placed.objective, placed.prices, of_rows=placed.patience)
    most -= sum(placed.patience[mentee] for mentee, _ in placed.pairs)
    if match * placed.bound.people + placed.bound.points < most or placed.bound < placed.value:
        found.append(Finding("bound", "The prices do not prove this bound."))
    return found
