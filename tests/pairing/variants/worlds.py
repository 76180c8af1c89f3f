"""Small worlds for the variants: any table of points, and peers."""

from collections.abc import Sequence
from random import Random

import numpy as np
from hypothesis import strategies as st

from pairing import Problem, Side
from pairing.likeness import Given
from pairing.problem import Pair
from pairing.rules import Apart


def tabled(
    points: Sequence[Sequence[float]],
    *,
    places: tuple[int, ...] | None = None,
    wanted: tuple[int, ...] | None = None,
    least: tuple[int, ...] = (),
    locked: tuple[Pair, ...] = (),
    apart: frozenset[Pair] = frozenset(),
) -> Problem:
    """A problem with exactly these points, mentees down."""
    rows, columns = len(points), len(points[0]) if points else len(places or ())
    table = np.array(points, dtype=np.float64).reshape(rows, columns) / 100
    mentees = Side(tuple(f"e{at}" for at in range(rows)), wanted or (1,) * rows)
    mentors = Side(tuple(f"m{at}" for at in range(columns)), places or (1,) * columns, least=least)
    return Problem(mentees, mentors, (Given(table, 1.0),), (Apart(apart, (rows, columns)),), locked)


def peers(points: Sequence[Sequence[float]], *, apart: frozenset[Pair] = frozenset()) -> Problem:
    """Peers with these points for each other."""
    count = len(points)
    side = Side(tuple(f"p{at}" for at in range(count)), (1,) * count)
    table = np.array(points, dtype=np.float64).reshape(count, count) / 100
    return Problem(side, side, (Given(table, 1.0),), (Apart(apart, (count, count)),))


def drawn(chance: Random, rows: int, columns: int) -> list[list[float]]:
    """Whole and half points, often equal, some of them none."""
    top = chance.choice((3, 40, 200))
    return [[chance.randrange(top) / 2 * chance.choice((0, 1, 1, 1)) for _ in range(columns)] for _ in range(rows)]


def some_pairs(chance: Random, rows: int, columns: int, share: float) -> frozenset[Pair]:
    return frozenset((row, at) for row in range(rows) for at in range(columns) if chance.random() < share)


def seeds() -> st.SearchStrategy[int]:
    return st.integers(0, 2**32)
