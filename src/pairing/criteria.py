"""What makes a pair good: each criterion scores blocks of pairs and says its reason for one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt
from scipy.sparse import csr_matrix

from pairing.problem import FULL, Evidence, Floats, Ints, Problem

CHOICE_POINTS = (1.0, 0.8, 0.6, 0.5, 0.4)
NOT_CHOSEN = 0.3
HALF_HOURS = 336  # in a week

type Floats32 = npt.NDArray[np.float32]


@dataclass(frozen=True)
class Want:
    """A skill somebody wants to learn: how much it matters (1 to 3) and the level needed (1 to 5)."""

    skill: str
    priority: int = 2
    level: int = 1


def points(problem: Problem, rows: slice, columns: slice) -> Ints:
    """The fit of every pair of a block in thousandths of a point, over what is known of both."""
    shape = (len(problem.mentees.ids[rows]), len(problem.mentors.ids[columns]))
    earned, possible = np.zeros(shape), np.zeros(shape)
    for criterion in problem.criteria:
        scores = criterion.scores(rows, columns)
        known = ~np.isnan(scores)
        earned += np.where(known, scores, 0.0) * criterion.weight
        possible += known * criterion.weight
    fit = np.divide(earned, possible, out=np.zeros(shape), where=possible > 0)
    return np.rint(fit * FULL).astype(np.int64)


def points_of(problem: Problem, mentee: int, mentor: int) -> int:
    """The same for one pair, by plain arithmetic."""
    earned = possible = 0.0
    for criterion in problem.criteria:
        score = criterion.score(mentee, mentor)
        if not math.isnan(score):
            earned += score * criterion.weight
            possible += criterion.weight
    return round(earned / possible * FULL) if possible > 0 else 0


@dataclass(frozen=True)
class Coverage:
    """How much of what the mentee wants to learn the mentor offers, by priority and level."""

    wanted: tuple[tuple[Want, ...], ...]
    offered: tuple[Mapping[str, int], ...]
    weight: float
    key: str = "goals"

    @cached_property
    def _tables(self) -> tuple[csr_matrix, Floats, Floats]:
        """Wants as rows over (skill, level) columns, what each mentor is credited for them, and sums."""
        column: dict[tuple[str, int], int] = {}
        cells: dict[tuple[int, int], int] = {}
        for row, wants in enumerate(self.wanted):
            for want in wants:
                place = (row, column.setdefault((want.skill, want.level), len(column)))
                cells[place] = cells.get(place, 0) + want.priority
        shape = (len(self.wanted), max(1, len(column)))
        index = np.array(list(cells), dtype=np.int64).reshape(-1, 2)
        wants_table = csr_matrix((list(cells.values()), (index[:, 0], index[:, 1])), shape=shape, dtype=np.float64)
        credited = np.zeros((shape[1], len(self.offered)))
        for (skill, level), at in column.items():
            credited[at] = [_credit(skills.get(skill, 0), level) for skills in self.offered]
        return wants_table, credited, np.asarray(wants_table.sum(axis=1)).reshape(-1)

    def scores(self, rows: slice, columns: slice) -> Floats:
        wants, credited, sums = self._tables
        earned = np.asarray(wants[rows] @ credited[:, columns])
        silent = np.array([not skills for skills in self.offered[columns]], dtype=np.bool_)
        whole = sums[rows, None] * 100
        share = np.divide(earned, whole, out=np.full(earned.shape, np.nan), where=whole > 0)
        return np.where(silent[None, :], np.nan, share)

    def score(self, mentee: int, mentor: int) -> float:
        wants, skills = self.wanted[mentee], self.offered[mentor]
        if not wants or not skills:
            return math.nan
        earned = sum(want.priority * _credit(skills.get(want.skill, 0), want.level) for want in wants)
        return earned / (100 * sum(want.priority for want in wants))

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        wants, skills = self.wanted[mentee], self.offered[mentor]
        met = [want.skill for want in wants if _credit(skills.get(want.skill, 0), want.level) == 100]
        partly = [want.skill for want in wants if 0 < _credit(skills.get(want.skill, 0), want.level) < 100]
        missing = [want.skill for want in wants if not skills.get(want.skill)]
        return Evidence("goals", {"met": met, "partly": partly, "missing": missing, "of": len(wants)})


def _credit(level: int, needed: int) -> int:
    """Whole percent: all of it at the level needed, a share of it under."""
    return 100 if level >= needed > 0 else 100 * level // max(1, needed)


@dataclass(frozen=True)
class Overlap:
    """Things both name, against how many each names (shared / root of the product)."""

    mentees: tuple[frozenset[str], ...]
    mentors: tuple[frozenset[str], ...]
    weight: float
    key: str = "interests"

    @cached_property
    def _tables(self) -> tuple[Floats, Floats]:
        left, right = (set().union(*side) if side else set() for side in (self.mentees, self.mentors))
        shared = sorted(left & right)

        def table(side: tuple[frozenset[str], ...]) -> Floats:
            cells = [[name in one for name in shared] for one in side]
            return np.array(cells, dtype=np.float64).reshape(len(side), len(shared))

        return table(self.mentees), table(self.mentors)

    def scores(self, rows: slice, columns: slice) -> Floats:
        left, right = self._tables
        sizes = np.array([len(one) for one in self.mentees[rows]], dtype=np.float64)
        others = np.array([len(one) for one in self.mentors[columns]], dtype=np.float64)
        both = sizes[:, None] * others[None, :]
        shared = left[rows] @ right[columns].T
        score: Floats = np.divide(shared, np.sqrt(both), out=np.full(both.shape, np.nan), where=both > 0)
        return score

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return len(hers & his) / math.sqrt(len(hers) * len(his)) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence("shared", {"shared": sorted(self.mentees[mentee] & self.mentors[mentor])})


@dataclass(frozen=True)
class Common:
    """At least one thing in common, such as a language."""

    mentees: tuple[frozenset[str], ...]
    mentors: tuple[frozenset[str], ...]
    weight: float
    key: str = "language"

    def scores(self, rows: slice, columns: slice) -> Floats:
        return np.ceil(Overlap(self.mentees, self.mentors, self.weight).scores(rows, columns))

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return float(not hers.isdisjoint(his)) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence("language", {"shared": sorted(self.mentees[mentee] & self.mentors[mentor])})


@dataclass(frozen=True)
class Alike:
    """The same of something (a site, a way of talking), or just a different one."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    weight: float
    key: str
    different: bool = False

    @cached_property
    def _codes(self) -> tuple[Ints, Ints]:
        code = {name: at for at, name in enumerate(sorted({*self.mentees, *self.mentors} - {""}))}
        return (
            np.array([code.get(name, -1) for name in self.mentees], dtype=np.int64),
            np.array([code.get(name, -1) for name in self.mentors], dtype=np.int64),
        )

    def scores(self, rows: slice, columns: slice) -> Floats:
        left, right = self._codes
        known = (left[rows, None] >= 0) & (right[None, columns] >= 0)
        alike = left[rows, None] == right[None, columns]
        return np.where(known, (alike != self.different).astype(np.float64), np.nan)

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return float((hers == his) != self.different) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return Evidence(f"{self.key}_{'same' if hers == his else 'differs'}", {"mentee": hers, "mentor": his})


@dataclass(frozen=True)
class Distance:
    """How far the mentor is ahead: full inside a window, nothing at `reach` beyond it."""

    mentees: tuple[float | None, ...]
    mentors: tuple[float | None, ...]
    weight: float
    window: tuple[float, float]
    reach: float
    key: str = "level"

    def scores(self, rows: slice, columns: slice) -> Floats:
        left, right = _numbers(self.mentees[rows]), _numbers(self.mentors[columns])
        gap = right[None, :] - left[:, None]
        outside = np.maximum(np.maximum(self.window[0] - gap, gap - self.window[1]), 0.0)
        return np.maximum(0.0, 1.0 - outside / self.reach)

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        if hers is None or his is None:
            return math.nan
        outside = max(self.window[0] - (his - hers), (his - hers) - self.window[1], 0.0)
        return max(0.0, 1.0 - outside / self.reach)

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        gap = (self.mentors[mentor] or 0) - (self.mentees[mentee] or 0)
        return Evidence(self.key, {"gap": gap, "low": self.window[0], "high": self.window[1]})


def _numbers(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if value is None else value for value in values], dtype=np.float64)


@dataclass(frozen=True)
class Together:
    """Half hours of the week (of Greenwich, from Monday 0:00) when both can meet, up to `enough` hours."""

    mentees: tuple[frozenset[int], ...]
    mentors: tuple[frozenset[int], ...]
    offsets: tuple[int, ...]  # minutes that the mentee's clock is ahead of Greenwich
    weight: float
    enough: float = 4.0
    key: str = "time"

    @cached_property
    def _tables(self) -> tuple[Floats32, Floats32]:
        return _week(self.mentees), _week(self.mentors)

    def scores(self, rows: slice, columns: slice) -> Floats:
        left, right = self._tables
        halves = (left[rows] @ right[columns].T).astype(np.float64)
        known = left[rows].any(axis=1)[:, None] & right[columns].any(axis=1)[None, :]
        return np.where(known, np.minimum(halves / (2 * self.enough), 1.0), np.nan)

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return min(len(hers & his) / (2 * self.enough), 1.0) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        shared = self.mentees[mentee] & self.mentors[mentor]
        ahead = self.offsets[mentee] // 30
        windows = _windows({(half + ahead) % HALF_HOURS for half in shared})
        return Evidence("time", {"hours": len(shared) / 2, "windows": windows})


def _week(people: Sequence[frozenset[int]]) -> Floats32:
    table = np.zeros((len(people), HALF_HOURS), dtype=np.float32)
    for row, halves in enumerate(people):
        table[row, sorted(halves)] = 1
    return table


def _windows(halves: set[int]) -> list[list[str | int]]:
    """Runs of half hours within a day: weekday (Monday is 0), from, to."""
    windows: list[list[str | int]] = []
    for half in sorted(halves):
        day, at = divmod(half, 48)
        if windows and windows[-1][0] == day and windows[-1][2] == _clock(at):
            windows[-1][2] = _clock(at + 1)
        else:
            windows.append([day, _clock(at), _clock(at + 1)])
    return windows


def _clock(half: int) -> str:
    return f"{half // 2:02d}:{half % 2 * 30:02d}"


@dataclass(frozen=True)
class Choice:
    """What both sides asked for: ranks from 1. Somebody who named nobody has said nothing."""

    mentee_ranks: tuple[Mapping[int, int], ...]
    mentor_ranks: tuple[Mapping[int, int], ...]
    weight: float
    key: str = "choice"

    def scores(self, rows: slice, columns: slice) -> Floats:
        hers = _choices(self.mentee_ranks[rows], columns, len(self.mentor_ranks))
        his = _choices(self.mentor_ranks[columns], rows, len(self.mentee_ranks)).T
        both = (hers + his) / 2
        return np.where(np.isnan(hers), his, np.where(np.isnan(his), hers, both))

    def score(self, mentee: int, mentor: int) -> float:
        sides = ((self.mentee_ranks[mentee], mentor), (self.mentor_ranks[mentor], mentee))
        said = [_choice_points(ranks.get(other, 0)) for ranks, other in sides if ranks]
        return sum(said) / len(said) if said else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        hers, his = self.mentee_ranks[mentee], self.mentor_ranks[mentor]
        facts = {"mentee": hers.get(mentor, 0), "mentee_of": len(hers)}
        return Evidence("choice", {**facts, "mentor": his.get(mentee, 0), "mentor_of": len(his)})


def _choice_points(rank: int) -> float:
    return CHOICE_POINTS[min(rank, len(CHOICE_POINTS)) - 1] if rank else NOT_CHOSEN


def _choices(people: Sequence[Mapping[int, int]], others: slice, size: int) -> Floats:
    first, last, _ = others.indices(size)
    table = np.full((len(people), last - first), np.nan)
    for row, ranks in enumerate(people):
        if ranks:
            table[row] = NOT_CHOSEN
        for other, rank in ranks.items():
            if first <= other < last:
                table[row, other - first] = _choice_points(rank)
    return table
