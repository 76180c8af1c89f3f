"""Charts keep their figures true, and every figure is in the table."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trellis.ui.charts import Bar, BarChart, Interval, Line, LineChart, Point, round_step, spread
from trellis.ui.samples import MEETINGS, STAYED
from trellis.ui.tags import charts


@given(st.lists(st.integers(0, 5000), min_size=1, max_size=60))
def test_bars_stand_on_the_floor_and_keep_their_proportions(values: list[int]) -> None:
    chart = BarChart("t", "s", [Bar(str(n), value) for n, value in enumerate(values)], ("Week", "Held"))
    tallest = max(values)
    for place, value in zip(chart.drawn, values, strict=True):
        assert float(str(place["y"])) + float(str(place["height"])) == pytest.approx(BarChart.FLOOR, abs=0.2)
        assert float(str(place["height"])) == pytest.approx(78 * value / (1.1 * max(tallest, 1)), abs=0.2)


def test_every_bar_is_in_the_table_and_the_last_is_marigold_when_not_over() -> None:
    markup = charts.bar_chart(MEETINGS)

    assert markup.count('<th scope="row">') == markup.count('<rect class="bar') == 24
    assert markup.count("bar--now") == 1
    assert f'role="img" aria-label="{MEETINGS.summary}"' in markup


def test_lines_are_named_at_their_end_and_the_table_has_the_figures() -> None:
    markup = charts.line_chart(STAYED)

    assert ">Mentored</text>" in markup
    assert ">92%</text>" in markup
    assert markup.count('class="band') == 2
    assert '<th scope="row">24</th><td class="num">92%</td><td class="num">83%</td>' in markup


def test_a_line_may_be_without_an_interval() -> None:
    line = Line("Joy", [Point(0, 3), Point(1, 4)])
    chart = LineChart("t", "s", [line], [(0, "0"), (1, "1")], [(1, "1"), (5, "5")], ["Week", "Joy"], [["0", "3"]])

    assert 'class="band' not in charts.line_chart(chart)
    assert chart.path([(0, 1), (1, 5)]) == "M0.0 196.0L84.0 14.0"


@given(st.lists(st.floats(0, 200), min_size=1, max_size=4))
def test_the_names_of_lines_never_touch(heights: list[float]) -> None:
    placed = sorted(spread(heights))

    assert all(b - a >= 29.9 for a, b in pairwise(placed))


@pytest.mark.parametrize(
    ("low", "high", "unsure"), [(0.26, 0.96, False), (-0.22, 0.42, True), (-0.9, -0.1, False), (0, 0.5, True)]
)
def test_an_interval_that_touches_zero_is_unsure(low: float, high: float, unsure: bool) -> None:
    estimate = Interval((low + high) / 2, low, high)

    assert estimate.unsure is unsure
    assert ("unsure" in charts.interval(estimate)) is unsure


@pytest.mark.parametrize(("rough", "step"), [(0.7, 1), (1.2, 2), (8.8, 10), (23, 50), (0, 1)])
def test_grid_lines_are_round(rough: float, step: float) -> None:
    assert round_step(rough) == step


def test_between_counted_things_there_is_no_half_line() -> None:
    few = BarChart("Met", "Once.", [Bar("May", 1)], ("Month", "Meetings"))
    shares = BarChart("Met", "Half.", [Bar("May", 0.5)], ("Month", "Share"))

    assert [line["value"] for line in few.grid] == [1]
    assert [line["value"] for line in shares.grid] == [0.5, 1]
