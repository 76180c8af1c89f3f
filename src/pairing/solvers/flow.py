"""Minimum-cost flow by LEMON's network simplex, through pylmcf."""

import numpy as np
from pylmcf import Graph

from pairing.problem import Ints
from pairing.solvers import Network


def flow(network: Network) -> Ints:
    """Units on every arc. What a mentee does not send to mentors goes straight to the sink and earns nothing.

    Arcs must come in order. Those of the network do, so only a place among them is found for the others.
    """
    count, arcs = len(network.first), len(network.rows)
    sink = count + network.width
    rest_rows, rest_counts, rest_costs = _rest(network)
    at = np.searchsorted(network.rows, rest_rows, side="right")
    top = int(network.worth.max(initial=0))
    under = -min(0, int(network.seat_costs.min(initial=0)))

    def column(own: Ints, rest: Ints | int, seats: Ints | int) -> Ints:
        whole = np.empty(arcs + len(at) + len(network.seat_columns), dtype=np.int64)
        whole[: arcs + len(at)] = np.insert(own, at, rest)
        whole[arcs + len(at) :] = seats
        return whole

    graph = Graph(
        sink + 1,
        column(network.rows, rest_rows, count + network.seat_columns),
        column(count + network.columns, sink, sink),
    )
    graph.set_edge_costs(column(top - network.worth, rest_costs + top + under, network.seat_costs + under))
    graph.set_edge_capacities(column(np.full(arcs, network.limit), rest_counts, network.seat_counts))
    units = network.first + network.extra
    graph.set_node_supply(np.concatenate([units, np.zeros(network.width, dtype=np.int64), [-units.sum()]]))
    graph.solve()
    found: Ints = np.delete(graph.result()[: arcs + len(at)], at + np.arange(len(at)))
    return found


def _rest(network: Network) -> tuple[Ints, Ints, Ints]:
    """Units that stay at home, mentee by mentee: first the extra ones, which forgo less."""
    rows = np.concatenate([np.flatnonzero(network.extra), np.flatnonzero(network.first)])
    counts = np.concatenate([network.extra[network.extra > 0], network.first[network.first > 0]])
    extra = int((network.extra > 0).sum())
    costs = np.where(np.arange(len(rows)) < extra, network.more, network.match)
    order = np.argsort(rows, kind="stable")
    return rows[order], counts[order], costs[order]
