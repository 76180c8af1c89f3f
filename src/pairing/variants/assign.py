"""The best pairs from a table of all pairs: a flow on the best of each mentee, and prices that find what is missing."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.field import Field
from pairing.prices import Prices, bound, support, worth_of
from pairing.problem import MILLI, Ints, Objective, Pair, Problem
from pairing.solvers import Network, best_flow
from pairing.variants.table import BLOCK, Table, best_few
from pairing.worth import scale_of, seats

KEPT = 12  # candidates of each mentee at first
ADDED = 6  # in each round, at most
ROUNDS = 200


@dataclass(frozen=True)
class Gains:
    """What pairs of a field earn: their points, more for each mentee, and more for some pairs (by key, in order)."""

    field: Field
    table: Table
    of_rows: Ints
    keys: Ints
    of_keys: Ints

    def at(self, keys: Ints) -> Ints:
        rows, columns = np.divmod(keys, len(self.field.columns))
        gains = self.table[rows, columns] + self.of_rows[rows]
        if len(self.keys):
            place = np.minimum(np.searchsorted(self.keys, keys), len(self.keys) - 1)
            gains += np.where(self.keys[place] == keys, self.of_keys[place], 0)
        return gains


@dataclass(frozen=True)
class Plan:
    """Pairs, what they are worth together, and prices with which no plan is worth more than the bound."""

    pairs: tuple[Pair, ...]
    worth: int
    prices: tuple[int, ...]
    bound: int
    looked_at: Ints  # keys of pairs: a good start for the next plan


def best_plan(gains: Gains, start: Ints | None = None) -> Plan:
    """The plan of greatest worth: people first if the field’s aims say so."""
    field, keys = gains.field, np.union1d(_first_keys(gains) if start is None else start, gains.keys)
    for _ in range(ROUNDS):
        network = _network(gains, keys)
        flow = best_flow(network)
        found = support(network, flow)
        missing = _missing(gains, found, keys)
        if not len(missing):
            break
        keys = np.union1d(keys, missing)
    most = bound(network, found.columns)
    pairs = tuple(sorted(field.pairs(network, flow)))
    return Plan(pairs, worth_of(network, flow), _prices(gains, found.columns), most, keys)


def _prices(gains: Gains, found: Ints) -> tuple[int, ...]:
    """Prices for all mentors; who has no place left is too dear also for those who earn more."""
    prices = np.array(gains.field.prices(found), dtype=np.int64)
    away = np.ones(len(prices), dtype=np.bool_)
    away[gains.field.columns] = False
    prices[away] += gains.of_rows.max(initial=0) + gains.of_keys.max(initial=0)
    return tuple(prices.tolist())


def _network(gains: Gains, keys: Ints) -> Network:
    rows, columns = np.divmod(keys, max(1, len(gains.field.columns)))
    return gains.field.network(rows, columns, gains.at(keys))


def _first_keys(gains: Gains) -> Ints:
    count, width = min(KEPT, gains.table.shape[1]), gains.table.shape[1]
    if not gains.table.size:
        return np.zeros(0, dtype=np.int64)
    top = np.argpartition(-gains.table, count - 1, axis=1)[:, :count].ravel()
    rows = np.repeat(np.arange(len(gains.table)), count)
    allowed = gains.table[rows, top] >= 0
    keys: Ints = np.sort(rows[allowed] * width + top[allowed])
    return keys


def _missing(gains: Gains, found: Prices, known: Ints) -> Ints:
    """For each mentee the pairs that gain most over what they have now at these prices."""
    table, width = gains.table, gains.table.shape[1]
    missing = [np.zeros(0, dtype=np.int64)]
    for start in range(0, len(table) if width else 0, BLOCK):
        rows = slice(start, start + BLOCK)
        left = table[rows] + (gains.of_rows[rows] - found.thresholds[rows])[:, None] - found.columns[None, :]
        left[table[rows] < 0] = -1
        begin, end = np.searchsorted(known, [start * width, (start + BLOCK) * width])
        left.ravel()[known[begin:end] - start * width] = -1
        down, at = best_few(left, 0, ADDED)
        missing.append((down + start) * width + at)
    return np.sort(np.concatenate(missing))


def bound_again(
    problem: Problem,
    objective: Objective,
    prices: Sequence[int],
    *,
    kept: Mapping[Pair, int] | None = None,
    of_rows: Sequence[int] = (),
) -> int:
    """For a checker, mentee by mentee: what each gains at most after paying for a place, and what places earn."""
    scale, held = scale_of(problem, objective), {mentee for mentee, _ in problem.locked}
    paid, columns = np.array(prices, dtype=np.int64), np.arange(len(problem.mentors))
    bonus: dict[int, list[tuple[int, int]]] = {}
    for (row, at), more in (kept or {}).items():
        bonus.setdefault(row, []).append((at, more))
    places = seats(problem, scale)
    total = int((np.maximum(paid[places.mentors] - places.costs, 0) * places.counts).sum())
    for row in (row for row, count in enumerate(problem.mentees.places) if count and row not in held and len(columns)):
        me: Ints = np.array([row])
        gains = criteria.points(problem, me, columns)[0]
        never = rules.forbidden(problem, me, columns)[0] | (gains < round(objective.floor * MILLI))
        for at, more in bonus.get(row, ()):
            gains[at] += more
        gains += scale.match + (of_rows[row] if of_rows else 0) - paid
        total += max(0, int(gains[~never].max(initial=0)))
    return total
