"""What a change by hand costs, and who would move, for everybody somebody could be put with at once.

Every change of a plan is a chain: somebody gives way, takes a place elsewhere, and so on until a free place,
somebody who is left out, or the place that the first one left. At the prices of the plan no step costs less than
nothing, so the cheapest chains from one person are the shortest paths from one node. Of a large problem only the
best pairs of each mentee are held, with a bound on all others; where a chain may need one of these, all are weighed.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.sparse import coo_array, csr_array
from scipy.sparse.csgraph import dijkstra

from pairing import candidates, criteria
from pairing.field import Field
from pairing.problem import Bools, Floats, Ints, Pair, Problem, ProblemError, Result
from pairing.search import TASK
from pairing.solve import DENSE, THREADS
from pairing.solvers import one_thread_each
from pairing.tiles import sheet_of
from pairing.worth import Weigher, seats

HELD = 24  # pairs of each mentee that are held in a large problem
ROUNDS = 8  # times that rows are weighed whole for one question
MOST = 256  # rows weighed whole at a time
CLOSED = np.iinfo(np.int64).max // 4


@dataclass(frozen=True)
class Move:
    """A mentee who changes: from and to a mentor, or nobody."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class Loss:
    """What the whole plan loses: people who stay without a mentor, pairs over the floor, and points."""

    worth: int
    people: int
    over_floor: int
    points: int


@dataclass(frozen=True)
class Table:
    """Pairs that may be, by mentee, with what each is worth at which prices; good for every change of one plan.

    `left_out` bounds for each mentee what a pair that isn't held gains: nothing where all pairs are.
    """

    rows: Ints
    columns: Ints
    worth: Ints
    prices: Ints
    left_out: Ints

    @classmethod
    def of(cls, problem: Problem, result: Result, *, dense: int = DENSE, held: int = HELD) -> Table:
        """For a plan and whatever will be locked in it: all pairs up to a number of them, else the best of each."""
        free = replace(problem, locked=())
        field = Field.of(free, result.objective, result.seed)
        prices = np.array(result.prices, dtype=np.int64)
        small = len(field.rows) * len(field.columns) <= dense
        return _every_pair(field, prices) if small else _best_pairs(field, prices, held)

    def without(self, pairs: Iterable[Pair]) -> Table:
        """When some have been kept apart since."""
        apart = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
        width = int(self.prices.size)
        kept = ~np.isin(self.rows * width + self.columns, apart[:, 0] * width + apart[:, 1])
        return replace(self, rows=self.rows[kept], columns=self.columns[kept], worth=self.worth[kept])

    def whole(self, rows: Ints, columns: Ints, worth: Ints, of: Ints) -> Table:
        """With all pairs of some mentees in place of the best."""
        kept = ~np.isin(self.rows, of)
        left_out = self.left_out.copy()
        left_out[of] = -CLOSED
        return Table(
            np.concatenate([self.rows[kept], rows]),
            np.concatenate([self.columns[kept], columns]),
            np.concatenate([self.worth[kept], worth]),
            self.prices,
            left_out,
        )


def _every_pair(field: Field, prices: Ints) -> Table:
    network = field.every_pair(lambda _done, _all, _what: None)
    left_out = np.full(len(field.weigher.problem.mentees), -CLOSED, dtype=np.int64)
    return Table(field.rows[network.rows], field.columns[network.columns], network.worth, prices, left_out)


def _best_pairs(field: Field, prices: Ints, count: int) -> Table:
    sheet = sheet_of(field)
    view, everybody = sheet.view(prices[field.columns]), np.arange(len(field.rows))
    parts = [everybody[at : at + TASK] for at in range(0, len(everybody), TASK)]
    with one_thread_each(), ThreadPoolExecutor(THREADS) as crew:
        found = list(crew.map(lambda rows: candidates.best(sheet, view, rows, count), parts))
    rows, columns, worth, left_out = (
        np.concatenate([getattr(one, name) for one in found]) for name in ("rows", "columns", "worth", "left_out")
    )
    bound = np.full(len(field.weigher.problem.mentees), -CLOSED, dtype=np.int64)
    bound[field.rows] = left_out
    return Table(field.rows[rows], field.columns[columns], worth, prices, bound)


class Residual:
    """A plan with all that is needed to answer many questions about it.

    With a `step`, nobody is moved for less than so many points (in thousandths): chains are shorter then, and the
    plan after a change may be worth a little less than the best.
    """

    def __init__(self, problem: Problem, result: Result, table: Table | None = None, *, step: int = 0) -> None:
        self.problem, self.result, self.step = problem, result, step
        self.table = table or Table.of(problem, result)
        self.weigher = Weigher.of(problem, result.objective)
        self.meeting = len(problem.mentors) + len(problem.mentees)

    # ── Where everybody is ───────────────────────────────────────────────────
    @cached_property
    def mates(self) -> Ints:
        """The mentor of each mentee; -1 for nobody."""
        mates = np.full(len(self.problem.mentees), -1, dtype=np.int64)
        for mentee, mentor in self.result.pairs:
            mates[mentee] = mentor
        return mates

    @cached_property
    def movable(self) -> Bools:
        """Mentees who want somebody and aren't locked."""
        free: Bools = np.array(self.problem.mentees.places, dtype=np.int64) > 0
        free[[mentee for mentee, _mentor in self.problem.locked]] = False
        return free

    @property
    def person(self) -> int:
        """A change that gains more than this gives one person more a mentor."""
        return self.weigher.scale.match // 2

    @cached_property
    def thresholds(self) -> Ints:
        """What each mentee gains now; who has nobody forgoes a pair."""
        gains = np.full(len(self.mates), -self.weigher.scale.match, dtype=np.int64)
        there = np.flatnonzero((self.mates >= 0) & self.movable)
        if len(there):
            worth, _allowed = self.weigher.pairs(there, self.mates[there])
            gains[there] = worth - self.table.prices[self.mates[there]]
        return gains

    @cached_property
    def _places(self) -> tuple[Ints, Ints, Bools]:
        """For each mentor what one place more costs and what the last one taken did; and who has unlocked places."""
        width = len(self.problem.mentors)
        used = np.bincount(self.mates[(self.mates >= 0) & self.movable], minlength=width)
        costs: list[list[int]] = [[] for _ in range(width)]
        found = seats(self.problem, self.weigher.scale)
        for mentor, cost, count in zip(
            found.mentors.tolist(), found.costs.tolist(), found.counts.tolist(), strict=True
        ):
            costs[mentor] += [cost] * count
        following = [one[at] if at < len(one) else CLOSED for one, at in zip(costs, used.tolist(), strict=True)]
        last = [one[at - 1] if at else CLOSED for one, at in zip(costs, used.tolist(), strict=True)]
        has = np.array([bool(one) for one in costs], dtype=np.bool_)
        return np.array(following, dtype=np.int64), np.array(last, dtype=np.int64), has

    # ── The graph: mentors, then mentees, then the point where free places and free people meet ──
    def _node(self, mentees: Ints) -> Ints:
        return mentees + len(self.problem.mentors)

    def steps_to(self, mentees: Ints, mentors: Ints, worth: Ints) -> Ints:
        """What it costs at the prices to put these mentees there, before anybody gives way."""
        found: Ints = self.thresholds[mentees] + self.table.prices[mentors] - worth
        return found

    @cached_property
    def _graph(self) -> csr_array:
        table, (following, last, has) = self.table, self._places
        kept = self.movable[table.rows] & has[table.columns] & (self.mates[table.rows] != table.columns)
        rows, columns = table.rows[kept], table.columns[kept]
        placed = np.flatnonzero((self.mates >= 0) & self.movable)
        waiting = np.flatnonzero((self.mates < 0) & self.movable)
        opens, closes = np.flatnonzero(following < CLOSED), np.flatnonzero(last < CLOSED)
        prices, step = table.prices, self.step

        def at_meeting(nodes: Ints) -> Ints:
            return np.full(len(nodes), self.meeting, dtype=np.int64)

        parts = [
            (self._node(rows), columns, self.steps_to(rows, columns, table.worth[kept]), step),
            (self.mates[placed], self._node(placed), np.zeros(len(placed), dtype=np.int64), 0),
            (self._node(placed), at_meeting(placed), self.weigher.scale.match + self.thresholds[placed], step),
            (opens, at_meeting(opens), following[opens] - prices[opens], 0),
            (at_meeting(waiting), self._node(waiting), np.zeros(len(waiting), dtype=np.int64), 0),
            (at_meeting(closes), closes, prices[closes] - last[closes], 0),
        ]
        start, end = (np.concatenate([part[at] for part in parts]) for at in range(2))
        costs = np.concatenate([np.maximum(part[2], 0) + part[3] for part in parts]).astype(np.float64)
        return coo_array((costs, (start, end)), shape=(self.meeting + 1, self.meeting + 1)).tocsr()

    # ── Questions ────────────────────────────────────────────────────────────
    def of(self, mentee: int) -> Chains:
        """Every change that could be made to one mentee: with each mentor, and with nobody, which comes last."""
        if not self.movable[mentee]:
            raise ProblemError("not_movable", "Unlock this pair first.")
        for _round in range(ROUNDS):
            goal = len(self.problem.mentors) + mentee
            far, following = dijkstra(self._graph.T, indices=goal, return_predecessors=True)
            if not self._weigh_more(far, mentee):
                break
        mentors = np.arange(len(self.problem.mentors))
        whom = np.full(len(mentors), mentee)
        worth, allowed = self.weigher.pairs(whom, mentors)
        costs = self.steps_to(whom, mentors, worth) + far[mentors]
        alone = float(self.weigher.scale.match + self.thresholds[mentee]) + far[self.meeting]
        return Chains(self, mentee, np.append(np.where(allowed, costs, np.inf), alone), following, costs)

    def openings(self, mentee: int) -> Bools:
        """With which mentors one place more would give somebody who waits a mentor, by whatever chain."""
        node = len(self.problem.mentors) + mentee
        own, all_who_wait = dijkstra(self._graph, indices=[node, self.meeting])[:, : len(self.problem.mentors)]
        mentors = self.problem.mentors
        before = np.array(mentors.places, dtype=np.int64) + np.array(mentors.load or 0, dtype=np.int64)
        new = self.weigher.scale.load * before - self.table.prices
        found: Bools = (own <= all_who_wait) & (own + new < -self.person)
        return found

    def rivals(self, mentor: int) -> Floats:
        """About what it costs to put each mentee with this mentor: enough to see who comes first."""
        far = dijkstra(self._graph, indices=mentor)
        mentees = np.arange(len(self.problem.mentees))
        worth, allowed = self.weigher.pairs(mentees, np.full(len(mentees), mentor))
        costs = self.steps_to(mentees, np.full(len(mentees), mentor), worth) + far[self._node(mentees)]
        return np.where(allowed & self.movable & (self.mates != mentor), costs, np.inf)

    def _weigh_more(self, far: Floats, mentee: int) -> bool:
        """Whether somebody's pairs that aren't held could make a chain shorter; then all of theirs are held."""
        least = np.maximum(self.thresholds - self.table.left_out, 0) + self.step
        nearest = far[: len(self.problem.mentors)].min(initial=np.inf)
        wanting = self.movable & (least + nearest < far[self._node(np.arange(len(least)))])
        rows = np.flatnonzero(wanting & (self.table.left_out > -CLOSED))
        rows = rows[rows != mentee]
        if not len(rows):
            return False
        rows = rows[np.argsort(least[rows], kind="stable")[:MOST]]
        across = np.arange(len(self.problem.mentors))
        worth, allowed = self.weigher.pairs(rows[:, None], across[None, :])
        down, columns = np.nonzero(allowed)
        self.table = self.table.whole(rows[down], columns, worth[down, columns], rows)
        self.__dict__.pop("_graph", None)
        return True

    def losses(self, changes: Sequence[Sequence[Move]]) -> list[Loss]:
        """What everybody together loses by each of these changes, exactly; all are weighed in one go."""
        pairs = [
            (at, sign, one.mentee, mentor)
            for at, moves in enumerate(changes)
            for one in moves
            for sign, mentor in ((1, one.before), (-1, one.after))
            if mentor is not None
        ]
        index = np.array(pairs, dtype=np.int64).reshape(-1, 4)
        of, sign = index[:, 0], index[:, 1]
        fits = criteria.points_at(self.problem, index[:, 2], index[:, 3])
        worth, _allowed = self.weigher.pairs(index[:, 2], index[:, 3])
        scale = self.weigher.scale
        over = (fits >= scale.marks[0]) & bool(scale.floor)
        sums = np.zeros((4, len(changes)), dtype=np.int64)
        for row, values in zip(
            sums, (np.ones_like(sign), over.astype(np.int64), fits, worth + scale.match), strict=True
        ):
            np.add.at(row, of, sign * values)
        return [
            self._loss(moves, people, over_floor, points, value)
            for moves, (people, over_floor, points, value) in zip(changes, sums.T.tolist(), strict=True)
        ]

    def _loss(self, moves: Sequence[Move], people: int, over_floor: int, points: int, worth: int) -> Loss:
        seat = self._seats_of(moves)
        return Loss(worth + seat, people, over_floor, points + seat)

    def _seats_of(self, moves: Sequence[Move]) -> int:
        """What places that open cost more than those that close give back."""
        change = Counter(one.after for one in moves)
        change.subtract(Counter(one.before for one in moves))
        following, last, _has = self._places
        opened = sum(int(following[mentor]) for mentor, count in change.items() if mentor is not None and count > 0)
        closed = sum(int(last[mentor]) for mentor, count in change.items() if mentor is not None and count < 0)
        return opened - closed


@dataclass(frozen=True)
class Chains:
    """For one mentee: the cheapest chain to each mentor, nobody being the last one."""

    residual: Residual
    mentee: int
    costs: Floats  # at the prices; infinite where the mentee may not be
    following: Ints
    if_allowed: Floats  # the same for each mentor, whatever rule or floor is against the pair

    def can(self, mentor: int | None) -> bool:
        """Whether any plan holds this pair."""
        return bool(np.isfinite(self.costs[-1 if mentor is None else mentor]))

    def losses(self) -> list[Loss | None]:
        """What each costs everybody together; none where it may not be. Nobody comes last."""
        places = [place for place in (*range(len(self.costs) - 1), None) if self.can(place)]
        known = dict(zip(places, self.residual.losses([self.moves(place) for place in places]), strict=True))
        return [known.get(place) for place in (*range(len(self.costs) - 1), None)]

    def loss(self, mentor: int | None) -> Loss:
        return self.residual.losses([self.moves(mentor)])[0]

    def moves(self, mentor: int | None) -> list[Move]:
        """Everybody who changes when the mentee is put with a mentor, or with nobody; the mentee first."""
        if not self.can(mentor):
            raise ProblemError("impossible_move", "No plan can hold this pair.")
        width, meeting = len(self.residual.problem.mentors), self.residual.meeting
        before = int(self.residual.mates[self.mentee])
        moved = [Move(self.mentee, None if before < 0 else before, mentor)]
        if moved[0].before == mentor:
            return []
        node = meeting if mentor is None else mentor
        came = node
        while node != width + self.mentee:
            following = int(self.following[node])
            if width <= node < meeting:
                moved.append(Move(node - width, *(at if at < width else None for at in (came, following))))
            came, node = node, following
        return moved
