"""What makes a pair good: each criterion scores pairs and blocks of pairs, and says its reason for one."""

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.problem import FULL, STRESSED, Bools, Criterion, Evidence, Floats, Ints, Problem, ProblemError
from pairing.tables import (
    Floats32,
    Marks,
    Parts,
    Product,
    Tables,
    coded,
    column,
    named,
    numbers,
    one_hot,
    said,
    table_of,
)

CHOICE_POINTS = (1.0, 0.8, 0.6, 0.5, 0.4)
NOT_CHOSEN = 0.3
HALF_HOURS = 336  # in a week
CHUNK = 65_536  # pairs scored one by one at a time
SAID = np.array([np.nan, 0.0])  # added to what nobody said, and to what somebody did
FEW = 64  # different values that a table of all with all may have


@dataclass(frozen=True)
class Want:
    """A skill somebody wants to learn: how much it matters (1 to 3) and the level needed (1 to 5)."""

    skill: str
    priority: int = 2
    level: int = 1


def points(problem: Problem, rows: slice | Ints, columns: slice | Ints) -> Ints:
    """The fit of every pair of a block in thousandths of a point, over what is known of both."""
    down, across = _index(rows, len(problem.mentees)), _index(columns, len(problem.mentors))
    return _fit(problem, down[:, None], across[None, :])


def points_at(problem: Problem, rows: Ints, columns: Ints) -> Ints:
    """The same for pairs one by one."""
    found = [
        _fit(problem, rows[at : at + CHUNK], columns[at : at + CHUNK]) for at in range(0, max(1, len(rows)), CHUNK)
    ]
    return np.concatenate(found)


def _index(chosen: slice | Ints, size: int) -> Ints:
    return np.arange(size)[chosen] if isinstance(chosen, slice) else chosen


def _fit(problem: Problem, rows: Ints, columns: Ints) -> Ints:
    shape = np.broadcast_shapes(rows.shape, columns.shape)
    earned, possible = np.zeros(shape), np.zeros(shape)
    for criterion in problem.criteria:
        scores = scores_of(criterion, rows, columns)
        weight = weights_of(problem, criterion)[rows]
        earned += np.fmax(scores, 0.0) * weight
        possible += ~np.isnan(scores) * weight
    found: Ints = np.rint(earned / (possible + (possible == 0)) * FULL).astype(np.int64)
    return found


def scores_of(criterion: Criterion, rows: Ints, columns: Ints) -> Floats:
    """Its scores, which must lie between 0 and 1 wherever they are known."""
    scores = criterion.scores(rows, columns)
    least, most = np.fmin.reduce(scores, axis=None, initial=0.0), np.fmax.reduce(scores, axis=None, initial=1.0)
    if least < 0 or most > 1:
        raise ProblemError("score", f"Scores of {criterion.key} must lie between 0 and 1.")
    return scores


def weights_of(problem: Problem, criterion: Criterion) -> Floats:
    """What a criterion counts for each mentee."""
    weights = np.full(len(problem.mentees), float(criterion.weight))
    if problem.stressed:
        weights[np.array([key == criterion.key for key in problem.stressed], dtype=np.bool_)] *= STRESSED
    return weights


def points_of(problem: Problem, mentee: int, mentor: int) -> int:
    """The same for one pair, by plain arithmetic."""
    earned = possible = 0.0
    for criterion in problem.criteria:
        score = criterion.score(mentee, mentor)
        if not math.isnan(score):
            weight = weight_of(problem, criterion, mentee)
            earned += score * weight
            possible += weight
    return round(earned / possible * FULL) if possible > 0 else 0


def weight_of(problem: Problem, criterion: Criterion, mentee: int) -> float:
    stressed = bool(problem.stressed) and problem.stressed[mentee] == criterion.key
    return criterion.weight * (STRESSED if stressed else 1.0)


def both_said(both: tuple[Bools, Bools], rows: Ints, columns: Ints, scores: Floats) -> Floats:
    """NaN where one of them said nothing. It is added, since to choose for each pair takes far longer."""
    found: Floats = scores + SAID[both[0][rows].view(np.int8)]
    found += SAID[both[1][columns].view(np.int8)]
    return found


@dataclass(frozen=True)
class Coverage:
    """How much of what the mentee wants to learn the mentor offers, by priority and level."""

    wanted: tuple[tuple[Want, ...], ...]
    offered: tuple[Mapping[str, int], ...]
    weight: float
    key: str = "goals"

    @cached_property
    def _tables(self) -> tuple[Tables, Ints]:
        """Wants as rows over (skill, level) columns, what each mentor is credited for them, and sums."""
        column_of: dict[tuple[str, int], int] = {}
        levels: dict[str, set[int]] = {}
        wants: list[dict[tuple[str, int], float]] = []
        for one in self.wanted:
            row: dict[tuple[str, int], float] = {}
            for want in one:
                at = (want.skill, want.level)
                column_of.setdefault(at, len(column_of))
                levels.setdefault(want.skill, set()).add(want.level)
                row[at] = row.get(at, 0.0) + want.priority
            wants.append(row)
        credited = [
            {(skill, need): _credit(level, need) for skill, level in one.items() for need in levels.get(skill, ())}
            for one in self.offered
        ]
        left = table_of(wants, column_of)
        right = table_of(credited, column_of)
        return Tables(left, right), np.array(left.sum(axis=1), dtype=np.int64).reshape(-1)

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return self._tables[1] > 0, said(self.offered)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        tables, sums = self._tables
        share = tables.shared(rows, columns) / (np.maximum(sums, 1)[rows] * 100)
        return both_said(self._both, rows, columns, share)

    def score(self, mentee: int, mentor: int) -> float:
        wants, skills = self.wanted[mentee], self.offered[mentor]
        total = sum(want.priority for want in wants)
        if not total or not skills:
            return math.nan
        earned = sum(want.priority * _credit(skills.get(want.skill, 0), want.level) for want in wants)
        return earned / (100 * total)

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        wants, skills = self.wanted[mentee], self.offered[mentor]
        met = [want.skill for want in wants if _credit(skills.get(want.skill, 0), want.level) == 100]
        partly = [want.skill for want in wants if 0 < _credit(skills.get(want.skill, 0), want.level) < 100]
        missing = [want.skill for want in wants if not skills.get(want.skill)]
        return Evidence("goals", {"met": met, "partly": partly, "missing": missing, "of": len(wants)})

    def parts(self) -> Parts:
        tables, sums = self._tables
        share = column(1 / (100.0 * np.maximum(sums, 1)))
        return Parts(self._both, (Product(tables.left.multiply(share).tocsr(), tables.right),))


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
    def _tables(self) -> Tables:
        return named(self.mentees, self.mentors)

    @cached_property
    def _sizes(self) -> tuple[Floats, Floats]:
        return _sizes(self.mentees), _sizes(self.mentors)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        both = self._sizes[0][rows] * self._sizes[1][columns]
        shared = self._tables.shared(rows, columns)
        with np.errstate(invalid="ignore"):  # nothing of nothing is not known
            score: Floats = shared / np.sqrt(both)
        return score

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return len(hers & his) / math.sqrt(len(hers) * len(his)) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence("shared", {"shared": sorted(self.mentees[mentee] & self.mentors[mentor])})

    def parts(self) -> Parts:
        left, right = (column(1 / np.sqrt(np.maximum(sizes, 1))) for sizes in self._sizes)
        product = Product(self._tables.left.multiply(left).tocsr(), self._tables.right.multiply(right).tocsr())
        return Parts((self._sizes[0] > 0, self._sizes[1] > 0), (product,))


def _sizes(people: Sequence[frozenset[str]]) -> Floats:
    return np.array([len(one) for one in people], dtype=np.float64)


@dataclass(frozen=True)
class Common:
    """At least one thing in common, such as a language."""

    mentees: tuple[frozenset[str], ...]
    mentors: tuple[frozenset[str], ...]
    weight: float
    key: str = "language"

    @cached_property
    def _tables(self) -> Tables:
        return named(self.mentees, self.mentors)

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return said(self.mentees), said(self.mentors)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        shared = self._tables.shared(rows, columns) > 0
        return both_said(self._both, rows, columns, shared.astype(np.float64))

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return float(not hers.isdisjoint(his)) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        return Evidence("language", {"shared": sorted(self.mentees[mentee] & self.mentors[mentor])})

    def parts(self) -> Parts:
        return Parts(self._both, (Product(self._tables.left, self._tables.right, (0, 1)),))


@dataclass(frozen=True)
class Alike:
    """The same of something (a site, a way of talking), or just a different one."""

    mentees: tuple[str, ...]
    mentors: tuple[str, ...]
    weight: float
    key: str
    different: bool = False

    @cached_property
    def _codes(self) -> tuple[Ints, Ints, int]:
        (left, right), count = coded(self.mentees, self.mentors)
        return left, right, count

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return self._codes[0] >= 0, self._codes[1] >= 0

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        left, right, _ = self._codes
        alike = left[rows] == right[columns]
        return both_said(self._both, rows, columns, (alike != self.different).astype(np.float64))

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return float((hers == his) != self.different) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return Evidence(f"{self.key}_{'same' if hers == his else 'differs'}", {"mentee": hers, "mentor": his})

    def parts(self) -> Parts:
        left, right, count = self._codes
        same = Product(one_hot(left, count), one_hot(right, count))
        if not self.different:
            return Parts(self._both, (same,))
        known = Product(column(self._both[0]), column(self._both[1]))
        return Parts(self._both, (known, Product(-same.left, same.right)))


@dataclass(frozen=True)
class Distance:
    """How far the mentor is ahead: full inside a window, nothing at `reach` beyond it."""

    mentees: tuple[float | None, ...]
    mentors: tuple[float | None, ...]
    weight: float
    window: tuple[float, float]
    reach: float
    key: str = "level"

    def __post_init__(self) -> None:
        values = [value for value in (*self.mentees, *self.mentors) if value is not None]
        if not all(map(math.isfinite, values)) or not self.reach > 0:
            raise ProblemError("number", f"Every value of {self.key} must be a number, and the reach above 0.")

    @cached_property
    def _numbers(self) -> tuple[Floats, Floats]:
        return numbers(self.mentees), numbers(self.mentors)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        return self._of_gap(self._numbers[1][columns] - self._numbers[0][rows])

    def _of_gap(self, gap: Floats) -> Floats:
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

    def parts(self) -> Parts | None:
        both = tuple(~np.isnan(values) for values in self._numbers)
        product = by_value(*self._numbers, lambda hers, his: np.nan_to_num(self._of_gap(his - hers)))
        return None if product is None else Parts((both[0], both[1]), (product,))


def by_value(left: Floats, right: Floats, of: Callable[[Floats, Floats], Floats]) -> Product | None:
    """Any function of two numbers as a product, when one side has few different ones."""
    few, codes = np.unique(left[~np.isnan(left)], return_inverse=True)
    others, other_codes = np.unique(right[~np.isnan(right)], return_inverse=True)
    if min(len(few), len(others)) > FEW:
        return None
    if len(few) <= len(others):
        return Product(one_hot(_spread(left, codes), len(few)), _float32(of(_some(few)[None, :], right[:, None])))
    values = _float32(of(left[:, None], _some(others)[None, :]))
    return Product(values, one_hot(_spread(right, other_codes), len(others)))


def _spread(values: Floats, codes: Ints) -> Ints:
    spread = np.full(len(values), -1, dtype=np.int64)
    spread[~np.isnan(values)] = codes
    return spread


def _some(values: Floats) -> Floats:
    return values if len(values) else np.zeros(1)


def _float32(values: Floats) -> Floats32:
    return values.astype(np.float32)


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
    def _tables(self) -> Tables:
        return named(self.mentees, self.mentors)

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return said(self.mentees), said(self.mentors)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        halves = self._tables.shared(rows, columns)
        return both_said(self._both, rows, columns, np.minimum(halves / (2 * self.enough), 1.0))

    def score(self, mentee: int, mentor: int) -> float:
        hers, his = self.mentees[mentee], self.mentors[mentor]
        return min(len(hers & his) / (2 * self.enough), 1.0) if hers and his else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        shared = self.mentees[mentee] & self.mentors[mentor]
        ahead = self.offsets[mentee] // 30
        windows = _windows({(half + ahead) % HALF_HOURS for half in shared})
        return Evidence("time", {"hours": len(shared) / 2, "windows": windows})

    def parts(self) -> Parts:
        return Parts(self._both, (Product(self._tables.left / (2 * self.enough), self._tables.right, (0, 1)),))


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

    @cached_property
    def _both(self) -> tuple[Bools, Bools]:
        return said(self.mentee_ranks), said(self.mentor_ranks)

    @cached_property
    def _chosen(self) -> tuple[Marks, Marks]:
        """What each side gives for the pairs that it asked for, mentees down."""
        size = (len(self.mentee_ranks), len(self.mentor_ranks))
        mentees, theirs, worth = _ranked(self.mentee_ranks, size[1])
        mentors, others, value = _ranked(self.mentor_ranks, size[0])
        return Marks.of(mentees, theirs, size, worth), Marks.of(others, mentors, size, value)

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        hers, his = (chosen.at(rows, columns) for chosen in self._chosen)
        she, he = (both.astype(np.float64) for both in self._both)
        given = np.maximum(hers, NOT_CHOSEN) * she[rows] + np.maximum(his, NOT_CHOSEN) * he[columns]
        with np.errstate(invalid="ignore"):  # where neither said anything
            found: Floats = given / (she[rows] + he[columns])
        return found

    def wished(self, rows: Ints, columns: Ints) -> Ints:
        """In tenths, what both gave because they asked for each other."""
        hers, his = (chosen.at(rows, columns) for chosen in self._chosen)
        return np.rint(10 * (hers + his)).astype(np.int64)

    def score(self, mentee: int, mentor: int) -> float:
        sides = ((self.mentee_ranks[mentee], mentor), (self.mentor_ranks[mentor], mentee))
        given = [_choice_points(ranks.get(other, 0)) for ranks, other in sides if ranks]
        return sum(given) / len(given) if given else math.nan

    def evidence(self, mentee: int, mentor: int) -> Evidence:
        hers, his = self.mentee_ranks[mentee], self.mentor_ranks[mentor]
        facts = {"mentee": hers.get(mentor, 0), "mentee_of": len(hers)}
        return Evidence("choice", {**facts, "mentor": his.get(mentee, 0), "mentor_of": len(his)})

    def parts(self) -> Parts:
        """Whoever said anything gives the least to everybody; the chosen are looked at one by one."""
        hers, his = self._both
        left = NOT_CHOSEN * np.stack([hers, ~hers], axis=1).astype(np.float32)
        right = np.stack([np.ones_like(his), his], axis=1).astype(np.float32)
        tables = [chosen.table.tocoo() for chosen in self._chosen]
        extra = (np.concatenate([table.row for table in tables]), np.concatenate([table.col for table in tables]))
        return Parts(self._both, (Product(left, right),), either=True, extra=(_int64(extra[0]), _int64(extra[1])))


def _int64(values: Ints) -> Ints:
    return values.astype(np.int64)


def _choice_points(rank: int) -> float:
    return CHOICE_POINTS[min(rank, len(CHOICE_POINTS)) - 1] if rank else NOT_CHOSEN


def _ranked(people: Sequence[Mapping[int, int]], size: int) -> tuple[Ints, Ints, Floats]:
    found = [
        (row, other, _choice_points(rank))
        for row, ranks in enumerate(people)
        for other, rank in ranks.items()
        if other < size
    ]
    table = np.array(found, dtype=np.float64).reshape(-1, 3)
    return table[:, 0].astype(np.int64), table[:, 1].astype(np.int64), table[:, 2]
