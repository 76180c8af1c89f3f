"""What keeps a figure from being about somebody: one service for pages, files, print and the API.

Groups under five are not shown, nor what would let them be worked out: by taking the rest from a total,
by comparing two reports, or because everybody said the same. Pure functions; nothing here reads a row.
"""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import ceil, floor
from statistics import mean

K = 5  # people; an installation may raise it, never lower it
K_WORDS = 10  # for people's own words, special attributes, and what leaves the organization


class Why(StrEnum):
    """Why a figure is not shown."""

    SHOWN = ""
    FEW = "few"
    HIDDEN = "hidden"


@dataclass(frozen=True)
class Cell:
    """A count as it may be shown: its figure, or why there is none."""

    count: int | None
    why: Why = Why.SHOWN


FEW, HIDDEN = Cell(None, Why.FEW), Cell(None, Why.HIDDEN)


def protect_count(count: int, *, k: int = K) -> Cell:
    """A total of its own: shown when it is nobody or enough people."""
    return FEW if 0 < count < k else Cell(count)


def protect_line(counts: Sequence[int], *, k: int = K) -> list[Cell]:
    """Counts of which the total is known: small ones hidden, and as many others as keep them hidden.

    When nothing but hidden cells is left, none of them says “under five”, because that would tell the rest.
    """
    few = {n for n, count in enumerate(counts) if 0 < count < k}
    if not few:
        return [Cell(count) for count in counts]
    more = sorted((count, n) for n, count in enumerate(counts) if count >= k)
    hidden = set(few)
    while more and not _is_safe(counts, few, hidden, lowest_seen=more[0][0], k=k):
        hidden.add(more.pop(0)[1])
    alone = sum(counts) < k
    return [_cell(n, count, few if more or alone else set(), hidden) for n, count in enumerate(counts)]


def _cell(n: int, count: int, few: set[int], hidden: set[int]) -> Cell:
    if n in few:
        return FEW
    return HIDDEN if n in hidden else Cell(count)


def _is_safe(counts: Sequence[int], few: set[int], hidden: set[int], *, lowest_seen: int, k: int) -> bool:
    """Whether every small count could still be two others, to somebody who knows the total and how we hide.

    Such a reader knows that small ones lie in 1 to k − 1, and the others from k to below the lowest figure seen.
    """
    total = sum(counts[n] for n in hidden)
    if len(hidden) < 2 or total < k or (hidden > few and lowest_seen <= k):
        return False
    low = {n: 1 if n in few else k for n in hidden}
    high = {n: k - 1 if n in few else lowest_seen - 1 for n in hidden}
    slack, room = total - sum(low.values()), sum(high.values()) - total
    return all(min(high[n], low[n] + slack) - max(low[n], high[n] - room) >= 2 for n in few)


@dataclass(frozen=True)
class Part:
    """So many of a group did or said something. `yes` is None when it may not be shown."""

    yes: int | None
    n: int


def protect_parts(parts: Sequence[tuple[int, int]], *, k: int = K) -> list[Part]:
    """(yes, n) of several groups, when every n and the sum of all yes are known.

    Both sides are protected: neither those who did nor those who didn't may be one to four people. What is
    hidden adds up to at least k on both sides, and could be divided in at least k ways; else all is hidden.
    """
    hidden = {i for i, (yes, n) in enumerate(parts) if 0 < yes < k or 0 < n - yes < k}
    more = sorted((n, i) for i, (_, n) in enumerate(parts) if i not in hidden and n)
    while hidden and more and not _parts_are_safe([parts[i] for i in hidden], k=k):
        hidden.add(more.pop(0)[1])
    return [Part(None if i in hidden else yes, n) for i, (yes, n) in enumerate(parts)]


def _parts_are_safe(parts: Sequence[tuple[int, int]], *, k: int) -> bool:
    yes, people = sum(yes for yes, _ in parts), sum(n for _, n in parts)
    ways = [min(n, yes) - max(0, yes - people + n) + 1 for _, n in parts]
    return len(parts) > 1 and min(yes, people - yes, *ways) >= k


def roll_up(sizes: Mapping[str, int], *, k: int = K) -> tuple[list[str], list[str]]:
    """Groups that can stand alone, and those to be shown together as “all others”.

    Together they are at least two groups and k people, so the largest of the small may have to join them.
    """
    order = sorted((size, name) for name, size in sizes.items() if size)
    apart: list[str] = []
    people = 0
    while order and (order[0][0] < k or (apart and (len(apart) < 2 or people < k))):
        size, name = order.pop(0)
        apart.append(name)
        people += size
    return sorted(name for _, name in order), sorted(apart)


class Bound(StrEnum):
    """What kind of figure a share is."""

    EXACT = "exact"
    UNDER = "under"
    OVER = "over"
    FEW = "few"


@dataclass(frozen=True)
class Share:
    """A share in whole percent, or a limit of it: when nearly nobody or nearly everybody is meant."""

    percent: int | None
    bound: Bound
    n: int


def protect_share(yes: int, n: int, *, k: int = K) -> Share:
    """A share of answers. All the same, or all but a few, is shown as a limit that could be any of them.

    That takes 2 k answers: with fewer, one side is always under k.
    """
    if n < 2 * k:
        return Share(None, Bound.FEW, n)
    if yes < k:
        return Share(ceil(100 * k / n), Bound.UNDER, n)
    if n - yes < k:
        return Share(floor(100 * (n - k) / n), Bound.OVER, n)
    return Share(round(100 * yes / n), Bound.EXACT, n)


@dataclass(frozen=True)
class Mean:
    """A mean of answers with one decimal; `bound` when everybody gave the same."""

    value: float | None
    bound: Bound
    n: int


def protect_mean(scores: Sequence[float], *, step: float = 0.5, k: int = K) -> Mean:
    """The mean of answers from 1 to 5; when all are alike only that it is near there is said."""
    if len(scores) < k:
        return Mean(None, Bound.FEW, len(scores))
    middle = mean(scores)
    if len(set(scores)) > 1:
        return Mean(round(middle, 1), Bound.EXACT, len(scores))
    if middle > 3:
        return Mean(middle - step, Bound.OVER, len(scores))
    return Mean(middle + step, Bound.UNDER, len(scores))


def protect_spread(counts: Sequence[int], *, k: int = K, fewest: int = 8) -> list[int] | None:
    """How answers are spread over a scale, or nothing: a mean beside it would fill any gap in it."""
    if sum(counts) < fewest or any(0 < count < k for count in counts):
        return None
    return None if sum(count > 0 for count in counts) < 2 else list(counts)


def may_show(people: Collection[int], shown: Sequence[Collection[int]], *, k: int = K) -> bool:
    """Whether a figure about these people can stand beside those already shown for the same measure.

    Two sets may be the same or differ by at least k people: else their difference is about somebody.
    """
    if len(people) < k:
        return False
    now = set(people)
    return all(len(now ^ set(before)) == 0 or len(now ^ set(before)) >= k for before in shown)
