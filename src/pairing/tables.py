"""Who says what, as sparse tables: the raw material of criteria and rules, for single pairs and for whole tiles."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_array

from pairing.problem import Bools, Floats, Ints

DENSE = 512  # columns up to which a block is multiplied dense

type Floats32 = npt.NDArray[np.float32]
type Table = csr_array | Floats32  # people × columns


@dataclass(frozen=True)
class Product:
    """Part of a score: for each pair the sum over columns of left × right, held within `limits`."""

    left: Table
    right: Table
    limits: tuple[float, float] | None = None


@dataclass(frozen=True)
class Parts:
    """A criterion as sums of products, for tiles; close to its `scores`, and 0 where nothing is known.

    `known` says who said anything; with `either` one side is enough. `extra` are pairs that score
    more than the products say: they are always looked at one by one.
    """

    known: tuple[Bools, Bools]
    products: tuple[Product, ...]
    either: bool = False
    extra: tuple[Ints, Ints] | None = None


@dataclass(frozen=True)
class Bars:
    """A rule as people who are out, single pairs, products above 0, or products that must be above 0."""

    mentees: Bools | None = None
    mentors: Bools | None = None
    pairs: tuple[Ints, Ints] | None = None
    forbidding: Product | None = None
    needing: Product | None = None


@dataclass(frozen=True)
class Tables:
    """Two tables over the same columns."""

    left: csr_array
    right: csr_array

    def shared(self, rows: Ints, columns: Ints) -> Floats:
        """The sum over columns of left × right: for pairs one by one, or for a block (rows down, columns across)."""
        if rows.ndim == 1:
            return np.asarray(self.left[rows].multiply(self.right[columns]).sum(axis=1), dtype=np.float64).reshape(-1)
        left, right = self.left[rows[:, 0]], self.right[columns[0]]
        if self.left.shape[1] <= DENSE:
            return np.asarray(left.toarray() @ right.toarray().T, dtype=np.float64)
        return np.asarray((left @ right.T).toarray(), dtype=np.float64)


def table_of[T](people: Sequence[Mapping[T, float]], column_of: Mapping[T, int]) -> csr_array:
    """A row for each person; what has no column is left out."""
    kept = [[column_of[name] for name in said if name in column_of] for said in people]
    values = [value for said in people for name, value in said.items() if name in column_of]
    return _rows(kept, np.array(values, dtype=np.float64), len(column_of))


def _rows(kept: Sequence[Sequence[int]], values: Floats, width: int) -> csr_array:
    ends = np.cumsum([0, *map(len, kept)])
    index = np.fromiter(chain.from_iterable(kept), np.int32, len(values))
    return csr_array((values, index, ends.astype(np.int32)), shape=(len(kept), max(1, width)))


def named[T](left: Sequence[frozenset[T]], right: Sequence[frozenset[T]]) -> Tables:
    """What both sides name: only names that occur on both can be shared."""
    both = set().union(*left) & set().union(*right)
    column_of = {name: at for at, name in enumerate(sorted(both, key=repr))}
    hers, his = ([[column_of[name] for name in names if name in column_of] for names in side] for side in (left, right))
    return Tables(_ones(hers, len(column_of)), _ones(his, len(column_of)))


def _ones(kept: Sequence[Sequence[int]], width: int) -> csr_array:
    return _rows(kept, np.ones(sum(map(len, kept))), width)


def one_hot(codes: Ints, count: int) -> csr_array:
    """One column for each code; a negative code has none."""
    at = np.flatnonzero(codes >= 0)
    ones = np.ones(len(at), dtype=np.float64)
    return csr_array((ones, (at, codes[at])), shape=(len(codes), max(1, count)))


def column(values: Bools | Floats) -> csr_array:
    return csr_array(np.asarray(values, dtype=np.float64)[:, None])


def coded(*columns: Sequence[str]) -> tuple[list[Ints], int]:
    """Words as numbers, the same in every column; −1 for nothing said."""
    code = {word: at for at, word in enumerate(sorted(set().union(*map(set, columns)) - {""}))}
    return [np.array([code.get(word, -1) for word in words], dtype=np.int64) for words in columns], len(code)


def said(people: Sequence[object]) -> Bools:
    return np.array([bool(one) for one in people], dtype=np.bool_)


def numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


@dataclass(frozen=True)
class Marks:
    """A value for some pairs and 0 for all others, to be asked for single pairs or for blocks."""

    table: csr_array

    @classmethod
    def of(cls, rows: Ints, columns: Ints, shape: tuple[int, int], values: Floats | None = None) -> "Marks":
        """The same pair named twice counts once."""
        keys, first = np.unique(rows * max(1, shape[1]) + columns, return_index=True)
        kept = np.ones(len(keys)) if values is None else values[first]
        return cls(csr_array((kept, (rows[first], columns[first])), shape=(shape[0], max(1, shape[1]))))

    @cached_property
    def _keys(self) -> Ints:
        rows = np.repeat(np.arange(self.table.shape[0], dtype=np.int64), np.diff(self.table.indptr))
        keys: Ints = rows * self.table.shape[1] + self.table.indices
        return keys

    def at(self, rows: Ints, columns: Ints) -> Floats:
        if rows.ndim == 2:
            return np.asarray(self.table[rows[:, 0]][:, columns[0]].toarray(), dtype=np.float64)
        if not len(self._keys):
            return np.zeros(len(rows))
        wanted = rows * self.table.shape[1] + columns
        place = np.minimum(np.searchsorted(self._keys, wanted), len(self._keys) - 1)
        return np.where(self._keys[place] == wanted, self.table.data[place], 0.0)

    def holds(self, rows: Ints, columns: Ints) -> Bools:
        found: Bools = self.at(rows, columns) > 0
        return found
