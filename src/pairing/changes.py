"""What one forced pair changes in the best plan, exactly and at any size.

A change of a flow is a cycle in its residual graph: a mentee takes a place, somebody gives way, and so on until a
free place, somebody who is left out, or the place that the first one left. With the prices of the plan no step
costs less than nothing, so the cheapest cycle is a shortest path. Of a large problem only the best pairs of each
mentee are held, with a bound on all others; where a path may use one of these, the whole row is weighed.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from pairing import candidates, criteria
from pairing.field import Field, places_in
from pairing.problem import Ints, Pair, Problem, ProblemError, Result, Value
from pairing.residual import Loss, Move
from pairing.search import TASK
from pairing.solve import DENSE, THREADS, solve
from pairing.solvers import one_thread_each
from pairing.tiles import sheet_of
from pairing.worst import over
from pairing.worth import value_of

HELD = 24  # pairs of each mentee that are held in a large problem
FAR = 2**61


@dataclass(frozen=True)
class Forced:
    """The best plan with a pair in it, beside the best plan of all."""

    loss: Loss
    before: Value
    after: Value
    worst: tuple[int, int]  # the lowest fit of a pair, before and after
    moves: tuple[Move, ...]  # who changes, the forced mentee first


@dataclass
class Row:
    """The pairs of a mentee that are held: columns, what they are worth, and what no other gains more than."""

    columns: Ints
    worth: Ints
    left_out: int | None = None


@dataclass(frozen=True)
class Changes:
    """A proven plan with what is needed to answer many questions about it."""

    problem: Problem
    result: Result
    _rows: dict[int, Row] = field(default_factory=dict, repr=False, compare=False)
    _known_steps: dict[tuple[int, bool], list[tuple[int, int]]] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def people(self) -> Field:
        found = Field.of(self.problem, self.result.objective, self.result.seed)
        return over(found, self.result.worst.points) if self.result.worst else found

    @cached_property
    def _at(self) -> tuple[Ints, Ints]:
        """Where everybody stands in the field; −1 for those who are not in it."""
        rows = places_in(self.people.rows, len(self.problem.mentees))
        return rows, places_in(self.people.columns, len(self.problem.mentors))

    @cached_property
    def prices(self) -> Ints:
        return np.array(self.result.prices, dtype=np.int64)[self.people.columns]

    @cached_property
    def _plan(self) -> tuple[list[dict[int, int]], list[dict[int, int]]]:
        """Pairs that may change, by row and by column, with what they are worth."""
        by_row: list[dict[int, int]] = [{} for _ in self.people.rows]
        by_column: list[dict[int, int]] = [{} for _ in self.people.columns]
        index = np.array(sorted(set(self.result.pairs) - set(self.problem.locked)), dtype=np.int64).reshape(-1, 2)
        rows, columns = self.people.numbers(index[:, 0], index[:, 1])
        worth, _allowed = self.people.weigh(rows, columns)
        for row, column, value in zip(rows.tolist(), columns.tolist(), worth.tolist(), strict=True):
            by_row[row][column] = by_column[column][row] = value
        return by_row, by_column

    def _earned(self, row: int, unit: int) -> int:
        """What the mentee’s unit of this number earns beside the pair itself."""
        scale = self.people.weigher.scale
        return scale.match if unit < int(self.people.first[row]) else scale.more

    @cached_property
    def thresholds(self) -> list[int]:
        """What each mentee must gain more than to want another mentor."""
        found = []
        for row, held in enumerate(self._plan[0]):
            spare = len(held) < int(self.people.first[row] + self.people.extra[row])
            gains = [worth - int(self.prices[column]) for column, worth in held.items()]
            found.append(-self._earned(row, len(held)) if spare else min(gains))
        return found

    @cached_property
    def _seats(self) -> tuple[list[int | None], list[int | None]]:
        """What one place more would cost at each mentor, and what the last one taken did."""
        costs: list[list[int]] = [[] for _ in self.people.columns]
        seats = self.people.seats
        for column, cost, count in zip(
            seats.mentors.tolist(), seats.costs.tolist(), seats.counts.tolist(), strict=True
        ):
            costs[column] += [cost] * count
        used = [len(held) for held in self._plan[1]]
        following = [one[at] if at < len(one) else None for one, at in zip(costs, used, strict=True)]
        return following, [one[at - 1] if at else None for one, at in zip(costs, used, strict=True)]

    # ── Steps ────────────────────────────────────────────────────────────────
    @cached_property
    def _held(self) -> dict[int, Row]:
        """Of a large problem the best pairs of everybody at these prices."""
        people = self.people
        if len(people.rows) * len(people.columns) <= DENSE:
            return {}
        sheet = sheet_of(people)
        view, everybody = sheet.view(self.prices), np.arange(len(people.rows))
        parts = [everybody[at : at + TASK] for at in range(0, len(everybody), TASK)]
        held: dict[int, Row] = {}
        with one_thread_each(), ThreadPoolExecutor(THREADS) as crew:
            for part, found in zip(
                parts, crew.map(lambda rows: candidates.best(sheet, view, rows, HELD), parts), strict=True
            ):
                order = np.argsort(found.rows, kind="stable")
                starts = np.searchsorted(found.rows[order], [*part.tolist(), int(part[-1]) + 1])
                for at, row in enumerate(part.tolist()):
                    chosen = order[starts[at] : starts[at + 1]]
                    held[row] = Row(found.columns[chosen], found.worth[chosen], int(found.left_out[at]))
        return held

    def row(self, row: int, *, whole: bool = False) -> Row:
        """The pairs of a mentee: some, with a bound on the others, or all."""
        if row not in self._rows and (whole or row not in self._held):
            everybody = np.arange(len(self.people.columns))
            worth, allowed = self.people.weigh(np.full(len(everybody), row), everybody)
            self._rows[row] = Row(everybody[allowed], worth[allowed])
            self._known_steps.pop((row, False), None)  # those of a row held in part
        return self._rows.get(row) or self._held[row]

    def path(self, start: int, end: int, banned: int = -1) -> tuple[int, list[int]] | None:
        """The cheapest way through the residual graph: what it costs at these prices, and its nodes.

        Mentees are numbered first, then mentors, then the point where free places and free people meet.
        """
        best, before = {start: 0}, dict[int, int]()
        done: set[int] = set()
        heap = [(0, start, False)]
        count = len(self.people.rows)
        while heap:
            cost, node, whole = heapq.heappop(heap)
            if node == end and not whole:
                return cost, _way(before, start, end)
            if not whole and (node in done or cost > best[node]):
                continue
            done.add(node)
            reached = best[node]
            for other, step in self._steps(node, whole=whole):
                if reached + step >= best.get(end, FAR):
                    break
                if other != banned and reached + step < best.get(other, FAR):
                    best[other], before[other] = reached + step, node
                    heapq.heappush(heap, (reached + step, other, False))
            left_out = self.row(node).left_out if node < count and not whole else None
            if left_out is not None:
                heapq.heappush(heap, (reached + max(0, self.thresholds[node] - left_out), node, True))
        return None

    def _steps(self, node: int, *, whole: bool) -> Sequence[tuple[int, int]]:
        """Where a node leads, the cheapest step at these prices first; kept for the next question."""
        if (node, whole) not in self._known_steps:
            count, width = len(self.people.rows), len(self.people.columns)
            if node < count:
                found = self._from_mentee(node, count, count + width, whole=whole)
            elif node < count + width:
                found = self._from_mentor(node - count, count + width)
            else:
                found = self._from_meeting_point(count)
            self._known_steps[node, whole] = sorted(found, key=lambda step: step[1])
        return self._known_steps[node, whole]

    def _from_mentee(self, row: int, count: int, meeting: int, *, whole: bool) -> Iterator[tuple[int, int]]:
        held, threshold = self._plan[0][row], self.thresholds[row]
        pairs = self.row(row, whole=whole)
        steps = threshold + self.prices[pairs.columns] - pairs.worth
        for column, step in zip(pairs.columns.tolist(), steps.tolist(), strict=True):
            if column not in held:
                yield count + column, step
        if held:
            yield meeting, self._earned(row, len(held) - 1) + threshold

    def _from_mentor(self, column: int, meeting: int) -> Iterator[tuple[int, int]]:
        price = int(self.prices[column])
        for row, worth in self._plan[1][column].items():
            yield row, worth - price - self.thresholds[row]
        following = self._seats[0][column]
        if following is not None:
            yield meeting, following - price

    def _from_meeting_point(self, count: int) -> Iterator[tuple[int, int]]:
        for row, held in enumerate(self._plan[0]):
            if len(held) < int(self.people.first[row] + self.people.extra[row]):
                yield row, 0
        for column, last in enumerate(self._seats[1]):
            if last is not None:
                yield count + column, int(self.prices[column]) - last

    # ── Questions ────────────────────────────────────────────────────────────
    def place_of(self, mentee: int) -> int:
        row = int(self._at[0][mentee])
        if row < 0:
            raise ProblemError("not_movable", "Unlock this pair first.")
        return row

    def out(self, mentee: int) -> bool:
        """Whether the mentee takes no part: a rule about them alone, no wish, or locks."""
        return bool(self._at[0][mentee] < 0)

    def column_of(self, mentor: int) -> int | None:
        column = int(self._at[1][mentor])
        return None if column < 0 else column

    def cost(self, mentee: int, mentor: int) -> int | None:
        """What a pair that may be costs at these prices, before anybody else moves; never more than the truth."""
        row, column = self.place_of(mentee), self.column_of(mentor)
        if column is None:
            return None
        worth, _allowed = self.people.weigh(np.array([row]), np.array([column]))
        return self.thresholds[row] + int(self.prices[column] - worth[0])

    def next_cost(self, mentor: int) -> int:
        """What a place more than there are would cost at a mentor, who has used all of them."""
        scale, mentors = self.people.weigher.scale, self.problem.mentors
        least = mentors.least[mentor] if mentors.least else 0
        places = mentors.places[mentor]
        return scale.load * (mentors.partners_now(mentor) + places) - scale.least * (places < least)

    def forced(self, mentee: int, mentor: int) -> Forced | None:
        """The best plan with this pair, which may be, in it; none where the mentor has no place."""
        told = self.chain(mentee, mentor)
        return self._anew(mentee, mentor) if told and self._must_solve(mentee, mentor, told) else told

    def chain(self, mentee: int, mentor: int) -> Forced | None:
        """The same by the cheapest moves alone, whatever rule or floor is against the pair."""
        row, column = self.place_of(mentee), self.column_of(mentor)
        if (mentee, mentor) in self._points:
            return self._told(())
        if column is None or (found := self.path(len(self.people.rows) + column, row)) is None:
            return None
        return self._told(self._moves(mentee, mentor, found[1]))

    def _must_solve(self, mentee: int, mentor: int, told: Forced) -> bool:
        """Another worst pair, or fewer people, makes another search for the best worst pair."""
        if self.result.worst is None:
            return not self.result.proven
        under = criteria.points_of(self.problem, mentee, mentor) < self.result.worst.points
        scale = self.people.weigher.scale
        return under or abs(told.loss.worth) >= scale.least_before_worst // 2

    def _anew(self, mentee: int, mentor: int) -> Forced:
        problem = replace(self.problem, locked=(*self.problem.locked, (mentee, mentor)))
        again = solve(problem, self.result.objective, seed=self.result.seed)
        was = dict(self.result.pairs)
        now = dict(again.pairs)
        moves = [Move(one, was.get(one), now.get(one)) for one in sorted({*was, *now}) if was.get(one) != now.get(one)]
        ordered = tuple(sorted(moves, key=lambda move: move.mentee != mentee))
        return self._weighed(again.value, lowest(self.problem, again.pairs, again.points), ordered)

    def _moves(self, mentee: int, mentor: int, nodes: list[int]) -> tuple[Move, ...]:
        count, width = len(self.people.rows), len(self.people.columns)

        def name(node: int) -> int | None:
            return int(self.people.columns[node - count]) if node < count + width else None

        moves = [Move(mentee, name(nodes[-2]), mentor)]
        for at, node in enumerate(nodes[1:-1], 1):
            if node < count:
                moves.append(Move(int(self.people.rows[node]), name(nodes[at - 1]), name(nodes[at + 1])))
        return tuple(moves)

    # ── What moves make of the plan ──────────────────────────────────────────
    @cached_property
    def _points(self) -> dict[Pair, int]:
        return dict(zip(self.result.pairs, self.result.points, strict=True))

    @cached_property
    def _pairs_of(self) -> tuple[dict[int, list[Pair]], dict[int, list[Pair]]]:
        """The pairs of each mentee, and of each mentor."""
        found: tuple[dict[int, list[Pair]], dict[int, list[Pair]]] = ({}, {})
        for pair in self.result.pairs:
            for side in (0, 1):
                found[side].setdefault(pair[side], []).append(pair)
        return found

    @cached_property
    def _lowest_first(self) -> list[Pair]:
        """All pairs that no lock holds."""
        return sorted(set(self._points) - set(self.problem.locked), key=lambda pair: self._points[pair])

    def _told(self, moves: tuple[Move, ...]) -> Forced:
        """Only pairs of those who move, and of their mentors, are counted again; for all others nothing changes."""
        gone = {(move.mentee, move.before) for move in moves if move.before is not None}
        new = [(move.mentee, move.after) for move in moves if move.after is not None]
        index = np.array(new, dtype=np.int64).reshape(-1, 2)
        points = dict(zip(new, criteria.points_at(self.problem, index[:, 0], index[:, 1]).tolist(), strict=True))
        mentees, mentors = self._pairs_of
        near = {pair for one, _ in (*gone, *new) for pair in mentees.get(one, ())}
        near |= {pair for _, other in (*gone, *new) for pair in mentors.get(other, ())}
        was, now = self._value(near, {}), self._value({*(near - gone), *new}, points)
        kept = next((self._points[pair] for pair in self._lowest_first if pair not in gone), None)
        worst = min([*points.values(), *([] if kept is None else [kept])], default=0)
        return self._weighed(_sum(self.result.value, was, now), worst, moves)

    def _value(self, pairs: set[Pair], points: Mapping[Pair, int]) -> Value:
        ordered = sorted(pairs)
        fits = [points[pair] if pair in points else self._points[pair] for pair in ordered]
        return value_of(self.problem, self.result.objective, ordered, fits, self.people.weigher.scale)

    def _weighed(self, after: Value, worst: int, moves: tuple[Move, ...]) -> Forced:
        before, scale = self.result.value, self.people.weigher.scale
        over_floor = before.over_floor - after.over_floor if scale.floor else 0
        worth = self.result.worth - scale.worth(after)
        loss = Loss(worth, before.matched - after.matched, over_floor, before.points - after.points)
        return Forced(loss, before, after, (self._lowest, worst), moves)

    @cached_property
    def _lowest(self) -> int:
        return lowest(self.problem, self.result.pairs, self.result.points)

    def alternatives(self, mentee: int, most: int = 5) -> list[tuple[int, Forced]]:
        """Other mentors whom the mentee may have, those that cost the plan least first."""
        whole = self.row(self.place_of(mentee), whole=True)
        mentors = self.people.columns[whole.columns].tolist()
        steps = self.thresholds[self.place_of(mentee)] + self.prices[whole.columns] - whole.worth
        found: list[tuple[int, int, Forced]] = []
        for at in np.argsort(steps, kind="stable").tolist():
            if len(found) >= most and int(steps[at]) > found[most - 1][0]:
                break
            if (mentee, mentors[at]) not in self._points and (forced := self.forced(mentee, mentors[at])):
                found = sorted([*found, (forced.loss.worth, mentors[at], forced)], key=lambda one: one[:2])
        return [(mentor, forced) for _worth, mentor, forced in found[:most]]


def lowest(problem: Problem, pairs: Iterable[Sequence[int]], points: Iterable[int]) -> int:
    """The lowest fit of all pairs but locked ones; 0 where there are none."""
    locked = set(problem.locked)
    return min((fit for (one, other), fit in zip(pairs, points, strict=True) if (one, other) not in locked), default=0)


def _way(before: dict[int, int], start: int, end: int) -> list[int]:
    nodes = [end]
    while nodes[-1] != start:
        nodes.append(before[nodes[-1]])
    return nodes[::-1]


def _sum(whole: Value, was: Value, now: Value) -> Value:
    """A value in which one part is now another."""
    bands = tuple(
        count - before + after for count, before, after in zip(whole.bands, was.bands, now.bands, strict=True)
    )
    parts = ("matched", "over_floor", "points", "more", "least", "choices")
    return Value(
        **{part: getattr(whole, part) - getattr(was, part) + getattr(now, part) for part in parts}, bands=bands
    )
