"""The smallest prices that support a plan, and what any plan is worth at most at given prices."""

from dataclasses import dataclass

import numpy as np

from pairing.problem import Bools, Ints
from pairing.solvers import Network

MOST_ROUNDS = 20_000  # a plan that is not the best would raise prices for ever
FAR = 2**61


@dataclass(frozen=True)
class Prices:
    """What a place with each mentor costs, and what each mentee must gain more than to want a change."""

    columns: Ints
    thresholds: Ints


def support(network: Network, flow: Ints) -> Prices:
    """Raise prices until nobody would rather have another mentor; the smallest such prices are unique."""
    state = _State.of(network, flow)
    prices = first_prices(network, flow)
    active = np.arange(len(network.first))
    thresholds = np.zeros(len(network.first), dtype=np.int64)
    for _ in range(MOST_ROUNDS):
        arcs = state.arcs_of(active)
        thresholds[active] = state.thresholds(active, arcs, prices)
        open_arcs = arcs[~state.full[arcs]]
        raised = prices.copy()
        np.maximum.at(
            raised, network.columns[open_arcs], network.worth[open_arcs] - thresholds[network.rows[open_arcs]]
        )
        changed = raised > prices
        prices = raised
        active = state.rows_at(changed)
        if not len(active):
            break
    return Prices(prices, thresholds)


@dataclass(frozen=True)
class _State:
    network: Network
    starts: Ints
    used: Bools
    full: Bools
    spare: Bools  # rows with units left
    forgone: Ints  # what a row's next unit earns
    used_arcs: Ints

    @classmethod
    def of(cls, network: Network, flow: Ints) -> "_State":
        sent = np.zeros(len(network.first), dtype=np.int64)
        np.add.at(sent, network.rows, flow)
        used = flow > 0
        spare = sent < network.first + network.extra
        forgone = np.where(sent < network.first, network.match, network.more)
        return cls(network, network.starts, used, flow >= network.limit, spare, forgone, np.flatnonzero(used))

    def arcs_of(self, rows: Ints) -> Ints:
        if len(rows) == len(self.spare):
            return np.arange(len(self.network.rows))
        return ranges(self.starts[rows], self.starts[rows + 1])

    def thresholds(self, rows: Ints, arcs: Ints, prices: Ints) -> Ints:
        gains = np.where(self.used[arcs], self.network.worth[arcs] - prices[self.network.columns[arcs]], FAR)
        counts = self.starts[rows + 1] - self.starts[rows]
        least = np.full(len(rows), FAR, dtype=np.int64)
        some = counts > 0
        if len(gains):
            begin = np.concatenate([[0], np.cumsum(counts)[:-1]])
            least[some] = np.minimum.reduceat(gains, begin[some])
        return np.minimum(least, np.where(self.spare[rows], -self.forgone[rows], FAR))

    def rows_at(self, changed: Bools) -> Ints:
        """Rows whose threshold hangs on a price that changed."""
        hit = self.network.rows[self.used_arcs[changed[self.network.columns[self.used_arcs]]]]
        hanging = np.zeros(len(self.spare), dtype=np.bool_)
        hanging[hit] = True
        return np.flatnonzero(hanging)


def ranges(starts: Ints, ends: Ints) -> Ints:
    """All numbers from each start to before its end, one after the other."""
    counts = ends - starts
    return np.repeat(starts - np.cumsum(counts) + counts, counts) + np.arange(int(counts.sum()))


def first_prices(network: Network, flow: Ints) -> Ints:
    """A mentor's last taken place, or the first free one, sets where the price starts."""
    used = np.zeros(network.width, dtype=np.int64)
    np.add.at(used, network.columns, flow)
    ends = np.cumsum(network.seat_counts)
    starts = np.searchsorted(network.seat_columns, np.arange(network.width))
    before = np.concatenate([[0], ends])[starts]
    prices = np.zeros(network.width, dtype=np.int64)
    has = np.isin(np.arange(network.width), network.seat_columns)
    last = before + np.maximum(used, 1)
    prices[has] = network.seat_costs[np.searchsorted(ends, last[has])]
    return prices


def bound(network: Network, prices: Ints) -> int:
    """At these prices: what mentees could gain over these arcs, and what places earn."""
    gains = network.worth - prices[network.columns]
    units = (network.first + network.extra) // network.limit
    if units.max(initial=0) > 1:
        order = np.lexsort((-gains, network.rows))
        rows = network.rows[order]
        rank = np.arange(len(rows)) - network.starts[rows]
        chosen = rank < units[rows]
        gains = gains[order][chosen] + np.where(rank < network.first[rows], network.match, network.more)[chosen]
    elif len(gains):
        first = np.flatnonzero(np.diff(network.rows, prepend=-1))
        gains = np.maximum.reduceat(gains, first)
        gains += np.where(network.first[network.rows[first]] > 0, network.match, network.more)
    return network.limit * int(np.maximum(gains, 0).sum()) + seat_value(network, prices)


def worth_of(network: Network, flow: Ints) -> int:
    """What a flow is worth, all in all."""
    sent = np.zeros(len(network.first), dtype=np.int64)
    np.add.at(sent, network.rows, flow)
    used = np.zeros(network.width, dtype=np.int64)
    np.add.at(used, network.columns, flow)
    firsts = np.minimum(sent, network.first)
    before = np.cumsum(network.seat_counts) - network.seat_counts
    starts = np.searchsorted(network.seat_columns, network.seat_columns)
    taken = np.clip(used[network.seat_columns] - (before - before[starts]), 0, network.seat_counts)
    people = int((firsts * network.match + (sent - firsts) * network.more).sum())
    return people + int((network.worth * flow).sum()) - int((taken * network.seat_costs).sum())


def seat_value(network: Network, prices: Ints) -> int:
    left = np.maximum(prices[network.seat_columns] - network.seat_costs, 0)
    return int((left * network.seat_counts).sum())
