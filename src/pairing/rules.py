"""Hard rules: which pairs may never be made, each with its code."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.problem import Bools, Ints, Problem, ProblemError, Side


def forbidden(problem: Problem, rows: slice, columns: slice) -> Bools:
    """All pairs of a block that at least one rule forbids."""
    shape = (len(problem.mentees.ids[rows]), len(problem.mentors.ids[columns]))
    blocked = np.zeros(shape, dtype=np.bool_)
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

    def above(self, person: str) -> list[str]:
        """The managers over one person, nearest first."""
        chain: list[str] = []
        while boss := self.manager_of.get(chain[-1] if chain else person):
            chain.append(boss)
        return chain

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

    def forbids(self, rows: slice, columns: slice) -> Bools:
        column_of = {person: column for column, person in enumerate(self.mentors.ids[columns])}
        blocked = np.zeros((len(self.mentees.ids[rows]), len(column_of)), dtype=np.bool_)
        for row, person in enumerate(self.mentees.ids[rows]):
            if person in column_of:
                blocked[row, column_of[person]] = True
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        return self.mentees.ids[mentee] == self.mentors.ids[mentor]


@dataclass(frozen=True)
class DirectLine:
    """H2: neither is the other's manager."""

    mentees: Side
    mentors: Side
    lines: Lines
    code: str = "H2"

    @cached_property
    def _numbers(self) -> tuple[Ints, Ints, Ints, Ints]:
        number: dict[str, int] = {}
        boss = self.lines.manager_of

        def column(people: list[str], nobody: int) -> Ints:
            found = [number.setdefault(one, len(number)) if one else nobody for one in people]
            return np.array(found, dtype=np.int64)

        return (
            column(list(self.mentees.ids), -1),
            column([boss.get(one, "") for one in self.mentees.ids], -1),
            column(list(self.mentors.ids), -1),
            column([boss.get(one, "") for one in self.mentors.ids], -2),
        )

    def forbids(self, rows: slice, columns: slice) -> Bools:
        mentee, her_boss, mentor, his_boss = self._numbers
        up = her_boss[rows, None] == mentor[None, columns]
        down: Bools = mentee[rows, None] == his_boss[None, columns]
        either: Bools = up | down
        return either

    def breaks(self, mentee: int, mentor: int) -> bool:
        one, other = self.mentees.ids[mentee], self.mentors.ids[mentor]
        manager_of = self.lines.manager_of
        return manager_of.get(one) == other or manager_of.get(other) == one


@dataclass(frozen=True)
class SameChain:
    """H3: neither stands above the other, however far."""

    mentees: Side
    mentors: Side
    lines: Lines
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

    def forbids(self, rows: slice, columns: slice) -> Bools:
        her_start, her_end, his_start, his_end = self._intervals
        start, end = her_start[rows, None], her_end[rows, None]
        other_start, other_end = his_start[None, columns], his_end[None, columns]
        he_is_above: Bools = (other_start <= start) & (start < other_end)
        she_is_above: Bools = (start <= other_start) & (other_start < end)
        return he_is_above | she_is_above

    def breaks(self, mentee: int, mentor: int) -> bool:
        one, other = self.mentees.ids[mentee], self.mentors.ids[mentor]
        if one == other:
            return one in self.lines.spans
        return other in self.lines.above(one) or one in self.lines.above(other)


@dataclass(frozen=True)
class Apart:
    """Named pairs that are kept apart: H6, or a coordinator's own decision."""

    pairs: frozenset[tuple[int, int]]
    sizes: tuple[int, int]
    code: str = "H6"

    @cached_property
    def _columns_of(self) -> dict[int, list[int]]:
        found: dict[int, list[int]] = {}
        for mentee, mentor in sorted(self.pairs):
            found.setdefault(mentee, []).append(mentor)
        return found

    def forbids(self, rows: slice, columns: slice) -> Bools:
        first, last, _ = rows.indices(self.sizes[0])
        start, stop, _ = columns.indices(self.sizes[1])
        blocked = np.zeros((last - first, stop - start), dtype=np.bool_)
        for mentee in range(first, last):
            for mentor in self._columns_of.get(mentee, ()):
                if start <= mentor < stop:
                    blocked[mentee - first, mentor - start] = True
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        return (mentee, mentor) in self.pairs


@dataclass(frozen=True)
class NotReady:
    """H8: somebody still lacks what is required before meeting."""

    mentees: tuple[bool, ...]
    mentors: tuple[bool, ...]
    code: str = "H8"

    def forbids(self, rows: slice, columns: slice) -> Bools:
        mentee = np.array(self.mentees[rows], dtype=np.bool_)
        mentor = np.array(self.mentors[columns], dtype=np.bool_)
        blocked: Bools = mentee[:, None] | mentor[None, :]
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        return self.mentees[mentee] or self.mentors[mentor]


@dataclass(frozen=True)
class NoPlace:
    """H9: the mentor has no free place."""

    mentees: Side
    mentors: Side
    code: str = "H9"

    def forbids(self, rows: slice, columns: slice) -> Bools:
        full = np.array(self.mentors.places[columns], dtype=np.int64) == 0
        return np.repeat(full[None, :], len(self.mentees.ids[rows]), axis=0)

    def breaks(self, mentee: int, mentor: int) -> bool:  # noqa: ARG002 the same question for every rule
        return self.mentors.places[mentor] < 1


@dataclass(frozen=True)
class NoSharedLanguage:
    """H10: they have no language in common. Somebody whose languages are unknown is not ruled out."""

    mentees: tuple[frozenset[str], ...]
    mentors: tuple[frozenset[str], ...]
    code: str = "H10"

    @cached_property
    def _tables(self) -> tuple[Ints, Ints]:
        names = sorted(set().union(*self.mentees, *self.mentors))

        def table(people: tuple[frozenset[str], ...]) -> Ints:
            cells = [[name in one for name in names] for one in people]
            return np.array(cells, dtype=np.int64).reshape(len(people), len(names))

        return table(self.mentees), table(self.mentors)

    def forbids(self, rows: slice, columns: slice) -> Bools:
        left, right = self._tables[0][rows], self._tables[1][columns]
        known = left.any(axis=1)[:, None] & right.any(axis=1)[None, :]
        blocked: Bools = known & (left @ right.T == 0)
        return blocked

    def breaks(self, mentee: int, mentor: int) -> bool:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return bool(hers and his) and hers.isdisjoint(his)
