"""What is asked and what is answered: frozen columns, no behavior of their own."""

import dataclasses
import hashlib
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol, cast

import numpy as np
import numpy.typing as npt

if TYPE_CHECKING:
    from pairing.tables import Bars, Parts

VERSION = "3"
MILLI = 1000  # scores are whole thousandths of a point, so that sums are exact
FULL = 100 * MILLI
LIGHTEST, HEAVIEST = 1e-9, 1e9  # weights
STRESSED = 1.5  # what matters most to a mentee counts half as much again

PLAIN = frozenset((str, int, float, bool, type(None)))

type Floats = npt.NDArray[np.float64]
type Bools = npt.NDArray[np.bool_]
type Ints = npt.NDArray[np.int64]
type Pair = tuple[int, int]
type Progress = Callable[[int, int, str], None]  # done, of how many, what
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

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        """From 0 to 1, NaN where nothing is known.

        For pairs one by one (both of one dimension) or for a block (rows of shape (r, 1), columns (1, c)).
        These are the scores that count; they are exact to the last bit whichever way they are asked for.
        """

    def score(self, mentee: int, mentor: int) -> float:
        """The same for one pair, by plain arithmetic."""

    def evidence(self, mentee: int, mentor: int) -> Evidence: ...

    def parts(self) -> "Parts | None":
        """The same as products, close enough to find the pairs worth scoring; None when it is no product."""


class Rule(Protocol):
    """Something that makes a pair impossible."""

    @property
    def code(self) -> str: ...

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        """Which pairs may not be; asked like `Criterion.scores`."""

    def breaks(self, mentee: int, mentor: int) -> bool:
        """The same for one pair, by plain comparison."""

    def bars(self) -> "Bars | None":
        """The same as what tiles understand; None when there is no such way."""


@dataclass(frozen=True)
class Side:
    """The people on one side, in any order: how many partners each may have in this plan, and should at least.

    `load` are partners somebody has already; `places` and `least` come on top of these.
    """

    ids: tuple[str, ...]
    places: tuple[int, ...]
    load: tuple[int, ...] = ()
    least: tuple[int, ...] = ()

    def __post_init__(self) -> None:
        if twice := [one for one, count in Counter(self.ids).items() if count > 1]:
            raise ProblemError("duplicate_id", f"More than one person is called {min(twice)}.")
        if any(len(column) not in {0, len(self.ids)} for column in (self.load, self.least)):
            raise ProblemError("lengths", "Every column needs one value for each person.")
        if len(self.places) != len(self.ids):
            raise ProblemError("lengths", "Every person needs one number of places.")
        if any(number < 0 for number in (*self.places, *self.load, *self.least)):
            raise ProblemError("negative_places", "Places can’t be fewer than none.")
        for person, places, least in zip(self.ids, self.places, self.least or self.places, strict=True):
            if self.least and least > places:
                raise ProblemError("least_over_places", f"{person} should have {least} and has room for {places}.")

    def __len__(self) -> int:
        return len(self.ids)

    def partners_now(self, index: int) -> int:
        return self.load[index] if self.load else 0


@dataclass(frozen=True)
class Problem:
    """Two sides, what counts, what is ruled out and which pairs stand already (`locked`, by index).

    `stressed` may name for each mentee the criterion that matters most to them.
    """

    mentees: Side
    mentors: Side
    criteria: tuple[Criterion, ...]
    rules: tuple[Rule, ...] = ()
    locked: tuple[Pair, ...] = ()
    stressed: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        weights = [criterion.weight for criterion in self.criteria]
        if any(weight and not LIGHTEST <= weight <= HEAVIEST for weight in weights):
            raise ProblemError("weights", f"Every weight must be 0, or a number from {LIGHTEST:g} to {HEAVIEST:g}.")
        if weights and not any(weights):
            raise ProblemError("weights", "At least one weight must be above 0.")
        if self.mentees.least and any(self.mentees.least):
            raise ProblemError("least", "Only mentors can have a least number of partners.")
        if any(not (0 <= one < len(self.mentees) and 0 <= other < len(self.mentors)) for one, other in self.locked):
            raise ProblemError("unknown_person", "A locked pair names somebody unknown.")
        if len(self.stressed) not in {0, len(self.mentees)}:
            raise ProblemError("lengths", "Every column needs one value for each person.")


@dataclass(frozen=True)
class Objective:
    """What makes one plan better than another; every aim outweighs all that come after it.

    Mentors reach their least number of partners; most mentees have a mentor; most have another one where
    they want more. Then, with `first="choices"`, what both sides chose. Then the fewest pairs under the
    floor, which with `strict` are not made at all; with `worst`, the worst pair as good as possible; the
    fewest pairs under each of the `bands`, lowest first; and the greatest total. `first="total"` counts
    points before people. `load` points are taken off for each mentee a mentor already has.
    """

    floor: float = 40.0
    strict: bool = True
    load: float = 0.0
    first: Literal["people", "choices", "total"] = "people"
    worst: bool = False
    bands: tuple[float, ...] = ()

    def __post_init__(self) -> None:
        if not (0 <= self.floor <= 100 and 0 <= self.load <= 100):
            raise ProblemError("objective", "Floor and load lie between 0 and 100 points.")
        if any(not 0 <= band <= 100 for band in self.bands):
            raise ProblemError("objective", "Bands lie between 0 and 100 points.")
        if self.first not in {"people", "choices", "total"}:
            raise ProblemError("objective", "First come people, choices or the total.")
        if self.worst and self.first == "total":
            raise ProblemError("objective", "The worst pair counts only where people come first.")


@dataclass(frozen=True)
class Value:
    """What a plan is worth, most important first; points are in thousandths, load taken off.

    `over_floor` counts pairs at or over the floor and `bands` those over each band.
    """

    matched: int
    over_floor: int
    points: int
    more: int = 0  # further mentors of mentees who want several
    least: int = 0  # places up to the least number that are taken
    choices: int = 0
    bands: tuple[int, ...] = ()


@dataclass(frozen=True)
class Worst:
    """The worst pair is as good as can be, in thousandths.

    Without any pair at or under `points`, no plan is worth more than `bound` at these prices: too little to
    reach all that comes before the worst pair. Locked pairs do not count.
    """

    points: int
    prices: tuple[int, ...]
    bound: int


@dataclass(frozen=True)
class Effort:
    """What was done to find a plan."""

    rounds: int = 0
    pairs: int = 0  # scored in tiles
    candidates: int = 0
    left_out: int = 0  # pairs that may still improve the plan when it ended


@dataclass(frozen=True)
class Result:
    """A plan: rows of pairs with their points, and the prices that bound every other plan."""

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Value
    prices: tuple[int, ...]
    bound: int
    worth: int  # the value as one number, to compare with the bound
    objective: Objective
    seed: int
    problem_hash: str
    version: str = VERSION
    worst: Worst | None = None
    effort: Effort = field(default_factory=Effort, compare=False)

    @property
    def proven(self) -> bool:
        """Nothing better exists (`verify` computes the same again)."""
        return self.bound == self.worth

    @property
    def gap(self) -> float:
        """How much better another plan could be at most, as a share of this one."""
        return (self.bound - self.worth) / max(1, abs(self.worth))

    def mentor_of(self, mentee: int) -> int | None:
        return dict(self.pairs).get(mentee)


def fingerprint(*things: object) -> str:
    """The same content gives the same hash, on any machine."""
    digest = hashlib.sha256()
    for thing in things:
        _feed(digest, thing)
    return digest.hexdigest()


def _feed(digest: "hashlib._Hash", thing: object) -> None:
    match thing:
        case np.ndarray():
            digest.update(f"array {thing.dtype.str} {thing.shape}".encode())
            digest.update(np.ascontiguousarray(thing).tobytes())
        case tuple() if thing and dataclasses.is_dataclass(thing[0]):
            digest.update(f"list {len(thing)}".encode())
            for part in thing:
                _feed(digest, part)
        case _ if dataclasses.is_dataclass(thing) and not isinstance(thing, type):
            digest.update(type(thing).__name__.encode())
            for part in dataclasses.fields(thing):
                digest.update(part.name.encode())
                _feed(digest, getattr(thing, part.name))
        case _:
            digest.update(repr(_ordered(thing)).encode())


def _ordered(thing: object) -> object:
    """The same in plain lists, where sets and mappings have an order."""
    kind = type(thing)
    if kind in PLAIN:
        return thing
    if kind is tuple or kind is list:
        return [one if type(one) in PLAIN else _ordered(one) for one in cast("tuple[object, ...]", thing)]
    if isinstance(thing, frozenset):
        return sorted(map(repr, thing))
    if isinstance(thing, Mapping):
        return sorted((repr(key), repr(value)) for key, value in thing.items())
    return thing
