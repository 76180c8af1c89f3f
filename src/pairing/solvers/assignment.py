"""SciPy's assignment solvers: every place is a column of its own. For one mentor each."""

import numpy as np
from scipy.optimize import linear_sum_assignment
from scipy.sparse import coo_array
from scipy.sparse.csgraph import min_weight_full_bipartite_matching

from pairing.problem import Ints
from pairing.solvers import Network


def assign(network: Network, *, dense: bool) -> Ints:
    """1 for every arc that is used."""
    arcs, places, gains = _by_place(network)
    useful = gains > 0
    arcs, places, gains = arcs[useful], places[useful], gains[useful]
    solve = _whole if dense else _sparse
    used = arcs[solve(network.rows[arcs], places, gains, (len(network.first), int(network.seat_counts.sum())))]
    flow = np.zeros(len(network.rows), dtype=np.int64)
    flow[used] = 1
    return flow


def _by_place(network: Network) -> tuple[Ints, Ints, Ints]:
    """Each arc once for every place of its mentor, with what the mentee gains there."""
    columns = np.repeat(network.seat_columns, network.seat_counts)
    costs = np.repeat(network.seat_costs, network.seat_counts)
    starts = np.searchsorted(columns, np.arange(network.width + 1))
    many = np.diff(starts)[network.columns]
    arcs = np.repeat(np.arange(len(network.rows)), many)
    within = np.arange(len(arcs)) - np.repeat(np.cumsum(many) - many, many)
    places = starts[network.columns][arcs] + within
    gains = network.worth[arcs] + network.match * network.first[network.rows[arcs]] - costs[places]
    gains[network.first[network.rows[arcs]] == 0] = 0
    return arcs, places, gains


def _whole(rows: Ints, places: Ints, gains: Ints, shape: tuple[int, int]) -> Ints:
    table = np.zeros(shape)
    table[rows, places] = gains
    down, across = linear_sum_assignment(table, maximize=True)
    return _chosen(rows, places, down, across, shape[1])


def _sparse(rows: Ints, places: Ints, gains: Ints, shape: tuple[int, int]) -> Ints:
    """Everybody also has a place of nobody's, so that all can be assigned; values must not be 0."""
    everybody = np.arange(shape[0])
    values = np.concatenate([gains + 1, np.ones(shape[0], dtype=np.int64)]).astype(np.float64)
    index = (np.concatenate([rows, everybody]), np.concatenate([places, shape[1] + everybody]))
    table = coo_array((values, index), shape=(shape[0], shape[1] + shape[0])).tocsr()
    down, across = min_weight_full_bipartite_matching(table, maximize=True)
    return _chosen(rows, places, down, across, shape[1])


def _chosen(rows: Ints, places: Ints, down: Ints, across: Ints, width: int) -> Ints:
    """Which of the arcs were picked."""
    at = np.full(int(rows.max(initial=0)) + 1, -1, dtype=np.int64)
    kept = (across < width) & (down < len(at))
    at[down[kept]] = across[kept]
    return np.flatnonzero(at[rows] == places)
