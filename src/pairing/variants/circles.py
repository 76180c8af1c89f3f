"""Circles of three to six peers with a topic: a good plan, and how much better another could be at most.

To find the best circles is hard for any number of people (it contains matching in three dimensions), so this is
a search: circles grow around seeds, then people change places as long as it helps. The bound comes from prices:
in a circle of k everybody shares one whole between k − 1 others, at most one part in `least` − 1 with each.
Everybody counts with the mean fit to the others of their circle, and for a topic that they asked for.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.problem import MILLI, Bools, Floats, Ints, Objective, Problem, ProblemError, Progress, fingerprint
from pairing.variants.table import BLOCK, Bounded, Table, Worth, mutual, only, order_of
from pairing.verify import Finding

SMALLEST, GREATEST = 3, 6
SWEEPS = 30
LOOKED_AT = 6  # changes of one person that are weighed exactly
PRICINGS = 12
NEVER = -(10**7)  # two who may not be together, or somebody alone who asked not to be

type Circle = tuple[int, ...]


@dataclass(frozen=True)
class About:
    """What is said of everybody: topics asked for, what kind somebody is, and who must not be the only one of it."""

    topics: tuple[frozenset[str], ...] = ()
    kinds: tuple[str, ...] = ()
    not_alone: tuple[bool, ...] = ()

    def check(self, count: int) -> None:
        if any(len(column) not in {0, count} for column in (self.topics, self.kinds, self.not_alone)):
            raise ProblemError("lengths", "Every column needs one value for each person.")
        if any(self.not_alone) and not self.kinds:
            raise ProblemError("kinds", "Say what kind everybody is, so that nobody is the only one.")

    def ordered(self, order: Ints) -> "About":
        at = order.tolist()
        columns = (tuple(column[one] for one in at if column) for column in (self.topics, self.kinds, self.not_alone))
        return About(*columns)

    def topic_of(self, members: Sequence[int]) -> tuple[str, int]:
        """The topic that most of them asked for, and how many did."""
        asked = Counter(topic for one in members for topic in sorted(self.topics[one])) if self.topics else Counter()
        return min(asked.items(), key=lambda item: (-item[1], item[0]), default=("", 0))

    def alone(self, members: Sequence[int]) -> list[int]:
        """Who is the only one of a kind and asked not to be."""
        if not self.not_alone:
            return []
        counts = Counter(self.kinds[one] for one in members)
        return [one for one in members if self.not_alone[one] and counts[self.kinds[one]] == 1]


@dataclass(frozen=True)
class Circles(Bounded):
    """Circles, each with its topic; who is left out; and prices of people that prove the bound."""

    circles: tuple[Circle, ...]
    topics: tuple[str, ...]
    left_out: tuple[int, ...]
    value: Worth
    bound: Worth
    prices: tuple[int, ...]
    sizes: tuple[int, int]
    topic_points: int
    objective: Objective
    seed: int
    problem_hash: str


def solve_circles(
    problem: Problem,
    sizes: tuple[int, int] = (4, 5),
    about: About | None = None,
    objective: Objective | None = None,
    *,
    topic_points: float = 5.0,
    seed: int = 0,
    progress: Progress | None = None,
) -> Circles:
    """Circles of the sizes from … to …, with as many people as can be placed and a good fit; never called the best."""
    objective, about = objective or Objective(floor=0), about or About()
    only(objective, "Circles", total=False)
    about.check(len(problem.mentees))
    if not SMALLEST <= sizes[0] <= sizes[1] <= GREATEST:
        raise ProblemError("sizes", f"A circle has from {SMALLEST} to {GREATEST} people.")
    if not 0 <= topic_points <= 100:
        raise ProblemError("number", "A topic counts from 0 to 100 points.")
    if problem.locked:
        raise ProblemError("locked", "Circles are made anew; leave those out who have theirs.")
    order = order_of(problem.mentees.ids, np.random.default_rng(seed))
    table = mutual(problem, objective, progress)[order][:, order]
    work = _Work.of(table, about.ordered(order), sizes, round(topic_points * MILLI))
    work.improve(progress)
    found = _kept(work)
    circles = tuple(sorted(tuple(sorted(order[circle].tolist())) for circle in found))
    placed = {one for circle in circles for one in circle}
    value = Worth(len(placed), sum(work.worth(circle) for circle in found))
    found_prices, points = _priced(table, sizes[0])
    prices = np.zeros(len(order), dtype=np.int64)
    prices[order] = found_prices
    wanting = sum(map(bool, about.topics)) * work.topic_points
    return Circles(
        circles=circles,
        topics=tuple(about.topic_of(circle)[0] for circle in circles),
        left_out=tuple(one for one in range(len(order)) if one not in placed),
        value=value,
        bound=Worth(_most_placed(table, sizes), points + wanting),
        prices=tuple(prices.tolist()),
        sizes=sizes,
        topic_points=work.topic_points,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(problem, objective, about),
    )


def _most_placed(table: Table, sizes: tuple[int, int]) -> int:
    """As many as circles of these sizes can hold, of those who have enough people to be with."""
    able = int(((table >= 0).sum(axis=1) >= sizes[0] - 1).sum())
    return max(min(able, count * sizes[1]) for count in range(able // sizes[0] + 1))


@dataclass
class _Work:
    """Circles that change. `sums` holds for every circle the fit of everybody to its members together."""

    fits: Table  # NEVER where two may not be together
    about: About
    sizes: tuple[int, int]
    topic_points: int
    members: list[list[int]]
    circle_of: Ints
    sums: Ints
    parts: Floats  # what a fit counts in each circle, and nothing for those left out

    @classmethod
    def of(cls, table: Table, about: About, sizes: tuple[int, int], topic_points: int) -> "_Work":
        able = (table >= 0).sum(axis=1) >= sizes[0] - 1
        placed = _most_placed(table, sizes)
        count = max(1, -(-placed // ((sizes[0] + sizes[1]) // 2)))
        count = min(max(count, -(-placed // sizes[1])), max(1, placed // sizes[0]))
        fits = np.where(table < 0, NEVER, table).astype(np.int32)
        np.fill_diagonal(fits, 0)
        many = [placed // count + (number < placed % count) for number in range(count)]
        members, rest = _grown(fits, np.flatnonzero(able).tolist(), many)
        members.append([*rest, *np.flatnonzero(~able).tolist()])
        circle_of = np.zeros(len(table), dtype=np.int64)
        for number, circle in enumerate(members):
            circle_of[circle] = number
        sums = np.stack([fits[circle].sum(axis=0, dtype=np.int64) for circle in members])
        parts = np.array([*(2.0 / max(1, len(circle) - 1) for circle in members[:-1]), 0.0])
        return cls(fits, about, sizes, topic_points, members, circle_of, sums, parts)

    def improve(self, progress: Progress | None) -> None:
        """Let two change places as long as that makes the plan better."""
        for sweep in range(SWEEPS):
            changed = sum(self._moved(one) for one in range(len(self.fits)))
            if progress:
                progress(sweep + 1, SWEEPS, "improving")
            if not changed:
                break

    def _moved(self, one: int) -> bool:
        """The best change for one person, if there is one; the likely ones are weighed exactly."""
        here, there = int(self.circle_of[one]), self.circle_of
        fit = self.fits[one]
        gained = (self.sums[there, one] - fit - self.sums[there, np.arange(len(fit))]) * self.parts[there]
        gained += (self.sums[here] - fit - self.sums[here, one]) * self.parts[here]
        gained[there == here] = -np.inf
        likely = np.argpartition(-gained, min(LOOKED_AT, len(fit) - 1))[:LOOKED_AT]
        alike = self._alike(one, here)
        best, other = max(
            ((self._gain(one, at), at) for at in (*likely.tolist(), *alike) if there[at] != here), default=(0, -1)
        )
        if best <= 0:
            return False
        self._change(one, other)
        return True

    def _alike(self, one: int, here: int) -> list[int]:
        """For somebody who must not be alone: those who sit with others of that kind, whom one could join."""
        if not self.about.not_alone or one not in self.about.alone(self.members[here]):
            return []
        kind = self.about.kinds[one]
        circles = {int(self.circle_of[at]) for at, its in enumerate(self.about.kinds) if its == kind and at != one}
        near = sorted(circles - {here, len(self.members) - 1})[: 4 * LOOKED_AT]
        return [at for number in near for at in self.members[number] if self.about.kinds[at] != kind]

    def _gain(self, one: int, other: int) -> int:
        numbers = int(self.circle_of[one]), int(self.circle_of[other])
        before = sum(self._weighed(number, self.members[number]) for number in numbers)
        swapped = {one: other, other: one}
        return (
            sum(self._weighed(number, [swapped.get(at, at) for at in self.members[number]]) for number in numbers)
            - before
        )

    def _weighed(self, number: int, members: list[int]) -> int:
        if number == len(self.members) - 1:
            return 0
        return self.worth(members) + NEVER * len(self.about.alone(members))

    def worth(self, members: Sequence[int]) -> int:
        """What a circle counts: everybody’s mean fit, and the topic for those who asked for it."""
        together = int(self.fits[np.ix_(members, members)].sum(dtype=np.int64))
        return together // max(1, len(members) - 1) + self.topic_points * self.about.topic_of(members)[1]

    def _change(self, one: int, other: int) -> None:
        here, there = int(self.circle_of[one]), int(self.circle_of[other])
        self.members[here][self.members[here].index(one)] = other
        self.members[there][self.members[there].index(other)] = one
        self.circle_of[[one, other]] = there, here
        step = self.fits[other].astype(np.int64) - self.fits[one]
        self.sums[here] += step
        self.sums[there] -= step


def _grown(fits: Table, people: list[int], many: list[int]) -> tuple[list[list[int]], list[int]]:
    """Circles of so many: each begins with the next person who is free and takes who fits them all best."""
    free = np.zeros(len(fits), dtype=np.bool_)
    free[people] = True
    seeds = iter(people)
    circles = []
    for size in many:
        circle: list[int] = []
        total = np.zeros(len(fits), dtype=np.int64)
        while len(circle) < size:
            one = int(np.where(free, total, 2 * GREATEST * NEVER).argmax()) if circle else _next(seeds, free)
            circle.append(one)
            free[one] = False
            total += fits[one]
        circles.append(circle)
    return circles, [one for one in people if free[one]]


def _next(seeds: Iterator[int], free: Bools) -> int:
    return next(one for one in seeds if free[one])


def _kept(work: _Work) -> list[list[int]]:
    """Send away who may not be with the others; what is then too small is given up, and who is out tries to join."""
    circles = [_allowed(work, [*members]) for members in work.members[:-1]]
    circles = [circle for circle in circles if len(circle) >= work.sizes[0]]
    placed = {one for circle in circles for one in circle}
    for one in range(len(work.fits)):
        if one not in placed:
            open_to = [circle for circle in circles if len(circle) < work.sizes[1] and _fits_in(work, one, circle)]
            if open_to:
                max(open_to, key=lambda circle: work.worth([*circle, one]) - work.worth(circle)).append(one)
    return circles


def _allowed(work: _Work, members: list[int]) -> list[int]:
    while members:
        clashes = (work.fits[np.ix_(members, members)] < 0).sum(axis=1)
        alone = work.about.alone(members)
        if clashes.any():
            members.pop(int(clashes.argmax()))
        elif alone:
            members.remove(alone[0])
        else:
            break
    return members


def _fits_in(work: _Work, one: int, circle: list[int]) -> bool:
    return bool((work.fits[one, circle] >= 0).all()) and not work.about.alone([*circle, one])


def _priced(table: Table, least: int) -> tuple[Ints, int]:
    """Prices near the best, and the bound they prove: each goes half way to where it asks for just enough others."""
    count = len(table)
    prices = np.zeros(count, dtype=np.int64)
    best: tuple[int, Ints] | None = None
    for number in range(PRICINGS if count >= least else 1):
        asked = prices.copy()
        total = 0
        for start in range(0, count, BLOCK):
            rows = np.arange(start, min(start + BLOCK, count))
            left = np.where(table[rows] < 0, 0, 2 * table[rows] - prices[None, :])
            total += int(np.maximum(left - prices[rows, None], 0)[table[rows] >= 0].sum())
            asked[rows] = np.partition(left, count - least + 1, axis=1)[:, count - least + 1] if count >= least else 0
        bound = int(prices.sum()) + total // (2 * (least - 1))
        best = (bound, prices) if best is None or bound < best[0] else best
        prices = np.maximum(0, asked if not number else (prices + asked) // 2)
    if best is None:
        raise ValueError("At least one round is made.")
    return best[1], best[0]


def check_circles(problem: Problem, plan: Circles, about: About | None = None) -> list[Finding]:
    """What is broken in circles or does not add up, pair by pair; the bound person by person."""
    about = about or About()
    if plan.problem_hash != fingerprint(problem, plan.objective, about):
        return [Finding("other_problem", "These circles were made for other people, rules or weights.")]
    found = [finding for circle in plan.circles for finding in _broken(problem, plan, circle, about)]
    times = Counter(one for circle in (*plan.circles, plan.left_out) for one in circle)
    if sorted(times) != list(range(len(problem.mentees))) or set(times.values()) - {1}:
        found.append(Finding("places", "Somebody is missing or there twice."))
    points = sum(_points(problem, circle) for circle in plan.circles)
    asked = [
        topic in about.topics[one]
        for circle, topic in zip(plan.circles, plan.topics, strict=True)
        if topic
        for one in circle
    ]
    if plan.value != (sum(map(len, plan.circles)), points + plan.topic_points * sum(asked)):
        found.append(Finding("points", "The points do not add up."))
    most = _bound_again(problem, plan) + plan.topic_points * sum(map(bool, about.topics))
    if plan.bound.points < most or plan.bound < plan.value:
        found.append(Finding("bound", "The prices do not prove this bound."))
    return found


def _broken(problem: Problem, plan: Circles, circle: Circle, about: About) -> list[Finding]:
    found = []
    for one in circle:
        for other in circle:
            codes = rules.broken(problem, one, other) if one != other else []
            found += [Finding(f"rule_{code}", f"Two in a circle break rule {code}.") for code in codes]
            if one < other and _fit(problem, one, other) < round(plan.objective.floor * MILLI):
                found.append(Finding("floor", "Two in a circle are under the floor."))
    if not plan.sizes[0] <= len(circle) <= plan.sizes[1]:
        found.append(Finding("size", f"A circle has {len(circle)} people."))
    names = (problem.mentees.ids[one] for one in about.alone(circle))
    return found + [Finding("alone", f"{name} is the only one of a kind.") for name in names]


def _fit(problem: Problem, one: int, other: int) -> int:
    return (criteria.points_of(problem, one, other) + criteria.points_of(problem, other, one)) // 2


def _points(problem: Problem, circle: Circle) -> int:
    together = sum(_fit(problem, one, other) for one in circle for other in circle if one < other)
    return 2 * together // (len(circle) - 1)


def _bound_again(problem: Problem, plan: Circles) -> int:
    """Prices, and what each two who may be together are worth over theirs."""
    prices, everybody = np.array(plan.prices, dtype=np.int64), np.arange(len(plan.prices))
    takes_part = np.array(problem.mentees.places, dtype=np.int64) > 0
    over = 0
    for one in everybody[takes_part].tolist():
        me: Ints = np.array([one])
        points = criteria.points(problem, me, everybody)[0] + criteria.points(problem, everybody, me)[:, 0]
        never = rules.forbidden(problem, me, everybody)[0] | rules.forbidden(problem, everybody, me)[:, 0]
        never |= ~takes_part | (points // 2 < round(plan.objective.floor * MILLI)) | (everybody == one)
        over += int(np.maximum(2 * (points // 2) - prices - prices[one], 0)[~never].sum())
    return sum(plan.prices) + over // (2 * (plan.sizes[0] - 1))
