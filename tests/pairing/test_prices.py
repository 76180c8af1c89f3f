"""Prices prove a plan also where somebody has one mentor and wants more."""

import pytest

from pairing import Objective, solve, verify
from tests.pairing.variants.worlds import tabled


@pytest.mark.parametrize(
    ("points", "wanted"),
    [([[30, 50], [80, 80]], (3, 2)), ([[60, 60], [40, 40]], (2, 2)), ([[80, 60], [20, 10]], (3, 2))],
)
def test_who_has_one_of_several_mentors_may_want_another_instead(
    points: list[list[float]], wanted: tuple[int, int]
) -> None:
    problem = tabled(points, wanted=wanted)

    assert verify(problem, solve(problem, Objective(floor=0))) == []
