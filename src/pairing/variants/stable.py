"""Two-sided stable matching: no two who would both rather have each other.

Deferred acceptance (Gale and Shapley 1962) with places on both sides, for whichever side proposes; that side
gets the best that any stable plan gives it. Equal ranks are decided by points, then by the seed. Stability is
not for nothing: `price_of_stability` says what the best plan has more.
"""

import heapq
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

import numpy as np

from pairing import criteria, rules
from pairing.criteria import Choice
from pairing.problem import (
    FULL,
    MILLI,
    Bools,
    Ints,
    Objective,
    Pair,
    Problem,
    ProblemError,
    Progress,
    Result,
    Side,
    fingerprint,
)
from pairing.tables import Marks
from pairing.variants.table import BLOCK, MOST, NEVER, Table, Worth, broken_pairs, only, order_of, points_of, table_of
from pairing.verify import Finding

type Ranks = tuple[Mapping[int, int], ...]

UNLISTED = 2**20  # comes after every rank
STEP = 2 * FULL  # from one rank to the next, in points


@dataclass(frozen=True)
class Lists:
    """Whom everybody asked for: the others by index, each with a rank from 1; equal ranks are ties.

    With `closed` those who are not on a list are never taken; otherwise they come after, the best fit first.
    """

    mentees: Ranks
    mentors: Ranks
    closed: bool = False

    @classmethod
    def of(cls, problem: Problem) -> "Lists":
        """As both sides chose; without choices everybody ranks by fit."""
        for criterion in problem.criteria:
            if isinstance(criterion, Choice):
                return cls(criterion.mentee_ranks, criterion.mentor_ranks)
        return cls(tuple({} for _ in problem.mentees.ids), tuple({} for _ in problem.mentors.ids))

    def check(self, problem: Problem) -> None:
        """Name what can’t be."""
        for lists, side, others in (
            (self.mentees, problem.mentees, problem.mentors),
            (self.mentors, problem.mentors, problem.mentees),
        ):
            if len(lists) != len(side):
                raise ProblemError("lengths", "Everybody needs one list.")
            for person, ranks in zip(side.ids, lists, strict=True):
                if any(other not in range(len(others)) for other in ranks):
                    raise ProblemError("unknown_person", f"{person} asks for somebody unknown.")
                if any(not 1 <= rank < UNLISTED for rank in ranks.values()):
                    raise ProblemError("rank", f"{person} ranks somebody lower than 1.")


@dataclass(frozen=True)
class Stable:
    """A plan with no blocking pair."""

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Worth
    proposals: int
    proposing: str
    objective: Objective
    seed: int
    problem_hash: str


@dataclass(frozen=True)
class Price:
    """What the best plan has more than a stable one, and how many pairs would leave it for each other."""

    people: int
    points: int
    blocking: int


def solve_stable(
    problem: Problem,
    lists: Lists | None = None,
    objective: Objective | None = None,
    *,
    proposing: Literal["mentees", "mentors"] = "mentees",
    seed: int = 0,
    progress: Progress | None = None,
) -> Stable:
    """The stable plan that is best for the side that proposes."""
    objective, lists = objective or Objective(), lists or Lists.of(problem)
    if problem.locked:
        raise ProblemError("locked", "Where both sides choose, nobody is locked; leave those pairs out.")
    field = _field(problem, lists, objective, progress)
    found, proposals = _Acceptance.of(field if proposing == "mentees" else field.turned, seed).run()
    pairs = tuple(sorted(found if proposing == "mentees" else ((row, at) for at, row in found)))
    points = points_of(field.table, pairs)
    value = Worth(len({mentee for mentee, _ in pairs}), sum(points))
    hashed = fingerprint(problem, objective, lists)
    return Stable(pairs, points, value, proposals, proposing, objective, seed, hashed)


def blocking_pairs(
    problem: Problem, pairs: Sequence[Pair], lists: Lists | None = None, objective: Objective | None = None
) -> tuple[Pair, ...]:
    """All who would both rather have each other than what this plan gives them."""
    lists = lists or Lists.of(problem)
    field = _field(problem, lists, objective or Objective(), None)
    return _blocking(field, pairs)


def price_of_stability(problem: Problem, stable: Stable, best: Result, lists: Lists | None = None) -> Price:
    """Against the best plan for the same people and floor."""
    blocking = blocking_pairs(problem, best.pairs, lists, stable.objective)
    return Price(best.value.matched - stable.value.people, sum(best.points) - stable.value.points, len(blocking))


@dataclass(frozen=True)
class _Field:
    """How much one side likes the other: ranks first, then points."""

    table: Table
    lists: Ranks
    others_lists: Ranks
    side: Side
    others: Side

    @cached_property
    def turned(self) -> "_Field":
        return _Field(np.ascontiguousarray(self.table.T), self.others_lists, self.lists, self.others, self.side)

    @cached_property
    def _ranks(self) -> Marks:
        return _marks(self.lists, len(self.others))

    def liking(self, rows: Ints, columns: Ints) -> Ints:
        """For pairs one by one or for a block; less is better, and who may not be taken has `MOST`."""
        ranks: Ints = self._ranks.at(rows, columns).astype(np.int64)
        points = self.table[rows, columns]
        ranks[ranks == 0] = UNLISTED
        liking = ranks * STEP + FULL - points
        liking[points < 0] = MOST
        return liking

    def liking_of(self, row: int, column: int) -> int:
        return self.lists[row].get(column, UNLISTED) * STEP + FULL - int(self.table[row, column])

    def blocks(self) -> Iterator[tuple[Ints, Ints]]:
        """Rows, and how they like everybody."""
        across = np.arange(len(self.others))[None, :]
        for start in range(0, len(self.side), BLOCK):
            rows = np.arange(start, min(start + BLOCK, len(self.side)))
            yield rows, self.liking(rows[:, None], across)


def _marks(lists: Ranks, width: int) -> Marks:
    named = [(row, other, rank) for row, ranks in enumerate(lists) for other, rank in ranks.items()]
    index = np.array(named, dtype=np.int64).reshape(-1, 3)
    return Marks.of(index[:, 0], index[:, 1], (len(lists), width), index[:, 2].astype(np.float64))


def _field(problem: Problem, lists: Lists, objective: Objective, progress: Progress | None) -> _Field:
    only(objective, "Stable plans", total=False)
    lists.check(problem)
    table = table_of(problem, objective, progress)
    if lists.closed:
        both = [(row, at) for row, ranks in enumerate(lists.mentees) for at in ranks if row in lists.mentors[at]]
        index = np.array(both, dtype=np.int64).reshape(-1, 2)
        kept = table[index[:, 0], index[:, 1]]
        table = np.full_like(table, NEVER)
        table[index[:, 0], index[:, 1]] = kept
    return _Field(table, lists.mentees, lists.mentors, problem.mentees, problem.mentors)


@dataclass(frozen=True)
class _Acceptance:
    """Everybody of one side asks the best who has not refused; the other side keeps the best so far."""

    side: _Field
    wishes: list[Ints]  # of each proposer, the best first
    turns: list[int]  # of the proposers, between equals

    @classmethod
    def of(cls, side: _Field, seed: int) -> "_Acceptance":
        chance = np.random.default_rng(seed)
        turn, others_turn = (_turns(one.ids, chance) for one in (side.side, side.others))
        wishes: list[Ints] = []
        for _, likings in side.blocks():
            for liking in likings:
                may = np.flatnonzero(liking < MOST)
                wishes.append(may[np.lexsort((others_turn[may], liking[may]))])
        return cls(side, wishes, turn.tolist())

    def run(self) -> tuple[list[Pair], int]:
        places = self.side.others.places
        kept: list[list[tuple[int, int, int]]] = [[] for _ in places]  # the worst first
        asked, free = [0] * len(self.wishes), [*self.side.side.places]
        waiting = [one for one in reversed(range(len(self.wishes))) if free[one]]
        while waiting:
            one = waiting[-1]
            if not free[one] or asked[one] == len(self.wishes[one]):
                waiting.pop()
                continue
            other = int(self.wishes[one][asked[one]])
            asked[one] += 1
            free[one] -= 1
            heapq.heappush(kept[other], (-self.side.turned.liking_of(other, one), -self.turns[one], one))
            if len(kept[other]) > places[other]:
                sent_away = heapq.heappop(kept[other])[2]
                free[sent_away] += 1
                waiting.append(sent_away)
        return [(one, other) for other, heap in enumerate(kept) for _, _, one in heap], sum(asked)


def _turns(ids: tuple[str, ...], chance: np.random.Generator) -> Ints:
    return np.argsort(order_of(ids, chance))


def _blocking(field: _Field, pairs: Sequence[Pair]) -> tuple[Pair, ...]:
    index = np.array(pairs, dtype=np.int64).reshape(-1, 2)
    hers, his = _limits(field, index), _limits(field.turned, index[:, ::-1])
    found = [np.zeros((0, 2), dtype=np.int64)]
    for rows, likings in field.blocks():
        down, across = np.nonzero(likings < hers[rows, None])
        wanted = field.turned.liking(across, rows[down]) < his[across]
        found.append(np.stack([rows[down], across], axis=1)[wanted])
    together = set(pairs)
    return tuple((row, at) for row, at in np.concatenate(found).tolist() if (row, at) not in together)


def _limits(field: _Field, pairs: Ints) -> Ints:
    """What each one must like more than, to want a change: the worst they have, or anybody."""
    places = np.array(field.side.places, dtype=np.int64)
    limits = np.full(len(places), -1, dtype=np.int64)
    np.maximum.at(limits, pairs[:, 0], field.liking(pairs[:, 0], pairs[:, 1]))
    return np.where(np.bincount(pairs[:, 0], minlength=len(places)) < places, MOST, limits)


def check_stable(problem: Problem, stable: Stable, lists: Lists | None = None) -> list[Finding]:
    """What is broken in a stable plan; each mentee is asked whom they would rather have, and each of those."""
    lists = lists or Lists.of(problem)
    if stable.problem_hash != fingerprint(problem, stable.objective, lists):
        return [Finding("other_problem", "This plan was made for other people, rules or lists.")]
    found = broken_pairs(problem, stable.pairs, stable.objective)
    for mentor, count in Counter(mentor for _, mentor in stable.pairs).items():
        if count > problem.mentors.places[mentor]:
            found.append(Finding("places", f"{problem.mentors.ids[mentor]} has {count} mentees."))
    points = tuple(criteria.points_of(problem, *pair) for pair in stable.pairs)
    people = len({mentee for mentee, _ in stable.pairs})
    if points != stable.points or stable.value != (people, sum(points)):
        found.append(Finding("points", "The points do not add up."))
    return found + _unstable(problem, stable, lists)


def _unstable(problem: Problem, stable: Stable, lists: Lists) -> list[Finding]:
    plan = _Plan(problem, stable, lists)
    found = [
        Finding("unwanted", f"{problem.mentees.ids[row]} with {problem.mentors.ids[at]} is not wanted.")
        for row, at in stable.pairs
        if lists.closed and not (at in lists.mentees[row] and row in lists.mentors[at])
    ]
    for row in range(len(problem.mentees)):
        for at in plan.open_to(row):
            if plan.rather(row, at):
                names = f"{problem.mentees.ids[row]} and {problem.mentors.ids[at]}"
                found.append(Finding("blocking", f"{names} would rather have each other."))
    return found


@dataclass(frozen=True)
class _Plan:
    problem: Problem
    stable: Stable
    lists: Lists

    @cached_property
    def _partners(self) -> tuple[dict[int, set[int]], dict[int, set[int]]]:
        hers: dict[int, set[int]] = {}
        his: dict[int, set[int]] = {}
        for row, at in self.stable.pairs:
            hers.setdefault(row, set()).add(at)
            his.setdefault(at, set()).add(row)
        return hers, his

    def open_to(self, row: int) -> list[int]:
        """Mentors a mentee may have and has not, and is on whose list if lists are closed."""
        me, everybody = np.array([row]), np.arange(len(self.problem.mentors))
        points = criteria.points(self.problem, me, everybody)[0]
        may: Bools = ~rules.forbidden(self.problem, me, everybody)[0]
        may &= points >= round(self.stable.objective.floor * MILLI)
        names = np.flatnonzero(may).tolist()
        hers = self._partners[0].get(row, set())
        closed = self.lists.closed
        listed = [at for at in names if not closed or (at in self.lists.mentees[row] and row in self.lists.mentors[at])]
        return [at for at in listed if at not in hers]

    def rather(self, row: int, at: int) -> bool:
        hers, his = self._partners
        ours = self._fit(row, at)
        mentors = [(self.lists.mentees[row].get(one, UNLISTED), -self._fit(row, one)) for one in hers.get(row, ())]
        mentees = [(self.lists.mentors[at].get(one, UNLISTED), -self._fit(one, at)) for one in his.get(at, ())]
        she = len(mentors) < self.problem.mentees.places[row] or (
            bool(mentors) and (self.lists.mentees[row].get(at, UNLISTED), -ours) < max(mentors)
        )
        he = len(mentees) < self.problem.mentors.places[at] or (
            bool(mentees) and (self.lists.mentors[at].get(row, UNLISTED), -ours) < max(mentees)
        )
        return she and he

    def _fit(self, row: int, at: int) -> int:
        return int(criteria.points_at(self.problem, np.array([row]), np.array([at]))[0])
