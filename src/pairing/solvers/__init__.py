"""Exact solvers of one small kind of network, one file each; they all find plans of the same worth."""

from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, replace
from importlib.util import find_spec

import numpy as np

from pairing.problem import Ints, ProblemError

try:
    from threadpoolctl import threadpool_limits
except ImportError:
    threadpool_limits = None

SMALL = 4_000_000  # mentees times places, up to which a table of all pairs is fastest
EXACT = 2**52  # whole numbers a float holds


@dataclass(frozen=True)
class Network:
    """Who could go where: arcs from mentees (rows) to mentors (columns) in order, each with its worth.

    A row sends `first` units that earn `match` each, then `extra` ones that earn `more`. A column takes
    units on seats, in order and the cheapest first. An arc carries up to `limit` units.
    """

    rows: Ints
    columns: Ints
    worth: Ints
    first: Ints
    extra: Ints
    match: int
    more: int
    seat_columns: Ints
    seat_costs: Ints
    seat_counts: Ints
    width: int  # how many columns
    limit: int = 1

    @property
    def starts(self) -> Ints:
        """Where each row's arcs start, and where the last ends."""
        return np.searchsorted(self.rows, np.arange(len(self.first) + 1))

    def only(self, arcs: Ints) -> "Network":
        return replace(self, rows=self.rows[arcs], columns=self.columns[arcs], worth=self.worth[arcs])


def best_flow(network: Network) -> Ints:
    """How many units each arc carries in a plan of greatest worth."""
    if not len(network.rows):
        return np.zeros(0, dtype=np.int64)
    one_each = network.limit == 1 and not network.extra.any() and network.first.max() <= 1
    small = len(network.first) * int(network.seat_counts.sum()) <= SMALL
    exact = _greatest(network) * (len(network.first) + 1) < EXACT
    if one_each and exact and (small or not has_flow()):
        from pairing.solvers.assignment import assign  # noqa: PLC0415 one solver need not be there for the other

        return assign(network, dense=small)
    if not has_flow():
        raise ProblemError("no_solver", "This problem needs the package pylmcf.")
    from pairing.solvers.flow import flow  # noqa: PLC0415 as above

    return flow(network)


def has_flow() -> bool:
    return find_spec("pylmcf") is not None


def one_thread_each() -> AbstractContextManager[object]:
    """Blocks are scored side by side; the products inside them need no threads of their own."""
    return threadpool_limits(1) if threadpool_limits else nullcontext()


def _greatest(network: Network) -> int:
    return int(network.worth.max()) + network.match + int(np.abs(network.seat_costs).max(initial=0))
