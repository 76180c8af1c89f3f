"""What the variants share: all pairs of a problem in one exact table, and how a plan is measured."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import NamedTuple, Protocol

import numpy as np
import numpy.typing as npt

from pairing import criteria, rules
from pairing.problem import FULL, MILLI, Floats, Ints, Objective, Pair, Problem, ProblemError, Progress
from pairing.verify import Finding

BLOCK = 128
LARGEST = 110_000_000  # pairs that are held at once
NEVER = -1  # where a pair may not be
STEP = 8
MOST = 2**40  # more than any sum that decides

type Table = npt.NDArray[np.int32]  # points in thousandths, mentees down and mentors across


class Worth(NamedTuple):
    """What a plan is worth, or can be at most: people placed, and points in thousandths."""

    people: int
    points: int


def above(value: Worth, better: int, match: int, most: int | None = None) -> Worth:
    """So much more than a plan is worth, where placing somebody is worth `match` and `most` can be placed."""
    people, points = divmod(value.points + better, match) if match else (0, value.points + better)
    if not people or value.people == most:
        return Worth(value.people, value.points + better)
    return Worth(value.people + people, points)


class Bounded:
    """A plan with what no plan is worth more than."""

    value: Worth
    bound: Worth

    @property
    def proven(self) -> bool:
        """Nothing better exists."""
        return self.value == self.bound

    @property
    def gap(self) -> float:
        """How much better another plan could be at most, as a share of people or else of points."""
        if self.bound.people > self.value.people:
            return (self.bound.people - self.value.people) / self.bound.people
        return (self.bound.points - self.value.points) / max(1, self.bound.points)


def table_of(problem: Problem, objective: Objective, progress: Progress | None = None) -> Table:
    """The points of all pairs, `NEVER` where a rule or the floor rules one out."""
    return part_of(problem, objective, np.arange(len(problem.mentees)), np.arange(len(problem.mentors)), progress)


def part_of(
    problem: Problem, objective: Objective, rows: Ints, columns: Ints, progress: Progress | None = None
) -> Table:
    """The same for some people."""
    if len(rows) * len(columns) > LARGEST:
        raise ProblemError("too_large", f"{len(rows)} by {len(columns)} people are more than can be held at once.")
    floor = round(objective.floor * MILLI)
    table = np.full((len(rows), len(columns)), NEVER, dtype=np.int32)
    for start in range(0, len(rows) if len(columns) else 0, BLOCK):
        some = rows[start : start + BLOCK]
        points = criteria.points(problem, some, columns)
        never = rules.forbidden(problem, some, columns) | (points < floor)
        table[start : start + BLOCK] = np.where(never, NEVER, points)
        if progress:
            progress(start + len(some), len(rows), "scoring")
    table[np.array(problem.mentees.places, dtype=np.int64)[rows] == 0] = NEVER
    table[:, np.array(problem.mentors.places, dtype=np.int64)[columns] == 0] = NEVER
    return table


def mutual(problem: Problem, objective: Objective, progress: Progress | None = None) -> Table:
    """The same for peers, who stand on both sides: what both are worth to each other, on average."""
    if problem.mentees.ids != problem.mentors.ids:
        raise ProblemError("not_peers", "Among peers the same people stand on both sides, in the same order.")
    table = table_of(problem, Objective(floor=0), progress)
    for start in range(0, len(table), BLOCK):
        rows = slice(start, start + BLOCK)
        one, other = table[rows, start:], table[start:, rows].T
        both = np.where((one < 0) | (other < 0), NEVER, (one + other) // 2)
        both[both < round(objective.floor * MILLI)] = NEVER
        table[rows, start:], table[start:, rows] = both, both.T
    np.fill_diagonal(table, NEVER)
    return table


def only(objective: Objective, what: str, *, total: bool = True) -> None:
    """Refuse the aims that a variant does not know, rather than forget them."""
    other = objective.load or objective.worst or objective.bands or objective.first == "choices"
    other = other or (objective.floor > 0 and not objective.strict) or (objective.first == "total" and not total)
    if other:
        raise ProblemError("objective", f"{what} know a strict floor, most people and the greatest total only.")


class Placed(Protocol):
    """A plan for one prize for each pair, and what no plan is worth more than."""

    @property
    def people(self) -> int: ...

    @property
    def best(self) -> int: ...


def most_people[Plan: Placed](at: Callable[[Table, int], Plan], table: Table, most: int) -> tuple[Plan, int]:
    """Raise the prize for each pair until there are as many as can be; also how many can be."""
    prize = 2 * FULL
    found = at(table, prize)
    if found.people < most:
        most = min(most, at(np.where(table < 0, NEVER, 0).astype(np.int32), 1).best)
    while found.people < most and prize <= FULL * len(table):
        prize *= STEP
        found = at(table, prize)
    return found, most


def order_of(ids: Sequence[str], chance: np.random.Generator) -> Ints:
    """People by name, then shuffled: the rows of a file decide nothing."""
    at = sorted(range(len(ids)), key=lambda one: ids[one])
    return np.array(at, dtype=np.int64)[chance.permutation(len(at))]


def best_few(left: Ints | Floats, over: float, most: int) -> tuple[Ints, Ints]:
    """Rows and columns of what is over a number, in each row the greatest few."""
    rows, columns = np.nonzero(left > over)
    order = np.lexsort((-left[rows, columns], rows))
    rows, columns = rows[order], columns[order]
    rank = np.arange(len(rows)) - np.searchsorted(rows, rows)
    return rows[rank < most], columns[rank < most]


def points_of(table: Table, pairs: Sequence[Pair]) -> tuple[int, ...]:
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    return tuple(table[index[:, 0], index[:, 1]].tolist())


def broken_pairs(problem: Problem, pairs: Sequence[Pair], objective: Objective) -> list[Finding]:
    """Pairs that may not be, asked one by one; people who are there too often; locks that are not kept."""
    floor, locked = round(objective.floor * MILLI), set(problem.locked)
    found = []
    for pair in pairs:
        names = " with ".join((problem.mentees.ids[pair[0]], problem.mentors.ids[pair[1]]))
        found += [Finding(f"rule_{code}", f"{names} breaks rule {code}.") for code in rules.broken(problem, *pair)]
        if criteria.points_of(problem, *pair) < floor and pair not in locked:
            found.append(Finding("floor", f"{names} is under the floor."))
    for mentee, count in Counter(mentee for mentee, _ in pairs).items():
        if count > max(1, problem.mentees.places[mentee]):
            found.append(Finding("places", f"{problem.mentees.ids[mentee]} is there {count} times."))
    return found + [Finding("lock", "A locked pair is missing.") for _ in locked - set(pairs)]
