"""What a plan is worth: the aims of an objective as one whole number, and the places it may use."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np

from pairing import criteria, rules
from pairing.criteria import Choice
from pairing.problem import FULL, MILLI, Bools, Ints, Objective, Pair, Problem, ProblemError, Value
from pairing.tables import Marks

ROOM = 2**60  # what all sums must stay under
LEAST_STEP = 2**22  # weights are further apart than any price differs within one aim
SHORTEST = 16
MOST_WISHED = 20  # tenths of a point: both made the other their first choice


@dataclass(frozen=True)
class Scale:
    """How the aims become one number. Each outweighs all that follow, in changes of up to `reach` pairs at once."""

    match: int
    floor: int
    load: int
    more: int = 0
    least: int = 0
    choices: int = 0
    bands: tuple[int, ...] = ()
    marks: tuple[int, ...] = ()  # in thousandths: the floor, then the bands
    reach: int = 0

    def worth(self, value: Value) -> int:
        people = self.match * value.matched + self.more * value.more + self.least * value.least
        over = sum(weight * count for weight, count in zip(self.bands, value.bands, strict=True))
        return people + self.choices * value.choices + self.floor * value.over_floor + over + value.points

    @property
    def most(self) -> int:
        """No pair is worth more."""
        return FULL + sum(weight * count for weight, count in self.steps)

    @property
    def least_before_worst(self) -> int:
        """The smallest weight of the aims that come before the worst pair."""
        return min(weight for weight in (self.least, self.match, self.more, self.choices, self.floor) if weight)

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """The weights from the greatest, each with how often one pair can earn it."""
        found = [(self.least, 1), (self.match, 1), (self.more, 1), (self.choices, MOST_WISHED), (self.floor, 1)]
        found += [(weight, 1) for weight in self.bands]
        return tuple(step for step in found if step[0])

    def of_pairs(self, points: Ints, wished: Ints | int = 0) -> Ints:
        """What pairs with these points are worth, apart from who is in them."""
        worth = points + self.choices * np.asarray(wished, dtype=np.int64)
        for weight, mark in zip((self.floor, *self.bands), self.marks, strict=True):
            worth = worth + weight * (points >= mark)
        return worth


def scale_of(problem: Problem, objective: Objective) -> Scale:
    wanted = sum(max(1, min(places, len(problem.mentors))) for places in problem.mentees.places)
    pairs = max(1, min(wanted, sum(min(places, len(problem.mentees)) for places in problem.mentors.places)))
    reach = pairs
    while True:
        scale, whole = _scale(problem, objective, reach)
        if pairs * whole < ROOM:
            return scale
        if reach <= SHORTEST:
            raise ProblemError("too_large", "This is more people than these aims can be told apart for.")
        reach = max(SHORTEST, reach // 2)


def _scale(problem: Problem, objective: Objective, reach: int) -> tuple[Scale, int]:
    """Twice as far apart as needed: a difference can be read as its aims. Also what one pair earns at most."""
    load = round(objective.load * MILLI)
    heaviest = max((_partners(problem, mentor) for mentor in range(len(problem.mentors))), default=0)
    whole = FULL + load * heaviest

    def step(*, count: int = 1, wanted: bool = True) -> int:
        nonlocal whole
        weight = max(2 * reach * whole + 1, LEAST_STEP) if wanted else 0
        whole += count * weight
        return weight

    people = objective.first != "total"
    bands = sorted(set(objective.bands)) if people else []
    weights = [step() for _ in bands][::-1]
    floor = step(wanted=people and not objective.strict)
    choices = step(count=MOST_WISHED, wanted=objective.first == "choices")
    more = step(wanted=people and max(problem.mentees.places, default=0) > 1)
    match = step(wanted=people)
    least = step(wanted=any(problem.mentors.least))
    marks = tuple(round(mark * MILLI) for mark in (objective.floor, *bands))
    return Scale(match, floor, load, more, least, choices, tuple(weights), marks, reach), whole


def _partners(problem: Problem, mentor: int) -> int:
    return min(problem.mentors.places[mentor], len(problem.mentees)) + problem.mentors.partners_now(mentor)


@dataclass(frozen=True)
class Weigher:
    """Weighs pairs exactly: what each is worth to the plan, and whether it may be."""

    problem: Problem
    objective: Objective
    scale: Scale
    locked: Marks = field(compare=False)
    mark: int = 0  # no pair under so many points

    @classmethod
    def of(cls, problem: Problem, objective: Objective) -> "Weigher":
        mark = round(objective.floor * MILLI) if objective.strict else 0
        index = np.array(problem.locked, dtype=np.int64).reshape(-1, 2)
        locked = Marks.of(index[:, 0], index[:, 1], (len(problem.mentees), len(problem.mentors)))
        return cls(problem, objective, scale_of(problem, objective), locked, mark)

    def pairs(self, rows: Ints, columns: Ints) -> tuple[Ints, Bools]:
        """For pairs one by one, or for a block (rows down, columns across)."""
        down, across = (rows[:, 0], columns[0]) if rows.ndim == 2 else (rows, columns)
        single = rows.ndim == 1
        points = (criteria.points_at if single else criteria.points)(self.problem, down, across)
        never = (rules.forbidden_at if single else rules.forbidden)(self.problem, down, across)
        never = never | self.locked.holds(rows, columns) | (points < self.mark)
        return self.scale.of_pairs(points, self._wished(rows, columns)), ~never

    def _wished(self, rows: Ints, columns: Ints) -> Ints | int:
        return wished(self.problem, rows, columns) if self.scale.choices else 0


def wished(problem: Problem, rows: Ints, columns: Ints) -> Ints | int:
    """How much both sides asked for each other, in tenths."""
    for criterion in problem.criteria:
        if isinstance(criterion, Choice):
            return criterion.wished(rows, columns)
    return 0


def weights(problem: Problem, objective: Objective, rows: slice, columns: slice) -> Ints:
    """What each pair of a block adds to a plan without it; 0 where it may not be."""
    weigher = Weigher.of(problem, objective)
    down = np.arange(len(problem.mentees))[rows][:, None]
    worth, allowed = weigher.pairs(down, np.arange(len(problem.mentors))[columns][None, :])
    return np.where(allowed, weigher.scale.match + worth, 0)


def value_of(
    problem: Problem, objective: Objective, pairs: Sequence[Pair], points: Sequence[int], known: Scale | None = None
) -> Value:
    """What a plan is worth; pass the scale to ask often."""
    scale = known or scale_of(problem, objective)
    had = {mentor: problem.mentors.partners_now(mentor) for _, mentor in pairs}
    before = dict(had)
    paid = 0
    for _, mentor in pairs:
        paid += scale.load * had[mentor]
        had[mentor] += 1
    least = problem.mentors.least
    matched = len({mentee for mentee, _ in pairs})
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return Value(
        matched=matched,
        over_floor=sum(point >= scale.marks[0] for point in points),
        points=sum(points) - paid,
        more=len(pairs) - matched,
        least=sum(min(had[mentor] - before[mentor], least[mentor]) for mentor in had) if least else 0,
        choices=int(np.sum(wished(problem, index[:, 0], index[:, 1]))) if scale.choices else 0,
        bands=tuple(sum(point >= mark for point in points) for mark in scale.marks[1:]),
    )


def worth_of_locked(problem: Problem, objective: Objective) -> int:
    points = tuple(criteria.points_of(problem, mentee, mentor) for mentee, mentor in problem.locked)
    return scale_of(problem, objective).worth(value_of(problem, objective, problem.locked, points))


@dataclass(frozen=True)
class Seats:
    """Free places by mentor, the cheapest first; a place costs more the more mentees came before."""

    mentors: Ints
    costs: Ints
    counts: Ints


def seats(problem: Problem, scale: Scale) -> Seats:
    """No mentor can use more places than there are mentees."""
    taken = [0] * len(problem.mentors)
    for _, mentor in problem.locked:
        taken[mentor] += 1
    found: list[tuple[int, int, int]] = []
    for mentor, places in enumerate(problem.mentors.places):
        first, last = taken[mentor], min(places, len(problem.mentees))
        least = min(max(first, problem.mentors.least[mentor] if problem.mentors.least else 0), last)
        ends = [*range(first + 1, last)] if scale.load else [least]
        for start, end in itertools.pairwise([first, *ends, last]):
            if end > start:
                cost = scale.load * (problem.mentors.partners_now(mentor) + start) - scale.least * (start < least)
                found.append((mentor, cost, end - start))
    table = np.array(found, dtype=np.int64).reshape(-1, 3)
    return Seats(table[:, 0], table[:, 1], table[:, 2])


def units(problem: Problem) -> tuple[Ints, Ints]:
    """For each mentee whether a first mentor can still be given, and how many more."""
    places = np.array(problem.mentees.places, dtype=np.int64)
    held = np.bincount([mentee for mentee, _ in problem.locked] or [0], minlength=max(1, len(places)))[: len(places)]
    held = held if problem.locked else np.zeros_like(places)
    first = np.minimum(places, 1) * (held == 0)
    return first, np.maximum(places - held - first, 0)
