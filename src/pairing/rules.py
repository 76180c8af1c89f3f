"""Hard rules: which pairs may never be made, each with its code and its sentence."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain, islice
from types import MappingProxyType

import numpy as np
from scipy.sparse import csr_array, hstack

from pairing.criteria import by_value
from pairing.problem import Bools, Floats, Ints, Problem, ProblemError, Side
from pairing.tables import Bars, Marks, Product, Tables, coded, column, named, numbers, one_hot, said

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        "H1": "Nobody mentors themselves.",
        "H2": "One is the other’s manager.",
        "H3": "They are in the same reporting chain.",
        "H4": "One has power over the other.",
        "H5": "They are family or close.",
        "H6": "They are kept apart.",
        "H7": "Something is being looked into.",
        "H8": "Somebody is not ready yet.",
        "H9": "The mentor has no free place.",
        "H10": "They share no language.",
        "H11": "They have no free time in common.",
        "H12": "The mentor is not far enough ahead.",
        "H13": "There is a wall between their groups.",
        "H14": "The mentor is not cleared for this age group.",
        "H15": "Somebody is away.",
        "SAME": "They are in the same team.",
        "DIFFER": "They have in common what they must not.",
        "APART": "A coordinator keeps them apart in this plan.",
    }
)
MANY = 64  # named pairs for each person, up to which a rule is a list of pairs


def sentence(code: str) -> str:
    return SENTENCES.get(code, code)


def forbidden(problem: Problem, rows: slice | Ints, columns: slice | Ints) -> Bools:
    """All pairs of a block that at least one rule forbids."""
    down = np.arange(len(problem.mentees))[rows] if isinstance(rows, slice) else rows
    across = np.arange(len(problem.mentors))[columns] if isinstance(columns, slice) else columns
    return _forbidden(problem, down[:, None], across[None, :])


def forbidden_at(problem: Problem, rows: Ints, columns: Ints) -> Bools:
    """The same for pairs one by one."""
    return _forbidden(problem, rows, columns)


def _forbidden(problem: Problem, rows: Ints, columns: Ints) -> Bools:
    blocked = np.zeros(np.broadcast_shapes(rows.shape, columns.shape), dtype=np.bool_)
    for rule in problem.rules:
        blocked |= rule.forbids(rows, columns)
    return blocked


def broken(problem: Problem, mentee: int, mentor: int) -> list[str]:
    """The codes of all rules that forbid one pair."""
    return [rule.code for rule in problem.rules if rule.breaks(mentee, mentor)]


@dataclass(frozen=True)
class Lines:
    """Who reports to whom, for everybody, also people who take no part."""

    manager_of: Mapping[str, str]

    def __post_init__(self) -> None:
        _ = self.spans

    def above(self, person: str, most: int | None = None) -> list[str]:
        """The managers over one person, nearest first."""
        return list(islice(self._walk_up(person), most))

    def _walk_up(self, person: str) -> Iterator[str]:
        while boss := self.manager_of.get(person):
            yield boss
            person = boss

    @cached_property
    def spans(self) -> dict[str, tuple[int, int]]:
        """For everybody the half-open interval that holds all who report to them, at any depth."""
        people = set(self.manager_of) | {boss for boss in self.manager_of.values() if boss}
        reports: dict[str, list[str]] = {}
        for person in sorted(people):
            reports.setdefault(self.manager_of.get(person) or "", []).append(person)
        spans = _walk(reports)
        if len(spans) != len(people):
            person = min(people - set(spans))
            raise ProblemError("manager_cycle", f"The managers above {person} go round in a circle.")
        return spans

    @cached_property
    def depth_of(self) -> dict[str, int]:
        """How many managers stand above everybody."""
        depths: dict[str, int] = {}
        for person in sorted(self.spans, key=lambda one: self.spans[one][0]):
            boss = self.manager_of.get(person)
            depths[person] = depths[boss] + 1 if boss else 0
        return depths


def _walk(reports: Mapping[str, list[str]]) -> dict[str, tuple[int, int]]:
    """Number people depth first, without recursion: chains may be long."""
    spans: dict[str, tuple[int, int]] = {}
    clock = 0
    open_people: list[tuple[str, int]] = [(person, -1) for person in reversed(reports.get("", []))]
    while open_people:
        person, entered = open_people.pop()
        if entered >= 0:
            spans[person] = (entered, clock)
            continue
        open_people.append((person, clock))
        clock += 1
        open_people.extend((report, -1) for report in reversed(reports.get(person, [])))
    return spans


@dataclass(frozen=True)
class Itself:
    """H1: nobody mentors themselves."""

    mentees: Side
    mentors: Side
    code: str = "H1"

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        column_of = {person: column for column, person in enumerate(self.mentors.ids)}
        return _pairs((row, column_of[one]) for row, one in enumerate(self.mentees.ids) if one in column_of)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        own = np.full(len(self.mentees), -1, dtype=np.int64)
        own[self._pairs[0]] = self._pairs[1]
        same: Bools = own[rows] == columns
        return same

    def breaks(self, mentee: int, mentor: int) -> bool:
        return self.mentees.ids[mentee] == self.mentors.ids[mentor]

    def bars(self) -> Bars:
        return Bars(pairs=self._pairs)


def _pairs(pairs: Iterable[tuple[int, int]]) -> tuple[Ints, Ints]:
    index = np.array(list(pairs), dtype=np.int64).reshape(-1, 2)
    return index[:, 0], index[:, 1]


@dataclass(frozen=True)
class DirectLine:
    """H2: neither is the other’s manager."""

    mentees: Side
    mentors: Side
    lines: Lines
    code: str = "H2"

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        return _within(self.mentees, self.mentors, self.lines, 1)

    @cached_property
    def _marks(self) -> Marks:
        return Marks.of(*self._pairs, (len(self.mentees), len(self.mentors)))

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        return self._marks.holds(rows, columns)

    def breaks(self, mentee: int, mentor: int) -> bool:
        one, other = self.mentees.ids[mentee], self.mentors.ids[mentor]
        manager_of = self.lines.manager_of
        return manager_of.get(one) == other or manager_of.get(other) == one

    def bars(self) -> Bars:
        return Bars(pairs=self._pairs)


def _within(mentees: Side, mentors: Side, lines: Lines, depth: int | None) -> tuple[Ints, Ints]:
    """All pairs where one stands above the other, at most so far."""
    rows = {person: row for row, person in enumerate(mentees.ids)}
    columns = {person: at for at, person in enumerate(mentors.ids)}
    up = ((row, columns[boss]) for one, row in rows.items() for boss in lines.above(one, depth) if boss in columns)
    down = ((rows[boss], at) for one, at in columns.items() for boss in lines.above(one, depth) if boss in rows)
    return _pairs(chain(up, down))


@dataclass(frozen=True)
class SameChain:
    """H3: neither stands above the other, however far, or within so many steps."""

    mentees: Side
    mentors: Side
    lines: Lines
    depth: int | None = None
    code: str = "H3"

    @cached_property
    def _intervals(self) -> tuple[Ints, Ints, Ints, Ints]:
        """Where each person's interval starts and ends; people in no chain get one of nobody."""

        def column(side: Side, outside: int, end: int) -> Ints:
            spans = self.lines.spans
            return np.array([spans.get(one, (outside, outside))[end] for one in side.ids], dtype=np.int64)

        return (
            column(self.mentees, -1, 0),
            column(self.mentees, -1, 1),
            column(self.mentors, -2, 0),
            column(self.mentors, -2, 1),
        )

    @cached_property
    def _pairs(self) -> tuple[Ints, Ints]:
        return _within(self.mentees, self.mentors, self.lines, self.depth)

    @cached_property
    def _marks(self) -> Marks:
        return Marks.of(*self._pairs, (len(self.mentees), len(self.mentors)))

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        if self.depth is not None:
            return self._marks.holds(rows, columns)
        her_start, her_end, his_start, his_end = self._intervals
        start, end = her_start[rows], her_end[rows]
        other_start, other_end = his_start[columns], his_end[columns]
        he_is_above: Bools = (other_start <= start) & (start < other_end)
        she_is_above: Bools = (start <= other_start) & (other_start < end)
        return he_is_above | she_is_above

    def breaks(self, mentee: int, mentor: int) -> bool:
        one, other = self.mentees.ids[mentee], self.mentors.ids[mentor]
        if one == other:
            return self.depth is None and one in self.lines.spans
        return other in self.lines.above(one, self.depth) or one in self.lines.above(other, self.depth)

    def bars(self) -> Bars | None:
        """The pairs, walked up from everybody; none when chains are so long that tiles had better compare."""
        people = (*self.mentees.ids, *self.mentors.ids)
        if sum(self.lines.depth_of.get(one, 0) for one in people) > MANY * len(people):
            return None
        return Bars(pairs=self._pairs)


@dataclass(frozen=True)
class Apart:
    """Named pairs that are kept apart: H4, H5 and H6, an earlier pair, or a coordinator’s own decision."""

    pairs: frozenset[tuple[int, int]]
    sizes: tuple[int, int]
    code: str = "H6"

    def __post_init__(self) -> None:
        if any(not (0 <= row < self.sizes[0] and 0 <= at < self.sizes[1]) for row, at in self.pairs):
            raise ProblemError("unknown_person", f"Rule {self.code} names somebody unknown.")

    @cached_property
    def _index(self) -> tuple[Ints, Ints]:
        return _pairs(sorted(self.pairs))

    @cached_property
    def _marks(self) -> Marks:
        return Marks.of(*self._index, self.sizes)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        return self._marks.holds(rows, columns)

    def breaks(self, mentee: int, mentor: int) -> bool:
        return (mentee, mentor) in self.pairs

    def bars(self) -> Bars:
        return Bars(pairs=self._index)


@dataclass(frozen=True)
class Out:
    """People who can’t be paired now: H7 something open, H8 not ready, H15 away."""

    mentees: tuple[bool, ...]
    mentors: tuple[bool, ...]
    code: str = "H8"

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return said(self.mentees), said(self.mentors)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        blocked: Bools = self._both[0][rows] | self._both[1][columns]
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        return self.mentees[mentee] or self.mentors[mentor]

    def bars(self) -> Bars:
        return Bars(mentees=self._both[0], mentors=self._both[1])


@dataclass(frozen=True)
class NoPlace:
    """H9: the mentor has no free place."""

    mentees: Side
    mentors: Side
    code: str = "H9"

    @cached_property
    def _full(self) -> Bools:
        full: Bools = np.array(self.mentors.places, dtype=np.int64) == 0
        return full

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        return np.broadcast_to(self._full[columns], np.broadcast_shapes(rows.shape, columns.shape))

    def breaks(self, mentee: int, mentor: int) -> bool:  # noqa: ARG002 the same question for every rule
        return self.mentors.places[mentor] < 1

    def bars(self) -> Bars:
        return Bars(mentors=self._full)


@dataclass(frozen=True)
class NothingShared[T]:
    """H10 a language, H11 a free hour: they need one in common. Where nothing is known nobody is ruled out."""

    mentees: tuple[frozenset[T], ...]
    mentors: tuple[frozenset[T], ...]
    code: str = "H10"

    @cached_property
    def _tables(self) -> Tables:
        return named(self.mentees, self.mentors)

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return said(self.mentees), said(self.mentors)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        known = self._both[0][rows] & self._both[1][columns]
        blocked: Bools = known & (self._tables.shared(rows, columns) == 0)
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return bool(hers and his) and hers.isdisjoint(his)

    def bars(self) -> Bars:
        """People who said nothing share a column with everybody."""
        hers, his = self._both
        left = hstack([self._tables.left, column(~hers), column(np.ones_like(hers))], format="csr")
        right = hstack([self._tables.right, column(np.ones_like(his)), column(~his)], format="csr")
        return Bars(needing=Product(left, right))


@dataclass(frozen=True)
class SomethingShared[T]:
    """They must have nothing in common, such as an employer."""

    mentees: tuple[frozenset[T], ...]
    mentors: tuple[frozenset[T], ...]
    code: str = "DIFFER"

    @cached_property
    def _tables(self) -> Tables:
        return named(self.mentees, self.mentors)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        return np.asarray(self._tables.shared(rows, columns) > 0)

    def breaks(self, mentee: int, mentor: int) -> bool:
        return not self.mentees[mentee].isdisjoint(self.mentors[mentor])

    def bars(self) -> Bars:
        return Bars(forbidding=Product(self._tables.left, self._tables.right))


@dataclass(frozen=True)
class TooNear:
    """H12: the mentor must be so many levels or years ahead; unknown ones are not ruled out."""

    mentees: tuple[float | None, ...]
    mentors: tuple[float | None, ...]
    least: float
    code: str = "H12"

    @cached_property
    def _numbers(self) -> tuple[Floats, Floats]:
        return numbers(self.mentees), numbers(self.mentors)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        near: Bools = self._numbers[1][columns] - self._numbers[0][rows] < self.least
        return near

    def breaks(self, mentee: int, mentor: int) -> bool:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return hers is not None and his is not None and his - hers < self.least

    def bars(self) -> Bars | None:
        product = by_value(*self._numbers, lambda hers, his: (his - hers < self.least).astype(np.float64))
        return None if product is None else Bars(forbidding=product)


@dataclass(frozen=True)
class Wall:
    """H13: groups between which nobody may be paired, such as competitors; a wall stands both ways."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    between: frozenset[tuple[str, str]]
    code: str = "H13"

    @cached_property
    def _walls(self) -> tuple[Ints, Ints, Bools]:
        pairs = sorted(self.between)
        ends = ([one for one, _ in pairs], [other for _, other in pairs])
        (hers, his, one, other), count = coded(self.mentees, self.mentors, *ends)
        table = np.zeros((count + 1, count + 1), dtype=np.bool_)  # the last stands for no group
        table[one, other] = table[other, one] = True
        return hers, his, table

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        hers, his, table = self._walls
        blocked: Bools = table[hers[rows], his[columns]]
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return (hers, his) in self.between or (his, hers) in self.between

    def bars(self) -> Bars:
        hers, his, table = self._walls
        return Bars(forbidding=Product(one_hot(hers, len(table)), table[his].astype(np.float32)))


@dataclass(frozen=True)
class NotCleared:
    """H14: minors only with mentors cleared for their age group; an adult’s group is empty."""

    mentees: tuple[str, ...]
    mentors: tuple[frozenset[str], ...]
    code: str = "H14"

    @cached_property
    def _codes(self) -> tuple[Ints, Bools]:
        (hers,), count = coded(self.mentees)
        groups = sorted(set(self.mentees) - {""})
        cleared = np.array([[group in one for group in groups] for one in self.mentors], dtype=np.bool_)
        missing = np.hstack([~cleared.reshape(-1, count), np.zeros((len(self.mentors), 1), dtype=np.bool_)])
        return hers, missing  # the last column stands for no group

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        hers, missing = self._codes
        blocked: Bools = missing[columns, hers[rows]]
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        return bool(self.mentees[mentee]) and self.mentees[mentee] not in self.mentors[mentor]

    def bars(self) -> Bars:
        hers, missing = self._codes
        return Bars(forbidding=Product(one_hot(hers, missing.shape[1]), missing.astype(np.float32)))


@dataclass(frozen=True)
class SameGroup:
    """They must not be in the same team, or whatever it is."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    code: str = "SAME"

    @cached_property
    def _codes(self) -> tuple[Ints, Ints, int]:
        (left, right), count = coded(self.mentees, self.mentors)
        return left, right, count

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        left, right, _ = self._codes
        same: Bools = (left[rows] == right[columns]) & (left[rows] >= 0)
        return same

    def breaks(self, mentee: int, mentor: int) -> bool:
        return bool(self.mentees[mentee]) and self.mentees[mentee] == self.mentors[mentor]

    def bars(self) -> Bars:
        """As pairs, when groups are small."""
        left, right, count = self._codes
        product = Product(one_hot(left, count), one_hot(right, count))
        sizes = (np.bincount(codes[codes >= 0], minlength=count).astype(np.int64) for codes in (left, right))
        if int(np.prod([*sizes], axis=0).sum()) > MANY * (len(left) + len(right)):
            return Bars(forbidding=product)
        pairs = csr_array(product.left @ product.right.T).tocoo()
        return Bars(pairs=(pairs.row.astype(np.int64), pairs.col.astype(np.int64)))
