"""Nobody would rather have somebody who would rather have them; the examples of the literature come out as printed."""

import itertools
from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError, solve
from pairing.problem import Pair
from pairing.variants.stable import Lists, Ranks, blocking_pairs, check_stable, price_of_stability, solve_stable
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled

ANY = Objective(floor=0)


def ranked(lists: Sequence[Sequence[int]]) -> Ranks:
    return tuple({other: rank for rank, other in enumerate(one, 1)} for one in lists)


def market(
    mentees: Sequence[str], mentors: Sequence[str], places: tuple[int, ...] | None = None
) -> tuple[Problem, Lists]:
    """Lists as books print them, digits from 1."""
    hers = [[int(digit) - 1 for digit in one] for one in mentees]
    his = [[int(digit) - 1 for digit in one] for one in mentors]
    problem = tabled([[50.0] * len(mentors)] * len(mentees), places=places)
    return problem, Lists(ranked(hers), ranked(his), closed=True)


def pairs_of(problem: Problem, lists: Lists, proposing: str = "mentees") -> tuple[Pair, ...]:
    found = solve_stable(problem, lists, ANY, proposing="mentees" if proposing == "mentees" else "mentors")
    assert check_stable(problem, found, lists) == []
    assert blocking_pairs(problem, found.pairs, lists, ANY) == ()
    return found.pairs


def test_gale_and_shapley_1962_example_1() -> None:
    """Everybody on the proposing side has the first choice; there is a third stable plan between."""
    problem, lists = market(("123", "231", "312"), ("231", "312", "123"))

    assert pairs_of(problem, lists) == ((0, 0), (1, 1), (2, 2))
    assert pairs_of(problem, lists, "mentors") == ((0, 2), (1, 0), (2, 1))
    assert blocking_pairs(problem, ((0, 1), (1, 2), (2, 0)), lists, ANY) == ()


def test_gale_and_shapley_1962_example_2() -> None:
    """There is only one stable plan, and nobody of the first side has the first choice."""
    problem, lists = market(("1234", "1432", "2134", "4231"), ("4312", "2413", "4123", "3214"))

    assert pairs_of(problem, lists) == pairs_of(problem, lists, "mentors") == ((0, 2), (1, 3), (2, 0), (3, 1))


def test_knuth_1976_ten_stable_plans() -> None:
    """Four and four with ten stable plans; also in Gusfield and Irving 1989, section 1.3."""
    problem, lists = market(("1234", "2143", "3412", "4321"), ("4321", "3412", "2143", "1234"))
    plans = [tuple(enumerate(order)) for order in itertools.permutations(range(4))]

    assert sum(not blocking_pairs(problem, plan, lists, ANY) for plan in plans) == 10
    assert pairs_of(problem, lists) == ((0, 0), (1, 1), (2, 2), (3, 3))
    assert pairs_of(problem, lists, "mentors") == ((0, 3), (1, 2), (2, 1), (3, 0))


def test_hospitals_and_residents_of_the_national_program() -> None:
    """The introduction of the National Resident Matching Program: Sunny and Mercy stay without each other.

    Arthur, Sunny, Joseph, Latha, Darrius; Mercy, City and General with two places each.
    """
    problem, lists = market(("2", "21", "231", "123", "213"), ("53", "51243", "5134"), places=(2, 2, 2))

    expected = ((0, 1), (2, 2), (3, 2), (4, 1))
    assert pairs_of(problem, lists) == pairs_of(problem, lists, "mentors") == expected


def world(seed: int) -> tuple[Problem, Lists]:
    chance = Random(seed)
    rows, columns = chance.randrange(1, 6), chance.randrange(1, 5)
    problem = tabled(
        drawn(chance, rows, columns),
        places=tuple(chance.randrange(4) for _ in range(columns)),
        wanted=tuple(chance.choice((0, 1, 1, 2)) for _ in range(rows)),
        apart=some_pairs(chance, rows, columns, 0.1),
    )

    def some(count: int, others: int) -> Ranks:
        chosen = [chance.sample(range(others), chance.randrange(others + 1)) for _ in range(count)]
        return tuple({other: chance.randrange(1, 4) for other in one} for one in chosen)

    return problem, Lists(some(rows, columns), some(columns, rows), closed=chance.random() < 0.5)


@given(seeds())
@settings(max_examples=80, deadline=None)
def test_no_pair_blocks_whoever_proposes(seed: int) -> None:
    problem, lists = world(seed)
    for proposing in ("mentees", "mentors"):
        pairs_of(problem, lists, proposing)


@given(seeds())
@settings(max_examples=60, deadline=None)
def test_the_same_people_are_placed_in_every_stable_plan(seed: int) -> None:
    """The rural hospitals theorem (Roth 1986), for lists without ties."""
    problem, lists = world(seed)
    problem = replace(problem, mentees=replace(problem.mentees, places=(1,) * len(problem.mentees)))
    chance = Random(seed)

    def strict(ranks: Ranks) -> Ranks:
        return tuple(
            {other: rank for rank, other in enumerate(chance.sample(sorted(one), len(one)), 1)} for one in ranks
        )

    lists = Lists(strict(lists.mentees), strict(lists.mentors), closed=True)
    one, other = pairs_of(problem, lists), pairs_of(problem, lists, "mentors")

    assert {mentee for mentee, _ in one} == {mentee for mentee, _ in other}
    assert sorted(mentor for _, mentor in one) == sorted(mentor for _, mentor in other)


def test_without_lists_the_fit_decides_and_the_price_is_said() -> None:
    problem = tabled([[90, 80], [80, 40]])

    stable = solve_stable(problem, objective=ANY)
    price = price_of_stability(problem, stable, solve(problem, ANY))

    assert stable.pairs == ((0, 0), (1, 1))
    assert (price.people, price.points, price.blocking) == (0, 30_000, 1)


def test_the_seed_decides_between_equals() -> None:
    problem = tabled([[50.0] * 6] * 6)

    assert solve_stable(problem, seed=1) == solve_stable(problem, seed=1)
    assert solve_stable(problem, seed=1).pairs != solve_stable(problem, seed=2).pairs


def test_what_was_changed_is_found() -> None:
    problem, lists = market(("12", "12", "12"), ("123", "123"))
    stable = solve_stable(problem, lists)

    for wrong, code in (
        (replace(stable, pairs=((0, 1), (1, 0))), "blocking"),
        (replace(stable, pairs=((0, 0), (1, 0), (2, 1))), "places"),
        (replace(stable, points=(1, 1)), "points"),
    ):
        assert code in {finding.code for finding in check_stable(problem, wrong, lists)}
    assert check_stable(problem, stable)[0].code == "other_problem"


def test_wrong_questions_are_named() -> None:
    problem, lists = market(("12", "12"), ("12", "12"))
    for wrong, some, objective, code in (
        (replace(problem, locked=((0, 0),)), lists, ANY, "locked"),
        (problem, Lists(lists.mentees, lists.mentors[:1]), ANY, "lengths"),
        (problem, Lists(({7: 1}, {}), lists.mentors), ANY, "unknown_person"),
        (problem, Lists(({0: 0}, {}), lists.mentors), ANY, "rank"),
        (problem, lists, Objective(worst=True), "objective"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_stable(wrong, some, objective)
        assert caught.value.code == code
