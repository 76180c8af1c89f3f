"""Minimum-cost flow by LEMON's network simplex, through pylmcf."""

import numpy as np
from pylmcf import Graph

from pairing.problem import Ints
from pairing.solvers import Network


def flow(network: Network) -> Ints:
    """Units on every arc. What a mentee does not send to mentors goes straight to the sink and earns nothing."""
    count, arcs = len(network.first), len(network.rows)
    sink = count + network.width
    rest_rows, rest_counts, rest_costs = _rest(network)
    starts = np.concatenate([network.rows, rest_rows, count + network.seat_columns])
    ends = np.concatenate([count + network.columns, np.full(len(rest_rows) + len(network.seat_columns), sink)])
    top = int(network.worth.max(initial=0))
    under = -min(0, int(network.seat_costs.min(initial=0)))
    costs = np.concatenate([top - network.worth, rest_costs + top + under, network.seat_costs + under])
    limits = np.concatenate([np.full(arcs, network.limit), rest_counts, network.seat_counts])
    order = np.lexsort((ends, starts))
    graph = Graph(sink + 1, starts[order], ends[order])
    graph.set_edge_costs(costs[order])
    graph.set_edge_capacities(limits[order])
    units = network.first + network.extra
    graph.set_node_supply(np.concatenate([units, np.zeros(network.width, dtype=np.int64), [-units.sum()]]))
    graph.solve()
    found = np.empty(len(order), dtype=np.int64)
    found[order] = graph.result()
    return found[:arcs]


def _rest(network: Network) -> tuple[Ints, Ints, Ints]:
    """Units that stay at home: first the extra ones, which forgo less."""
    rows = np.concatenate([np.flatnonzero(network.extra), np.flatnonzero(network.first)])
    counts = np.concatenate([network.extra[network.extra > 0], network.first[network.first > 0]])
    extra = int((network.extra > 0).sum())
    costs = np.where(np.arange(len(rows)) < extra, network.more, network.match)
    return rows, counts, costs
