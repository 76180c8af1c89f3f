"""Groups around a mentor, each open only if it is full enough.

`mentors.places` is the greatest and `mentors.least` the smallest size of a mentor’s group; a group with a
locked member is open already, whatever its size. Which groups open is a whole-number program, and HiGHS
searches it. Prices for people bound every plan: at any prices no plan is worth more than all prices together
and what each group could gain by itself, over all pairs. Pairs that would lose more than the gap are left
out of the search, so that its end is a proof for all pairs.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Literal

import numpy as np

from pairing import criteria, rules
from pairing.problem import FULL, MILLI, Floats, Ints, Objective, Pair, Problem, ProblemError, Progress, fingerprint
from pairing.solve import check
from pairing.variants.linear import Limits, limits, relaxed, whole
from pairing.variants.table import (
    MOST,
    STEP,
    Bounded,
    Table,
    Worth,
    broken_pairs,
    most_people,
    only,
    order_of,
    table_of,
)
from pairing.verify import Finding

KEPT = 16  # candidates of each mentee at first
ROUNDS = 12
NEAR = FULL // 50  # a search starts with pairs that lose no more than this
SEARCHED = 400_000  # pairs, at most
TINY = 1e-7

type Proof = Literal["prices", "search", "none"]


@dataclass(frozen=True)
class Groups(Bounded):
    """Who is with which mentor. `prices` of the mentees prove the bound, or a search of all that is left did."""

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Worth
    bound: Worth
    proof: Proof
    prices: tuple[int, ...]
    prize: int  # what was added for each mentee so that people come first
    prices_bound: int
    objective: Objective
    seed: int
    problem_hash: str

    def members(self, mentor: int) -> list[int]:
        return [mentee for mentee, other in self.pairs if other == mentor]


def solve_groups(
    problem: Problem,
    objective: Objective | None = None,
    *,
    seed: int = 0,
    seconds: float | None = None,
    progress: Progress | None = None,
) -> Groups:
    """The groups with most people, then the most points; `seconds` limit each search, and the gap is said."""
    objective = objective or Objective()
    only(objective, "Groups")
    check(problem, objective)
    if max(problem.mentees.places, default=0) > 1:
        raise ProblemError("many_mentors", "A mentee is in one group.")
    field_of = _Field.of(problem, table_of(problem, objective, progress), seed)
    found, most = _best(field_of, objective, seconds)
    return _result(problem, objective, field_of, found, most, seed=seed)


@dataclass(frozen=True)
class _Field:
    """Mentees who are free and mentors with room, in an order that names and seed decide."""

    rows: Ints
    columns: Ints
    low: Ints
    high: Ints
    table: Table  # of these rows and columns

    @classmethod
    def of(cls, problem: Problem, table: Table, seed: int) -> "_Field":
        chance = np.random.default_rng(seed)
        rows, columns = order_of(problem.mentees.ids, chance), order_of(problem.mentors.ids, chance)
        held = np.isin(rows, [mentee for mentee, _ in problem.locked])
        low, high = _sizes(problem)
        rows, columns = rows[~held], columns[high[columns] > 0]
        return cls(rows, columns, low[columns], high[columns], np.ascontiguousarray(table[rows][:, columns]))


def _sizes(problem: Problem) -> tuple[Ints, Ints]:
    """How many more each group may take, and how many it needs if it opens."""
    taken = np.zeros(len(problem.mentors), dtype=np.int64)
    np.add.at(taken, [mentor for _, mentor in problem.locked], 1)
    low = np.array(problem.mentors.least or (0,) * len(taken), dtype=np.int64)
    return np.where(taken > 0, 0, low), np.array(problem.mentors.places, dtype=np.int64) - taken


@dataclass(frozen=True)
class _Found:
    """A plan on the field, at one prize for each mentee placed; nothing is worth more than `best`."""

    prize: int
    chosen: Ints  # keys of pairs
    offer: "_Offer"
    best: int

    @property
    def people(self) -> int:
        return len(self.chosen)


def _best(ground: _Field, objective: Objective, seconds: float | None) -> tuple[_Found, int]:
    """The best groups, and how many people can be in one."""

    def at(table: Table, prize: int) -> _Found:
        return _at_prize(ground, table, prize, seconds)

    if objective.first == "total":
        found = at(ground.table, 0)
        return found, found.people
    return most_people(at, ground.table, _easy_bound(ground))


def _easy_bound(ground: _Field) -> int:
    return min(int((ground.table >= 0).any(axis=1).sum()) if ground.table.size else 0, int(ground.high.sum()))


def _at_prize(ground: _Field, table: Table, prize: int, seconds: float | None) -> _Found:
    """Prices by rounds of a relaxed program, then a search among the pairs that lose less than the gap."""
    nothing = np.zeros(0, dtype=np.int64)
    if not (table >= 0).any():
        none = np.zeros(len(ground.rows), dtype=np.int64)
        return _Found(prize, nothing, _Offer(none, np.zeros((0, 0), dtype=np.int64), none, none, 0), 0)
    program = _Program(ground, table, prize)
    offer = program.priced()
    near = NEAR
    while True:
        keys = offer.within(near)
        searched = program.searched(keys, seconds) if len(keys) <= SEARCHED else None
        if searched is None:
            return _Found(prize, nothing, offer, offer.bound)
        chosen, ended = searched
        worth = int(program.worth(chosen).sum())
        if not ended or offer.bound - worth <= near:
            return _Found(prize, chosen, offer, worth if ended else offer.bound)
        near = max(2 * near, min(offer.bound - worth, STEP * near))


@dataclass(frozen=True)
class _Offer:
    """What every group could gain at the mentees’ prices, and what a pair must leave to be in its best plan."""

    prices: Ints
    left: Ints  # what is left of each pair, mentors down
    best: Ints
    needed: Ints
    bound: int

    def within(self, loss: int) -> Ints:
        """Keys of the pairs with which a plan is at most so far under the bound."""
        mentors, mentees = np.nonzero(self.left >= (self.needed - loss)[:, None])
        return np.sort(mentees * len(self.best) + mentors)


def _offer(program: "_Program", prices: Ints) -> _Offer:
    """For each group the best number of members, from all mentees at their prices."""
    low, high, across = program.ground.low, program.ground.high, program.table.T
    left = np.where(across < 0, -MOST, across + (program.prize - prices)[None, :])
    widest = min(int(high.max()), left.shape[1])
    sums = np.cumsum(-np.sort(np.partition(-left, widest - 1, axis=1)[:, :widest], axis=1), axis=1)
    sizes = np.arange(1, widest + 1)[None, :]
    fits = (sizes >= low[:, None]) & (sizes <= high[:, None])
    best = np.maximum(0, np.where(fits, sums, -MOST * widest).max(axis=1))
    before = np.hstack([np.zeros((len(sums), 1), dtype=np.int64), sums[:, :-1]])
    rest = np.where(fits, before, -MOST * widest).max(axis=1)
    return _Offer(prices, left, best, best - rest, int(prices.sum() + best.sum()))


@dataclass(frozen=True)
class _Program:
    """Columns are pairs, then whether each group opens; a pair is made only in an open group."""

    ground: _Field
    table: Table
    prize: int

    def worth(self, keys: Ints) -> Ints:
        mentees, mentors = np.divmod(keys, len(self.ground.columns))
        worth: Ints = self.table[mentees, mentors].astype(np.int64) + self.prize
        return worth

    def priced(self) -> _Offer:
        """The best prices of mentees found; in each round pairs come in that a group would rather have."""
        keys, tight = self._first_keys(), np.zeros(0, dtype=np.int64)
        best: _Offer | None = None
        for _ in range(ROUNDS):
            values, prices = self._relaxed(keys, tight)
            offer = _offer(self, prices)
            best = offer if best is None or offer.bound < best.bound else best
            grown, over = np.union1d(keys, offer.within(0)), self._over(keys, values)
            if len(grown) == len(keys) and not len(over):
                break
            keys, tight = grown, np.union1d(tight, over)
        if best is None:
            raise ValueError("At least one round is made.")
        return best

    def _first_keys(self) -> Ints:
        width = self.table.shape[1]
        count = min(KEPT, width)
        top = np.argpartition(-self.table, count - 1, axis=1)[:, :count].ravel()
        rows = np.repeat(np.arange(len(self.table)), count)
        allowed = self.table[rows, top] >= 0
        keys: Ints = np.sort(rows[allowed] * width + top[allowed])
        return keys

    def _relaxed(self, keys: Ints, tight: Ints) -> tuple[Floats, Ints]:
        """Shares of pairs and groups, and what the mentees’ one place each is worth; no mentee pays to come."""
        held = self._limits(keys, np.searchsorted(keys, tight))
        found = relaxed(self._gains(keys).astype(np.float64), held, len(self.ground.columns))
        return found.values, np.rint(found.duals[: len(self.ground.rows)]).astype(np.int64)

    def _over(self, keys: Ints, values: Floats) -> Ints:
        """Pairs that are more in a group than the group is open."""
        mentors = keys % len(self.ground.columns)
        return keys[values[: len(keys)] > values[len(keys) + mentors] + TINY]

    def _gains(self, keys: Ints) -> Ints:
        return np.concatenate([self.worth(keys), np.zeros(len(self.ground.columns), dtype=np.int64)])

    def _limits(self, keys: Ints, tight: Ints) -> list[Limits]:
        """One place each; smallest and greatest size; and those pairs held to their group that must be."""
        rows, groups = np.divmod(keys, len(self.ground.columns))
        count, at, opens = (
            len(self.ground.columns),
            np.arange(len(keys)),
            len(keys) + np.arange(len(self.ground.columns)),
        )
        width, ones, none = len(keys) + count, np.ones(len(keys)), np.zeros(count)
        both, beside = np.concatenate([groups, np.arange(count)]), np.concatenate([at, opens])
        pairs, held = np.arange(len(tight)), len(keys) + groups[tight]
        joined = (np.concatenate([pairs, pairs]), np.concatenate([tight, held]))
        return [
            limits(rows, at, ones, np.ones(len(self.ground.rows)), width),
            limits(both, beside, np.concatenate([-ones, self.ground.low]), none, width),
            limits(both, beside, np.concatenate([ones, -self.ground.high]), none, width),
            limits(*joined, np.concatenate([np.ones(len(tight)), -np.ones(len(tight))]), np.zeros(len(tight)), width),
        ]

    def searched(self, keys: Ints, seconds: float | None) -> tuple[Ints, bool] | None:
        """The best plan among these pairs, and whether that is sure; none when none was found in time."""
        gains = self._gains(keys)
        integral = np.arange(len(gains)) >= len(keys)
        found = whole(gains, self._limits(keys, np.arange(len(keys))), integral, seconds)
        return None if found is None else (keys[found.values[: len(keys)] > 0], found.whole)


def _result(problem: Problem, objective: Objective, ground: _Field, found: _Found, most: int, *, seed: int) -> Groups:
    mentees, mentors = np.divmod(found.chosen, max(1, len(ground.columns)))
    chosen = zip(ground.rows[mentees].tolist(), ground.columns[mentors].tolist(), strict=True)
    pairs = tuple(sorted([*problem.locked, *chosen]))
    points = tuple(criteria.points_of(problem, *pair) for pair in pairs)
    locked = sum(criteria.points_of(problem, *pair) for pair in problem.locked)
    held = len(problem.locked)
    value = Worth(len(pairs), sum(points))
    prices = np.zeros(len(problem.mentees), dtype=np.int64)
    prices[ground.rows] = found.offer.prices
    people = max(most, found.people) + held if objective.first != "total" else value.people
    prize = found.prize if objective.first != "total" else 0
    by_prices = found.offer.bound - prize * found.people + locked
    by_search = found.best - prize * found.people + locked
    bound = Worth(people, by_search)
    by: Proof = "prices" if by_prices == value.points else "search"
    return Groups(
        pairs=pairs,
        points=points,
        value=value,
        bound=bound,
        proof=by if bound == value else "none",
        prices=tuple(prices.tolist()),
        prize=found.prize,
        prices_bound=by_prices,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(problem, objective),
    )


def check_groups(problem: Problem, groups: Groups) -> list[Finding]:
    """What is broken in these groups or does not add up: pair by pair, and the bound from the mentors’ side."""
    if groups.problem_hash != fingerprint(problem, groups.objective):
        return [Finding("other_problem", "These groups were made for other people, rules or weights.")]
    found = [*broken_pairs(problem, groups.pairs, groups.objective), *_sizes_broken(problem, groups)]
    points = tuple(criteria.points_of(problem, *pair) for pair in groups.pairs)
    if points != groups.points or groups.value != (len(points), sum(points)):
        found.append(Finding("points", "The points do not add up."))
    if _bound_again(problem, groups) != groups.prices_bound or groups.bound.points > groups.prices_bound:
        found.append(Finding("bound", "The prices do not prove this bound."))
    if groups.bound < groups.value or (groups.proof != "none") != groups.proven:
        found.append(Finding("unproven", "A better plan is not ruled out."))
    return found


def _sizes_broken(problem: Problem, groups: Groups) -> list[Finding]:
    started = {mentor for _, mentor in problem.locked}
    found = []
    for mentor, size in sorted(Counter(mentor for _, mentor in groups.pairs).items()):
        least = problem.mentors.least[mentor] if problem.mentors.least and mentor not in started else 0
        if not least <= size <= problem.mentors.places[mentor]:
            found.append(Finding("size", f"The group of {problem.mentors.ids[mentor]} has {size} members."))
    return found


def _bound_again(problem: Problem, groups: Groups) -> int:
    """The same bound with sorted lists, one mentor after the other."""
    held = dict(problem.locked)
    free = [at for at, places in enumerate(problem.mentees.places) if places and at not in held]
    total = sum(groups.prices[mentee] for mentee in free)
    for mentor, places in enumerate(problem.mentors.places):
        taken = sum(other == mentor for other in held.values())
        least = problem.mentors.least[mentor] if problem.mentors.least and not taken else 0
        gains = _gains_of(problem, groups, mentor, free)[: places - taken]
        total += max([0, *(sum(gains[:size]) for size in range(least, len(gains) + 1))])
    locked = sum(criteria.points_of(problem, *pair) for pair in problem.locked)
    prize = groups.prize if groups.objective.first != "total" else 0
    return total - prize * (len(groups.pairs) - len(held)) + locked


def _gains_of(problem: Problem, groups: Groups, mentor: int, free: list[int]) -> list[int]:
    """What each mentee who may come brings after their price, the most first."""
    rows, column = np.array(free, dtype=np.int64), np.array([mentor], dtype=np.int64)
    if not len(rows):
        return []
    points = criteria.points(problem, rows, column)[:, 0]
    never = rules.forbidden(problem, rows, column)[:, 0] | (points < round(groups.objective.floor * MILLI))
    left = points + groups.prize - np.array(groups.prices, dtype=np.int64)[rows]
    return sorted(left[~never].tolist(), reverse=True)
