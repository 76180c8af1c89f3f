"""What is asked and what is answered: frozen columns, no behavior of their own."""

import dataclasses
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import numpy as np
import numpy.typing as npt

VERSION = "1"
MILLI = 1000  # scores are whole thousandths of a point, so that sums are exact
FULL = 100 * MILLI

type Floats = npt.NDArray[np.float64]
type Bools = npt.NDArray[np.bool_]
type Ints = npt.NDArray[np.int64]
type Fact = str | int | float | list[str] | list[list[str | int]]


class ProblemError(ValueError):
    """The question itself is wrong; `code` names how, the message says it in words."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@dataclass(frozen=True)
class Evidence:
    """A reason as a code and its facts, so that it can be said in any language."""

    code: str
    facts: Mapping[str, Fact] = field(default_factory=dict)


class Criterion(Protocol):
    """Something that makes a pair better or worse."""

    @property
    def key(self) -> str: ...

    @property
    def weight(self) -> float: ...

    def scores(self, rows: slice, columns: slice) -> Floats:
        """From 0 to 1 for a block of pairs, NaN where nothing is known."""

    def score(self, mentee: int, mentor: int) -> float:
        """The same for one pair, computed another way."""

    def evidence(self, mentee: int, mentor: int) -> Evidence: ...


class Rule(Protocol):
    """Something that makes a pair impossible."""

    @property
    def code(self) -> str: ...

    def forbids(self, rows: slice, columns: slice) -> Bools:
        """Which pairs of a block may not be."""

    def breaks(self, mentee: int, mentor: int) -> bool:
        """The same for one pair, computed another way."""


@dataclass(frozen=True)
class Side:
    """The people on one side, in any order, and how many partners each may have."""

    ids: tuple[str, ...]
    places: tuple[int, ...]
    load: tuple[int, ...] = ()  # partners somebody has already

    def __post_init__(self) -> None:
        if len(set(self.ids)) != len(self.ids):
            twice = sorted({one for one in self.ids if self.ids.count(one) > 1})
            raise ProblemError("duplicate_id", f"More than one person is called {twice[0]}.")
        if len(self.places) != len(self.ids) or (self.load and len(self.load) != len(self.ids)):
            raise ProblemError("lengths", "Every person needs one number of places.")
        if any(number < 0 for number in (*self.places, *self.load)):
            raise ProblemError("negative_places", "Places can’t be fewer than none.")

    def __len__(self) -> int:
        return len(self.ids)

    def partners_now(self, index: int) -> int:
        return self.load[index] if self.load else 0


@dataclass(frozen=True)
class Problem:
    """Two sides, what counts, what is ruled out and which pairs stand already (`locked`, by index)."""

    mentees: Side
    mentors: Side
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    locked: tuple[tuple[int, int], ...] = ()

    def __post_init__(self) -> None:
        if any(places > 1 for places in self.mentees.places):
            raise ProblemError("many_mentors", "A mentee is given one mentor in each plan.")
        weights = [criterion.weight for criterion in self.criteria]
        if any(not np.isfinite(weight) or weight < 0 for weight in weights):
            raise ProblemError("weights", "Every weight must be a number from 0 up.")
        if weights and not any(weights):
            raise ProblemError("weights", "At least one weight must be above 0.")


@dataclass(frozen=True)
class Objective:
    """Most people first; then the fewest pairs under the floor; then the greatest total.

    With `strict` no pair under the floor is made at all. `load` points are taken off for each
    mentee a mentor already has, so that work is spread.
    """

    floor: float = 40.0
    strict: bool = True
    load: float = 0.0

    def __post_init__(self) -> None:
        if not (0 <= self.floor <= 100 and 0 <= self.load <= 100):
            raise ProblemError("objective", "Floor and load lie between 0 and 100 points.")


@dataclass(frozen=True)
class Value:
    """What a plan is worth, most important first; points are in thousandths."""

    matched: int
    over_floor: int
    points: int


@dataclass(frozen=True)
class Result:
    """A plan: rows of pairs with their points, and the prices that prove that none is better."""

    pairs: tuple[tuple[int, int], ...]
    points: tuple[int, ...]
    value: Value
    prices: tuple[int, ...]
    bound: int
    worth: int  # the value as one number, to compare with the bound
    objective: Objective
    seed: int
    problem_hash: str
    version: str = VERSION

    @property
    def proven(self) -> bool:
        """Nothing better exists (`verify` computes the same again)."""
        return self.bound == self.worth

    def mentor_of(self, mentee: int) -> int | None:
        return dict(self.pairs).get(mentee)


def fingerprint(*things: object) -> str:
    """The same content gives the same hash, on any machine."""
    digest = hashlib.sha256()
    for thing in things:
        _feed(digest, thing)
    return digest.hexdigest()


def _feed(digest: "hashlib._Hash", thing: object) -> None:
    if isinstance(thing, np.ndarray):
        digest.update(f"array {thing.dtype.str} {thing.shape}".encode())
        digest.update(np.ascontiguousarray(thing).tobytes())
    elif dataclasses.is_dataclass(thing) and not isinstance(thing, type):
        digest.update(type(thing).__name__.encode())
        for part in dataclasses.fields(thing):
            _feed(digest, part.name)
            _feed(digest, getattr(thing, part.name))
    elif isinstance(thing, Mapping):
        _feed(digest, sorted((str(key), repr(value)) for key, value in thing.items()))
    elif isinstance(thing, frozenset):
        _feed(digest, sorted(map(repr, thing)))
    elif isinstance(thing, tuple | list):
        digest.update(f"list {len(thing)}".encode())
        for part in thing:
            _feed(digest, part)
    else:
        digest.update(f"{type(thing).__name__} {thing!r}".encode())
