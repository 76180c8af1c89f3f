"""Colors for the sidebar keep every word readable."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.ui import fence

COLORS = st.integers(0, 0xFFFFFF).map(lambda number: f"{number:06x}")


@pytest.mark.parametrize(
    ("color", "readable"), [("0c3a32", True), ("123a6b", True), ("7a1020", True), ("ffffff", False), ("1a9a50", False)]
)
def test_dark_colors_pass_and_bright_ones_do_not(color: str, readable: bool) -> None:
    assert fence.is_readable(color) is readable


@given(COLORS)
def test_there_is_always_a_darker_one_that_works(color: str) -> None:
    assert fence.is_readable(fence.darker(color))


@given(COLORS.filter(fence.is_readable))
def test_the_sheet_says_each_token_once_for_light_and_dark(color: str) -> None:
    found = re.findall(r"--([\w-]+): light-dark\(#[0-9a-f]{6}, #[0-9a-f]{6}\);", fence.stylesheet(color))

    assert found == ["fence", "fence-line", "fence-hover", "on-fence", "on-fence-2"]


def test_the_contrast_is_the_one_of_the_standard() -> None:
    assert fence._ratio("ffffff", "000000") == pytest.approx(21)
    assert fence._ratio("777777", "ffffff") == pytest.approx(4.48, abs=0.01)
