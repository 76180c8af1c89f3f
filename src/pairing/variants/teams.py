"""Teams of mentors: each mentee wants mentors for different functions, and each function is filled by another one.

A flow goes from a mentee to their functions, from a function to a mentor, at most once between two people, and to
the mentor’s places, which all functions share. Nobody’s second mentor comes before somebody’s first. Every
aim outweighs all that come after it, in whole numbers; the flow is exact and its prices prove it.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from pylmcf import Graph

from pairing import criteria, rules
from pairing.problem import FULL, MILLI, Bools, Ints, Objective, Problem, ProblemError, Progress, fingerprint
from pairing.variants.table import BLOCK, Bounded, Table, Worth, above, best_few, only, order_of, table_of
from pairing.verify import Finding

KEPT = 8  # candidates of each mentee for each function at first
ADDED = 4
ROUNDS = 60
MANY = 4  # functions
ROOM = 2**62  # what all sums must stay under
MUCH = 2**61 // 8  # more than any price

type Seat = tuple[int, int, int]  # function, mentee, mentor


@dataclass(frozen=True)
class Function:
    """One kind of mentor: the same people in each problem, judged by what counts for this one.

    Mentees who have no place in the problem do not want it, mentors who have none do not offer it.
    """

    name: str
    problem: Problem


@dataclass(frozen=True)
class Teams(Bounded):
    """Who fills which function for whom. `firsts` are mentees with a mentor; `value` counts all seats.

    A first and every seat count so many `prizes` that each outweighs all after it; prices of mentors’ places prove it.
    """

    seats: tuple[Seat, ...]
    points: tuple[int, ...]
    firsts: int
    value: Worth
    bound: Worth
    prices: tuple[int, ...]
    prizes: tuple[int, int]  # for a mentee’s first mentor, and for every seat
    objective: Objective
    seed: int
    problem_hash: str

    def team_of(self, mentee: int) -> dict[int, int]:
        """The mentor for each function."""
        return {function: mentor for function, one, mentor in self.seats if one == mentee}


def solve_teams(
    functions: Sequence[Function],
    places: Sequence[int],
    objective: Objective | None = None,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Teams:
    """Most mentees with a mentor, then most functions filled, then the greatest total; `places` of mentors in all."""
    objective = objective or Objective()
    only(objective, "Teams", total=False)
    _check(functions, places)
    people = functions[0].problem
    chance = np.random.default_rng(seed)
    rows, columns = order_of(people.mentees.ids, chance), order_of(people.mentors.ids, chance)
    tables = tuple(table_of(one.problem, objective, progress)[rows][:, columns] for one in functions)
    ground = _Ground(tables, np.array(places, dtype=np.int64)[columns], _prizes(functions))
    found = ground.best()
    chosen = zip(*ground.parts(found.chosen), strict=True)
    seats = sorted((one, int(rows[row]), int(columns[at])) for one, row, at in chosen)
    points = tuple(criteria.points_of(functions[one].problem, row, at) for one, row, at in seats)
    prices = np.zeros(len(columns), dtype=np.int64)
    prices[columns] = found.prices
    value, firsts = Worth(len(seats), sum(points)), len({row for _, row, _ in seats})
    first, each = ground.prizes
    better = found.bound - (first * firsts + each * value.people + value.points)
    return Teams(
        seats=tuple(seats),
        points=points,
        firsts=firsts,
        value=value,
        bound=above(value, better, each),
        prices=tuple(prices.tolist()),
        prizes=ground.prizes,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint([one.problem for one in functions], list(places), objective),
    )


def _check(functions: Sequence[Function], places: Sequence[int]) -> None:
    if not 1 <= len(functions) <= MANY or len({one.name for one in functions}) != len(functions):
        raise ProblemError("functions", f"There are from 1 to {MANY} functions, each with its own name.")
    first = functions[0].problem
    if len(places) != len(first.mentors) or any(count < 0 for count in places):
        raise ProblemError("places", "Every mentor needs one number of places, from 0 up.")
    for one in functions:
        if (one.problem.mentees.ids, one.problem.mentors.ids) != (first.mentees.ids, first.mentors.ids):
            raise ProblemError("people", f"The function {one.name} names other people than the first.")
        if one.problem.locked:
            raise ProblemError("locked", "Teams are made anew; nobody is locked.")


def _prizes(functions: Sequence[Function]) -> tuple[int, int]:
    """For a first and for every seat: each more than all that can be lost after it."""
    people = functions[0].problem
    seats = max(1, len(people.mentees)) * len(functions)
    each = 2 * seats * FULL
    first = 2 * seats * each
    if first * seats > ROOM:
        raise ProblemError("too_large", "This is more people than these aims can be told apart for.")
    return first, each


@dataclass(frozen=True)
class _Found:
    chosen: Ints
    prices: Ints
    bound: int


@dataclass(frozen=True)
class _Ground:
    """Tables of the functions over the same people. A key numbers function, mentee and mentor."""

    tables: tuple[Table, ...]
    places: Ints
    prizes: tuple[int, int]

    @property
    def _size(self) -> tuple[int, int]:
        rows, columns = self.tables[0].shape
        return rows, columns

    def parts(self, keys: Ints) -> tuple[list[int], list[int], list[int]]:
        rows, columns = self._size
        function, rest = np.divmod(keys, max(1, rows * columns))
        mentee, mentor = np.divmod(rest, max(1, columns))
        return function.tolist(), mentee.tolist(), mentor.tolist()

    def best(self) -> _Found:
        """Solve, and let pairs in that would improve the plan, until there are none."""
        keys = self._first_keys()
        for _ in range(ROUNDS):
            used, wants, prices = self._flow(keys)
            missing = np.setdiff1d(self._missing(wants, prices), keys)
            if not len(missing):
                break
            keys = np.union1d(keys, missing)
        return _Found(keys[used], prices, self.bound(prices))

    def _first_keys(self) -> Ints:
        rows, columns = self._size
        count = min(KEPT, columns)
        found = [np.zeros(0, dtype=np.int64)]
        for number, table in enumerate(self.tables if count else ()):
            top = np.argpartition(-table, count - 1, axis=1)[:, :count].ravel()
            at = np.repeat(np.arange(rows), count)
            allowed = table[at, top] >= 0
            found.append((number * rows + at[allowed]) * columns + top[allowed])
        return np.sort(np.concatenate(found))

    def _flow(self, keys: Ints) -> tuple[Bools, Ints, Ints]:
        """Which keys are used, what each function of each mentee can cost, and prices of mentors.

        Nodes are mentees, their functions, mentors, two who could meet in several functions, and the sink.
        """
        rows, columns = self._size
        wants, mentors = np.divmod(keys, max(1, columns))
        functions, mentees = np.divmod(wants, max(1, rows))
        points = np.zeros(len(keys), dtype=np.int64)
        for number, table in enumerate(self.tables):
            some = functions == number
            points[some] = table[mentees[some], mentors[some]]
        pairs, pair_of, times = np.unique(mentees * max(1, columns) + mentors, return_inverse=True, return_counts=True)
        many = len(self.tables)
        base = rows * (many + 1)
        node = np.where(times > 1, base + columns + np.arange(len(pairs)), base + pairs % max(1, columns))
        shared, sink = np.flatnonzero(times > 1), base + columns + len(pairs)
        everybody, offers = np.arange(rows), base + np.arange(columns)
        arcs = _Arcs()
        found = arcs.add(rows + wants, node[pair_of], FULL - points, 1)
        arcs.add(np.tile(everybody, many), rows + np.arange(rows * many), 0, 1)
        arcs.add(node[shared], base + pairs[shared] % max(1, columns), 0, 1)
        arcs.add(everybody, sink, FULL + sum(self.prizes), 1)
        arcs.add(everybody, sink, FULL + self.prizes[1], many - 1)
        arcs.add(offers, sink, 0, self.places)
        flow, costs = arcs.cheapest(np.concatenate([np.full(rows, many), np.zeros(sink - rows, dtype=np.int64)]))
        return flow[found] > 0, costs[rows:base].reshape(many, rows), np.maximum(0, -costs[base : base + columns])

    def _missing(self, wants: Ints, prices: Ints) -> Ints:
        rows, columns = self._size
        found = [np.zeros(0, dtype=np.int64)]
        for number, table in enumerate(self.tables):
            for start in range(0, rows if columns else 0, BLOCK):
                some = slice(start, start + BLOCK)
                left = table[some] - FULL - wants[number, some, None] - prices[None, :]
                left[table[some] < 0] = -1
                down, at = best_few(left, 0, ADDED)
                found.append((number * rows + down + start) * columns + at)
        return np.concatenate(found)

    def bound(self, prices: Ints) -> int:
        """What each mentee’s best team gains at these prices, and what the places earn; for all pairs."""
        rows, columns = self._size
        count = min(len(self.tables), columns)
        total = int((prices * self.places).sum())
        for start in range(0, rows if count else 0, BLOCK):
            names, gains = [], []
            for table in self.tables:
                some = table[start : start + BLOCK]
                left = np.where(some < 0, -MUCH, some.astype(np.int64) + self.prizes[1] - prices[None, :])
                top = np.argpartition(-left, count - 1, axis=1)[:, :count]
                names.append(top)
                gains.append(np.take_along_axis(left, top, axis=1))
            total += int(_best_teams(names, gains, self.prizes[0]).sum())
        return total


class _Arcs:
    """A network that grows, and its cheapest flow to the last node."""

    def __init__(self) -> None:
        self._columns: list[tuple[Ints, ...]] = []

    def add(self, starts: Ints, ends: Ints | int, costs: Ints | int, room: Ints | int) -> slice:
        """Arcs side by side; where they stand among all."""
        before = sum(len(block[0]) for block in self._columns)
        block = np.broadcast_arrays(starts, ends, costs, room)
        self._columns.append(tuple(column.astype(np.int64) for column in block))
        return slice(before, before + len(starts))

    def cheapest(self, supply: Ints) -> tuple[Ints, Ints]:
        """Units on every arc, and what a unit more at every node would save."""
        starts, ends, costs, room = (np.concatenate(column) for column in zip(*self._columns, strict=True))
        order = np.lexsort((ends, starts))
        graph = Graph(len(supply) + 1, starts[order], ends[order])
        graph.set_edge_costs(costs[order])
        graph.set_edge_capacities(room[order])
        graph.set_node_supply(np.append(supply, -supply.sum()))
        graph.solve()
        flow = np.empty(len(order), dtype=np.int64)
        flow[order] = graph.result()
        costs = graph.potentials()
        return flow, costs - costs[-1]


def _best_teams(names: list[Ints], gains: list[Ints], first: int) -> Ints:
    """For each mentee of a block the best way to fill functions with different mentors, or none."""
    count = names[0].shape[1]
    best = np.zeros(len(names[0]), dtype=np.int64)
    for picks in itertools.product(range(-1, count), repeat=len(names)):
        filled = [(number, pick) for number, pick in enumerate(picks) if pick >= 0]
        if not filled:
            continue
        value = first + sum(gains[number][:, pick] for number, pick in filled)
        for (one, pick), (other, another) in itertools.combinations(filled, 2):
            value = np.where(names[one][:, pick] == names[other][:, another], 0, value)
        best = np.maximum(best, value)
    return best


def check_teams(functions: Sequence[Function], places: Sequence[int], teams: Teams) -> list[Finding]:
    """What is broken in teams or does not add up: seat by seat, counts by flows, and the bound mentee by mentee."""
    if teams.problem_hash != fingerprint([one.problem for one in functions], list(places), teams.objective):
        return [Finding("other_problem", "These teams were made for other people, rules or weights.")]
    found = _broken(functions, places, teams)
    points = tuple(criteria.points_of(functions[one].problem, row, at) for one, row, at in teams.seats)
    firsts = len({row for _, row, _ in teams.seats})
    if points != teams.points or teams.value != (len(points), sum(points)) or firsts != teams.firsts:
        found.append(Finding("points", "The points do not add up."))
    first, each = teams.prizes
    most = first * teams.firsts + each * teams.bound.people + teams.bound.points
    if most < _bound_again(functions, places, teams) or teams.bound < teams.value:
        found.append(Finding("bound", "The prices do not prove this bound."))
    return found


def _broken(functions: Sequence[Function], places: Sequence[int], teams: Teams) -> list[Finding]:
    floor = round(teams.objective.floor * MILLI)
    found = []
    for number, row, at in teams.seats:
        problem = functions[number].problem
        names = f"{problem.mentees.ids[row]} with {problem.mentors.ids[at]}"
        found += [Finding(f"rule_{code}", f"{names} breaks rule {code}.") for code in rules.broken(problem, row, at)]
        if criteria.points_of(problem, row, at) < floor:
            found.append(Finding("floor", f"{names} is under the floor."))
        if not (problem.mentees.places[row] and problem.mentors.places[at]):
            found.append(Finding("function", f"{names} is not for {functions[number].name}."))
    for count in Counter((row, at) for _, row, at in teams.seats).values():
        found += [Finding("twice", "A mentor fills two functions for one mentee.")] * (count > 1)
    for count in Counter((number, row) for number, row, _ in teams.seats).values():
        found += [Finding("twice", "A function is filled twice.")] * (count > 1)
    for at, count in Counter(at for _, _, at in teams.seats).items():
        found += [Finding("places", f"Mentor {at} has {count} mentees.")] * (count > places[at])
    return found


def _open(function: Function, row: int, objective: Objective) -> tuple[Ints, Bools]:
    """The points of a mentee with everybody for one function, and who may not be."""
    problem, everybody = function.problem, np.arange(len(function.problem.mentors))
    me: Ints = np.array([row])
    points = criteria.points(problem, me, everybody)[0]
    never = rules.forbidden(problem, me, everybody)[0] | (points < round(objective.floor * MILLI))
    never |= (np.array(problem.mentors.places, dtype=np.int64) == 0) | (problem.mentees.places[row] == 0)
    return points, never


def _bound_again(functions: Sequence[Function], places: Sequence[int], teams: Teams) -> int:
    """Every mentee’s best team at these prices, tried one by one, and what the places earn."""
    first, each = teams.prizes
    total = sum(price * room for price, room in zip(teams.prices, places, strict=True))
    prices = np.array(teams.prices, dtype=np.int64)
    for row in range(len(functions[0].problem.mentees)):
        wishes: list[list[tuple[int, int]]] = []
        for function in functions:
            points, never = _open(function, row, teams.objective)
            gains = points + each - prices
            order = sorted(np.flatnonzero(~never).tolist(), key=lambda at: -int(gains[at]))[: len(functions)]
            wishes.append([(-1, 0), *((at, int(gains[at])) for at in order)])
        best = 0
        for team in itertools.product(*wishes):
            filled = [at for at, _ in team if at >= 0]
            if filled and len(set(filled)) == len(filled):
                best = max(best, first + sum(gain for _, gain in team))
        total += best
    return total
