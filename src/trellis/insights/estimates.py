"""Figures with the range around them: shares, differences, rates, means and medians.

Everything is a 95% interval and the same input gives the same output, also where chance is used.
Sources: Wilson (1927) for a share, Newcombe (1998, method 10) for the difference of two, Katz's log
method for a ratio, Garwood (1936) for a rate, Student's t for a mean, Hedges for sizes of effects.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from math import ceil, comb, exp, log, sqrt
from statistics import NormalDist, mean, median, stdev
from typing import Any

Z = NormalDist().inv_cdf(0.975)
POWER = NormalDist().inv_cdf(0.8)
FEWEST = 10  # below this many in a group nothing is inferred, only counted


@dataclass(frozen=True)
class Estimate:
    """A figure, the range in which the true one probably lies, and how many it rests on."""

    value: float
    low: float
    high: float
    n: int


@dataclass(frozen=True)
class Sample:
    """What two independent groups are compared by."""

    n: int
    mean: float
    sd: float


def share(yes: int, n: int) -> Estimate | None:
    """Wilson's interval for `yes` of `n`; nothing when there is nobody."""
    if not n:
        return None
    p = yes / n
    middle = (p + Z * Z / (2 * n)) / (1 + Z * Z / n)
    reach = Z / (1 + Z * Z / n) * sqrt(p * (1 - p) / n + Z * Z / (4 * n * n))
    return Estimate(p, max(0.0, middle - reach), min(1.0, middle + reach), n)


def difference(yes: int, n: int, other_yes: int, other_n: int) -> Estimate | None:
    """The first share less the second, with Newcombe's interval from the two Wilson ones."""
    one, other = share(yes, n), share(other_yes, other_n)
    if one is None or other is None:
        return None
    value = one.value - other.value
    below = sqrt((one.value - one.low) ** 2 + (other.high - other.value) ** 2)
    above = sqrt((one.high - one.value) ** 2 + (other.value - other.low) ** 2)
    return Estimate(value, value - below, value + above, n + other_n)


def ratio(yes: int, n: int, other_yes: int, other_n: int) -> Estimate | None:
    """The first share divided by the second, by the log method; nothing when either is zero."""
    if not (yes and other_yes):
        return None
    value = (yes / n) / (other_yes / other_n)
    spread = Z * sqrt(1 / yes - 1 / n + 1 / other_yes - 1 / other_n)
    return Estimate(value, exp(log(value) - spread), exp(log(value) + spread), n + other_n)


def fisher_p(yes: int, n: int, other_yes: int, other_n: int) -> float:
    """How often chance alone would give a table as uneven as this one: Fisher's exact test, two-sided."""
    total, marked = n + other_n, yes + other_yes
    ways = {k: comb(n, k) * comb(other_n, marked - k) for k in range(max(0, marked - other_n), min(n, marked) + 1)}
    return sum(way for way in ways.values() if way <= ways[yes]) / comb(total, marked)


def needs_fisher(yes: int, n: int, other_yes: int, other_n: int) -> bool:
    """Whether any expected count of the two-by-two table is under five."""
    marked = (yes + other_yes) / (n + other_n)
    return min(size * part for size in (n, other_n) for part in (marked, 1 - marked)) < 5


def people_needed(share_: float, other: float) -> int | None:
    """How many in each group would show such a gap four times in five; rounded up to tens."""
    if share_ == other:
        return None
    middle = (share_ + other) / 2
    noise = Z * sqrt(2 * middle * (1 - middle)) + POWER * sqrt(share_ * (1 - share_) + other * (1 - other))
    return 10 * ceil(noise**2 / (share_ - other) ** 2 / 10)


def rate(events: int, exposure: float) -> Estimate | None:
    """Events for each unit of exposure, with the exact Poisson interval."""
    if exposure <= 0:
        return None
    special = _special()
    low = special.gammaincinv(events, 0.025) if events else 0.0
    high = special.gammaincinv(events + 1, 0.975)
    return Estimate(events / exposure, float(low) / exposure, float(high) / exposure, events)


def average(values: Sequence[float]) -> Estimate | None:
    """The mean with its t interval; from one value the interval is the value itself."""
    if not values:
        return None
    middle = mean(values)
    if len(values) == 1:
        return Estimate(middle, middle, middle, 1)
    reach = t_quantile(len(values) - 1) * stdev(values) / sqrt(len(values))
    return Estimate(middle, middle - reach, middle + reach, len(values))


def middle(values: Sequence[float], *, draws: int = 2000, seed: int = 20260322) -> Estimate | None:
    """The median with a bootstrap interval (percentiles of the medians of `draws` resamples)."""
    if not values:
        return None
    numpy = _numpy()
    rows = numpy.sort(numpy.asarray(values, dtype=float))
    resampled = numpy.random.default_rng(seed).choice(rows, size=(draws, len(rows)))
    low, high = numpy.percentile(numpy.median(resampled, axis=1), [2.5, 97.5])
    return Estimate(float(median(values)), float(low), float(high), len(values))


def change(before: Sequence[float], after: Sequence[float]) -> Estimate | None:
    """Mean change of the same people, with its t interval. Give only people with both answers."""
    return average([then - now for now, then in zip(before, after, strict=True)])


def effect(one: Sample, other: Sample) -> float | None:
    """Hedges' g: the difference of two means in standard deviations, corrected for small groups."""
    if min(one.n, other.n) < FEWEST:
        return None
    total = one.n + other.n
    pooled = sqrt(((one.n - 1) * one.sd**2 + (other.n - 1) * other.sd**2) / (total - 2))
    return (1 - 3 / (4 * total - 9)) * (one.mean - other.mean) / pooled if pooled else None


def welch(one: Sample, other: Sample) -> Estimate | None:
    """The difference of two means with Welch's t interval."""
    if min(one.n, other.n) < FEWEST:
        return None
    a, b = one.sd**2 / one.n, other.sd**2 / other.n
    value = one.mean - other.mean
    if a + b == 0:
        return Estimate(value, value, value, one.n + other.n)
    freedom = (a + b) ** 2 / (a**2 / (one.n - 1) + b**2 / (other.n - 1))
    reach = t_quantile(freedom) * sqrt(a + b)
    return Estimate(value, value - reach, value + reach, one.n + other.n)


def t_quantile(freedom: float) -> float:
    """How many standard errors reach 95%."""
    return float(_special().stdtrit(freedom, 0.975))


def median_wait(waits: Sequence[tuple[float, bool]]) -> float | None:
    """Kaplan-Meier median of (days, whether it ended); who still waits is counted, never dropped."""
    left, at_risk = 1.0, len(waits)
    ordered = sorted(waits)
    ends = [*[n for n, (a, b) in enumerate(pairwise(ordered), start=1) if a[0] != b[0]], len(ordered)]
    start = 0
    for end in ends:
        ended = sum(done for _, done in ordered[start:end])
        left *= 1 - ended / at_risk if at_risk else 1
        if ended and left <= 0.5:
            return ordered[start][0]
        at_risk -= end - start
        start = end
    return None


@cache
def _special() -> Any:
    from scipy import special  # noqa: PLC0415 - takes a second; only reports need it

    return special


@cache
def _numpy() -> Any:
    import numpy  # noqa: ICN001, PLC0415 - takes a third of a second; only reports need it

    return numpy
