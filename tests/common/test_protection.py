"""Whatever is published, nobody who knows all of it and how it is made can work out a small figure."""

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from trellis.common.protection import (
    FEW,
    HIDDEN,
    Bound,
    Cell,
    K,
    Mean,
    Part,
    Share,
    may_show,
    protect_count,
    protect_line,
    protect_mean,
    protect_parts,
    protect_share,
    protect_spread,
    roll_up,
)


def shown(*counts: int) -> list[Cell]:
    return [Cell(count) for count in counts]


def groups_of[Case, Published: Hashable](
    cases: Iterable[Case], publish: Callable[[Case], Published]
) -> Iterator[tuple[Published, list[Case]]]:
    """Cases that look the same from outside."""
    alike: dict[Published, list[Case]] = defaultdict(list)
    for case in cases:
        alike[publish(case)].append(case)
    yield from alike.items()


def test_a_line_of_large_counts_is_shown() -> None:
    assert protect_line([12, 5, 0, 40]) == shown(12, 5, 0, 40)


def test_a_small_count_takes_the_next_smallest_with_it() -> None:
    assert protect_line([23, 15, 7, 3]) == [Cell(23), Cell(15), HIDDEN, FEW]


def test_two_small_counts_that_add_up_hide_each_other() -> None:
    assert protect_line([30, 4, 2, 25]) == [Cell(30), FEW, FEW, Cell(25)]


def test_small_counts_that_their_sum_gives_away_take_one_more() -> None:
    assert protect_line([30, 4, 4, 25]) == [Cell(30), FEW, FEW, HIDDEN]


def test_a_line_without_anything_left_to_show_says_nothing_about_any() -> None:
    assert protect_line([4, 4]) == [HIDDEN, HIDDEN]
    assert protect_line([2, 9]) == [HIDDEN, HIDDEN]


def test_a_total_under_five_is_few() -> None:
    assert protect_line([3, 0, 1]) == [FEW, Cell(0), FEW]
    assert [protect_count(n) for n in (0, 4, 5)] == [Cell(0), FEW, Cell(5)]


def test_nobody_can_work_out_a_small_count_of_a_line_who_knows_total_and_method() -> None:
    """All lines of three counts up to 16: those that publish the same differ in every small count."""
    lines = (line for line in product(range(17), repeat=3) if sum(line) <= 16)
    for (total, cells), alike in groups_of(lines, lambda line: (sum(line), tuple(protect_line(line)))):
        if total < K:
            continue
        for n, cell in enumerate(cells):
            possible = {line[n] for line in alike}
            assert cell.count is not None or len(possible) > 1 or min(possible) >= K, (cells, alike)


@given(st.lists(st.integers(0, 40), min_size=1, max_size=9))
def test_no_count_under_five_is_ever_printed(counts: list[int]) -> None:
    cells = protect_line(counts)

    assert all(cell.count is None or cell.count == 0 or cell.count >= K for cell in cells)
    assert all(cell.count in (None, count) for cell, count in zip(cells, counts, strict=True))


@given(st.lists(st.integers(0, 40), min_size=2, max_size=9))
def test_taking_the_shown_from_the_total_never_leaves_one_group(counts: list[int]) -> None:
    cells = protect_line(counts)
    hidden = [count for cell, count in zip(cells, counts, strict=True) if cell.count is None]

    assert not hidden or sum(counts) < K or (len(hidden) > 1 and sum(hidden) >= K)


def test_both_sides_of_a_share_are_protected() -> None:
    parts = protect_parts([(20, 27), (15, 18), (9, 20), (40, 60)])

    assert parts == [Part(20, 27), Part(None, 18), Part(None, 20), Part(40, 60)]


def test_a_single_hidden_group_takes_another_with_it() -> None:
    assert protect_parts([(20, 22), (10, 20), (30, 60)]) == [Part(None, 22), Part(None, 20), Part(30, 60)]


def test_nothing_is_hidden_when_no_side_is_small() -> None:
    assert protect_parts([(0, 22), (15, 20), (60, 60)]) == [Part(0, 22), Part(15, 20), Part(60, 60)]


def ways_to_divide(total: int, sizes: list[int]) -> set[int]:
    """What the first of these groups may have, when all have `total` together: tried one by one."""
    rest = {0}
    for size in sizes[1:]:
        rest = {already + yes for already in rest for yes in range(size + 1)}
    return {yes for yes in range(sizes[0] + 1) if total - yes in rest}


@given(st.lists(st.integers(0, 14).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n))), max_size=6))
def test_subtraction_never_gives_a_part_away(parts: list[tuple[int, int]]) -> None:
    published = protect_parts(parts)
    left = sum(yes for yes, _ in parts) - sum(part.yes for part in published if part.yes is not None)
    sizes = [part.n for part in published if part.yes is None]
    nothing_else_to_hide = all(part.yes is None or part.n == 0 for part in published)

    for n, size in enumerate(sizes):
        assert nothing_else_to_hide or len(ways_to_divide(left, [size, *sizes[:n], *sizes[n + 1 :]])) >= K
    assert all(part.yes is None or (not 0 < part.yes < K and not 0 < part.n - part.yes < K) for part in published)


def test_small_groups_are_rolled_up() -> None:
    assert roll_up({"Harbour": 27, "Moor": 9, "Tern": 2, "Quay": 1, "Hill": 4}) == (
        ["Harbour", "Moor"],
        ["Hill", "Quay", "Tern"],
    )


def test_a_single_small_group_takes_the_next_one_into_all_others() -> None:
    assert roll_up({"Harbour": 27, "Moor": 9, "Tern": 4}) == (["Harbour"], ["Moor", "Tern"])


@given(st.dictionaries(st.text(min_size=1, max_size=3), st.integers(0, 30), max_size=8))
def test_no_rolled_up_group_is_small(sizes: dict[str, int]) -> None:
    alone, together = roll_up(sizes)

    assert all(sizes[name] >= K for name in alone)
    assert sorted(alone + together) == sorted(name for name, size in sizes.items() if size)
    assert not alone or not together or (len(together) > 1 and sum(sizes[name] for name in together) >= K)


def test_a_share_is_a_limit_when_few_are_meant() -> None:
    assert protect_share(12, 31) == Share(39, Bound.EXACT, 31)
    assert protect_share(0, 31) == protect_share(4, 31) == Share(17, Bound.UNDER, 31)
    assert protect_share(31, 31) == protect_share(27, 31) == Share(83, Bound.OVER, 31)
    assert protect_share(2, 9) == Share(None, Bound.FEW, 9)


@given(st.integers(5, 99), st.data())
def test_a_share_never_tells_fewer_than_five_apart(n: int, data: st.DataObject) -> None:
    yes = data.draw(st.integers(0, n))

    found = protect_share(yes, n)

    alike = [other for other in range(n + 1) if protect_share(other, n) == found]
    small = [other for other in alike if 0 < other < K or 0 < n - other < K]
    assert not small or len(alike) >= K


def test_a_mean_hides_that_all_said_the_same() -> None:
    assert protect_mean([4, 5, 4, 3, 5]) == Mean(4.2, Bound.EXACT, 5)
    assert protect_mean([5] * 9) == Mean(4.5, Bound.OVER, 9)
    assert protect_mean([1] * 9) == Mean(1.5, Bound.UNDER, 9)
    assert protect_mean([5, 5, 5, 5]) == Mean(None, Bound.FEW, 4)


def test_a_spread_is_shown_whole_or_not_at_all() -> None:
    assert protect_spread([0, 0, 6, 9, 14]) == [0, 0, 6, 9, 14]
    assert protect_spread([0, 1, 6, 9, 14]) is None
    assert protect_spread([0, 0, 0, 0, 30]) is None
    assert protect_spread([0, 0, 0, 0, 7]) is None


def test_a_set_that_differs_by_a_few_is_not_shown() -> None:
    first = range(20)

    assert may_show(first, [])
    assert may_show(first, [first])
    assert may_show(range(25), [first])
    assert not may_show(range(24), [first])
    assert not may_show(range(2, 22), [first])
    assert not may_show(range(4), [])


@given(st.lists(st.sets(st.integers(0, 30)), max_size=12))
def test_any_two_reports_differ_by_nobody_or_by_five(asked: list[set[int]]) -> None:
    granted: list[set[int]] = []
    for people in asked:
        if may_show(people, granted):
            granted.append(people)

    differences = [len(one ^ other) for one in granted for other in granted]
    assert all(difference == 0 or difference >= K for difference in differences)
