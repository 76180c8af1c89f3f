"""Teams of mentors: each mentee wants mentors for different functions, and each function is filled by another one.

A flow goes from a mentee to their functions, from a function to a mentor, at most once between two people, and to
the mentor’s places, which all functions share. Nobody’s second mentor comes before somebody’s first. As a linear
program it has a whole solution, first for how many can be placed and then, with as many, for the greatest total.
"""

import itertools
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import maximum_flow

from pairing import criteria, rules
from pairing.problem import MILLI, Bools, Floats, Ints, Objective, Problem, ProblemError, Progress, fingerprint
from pairing.variants.linear import Limits, limits, relaxed
from pairing.variants.table import BLOCK, NEVER, Bounded, Table, Worth, best_few, only, order_of, table_of
from pairing.verify import Finding

KEPT = 8  # candidates of each mentee for each function at first
ADDED = 4
ROUNDS = 60
MANY = 4  # functions
FINE = 2**16  # parts of a thousandth of a point, in which prices are whole
TINY = 1e-6
MUCH = 2**48  # more than any price

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

    With as many firsts and seats, prices of mentors' places and what a first and a seat count prove the points.
    Prices are in parts of a thousandth.
    """

    seats: tuple[Seat, ...]
    points: tuple[int, ...]
    firsts: int
    value: Worth
    bound: Worth
    prices: tuple[int, ...]
    prizes: tuple[int, int]  # for a mentee’s first mentor, and for every one
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
    ground = _Ground(tables, np.array(places, dtype=np.int64)[columns])
    found = ground.best()
    chosen = zip(*ground.parts(found.chosen), strict=True)
    seats = sorted((one, int(rows[row]), int(columns[at])) for one, row, at in chosen)
    points = tuple(criteria.points_of(functions[one].problem, row, at) for one, row, at in seats)
    prices = np.zeros(len(columns), dtype=np.int64)
    prices[columns] = found.prices
    value = Worth(len(seats), sum(points))
    return Teams(
        seats=tuple(seats),
        points=points,
        firsts=len({row for _, row, _ in seats}),
        value=value,
        bound=Worth(found.most, found.bound if found.most == len(seats) else max(found.bound, value.points)),
        prices=tuple(prices.tolist()),
        prizes=found.prizes,
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


@dataclass(frozen=True)
class _Found:
    chosen: Ints
    prices: Ints
    prizes: tuple[int, int]
    most: int  # seats
    bound: int


@dataclass(frozen=True)
class _Ground:
    """Tables of the functions over the same people. A key numbers function, mentee and mentor."""

    tables: tuple[Table, ...]
    places: Ints

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
        """First how many can be placed, then the greatest total of as many."""
        rows, _ = self._size
        flat = _Ground(tuple(np.where(one < 0, NEVER, 0).astype(np.int32) for one in self.tables), self.places)
        worth = rows * len(self.tables) + 1
        keys, shares, _ = flat.rounds(self._first_keys(), (float(worth), 1.0), None)
        chosen = keys[shares[: len(keys)] > 0.5]
        needed = (len(set(self.parts(chosen)[1])), len(chosen))
        keys, shares, duals = self.rounds(keys, (0.0, 0.0), needed)
        chosen = keys[shares[: len(keys)] > 0.5]
        prices, prizes = np.rint(duals.prices * FINE).astype(np.int64), duals.whole
        bound = self.bound(prices, prizes) - prizes[0] * needed[0] - prizes[1] * needed[1]
        return _Found(chosen, prices, prizes, needed[1], bound // FINE)

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

    def rounds(
        self, keys: Ints, prizes: tuple[float, float], needed: tuple[int, int] | None
    ) -> tuple[Ints, Floats, "_Duals"]:
        """Solve, and let pairs in that would improve the plan, until there are none."""
        for _ in range(ROUNDS):
            values, duals = self._relaxed(keys, prizes, needed)
            missing = np.setdiff1d(self._missing(duals), keys)
            if not len(missing):
                break
            keys = np.union1d(keys, missing)
        return keys, values, duals

    def _relaxed(
        self, keys: Ints, prizes: tuple[float, float], needed: tuple[int, int] | None
    ) -> tuple[Floats, "_Duals"]:
        """Columns are the keys, then for each mentee whether there is a first."""
        rows, columns = self._size
        wants, mentors = np.divmod(keys, max(1, columns))
        functions, mentees = np.divmod(wants, max(1, rows))
        width, at = len(keys) + rows, np.arange(len(keys))
        everybody = np.arange(rows)
        ones, firsts = np.ones(len(keys)), len(keys) + everybody
        either = (np.concatenate([mentees, everybody]), np.concatenate([at, firsts]))
        pairs, pair_of = np.unique(mentees * max(1, columns) + mentors, return_inverse=True)
        held = [
            limits(wants, at, ones, np.ones(rows * len(self.tables)), width),
            limits(mentors, at, ones, self.places, width),
            limits(*either, _signs(len(keys), rows), np.zeros(rows), width),
            limits(pair_of, at, ones, np.ones(len(pairs)), width),
        ]
        if needed is not None:
            held.append(_at_least(needed, len(keys), rows))
        points = np.zeros(len(keys))
        for number, table in enumerate(self.tables):
            some = functions == number
            points[some] = table[mentees[some], mentors[some]]
        found = relaxed(np.concatenate([points + prizes[1], np.full(rows, prizes[0])]), held, rows)
        return found.values, _Duals.of(found.duals, (rows, columns, len(self.tables)), prizes, exact=needed is not None)

    def _missing(self, duals: "_Duals") -> Ints:
        rows, columns = self._size
        found = [np.zeros(0, dtype=np.int64)]
        for number, table in enumerate(self.tables):
            for start in range(0, rows if columns else 0, BLOCK):
                some = slice(start, start + BLOCK)
                left = table[some] + (duals.firsts[some] + duals.prizes[1] - duals.wants[number, some])[:, None]
                left = np.where(table[some] < 0, -1.0, left - duals.prices[None, :])
                down, at = best_few(left, TINY * MILLI, ADDED)
                found.append((number * rows + down + start) * columns + at)
        return np.concatenate(found)

    def bound(self, prices: Ints, prizes: tuple[int, int]) -> int:
        """What each mentee’s best team gains at these prices, and what the places earn; for all pairs."""
        rows, columns = self._size
        count = min(len(self.tables), columns)
        total = int((prices * self.places).sum())
        for start in range(0, rows if count else 0, BLOCK):
            names, gains = [], []
            for table in self.tables:
                some = table[start : start + BLOCK]
                left = np.where(some < 0, -MUCH, some.astype(np.int64) * FINE + prizes[1] - prices[None, :])
                top = np.argpartition(-left, count - 1, axis=1)[:, :count]
                names.append(top)
                gains.append(np.take_along_axis(left, top, axis=1))
            total += int(_best_teams(names, gains, prizes[0]).sum())
        return total


def _signs(keys: int, rows: int) -> Floats:
    return np.concatenate([-np.ones(keys), np.ones(rows)])


def _at_least(needed: tuple[int, int], keys: int, rows: int) -> Limits:
    """As many firsts and as many seats as can be."""
    index = (np.repeat([0, 1], [rows, keys]), np.concatenate([keys + np.arange(rows), np.arange(keys)]))
    return limits(*index, -np.ones(rows + keys), -np.array(needed, dtype=np.float64), keys + rows)


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


@dataclass(frozen=True)
class _Duals:
    """What limits cost: of functions by mentee, of places, of being the first, and of being as many."""

    wants: Floats
    prices: Floats
    firsts: Floats
    prizes: tuple[float, float]

    @classmethod
    def of(cls, duals: Floats, size: tuple[int, int, int], prizes: tuple[float, float], *, exact: bool) -> "_Duals":
        rows, columns, functions = size
        wants, rest = duals[: rows * functions].reshape(functions, rows), duals[rows * functions :]
        both = (float(duals[-2]), float(duals[-1])) if exact else prizes
        return cls(wants, rest[:columns], rest[columns : columns + rows], both)

    @property
    def whole(self) -> tuple[int, int]:
        return round(self.prizes[0] * FINE), round(self.prizes[1] * FINE)


def check_teams(functions: Sequence[Function], places: Sequence[int], teams: Teams) -> list[Finding]:
    """What is broken in teams or does not add up: seat by seat, counts by flows, and the bound mentee by mentee."""
    if teams.problem_hash != fingerprint([one.problem for one in functions], list(places), teams.objective):
        return [Finding("other_problem", "These teams were made for other people, rules or weights.")]
    found = _broken(functions, places, teams)
    points = tuple(criteria.points_of(functions[one].problem, row, at) for one, row, at in teams.seats)
    firsts = len({row for _, row, _ in teams.seats})
    if points != teams.points or teams.value != (len(points), sum(points)) or firsts != teams.firsts:
        found.append(Finding("points", "The points do not add up."))
    most = _counts(functions, places, teams.objective)
    if most != (teams.firsts, teams.bound.people):
        found.append(Finding("people", f"{most[0]} could have a mentor, and {most[1]} seats be filled."))
    if teams.bound.points < _bound_again(functions, places, teams) or teams.bound < teams.value:
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


def _counts(functions: Sequence[Function], places: Sequence[int], objective: Objective) -> tuple[int, int]:
    """How many mentees can have one mentor, and how many seats can be filled: two greatest flows."""
    people = functions[0].problem
    count, width = len(people.mentees), len(people.mentors)
    free = [[~_open(one, row, objective)[1] for row in range(count)] for one in functions]
    firsts, seats = _Flow(), _Flow()
    for at, room in enumerate(places):
        firsts.arc(("mentor", at), "sink", room)
        seats.arc(("mentor", at), "sink", room)
    for row in range(count):
        firsts.arc("source", ("mentee", row), 1)
        for number in range(len(functions)):
            seats.arc("source", ("function", number, row), 1)
        for at in range(width):
            able = [number for number in range(len(functions)) if free[number][row][at]]
            for number in able:
                seats.arc(("function", number, row), ("pair", row, at), 1)
            if able:
                firsts.arc(("mentee", row), ("mentor", at), 1)
                seats.arc(("pair", row, at), ("mentor", at), 1)
    return firsts.greatest(), seats.greatest()


class _Flow:
    """A network with named nodes."""

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {"source": 0, "sink": 1}
        self._arcs: list[tuple[int, int, int]] = []

    def arc(self, one: object, other: object, room: int) -> None:
        ends = [self._numbers.setdefault(end, len(self._numbers)) for end in (one, other)]
        self._arcs.append((ends[0], ends[1], room))

    def greatest(self) -> int:
        index = np.array(self._arcs, dtype=np.int32).reshape(-1, 3)
        size = len(self._numbers)
        graph = csr_array((index[:, 2], (index[:, 0], index[:, 1])), shape=(size, size), dtype=np.int32)
        return int(maximum_flow(graph, 0, 1).flow_value)


def _bound_again(functions: Sequence[Function], places: Sequence[int], teams: Teams) -> int:
    """Every mentee’s best team at these prices, tried one by one, and what the places earn."""
    first, each = teams.prizes
    total = sum(price * room for price, room in zip(teams.prices, places, strict=True))
    prices = np.array(teams.prices, dtype=np.int64)
    for row in range(len(functions[0].problem.mentees)):
        wishes: list[list[tuple[int, int]]] = []
        for function in functions:
            points, never = _open(function, row, teams.objective)
            gains = points * FINE + each - prices
            order = sorted(np.flatnonzero(~never).tolist(), key=lambda at: -int(gains[at]))[: len(functions)]
            wishes.append([(-1, 0), *((at, int(gains[at])) for at in order)])
        best = 0
        for team in itertools.product(*wishes):
            filled = [at for at, _ in team if at >= 0]
            if filled and len(set(filled)) == len(filled):
                best = max(best, first + sum(gain for _, gain in team))
        total += best
    return (total - first * teams.firsts - each * teams.bound.people) // FINE
