"""Every formula against a case worked out elsewhere: published examples, and scipy as a second opinion."""

from math import isclose
from statistics import mean, stdev

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from trellis.insights import estimates
from trellis.insights.estimates import Sample


def rounded(estimate: estimates.Estimate | None, digits: int = 4) -> tuple[float, float, float]:
    assert estimate is not None
    return round(estimate.value, digits), round(estimate.low, digits), round(estimate.high, digits)


def test_a_share_has_wilsons_interval() -> None:
    assert rounded(estimates.share(81, 263)) == (0.308, 0.2553, 0.3662)  # Newcombe 1998, table I


def test_a_share_of_nobody_is_nothing() -> None:
    assert estimates.share(0, 0) is None


def test_a_difference_has_newcombes_interval() -> None:
    assert rounded(estimates.difference(56, 70, 48, 80)) == (0.2, 0.0524, 0.3339)  # Newcombe 1998, table II


def test_the_published_attrition_claim_is_not_distinguishable_from_no_difference() -> None:
    """2 of 50 mentored people left, 7 of 83 others."""
    gap = estimates.difference(2, 50, 7, 83)
    times = estimates.ratio(2, 50, 7, 83)

    assert rounded(gap, 3) == (-0.044, -0.129, 0.06)
    assert rounded(times, 2) == (0.47, 0.10, 2.19)
    assert round(estimates.fisher_p(2, 50, 7, 83), 2) == 0.48
    assert estimates.people_needed(2 / 50, 7 / 83) == 470
    assert estimates.needs_fisher(2, 50, 7, 83)


def test_no_ratio_is_made_with_zero() -> None:
    assert estimates.ratio(0, 10, 3, 10) is None


def test_a_rate_has_the_exact_poisson_interval() -> None:
    assert rounded(estimates.rate(10, 2.0)) == (5.0, 2.3977, 9.1952)
    assert rounded(estimates.rate(0, 4.0)) == (0.0, 0.0, 0.9222)
    assert estimates.rate(3, 0) is None


def test_a_mean_has_its_t_interval() -> None:
    values = [4, 5, 3, 4, 4, 5, 2, 4, 5, 4]
    low, high = stats.t.interval(0.95, len(values) - 1, loc=4.0, scale=stats.sem(values))

    found = estimates.average(values)

    assert found is not None
    assert found.value == 4.0
    assert found.n == 10
    assert isclose(found.low, low)
    assert isclose(found.high, high)


def test_a_median_has_a_bootstrap_interval_that_never_changes() -> None:
    values = [3, 7, 8, 9, 9, 10, 11, 12, 14, 20, 21]

    found = estimates.middle(values)

    assert found == estimates.middle(list(reversed(values)))
    assert rounded(found, 1) == (10.0, 8.0, 14.0)


def test_a_change_is_counted_in_the_same_people() -> None:
    assert rounded(estimates.change([2, 3, 3, 4], [3, 4, 3, 5]), 3) == (0.75, -0.046, 1.546)


def test_an_effect_is_hedges_g() -> None:
    one, other = Sample(20, 105.0, 15.0), Sample(22, 100.0, 14.0)

    found = estimates.effect(one, other)

    assert found is not None
    assert round(found, 4) == 0.3387  # 5 / sqrt((19·225 + 21·196) / 40) · (1 − 3 / 159)


def test_the_difference_of_two_means_has_welchs_interval() -> None:
    one = [4, 5, 3, 4, 4, 5, 2, 4, 5, 4, 5]
    other = [3, 2, 4, 3, 5, 1, 2, 3, 3, 4]
    theirs = stats.ttest_ind(one, other, equal_var=False).confidence_interval()

    found = estimates.welch(*(Sample(len(values), mean(values), stdev(values)) for values in (one, other)))

    assert found is not None
    assert isclose(found.low, theirs.low)
    assert isclose(found.high, theirs.high)


def test_nothing_is_inferred_from_fewer_than_ten() -> None:
    assert estimates.effect(Sample(9, 1, 1), Sample(30, 2, 1)) is None
    assert estimates.welch(Sample(9, 1, 1), Sample(30, 2, 1)) is None


def test_who_still_waits_counts_in_the_median_wait() -> None:
    assert estimates.median_wait([(6, True), (6, True), (6, True), (7, True), (9, False), (10, False)]) == 6
    assert estimates.median_wait([(5, True), (8, False), (8, False), (9, False)]) is None
    assert estimates.median_wait([]) is None


@given(st.integers(1, 400), st.data())
def test_a_share_lies_inside_its_interval(n: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, n))

    found = estimates.share(yes, n)

    assert found is not None
    assert 0 <= found.low <= found.value + 1e-12
    assert found.value - 1e-12 <= found.high <= 1


@given(st.integers(1, 60), st.integers(1, 60), st.data())
def test_fisher_agrees_with_scipy(n: int, other: int, data: st.DataObject) -> None:
    yes, no = data.draw(st.integers(0, n)), data.draw(st.integers(0, other))

    theirs = stats.fisher_exact([[yes, n - yes], [no, other - no]]).pvalue

    assert estimates.fisher_p(yes, n, no, other) == pytest.approx(theirs, rel=1e-7)
