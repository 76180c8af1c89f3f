"""The best plan without holding all pairs: candidates, an exact flow on them, and prices that find what is missing.

A pair that is no candidate can only improve the plan when it gains more at the prices than its mentee has now.
Each mentee remembers what was left out and at which prices; only where prices fell by more than that must pairs
be scored again. When nothing is found, the plan is the best of all, and the prices prove it.
"""

import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, Future
from dataclasses import dataclass, field, replace
from functools import partial

import numpy as np

from pairing import candidates
from pairing.candidates import Found
from pairing.field import Field
from pairing.prices import Prices, bound, support, worth_of
from pairing.problem import Effort, Ints, Progress
from pairing.solvers import Network, best_flow, has_flow
from pairing.tiles import Sheet, View, sheet_of

KEPT = 20  # candidates of each mentee at first
ADDED = 12  # in each round, at most
TASK = 2048  # rows given to an executor at once
SAMPLE = 20  # one in so many mentees decides the first prices
SAMPLE_ROUNDS = 4
MANY = 4000  # from so many on
MOST_ROUNDS = 200
BYTES = 400  # that a candidate takes while the flow is found


@dataclass(frozen=True)
class Budget:
    """When to stop with what there is: after so many seconds, or when somebody says so; and how much to hold."""

    seconds: float | None = None
    megabytes: int | None = None
    tolerance: float = 0.0  # the share of the whole that need not be proven
    stop: Callable[[], bool] | None = None
    watch: Callable[[Effort, int, int], None] | None = None  # after each round: what was done, worth and bound
    since: float = field(default_factory=time.monotonic)

    def over(self) -> bool:
        late = self.seconds is not None and time.monotonic() - self.since > self.seconds
        return late or (self.stop is not None and self.stop())

    def enough(self, gap: int, worth: int) -> bool:
        return gap <= self.tolerance * abs(worth) or self.over()

    def kept(self, rows: int) -> int:
        """How many candidates each mentee may have at first."""
        if self.megabytes is None:
            return KEPT
        return max(4, min(KEPT, self.megabytes * 10**6 // (BYTES * max(1, rows))))


@dataclass(frozen=True)
class Crew:
    """Who does the scoring, who is told, and when it must end."""

    executor: Executor
    progress: Progress
    budget: Budget


@dataclass(frozen=True)
class Plan:
    """A flow on the candidates, prices, and the bound they prove for all pairs."""

    network: Network
    flow: Ints
    prices: Ints
    bound: int
    effort: Effort

    @property
    def worth(self) -> int:
        return worth_of(self.network, self.flow)


@dataclass(frozen=True)
class Arcs:
    """New candidates."""

    rows: Ints
    mentors: Ints
    worth: Ints

    def __len__(self) -> int:
        return len(self.rows)

    def columns(self) -> tuple[Ints, Ints, Ints]:
        return self.rows, self.mentors, self.worth


@dataclass(frozen=True)
class Memory:
    """Prices, and for each row what no pair that was left out then gained more than."""

    prices: Ints
    left_out: Ints


def search(field: Field, crew: Crew) -> Plan:
    """The best plan, or the best until the budget ended."""
    sheet = sheet_of(field)
    prices = np.zeros(len(field.columns), dtype=np.int64)
    if len(field.rows) >= MANY and has_flow():
        prices = _first_prices(field, sheet, crew)
    return Search(field, sheet, crew, crew.budget.kept(len(field.rows))).run(prices)


def _first_prices(field: Field, sheet: Sheet, crew: Crew) -> Ints:
    """Prices that a part of the mentees would pay if everybody were like them."""
    rows = np.arange(len(field.rows) // SAMPLE)
    few = replace(field, rows=field.rows[rows], first=field.first[rows] * SAMPLE, extra=field.extra[rows] * SAMPLE)
    quiet = replace(crew, progress=lambda *_told: None, budget=replace(crew.budget, tolerance=1e-3, watch=None))
    part = replace(sheet, field=few)
    return (
        Search(few, part, quiet, 2 * KEPT + 8, limit=SAMPLE).run(np.zeros(len(field.columns), dtype=np.int64), 4).prices
    )


@dataclass
class Search:
    """One run of rounds, and what it remembers."""

    people: Field
    sheet: Sheet
    crew: Crew
    kept: int
    limit: int = 1
    memories: list[Memory] = field(default_factory=list)
    scored: int = 0

    def run(self, start: Ints, most_rounds: int = MOST_ROUNDS) -> Plan:
        network = self._first_network(start)
        flow = best_flow(network)
        best: Plan | None = None
        for number in range(1, most_rounds + 1):
            found = support(network, flow)
            arcs, missing = self._missing(found)
            proven = bound(network, found.columns) + int((missing * (network.first + network.extra)).sum())
            effort = Effort(number, self.scored, len(network.rows), len(arcs))
            if best is None or proven <= best.bound:
                best = Plan(network, flow, found.columns, proven, effort)
            best = replace(best, network=network, flow=flow, effort=effort)
            if self.crew.budget.watch:
                self.crew.budget.watch(effort, best.worth, best.bound)
            gap = proven - best.worth
            if (
                not (len(arcs) or missing.any())
                or gap <= self.crew.budget.tolerance * abs(best.worth)
                or self.crew.budget.over()
            ):
                break
            network, kept = self._grown(network, arcs, found, gap)
            flow = np.zeros(len(network.rows), dtype=np.int64)
            flow[kept] = best_flow(network.only(kept))
        if best is None:
            raise ValueError("A search takes at least one round.")
        return best

    def _first_network(self, prices: Ints) -> Network:
        """The best of each mentee at the first prices, and pairs that products do not see."""
        everybody = np.arange(len(self.people.rows))
        left_out = np.full(len(everybody), self.people.weigher.scale.most, dtype=np.int64)
        arcs = [self._extra()]
        for found in self._in_tasks("scoring", candidates.best, self.sheet.view(prices), everybody, count=self.kept):
            arcs.append(Arcs(found.rows, found.columns, found.worth))
            left_out[found.looked_at] = found.left_out
        self.memories = [Memory(prices, left_out)]
        return replace(self.people.network(*self._merged(arcs)), limit=self.limit)

    @property
    def _width(self) -> int:
        return max(1, len(self.people.columns))

    def _extra(self) -> Arcs:
        rows, columns = self.sheet.extra
        inside = rows < len(self.people.rows)
        worth, allowed = self.people.weigh(rows[inside], columns[inside])
        return Arcs(rows[inside][allowed], columns[inside][allowed], worth[allowed])

    def _merged(self, arcs: Sequence[Arcs]) -> tuple[Ints, Ints, Ints]:
        """In order, each once."""
        rows, columns, worth = (np.concatenate(part) for part in zip(*(one.columns() for one in arcs), strict=True))
        keys = rows * self._width + columns
        order = np.argsort(keys, kind="stable")
        kept = order[np.flatnonzero(np.diff(keys[order], prepend=-1))]
        return rows[kept], columns[kept], worth[kept]

    def _missing(self, found: Prices) -> tuple[Arcs, Ints]:
        """Pairs that could still improve the plan, and for each row by how much at most.

        What is left out at these prices is remembered.
        """
        none = np.zeros(0, dtype=np.int64)
        arcs = [Arcs(none, none, none)]
        left_out = found.thresholds.copy()
        missing = np.zeros(len(self.people.rows), dtype=np.int64)
        for rows, order, counts, at_most in self._prefixes(found):
            left_out[rows] = at_most
            view = self.sheet.view(found.columns, order[: int(counts.max())])
            look = partial(candidates.beyond, prices=found.columns, most=ADDED)
            for block in self._in_tasks("checking", look, view, rows, counts, found.thresholds[rows]):
                arcs.append(Arcs(block.rows, block.columns, block.worth))
                left_out[block.looked_at] = block.left_out
                gains = block.worth - found.columns[block.columns] - found.thresholds[block.rows]
                np.maximum.at(missing, block.rows, gains)
        self.memories = [*self.memories[:1], *self.memories[1:][-1:], Memory(found.columns, left_out)]
        missing = np.maximum(missing, left_out - found.thresholds)
        return Arcs(*self._merged(arcs)), missing

    def _prefixes(self, found: Prices) -> Iterator[tuple[Ints, Ints, Ints, Ints]]:
        """For each memory the rows that it helps most: columns by how far they fell, and how many of them matter."""
        falls = [memory.prices - found.columns for memory in self.memories]
        orders = [np.argsort(-fall, kind="stable") for fall in falls]
        counts = [
            np.searchsorted(-fall[order], memory.left_out - found.thresholds)
            for memory, fall, order in zip(self.memories, falls, orders, strict=True)
        ]
        shortest = np.argmin(counts, axis=0)
        for number, memory in enumerate(self.memories):
            rows = np.flatnonzero((shortest == number) & (counts[number] > 0))
            if len(rows):
                greatest = memory.left_out[rows] + falls[number][orders[number][0]]
                yield rows, orders[number], counts[number][rows], greatest

    def _grown(self, network: Network, arcs: Arcs, found: Prices, gap: int) -> tuple[Network, Ints]:
        """With the new pairs; and which pairs a better plan can use at all, now that the bound is so near."""
        before = Arcs(network.rows, network.columns, network.worth)
        rows, columns, worth = self._merged([before, arcs])
        grown = replace(network, rows=rows, columns=columns, worth=worth)
        forgone = found.thresholds[grown.rows] - (grown.worth - found.columns[grown.columns])
        return grown, np.flatnonzero((forgone <= gap) | (self.limit > 1))

    def _in_tasks(
        self, what: str, look: Callable[..., Found], view: View, rows: Ints, *beside: Ints, **options: int
    ) -> Iterator[Found]:
        """Look at some rows at a time, several at once, and hand over in order; end early when the budget does."""
        parts = [slice(start, start + TASK) for start in range(0, len(rows), TASK)]
        tasks: list[Future[Found]] = []
        for part in parts:
            about = [column[part] for column in beside]
            tasks.append(self.crew.executor.submit(look, self.sheet, view, rows[part], *about, **options))
        try:
            for part, task in zip(parts, tasks, strict=True):
                found = task.result()
                self.scored += found.scored
                yield found
                self.crew.progress(min(part.stop, len(rows)), len(rows), what)
                if self.crew.budget.over():
                    break
        finally:
            for task in tasks:
                task.cancel()
