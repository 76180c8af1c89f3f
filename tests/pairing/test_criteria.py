"""Each criterion gives what it says, in a block and for one pair alike, and its reason in words."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import Problem
from pairing.criteria import Alike, Choice, Common, Coverage, Distance, Overlap, Together, Want, points, points_of
from pairing.people import half_hours
from pairing.problem import Criterion
from pairing.words import say
from tests.pairing.worlds import problems


@given(problems(), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=100, deadline=None)
def test_blocks_and_single_pairs_agree_to_the_last_unit(problem: Problem, row: int, column: int) -> None:
    whole = points(problem, slice(None), slice(None))

    for mentee in range(len(problem.mentees)):
        for mentor in range(len(problem.mentors)):
            assert whole[mentee, mentor] == points_of(problem, mentee, mentor)
    assert np.array_equal(points(problem, slice(row, None), slice(None, column)), whole[row:, :column])


def only(criterion: Criterion) -> float:
    """The score of a world of two, checked both ways."""
    one = np.zeros(1, dtype=np.int64)
    block = float(criterion.scores(one[:, None], one[None, :])[0, 0])
    single = criterion.score(0, 0)
    assert block == single or (math.isnan(block) and math.isnan(single))
    assert np.array_equal(criterion.scores(one, one), [single], equal_nan=True)
    return single


def test_coverage_counts_priorities_and_levels() -> None:
    wants = (Want("writing", 3, 4), Want("budgets", 2, 1), Want("coaching", 1, 5))
    criterion = Coverage((wants,), ({"writing": 2, "budgets": 5},), 1)

    assert only(criterion) == (3 * 50 + 2 * 100) / 600
    assert say(criterion.evidence(0, 0)) == "covers 1 of 3 goals (budgets)"
    assert criterion.evidence(0, 0).facts == {
        "met": ["budgets"],
        "partly": ["writing"],
        "missing": ["coaching"],
        "of": 3,
    }


@pytest.mark.parametrize(("wanted", "offered"), [((), {"writing": 2}), ((Want("writing"),), {})])
def test_coverage_is_unknown_when_one_side_said_nothing(wanted: tuple[Want, ...], offered: dict[str, int]) -> None:
    assert math.isnan(only(Coverage((wanted,), (offered,), 1)))


def test_interests_are_measured_against_how_many_each_names() -> None:
    criterion = Overlap((frozenset({"chess", "choirs"}),), (frozenset({"chess", "hiking"}),), 1)

    assert only(criterion) == 0.5
    assert say(criterion.evidence(0, 0)) == "both name chess"
    assert math.isnan(only(Overlap((frozenset(),), (frozenset({"chess"}),), 1)))


def test_one_language_in_common_is_enough() -> None:
    assert only(Common((frozenset({"en", "es"}),), (frozenset({"es"}),), 1)) == 1
    assert only(Common((frozenset({"en"}),), (frozenset({"es"}),), 1)) == 0


def test_alike_and_different() -> None:
    assert only(Alike(("Harbour",), ("Harbour",), 1, "site")) == 1
    assert only(Alike(("Harbour",), ("Harbour",), 1, "site", different=True)) == 0
    assert math.isnan(only(Alike(("",), ("Harbour",), 1, "site")))
    assert say(Alike(("Harbour",), ("Moorside",), 1, "site").evidence(0, 0)) == "different site"


@pytest.mark.parametrize(("gap", "score"), [(1.0, 1.0), (3.0, 1.0), (0.0, 0.5), (-2.0, 0.0), (4.0, 0.5), (9.0, 0.0)])
def test_levels_are_full_in_the_window_and_fall_outside(gap: float, score: float) -> None:
    assert only(Distance((2.0,), (2.0 + gap,), 1, (1, 3), 2.0)) == score


def test_time_is_compared_across_zones() -> None:
    madrid = half_hours(2, 14 * 60, 18 * 60, 60)
    lima = half_hours(2, 9 * 60, 12 * 60, -300)
    criterion = Together((madrid,), (lima,), (60,), 1)

    assert only(criterion) == 3 / 4
    assert say(criterion.evidence(0, 0)) == "3 h in common (Wednesday 15:00 to 18:00)"


def test_a_week_wraps_round_and_part_of_a_half_hour_is_none() -> None:
    assert half_hours(0, 0, 60, 60) == {334, 335}
    assert half_hours(0, 545, 610, 0) == {19}


def test_choices_of_both_sides_count_and_silence_does_not() -> None:
    assert only(Choice(({0: 2},), ({},), 1)) == 0.8
    assert only(Choice(({0: 1},), ({0: 3},), 1)) == 0.8
    assert only(Choice(({5: 1},), ({},), 1)) == 0.3
    assert math.isnan(only(Choice(({},), ({},), 1)))
    assert say(Choice(({0: 2, 5: 1},), ({},), 1).evidence(0, 0)) == "mentee’s choice 2 of 2"
