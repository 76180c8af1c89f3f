"""Pairs of peers: everybody may be with everybody, and the best pairs are found exactly.

The relaxed program (each person at most one partner in all, in shares) is solved on few pairs. Where it comes
out in shares, an odd set of people has more partners inside than can be; its limit goes in (Edmonds 1965; the
sets are found as minimum odd cuts, Padberg and Rao 1982). Pairs that would improve it come in. When nothing
is missing the plan is whole, and the prices of people and odd sets prove that none is better.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import connected_components, maximum_flow

from pairing import criteria, rules
from pairing.problem import MILLI, Bools, Floats, Ints, Objective, Pair, Problem, ProblemError, Progress, fingerprint
from pairing.variants.linear import Limits, limits, relaxed, whole
from pairing.variants.table import BLOCK, Bounded, Table, Worth, best_few, most_people, mutual, only, order_of
from pairing.verify import Finding

KEPT = 8  # candidates of each person at first
ADDED = 4  # in each round, at most
ROUNDS = 60
FINE = 2**16  # parts of a thousandth of a point, in which prices are whole
TINY = 1e-6
CUT = 2**20  # capacities are whole
GOLDEN = 0x9E3779B97F4A7C15  # an odd number without a pattern
LARGE = 400  # people in shares together, up to whom every odd cut is looked for

type Sets = tuple[tuple[int, ...], ...]


@dataclass(frozen=True)
class Peers(Bounded):
    """Pairs, each named once and the earlier person first. Prices of people and odd sets prove the bound.

    `prize` was added for each pair so that most people come first. Prices count in parts of a thousandth.
    """

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Worth
    bound: Worth
    prices: tuple[int, ...]
    sets: Sets
    set_prices: tuple[int, ...]
    prize: int
    objective: Objective
    seed: int
    problem_hash: str


def solve_peers(
    problem: Problem, objective: Objective | None = None, *, seed: int = 0, progress: Progress | None = None
) -> Peers:
    """The pairs with most people, then the most points; the same people stand on both sides of the problem."""
    objective = objective or Objective()
    only(objective, "Pairs of peers")
    if problem.locked:
        raise ProblemError("locked", "Leave people out who have their partner already.")
    order = order_of(problem.mentees.ids, np.random.default_rng(seed))
    table = mutual(problem, objective, progress)[order][:, order]
    if objective.first == "total":
        found, most = _at_prize(table, 0), 0
    else:
        found, most = most_people(_at_prize, table, int((table >= 0).any(axis=1).sum()) // 2)
    result = _result(problem, objective, order, found, seed=seed)
    people = result.value.people if objective.first == "total" else 2 * max(most, found.people)
    return replace(result, bound=result.bound._replace(people=people))


@dataclass(frozen=True)
class _Found:
    rows: Ints
    columns: Ints
    prize: int
    prices: Ints
    sets: Sets
    set_prices: Ints
    best: int

    @property
    def people(self) -> int:
        return len(self.rows)


def _at_prize(table: Table, prize: int) -> _Found:
    """Rounds of the relaxed program until it is whole and no pair is missing."""
    somebody = tuple(np.flatnonzero((table >= 0).any(axis=1)).tolist())
    program = _Program(table, prize, _first_pairs(table), (somebody,) if len(somebody) % 2 else ())
    for _ in range(ROUNDS):
        shares, prices, set_prices = program.relaxed()
        missing = program.missing(prices, set_prices)
        sets = tuple(dict.fromkeys((*program.sets, *_odd_sets(program, shares))))
        if not len(missing) and len(sets) == len(program.sets):
            break
        program = _Program(table, prize, np.union1d(program.keys, missing), sets)
    shares, prices, set_prices = program.relaxed()
    chosen = program.keys[shares > 1 - TINY] if _is_whole(shares) else program.searched(prices, set_prices)
    fine, fine_sets = program.repaired(prices, set_prices)
    halves = [len(one) // 2 for one in program.sets]
    best = (int(fine.sum()) + sum(size * price for size, price in zip(halves, fine_sets.tolist(), strict=True))) // FINE
    rows, columns = np.divmod(chosen, len(table))
    return _Found(rows, columns, prize, fine, program.sets, fine_sets, best)


def _is_whole(shares: Floats) -> bool:
    return bool(((shares < TINY) | (shares > 1 - TINY)).all())


def _first_pairs(table: Table) -> Ints:
    count = min(KEPT, len(table))
    if not count:
        return np.zeros(0, dtype=np.int64)
    top = np.argpartition(-table, count - 1, axis=1)[:, :count].ravel()
    return _keys(np.repeat(np.arange(len(table)), count), top, table)


def _keys(rows: Ints, columns: Ints, table: Table) -> Ints:
    """Pairs that may be, as numbers, the earlier person first."""
    allowed = table[rows, columns] >= 0
    low, high = np.minimum(rows, columns)[allowed], np.maximum(rows, columns)[allowed]
    return np.unique(low * len(table) + high)


@dataclass(frozen=True)
class _Program:
    table: Table
    prize: int
    keys: Ints
    sets: Sets

    def relaxed(self) -> tuple[Floats, Floats, Floats]:
        """Shares of pairs, prices of people and of odd sets."""
        if not len(self.keys):
            return np.zeros(0), np.zeros(len(self.table)), np.zeros(len(self.sets))
        found = relaxed(self._gains + _blur(self.keys) / len(self.table), self._limits())
        return found.values, found.duals[: len(self.table)], found.duals[len(self.table) :]

    @property
    def _gains(self) -> Ints:
        rows, columns = np.divmod(self.keys, len(self.table))
        gains: Ints = self.table[rows, columns].astype(np.int64) + self.prize
        return gains

    def _limits(self, chosen: Bools | None = None) -> list[Limits]:
        """One partner each; in an odd set as many pairs as it has room for."""
        keys = self.keys if chosen is None else self.keys[chosen]
        rows, columns = np.divmod(keys, len(self.table))
        at = np.arange(len(keys))
        both = (np.concatenate([rows, columns]), np.concatenate([at, at]))
        inside = [(number, pair) for number, one in enumerate(self.sets) for pair in _inside(one, rows, columns)]
        index = np.array(inside, dtype=np.int64).reshape(-1, 2)
        room = np.array([len(one) // 2 for one in self.sets], dtype=np.float64)
        return [
            limits(*both, np.ones(2 * len(keys)), np.ones(len(self.table)), len(keys)),
            limits(index[:, 0], index[:, 1], np.ones(len(index)), room, len(keys)),
        ]

    def _blocks(
        self, prices: Ints | Floats, set_prices: Ints | Floats, unit: int
    ) -> Iterator[tuple[int, Ints | Floats]]:
        """What is left of all pairs of some rows with later people, over the prices of both and their sets."""
        width = len(self.table)
        members = [np.array(one, dtype=np.int64) for one in self.sets]
        for start in range(0, width, BLOCK):
            stop = min(start + BLOCK, width)
            worth = self.table[start:stop].astype(np.int64) + self.prize
            left = worth * unit - prices[start:stop, None] - prices[None, :]
            for one, price in zip(members, set_prices, strict=True):
                here = one[(one >= start) & (one < stop)]
                if price and len(here):
                    left[np.ix_(here - start, one)] -= price
            left[self.table[start:stop] < 0] = -1
            yield start, left

    def missing(self, prices: Floats, set_prices: Floats) -> Ints:
        """For each person the pairs that would improve the plan most."""
        found = [np.zeros(0, dtype=np.int64)]
        for start, left in self._blocks(prices, set_prices, 1):
            rows, at = best_few(left, TINY * MILLI, ADDED)
            found.append(_keys(rows + start, at, self.table))
        return np.setdiff1d(np.concatenate(found), self.keys)

    def repaired(self, prices: Floats, set_prices: Floats) -> tuple[Ints, Ints]:
        """Whole prices that no pair is left anything over."""
        fine, fine_sets = (np.ceil(some * FINE).astype(np.int64) for some in (prices, set_prices))
        raised = fine.copy()
        for start, left in self._blocks(fine, fine_sets, FINE):
            over = np.maximum(left.max(axis=1, initial=0), 0)
            raised[start : start + len(over)] += (over + 1) // 2
        return raised, fine_sets

    def searched(self, prices: Floats, set_prices: Floats) -> Ints:
        """When shares remain: the best whole plan among the pairs that are nearly good enough."""
        rows, columns = np.divmod(self.keys, len(self.table))
        left = self._gains - prices[rows] - prices[columns]
        for one, price in zip(self.sets, set_prices, strict=True):
            left[_inside(one, rows, columns)] -= price
        near = left >= -MILLI
        found = whole(self._gains[near], self._limits(near), np.ones(int(near.sum()), dtype=np.bool_), None)
        return self.keys[near][found.values > 0] if found else self.keys[:0]


def _blur(keys: Ints) -> Floats:
    """Less than one in all for a whole plan, different for each pair: ties would send the rounds in circles."""
    return ((keys.astype(np.uint64) * np.uint64(GOLDEN)) >> np.uint64(40)).astype(np.float64) / 2**24


def _inside(members: tuple[int, ...], rows: Ints, columns: Ints) -> Ints:
    return np.flatnonzero(np.isin(rows, members) & np.isin(columns, members))


def _odd_sets(program: _Program, shares: Floats) -> Iterator[tuple[int, ...]]:
    """Sets of people who have more than room among each other: in each part of the plan that is in shares."""
    split = (shares > TINY) & (shares < 1 - TINY)
    if not split.any():
        return
    width = len(program.table)
    rows, columns = np.divmod(program.keys[shares > TINY], width)
    used = shares[shares > TINY]
    graph = csr_array((used, (rows, columns)), shape=(width, width))
    _, part_of = connected_components(graph, directed=False)
    torn = np.unique(part_of[program.keys[split] // width])
    for part in torn.tolist():
        people = np.flatnonzero(part_of == part)
        here = part_of[rows] == part
        at = np.full(width, -1, dtype=np.int64)
        at[people] = np.arange(len(people))
        for one in _odd_cuts(at[rows[here]], at[columns[here]], used[here], len(people)):
            yield tuple(people[one].tolist())


def _odd_cuts(rows: Ints, columns: Ints, shares: Floats, count: int) -> Iterator[Ints]:
    """Odd sets around which the plan crosses by less than one: everybody, or by a tree of minimum cuts."""
    inside = float(shares.sum())
    if count % 2 and inside > count // 2 + TINY:
        yield np.arange(count)
    elif count <= LARGE:
        yield from _tree_cuts(rows, columns, shares, count)


def _tree_cuts(rows: Ints, columns: Ints, shares: Floats, count: int) -> Iterator[Ints]:
    """Gusfield’s tree (1990): one flow for each person; what nobody gets flows to a person more."""
    graph = _capacities(rows, columns, shares, count)
    parent = np.full(count + 1, count, dtype=np.int64)
    seen: set[bytes] = set()
    for source in range(count):
        flow = maximum_flow(graph, source, int(parent[source]))
        side = _side(graph, flow.flow, source)
        later = np.arange(count + 1) > source
        parent[later & side & (parent == parent[source])] = source
        one = np.flatnonzero(side if not side[count] else ~side)
        one = one[one < count]
        if len(one) % 2 and len(one) > 1 and flow.flow_value < CUT * (1 - TINY) - count and one.tobytes() not in seen:
            seen.add(one.tobytes())
            yield one


def _capacities(rows: Ints, columns: Ints, shares: Floats, count: int) -> csr_array:
    """Shares as whole capacities both ways, and to one more what each person has left."""
    taken = np.bincount(rows, shares, count) + np.bincount(columns, shares, count)
    ones, others = np.concatenate([rows, np.arange(count)]), np.concatenate([columns, np.full(count, count)])
    rest = np.maximum(0.0, 1 - taken)
    values = np.rint(np.concatenate([shares, rest]) * CUT).astype(np.int32)
    index = (np.concatenate([ones, others]), np.concatenate([others, ones]))
    return csr_array((np.concatenate([values, values]), index), shape=(count + 1, count + 1), dtype=np.int32)


def _side(graph: csr_array, flow: csr_array, source: int) -> Bools:
    """Who can still be reached from a person when the flow is full."""
    rest = (graph - flow).tocsr()
    reached = np.zeros(graph.shape[0], dtype=np.bool_)
    reached[source] = True
    waiting = [source]
    while waiting:
        at = waiting.pop()
        span = slice(rest.indptr[at], rest.indptr[at + 1])
        following = rest.indices[span][rest.data[span] > 0]
        new = following[~reached[following]]
        reached[new] = True
        waiting.extend(new.tolist())
    return reached


def _result(problem: Problem, objective: Objective, order: Ints, found: _Found, *, seed: int) -> Peers:
    index = np.sort(np.stack([order[found.rows], order[found.columns]], axis=1), axis=1)
    pairs = sorted((one, other) for one, other in index.tolist())
    points = tuple(_mutual_points(problem, *pair) for pair in pairs)
    value = Worth(2 * len(pairs), sum(points))
    prices = np.zeros(len(order), dtype=np.int64)
    prices[order] = found.prices
    return Peers(
        pairs=tuple(pairs),
        points=points,
        value=value,
        bound=Worth(value.people, found.best - found.prize * len(pairs)),
        prices=tuple(prices.tolist()),
        sets=tuple(tuple(sorted(order[list(one)].tolist())) for one in found.sets),
        set_prices=tuple(found.set_prices.tolist()),
        prize=found.prize,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(problem, objective),
    )


def check_peers(problem: Problem, peers: Peers) -> list[Finding]:
    """What is broken in these pairs or does not add up, person by person; the bound over all pairs, by columns."""
    if peers.problem_hash != fingerprint(problem, peers.objective):
        return [Finding("other_problem", "These pairs were made for other people, rules or weights.")]
    found = [
        Finding("places", f"{problem.mentees.ids[one]} is there {times} times.")
        for one, times in Counter(person for pair in peers.pairs for person in pair).items()
        if times > 1
    ]
    points = tuple(_mutual_points(problem, *pair) for pair in peers.pairs)
    for pair, point in zip(peers.pairs, points, strict=True):
        codes = {*rules.broken(problem, *pair), *rules.broken(problem, *pair[::-1])}
        found += [Finding(f"rule_{code}", f"A pair breaks rule {code}.") for code in sorted(codes)]
        if point < round(peers.objective.floor * MILLI):
            found.append(Finding("floor", "A pair is under the floor."))
    if points != peers.points or peers.value != (2 * len(points), sum(points)):
        found.append(Finding("points", "The points do not add up."))
    if peers.bound < peers.value or peers.bound.points != _bound_again(problem, peers):
        found.append(Finding("bound", "The prices do not prove this bound."))
    return found


def _mutual_points(problem: Problem, one: int, other: int) -> int:
    return (criteria.points_of(problem, one, other) + criteria.points_of(problem, other, one)) // 2


def _bound_again(problem: Problem, peers: Peers) -> int:
    """Prices of people, and of odd sets as often as they hold pairs; more for pairs over their prices."""
    total = sum(peers.prices) + sum(
        len(one) // 2 * price for one, price in zip(peers.sets, peers.set_prices, strict=True)
    )
    prices = np.array(peers.prices, dtype=np.int64)
    people = np.array(problem.mentees.places, dtype=np.int64) > 0
    for one in range(len(prices)):
        points, never = _with_everybody(problem, one)
        over = (points + peers.prize) * FINE - prices - prices[one]
        for members, price in zip(peers.sets, peers.set_prices, strict=True):
            if one in members:
                over[list(members)] -= price
        never |= (points < round(peers.objective.floor * MILLI)) | ~people | ~people[one]
        never[one] = True
        total += max(0, int(over[~never].max(initial=0)))
    return total // FINE - peers.prize * len(peers.pairs)


def _with_everybody(problem: Problem, one: int) -> tuple[Ints, Bools]:
    me, all_of_them = np.array([one]), np.arange(len(problem.mentees))
    points = criteria.points(problem, me, all_of_them)[0] + criteria.points(problem, all_of_them, me)[:, 0]
    never = rules.forbidden(problem, me, all_of_them)[0] | rules.forbidden(problem, all_of_them, me)[:, 0]
    return points // 2, never
