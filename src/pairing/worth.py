"""What a plan is worth: the levels of an objective as one whole number, and the seats it may use."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.problem import FULL, MILLI, Bools, Ints, Objective, Problem, Value


@dataclass(frozen=True)
class Scale:
    """How the levels of an objective become one number; each outweighs all that follow."""

    match: int
    floor: int
    load: int

    def worth(self, value: Value) -> int:
        return self.match * value.matched + self.floor * value.over_floor + value.points


def scale_of(problem: Problem, objective: Objective) -> Scale:
    pairs = max(1, min(len(problem.mentees), sum(problem.mentors.places)))
    load = round(objective.load * MILLI)
    heaviest = max((_partners(problem, mentor) for mentor in range(len(problem.mentors))), default=0)
    spread = pairs * (FULL + load * heaviest)  # twice as far apart as needed: a difference can be read as its levels
    floor = 0 if objective.strict else 2 * spread + 1
    return Scale(match=2 * (spread + pairs * floor) + 1, floor=floor, load=load)


def _partners(problem: Problem, mentor: int) -> int:
    return problem.mentors.places[mentor] + problem.mentors.partners_now(mentor)


def weights(problem: Problem, objective: Objective, rows: slice, columns: slice) -> Ints:
    """What each pair of a block is worth to the plan; 0 where it may not be."""
    scale = scale_of(problem, objective)
    points = criteria.points(problem, rows, columns)
    over = points >= round(objective.floor * MILLI)
    blocked: Bools = rules.forbidden(problem, rows, columns)
    if objective.strict:
        blocked = blocked | ~over
    return np.where(blocked, 0, scale.match + over * scale.floor + points)


def value_of(problem: Problem, objective: Objective, pairs: Sequence[tuple[int, int]], points: Sequence[int]) -> Value:
    load = scale_of(problem, objective).load
    had = {mentor: problem.mentors.partners_now(mentor) for _, mentor in pairs}
    paid = 0
    for _, mentor in pairs:
        paid += load * had[mentor]
        had[mentor] += 1
    over = sum(point >= round(objective.floor * MILLI) for point in points)
    return Value(len(pairs), over, sum(points) - paid)


def worth_of_locked(problem: Problem, objective: Objective) -> int:
    points = tuple(criteria.points_of(problem, mentee, mentor) for mentee, mentor in problem.locked)
    return scale_of(problem, objective).worth(value_of(problem, objective, problem.locked, points))


@dataclass(frozen=True)
class Seat:
    mentor: int
    cost: int


def seats(problem: Problem, objective: Objective) -> list[Seat]:
    """Free places, the cheapest of each mentor first; a place costs more the more mentees came before."""
    taken = [0] * len(problem.mentors)
    for _, mentor in problem.locked:
        taken[mentor] += 1
    load = scale_of(problem, objective).load
    return [
        Seat(mentor, load * (problem.mentors.partners_now(mentor) + place))
        for mentor in range(len(problem.mentors))
        for place in range(taken[mentor], problem.mentors.places[mentor])
    ]


def free_mentees(problem: Problem) -> list[int]:
    held = {mentee for mentee, _ in problem.locked}
    return [at for at, places in enumerate(problem.mentees.places) if places and at not in held]
