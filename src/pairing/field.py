"""The people of one search in an order of its own: who can still be given somebody, and what pairs are worth."""

from dataclasses import dataclass

import numpy as np

from pairing.problem import Bools, Ints, Objective, Pair, Problem, Progress
from pairing.solvers import Network
from pairing.worth import Seats, Weigher, seats, units

BLOCK = 128  # mentees weighed at a time when all pairs are


@dataclass(frozen=True)
class Field:
    """Mentees and mentors who take part in a search, numbered anew; `rows` and `columns` lead back.

    They are sorted by name and shuffled by the seed, so that the order of a file decides nothing.
    """

    weigher: Weigher
    rows: Ints
    columns: Ints
    first: Ints
    extra: Ints
    seats: Seats  # of the columns, numbered anew

    @classmethod
    def of(cls, problem: Problem, objective: Objective, seed: int) -> "Field":
        weigher = Weigher.of(problem, objective)
        first, extra = units(problem)
        places = seats(problem, weigher.scale)
        away = [rule.bars() for rule in problem.rules]
        rows = first + extra > 0
        columns = np.isin(np.arange(len(problem.mentors)), places.mentors)
        for bars in away:
            if bars is not None and bars.mentees is not None:
                rows &= ~bars.mentees
            if bars is not None and bars.mentors is not None:
                columns &= ~bars.mentors
        chance = np.random.default_rng(seed)
        left = _shuffled(problem.mentees.ids, rows, chance)
        right = _shuffled(problem.mentors.ids, columns, chance)
        return cls(weigher, left, right, first[left], extra[left], _renumbered(places, right, len(problem.mentors)))

    def __len__(self) -> int:
        return len(self.rows)

    def weigh(self, rows: Ints, columns: Ints) -> tuple[Ints, Bools]:
        """Exactly what pairs are worth, one by one, and whether they may be."""
        return self.weigher.pairs(self.rows[rows], self.columns[columns])

    def network(self, rows: Ints, columns: Ints, worth: Ints) -> Network:
        """These arcs with everybody’s units and places."""
        scale = self.weigher.scale
        return Network(
            rows,
            columns,
            worth,
            self.first,
            self.extra,
            scale.match,
            scale.more,
            self.seats.mentors,
            self.seats.costs,
            self.seats.counts,
            len(self.columns),
        )

    def every_pair(self, step: Progress) -> Network:
        """All pairs that may be, for problems small enough to hold them."""
        found: list[tuple[Ints, Ints, Ints]] = []
        across = self.columns[None, :]
        for start in range(0, len(self.rows), BLOCK):
            down = self.rows[start : start + BLOCK]
            worth, allowed = self.weigher.pairs(down[:, None], across)
            rows, columns = np.nonzero(allowed)
            found.append((rows + start, columns, worth[rows, columns]))
            step(start + len(down), len(self.rows), "scoring")
        empty = np.zeros(0, dtype=np.int64)
        table = [np.concatenate([block[part] for block in found] or [empty]) for part in range(3)]
        return self.network(*table)

    def pairs(self, network: Network, flow: Ints) -> list[Pair]:
        used = np.flatnonzero(flow)
        mentees, mentors = self.rows[network.rows[used]], self.columns[network.columns[used]]
        return list(zip(mentees.tolist(), mentors.tolist(), strict=True))

    def numbers(self, mentees: Ints, mentors: Ints) -> tuple[Ints, Ints]:
        """Pairs as this field numbers them; those of people who take no part are left out."""
        rows = places_in(self.rows, len(self.weigher.problem.mentees))[mentees]
        columns = places_in(self.columns, len(self.weigher.problem.mentors))[mentors]
        inside = (rows >= 0) & (columns >= 0)
        return rows[inside], columns[inside]

    def prices(self, found: Ints) -> tuple[int, ...]:
        """Prices for all mentors: a first place where nobody may come, and what no pair can pay where none is left."""
        prices = np.full(len(self.weigher.problem.mentors), self.weigher.scale.most, dtype=np.int64)
        places = seats(self.weigher.problem, self.weigher.scale)
        prices[places.mentors[::-1]] = places.costs[::-1]
        prices[self.columns] = found
        return tuple(prices.tolist())


def _shuffled(ids: tuple[str, ...], chosen: Bools, chance: np.random.Generator) -> Ints:
    at = sorted(np.flatnonzero(chosen).tolist(), key=lambda one: ids[one])
    return np.array(at, dtype=np.int64)[chance.permutation(len(at))]


def places_in(order: Ints, width: int) -> Ints:
    """Where each number stands in an order; −1 for those that are not in it."""
    place = np.full(width, -1, dtype=np.int64)
    place[order] = np.arange(len(order))
    return place


def _renumbered(places: Seats, columns: Ints, width: int) -> Seats:
    at = places_in(columns, width)[places.mentors]
    order = np.argsort(at, kind="stable")
    order = order[at[order] >= 0]
    return Seats(at[order], places.costs[order], places.counts[order])
