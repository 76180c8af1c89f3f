"""More criteria: how near two texts are, how alike two sets of answers, and scores that somebody else computed."""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

from pairing.criteria import both_said
from pairing.problem import Bools, Evidence, Floats, Ints, ProblemError
from pairing.tables import Parts, Product

UNIT = 1000  # how long a text's vector is, in whole numbers: sums of products are then exact

type Vectors = npt.NDArray[np.int16]


def whole_vectors(vectors: Floats) -> Vectors:
    """Vectors of texts as this criterion wants them: whole numbers, all of one length; nothing said stays 0."""
    if not np.isfinite(vectors).all():
        raise ProblemError("number", "Every number of a text’s vector must be finite.")
    length = np.linalg.norm(vectors, axis=1, keepdims=True)
    unit = np.divide(vectors, length, out=np.zeros(vectors.shape), where=length > 0)
    return np.rint(unit * UNIT).astype(np.int16)


@dataclass(frozen=True)
class Near:
    """How near the meaning of two texts is: the cosine between their vectors, nothing when it is negative."""

    mentees: Vectors
    mentors: Vectors
    weight: float
    key: str = "text"

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return self.mentees.any(axis=1), self.mentors.any(axis=1)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        if rows.ndim == 2:
            hers, his = self.mentees[rows[:, 0]].astype(np.float64), self.mentors[columns[0]].astype(np.float64)
            product = hers @ his.T
        else:
            hers, his = self.mentees[rows].astype(np.float64), self.mentors[columns].astype(np.float64)
            product = np.einsum("ij,ij->i", hers, his)
        return both_said(self._both, rows, columns, np.clip(product / UNIT**2, 0.0, 1.0))

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee].tolist(), self.mentors[mentor].tolist()
        if not (any(hers) and any(his)):
            return math.nan
        product = sum(one * other for one, other in zip(hers, his, strict=True))
        return float(min(1.0, max(0.0, product / UNIT**2)))

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence("text", {"percent": round(100 * self.score(mentee, mentor))})

    def parts(self) -> Parts:
        left, right = self.mentees.astype(np.float32) / UNIT, self.mentors.astype(np.float32) / UNIT
        return Parts(self._both, (Product(left, right, (0, 1)),))


@dataclass(frozen=True)
class Answers:
    """How alike the same questions were answered, on a scale from 1 to `top`; whoever left one out said nothing."""

    mentees: tuple[Sequence[int | None], ...]
    mentors: tuple[Sequence[int | None], ...]
    weight: float
    top: int = 5
    key: str = "answers"

    def __post_init__(self) -> None:
        sheets = (*self.mentees, *self.mentors)
        if len({len(sheet) for sheet in sheets} - {0}) > 1 or self.top < 2:
            raise ProblemError("lengths", "Everybody answers the same questions.")
        if any(answer is not None and not 1 <= answer <= self.top for sheet in sheets for answer in sheet):
            raise ProblemError("number", f"Answers lie between 1 and {self.top}.")

    @cached_property
    def _given(self) -> tuple[Ints, Ints]:
        count = max((len(sheet) for sheet in (*self.mentees, *self.mentors)), default=0)
        return _sheet(self.mentees, count), _sheet(self.mentors, count)

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        hers, his = ((given > 0).all(axis=1) & bool(given.shape[1]) for given in self._given)
        return hers, his

    @property
    def _whole(self) -> int:
        questions: int = self._given[0].shape[1]
        return max(1, questions) * (self.top - 1)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        hers, his = self._given
        apart = np.zeros(np.broadcast_shapes(rows.shape, columns.shape))
        for question in range(min(hers.shape[1], his.shape[1])):
            apart += np.abs(hers[rows, question] - his[columns, question])
        return both_said(self._both, rows, columns, 1.0 - apart / self._whole)

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        gaps = [abs(one - other) for one, other in zip(hers, his, strict=False) if one and other]
        return 1.0 - sum(gaps) / self._whole if gaps and len(gaps) == max(len(hers), len(his)) else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        same = sum(one == other for one, other in zip(self.mentees[mentee], self.mentors[mentor], strict=True))
        return Evidence(self.key, {"same": same, "of": len(self.mentees[mentee])})

    def parts(self) -> Parts:
        """Each answer of the mentee picks a column; the mentor has there how near their own is."""
        hers, his = self._given
        steps = np.arange(1, self.top + 1)
        left = (hers[:, :, None] == steps).reshape(len(hers), -1)
        near = (self.top - 1) - np.abs(his[:, :, None] - steps)
        right = np.where(self._both[1][:, None], near.reshape(len(his), -1) / self._whole, 0.0)
        known = self._both[0][:, None]
        return Parts(self._both, (Product((left & known).astype(np.float32), right.astype(np.float32)),))


def _sheet(people: Sequence[Sequence[int | None]], count: int) -> Ints:
    """Nothing said is 0."""
    sheets = [[answer or 0 for answer in one] or [0] * count for one in people]
    return np.array(sheets, dtype=np.int64).reshape(len(people), count)


@dataclass(frozen=True)
class Given:
    """Scores from 0 to 1 that were computed elsewhere, mentees down; NaN where nothing is known."""

    table: Floats
    weight: float
    key: str = "given"

    def __post_init__(self) -> None:
        known = self.table[~np.isnan(self.table)]
        if self.table.ndim != 2 or (len(known) and not (known.min() >= 0 and known.max() <= 1)):
            raise ProblemError("number", f"Scores of {self.key} lie between 0 and 1 in a table of two dimensions.")

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        return np.asarray(self.table[rows, columns], dtype=np.float64)

    def score(self, mentee: int, mentor: int) -> float:
        return float(self.table[mentee, mentor])

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence(self.key, {"percent": round(100 * self.score(mentee, mentor))})

    def parts(self) -> None:
        return None
