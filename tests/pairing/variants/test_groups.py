"""Groups open only if they are full enough, and no other groups place more people or fit better."""

import itertools
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points_of
from pairing.rules import broken
from pairing.variants.groups import check_groups, solve_groups
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled


def world(seed: int) -> Problem:
    chance = Random(seed)
    rows, columns = chance.randrange(7), chance.randrange(1, 4)
    places = tuple(chance.randrange(5) for _ in range(columns))
    least = tuple(chance.randrange(high + 1) for high in places)
    apart = some_pairs(chance, rows, columns, 0.15)
    return tabled(drawn(chance, rows, columns), places=places, least=least, apart=apart)


def every_value(problem: Problem, objective: Objective) -> list[tuple[int, int]]:
    """The value of all groups there are, one by one."""
    options = [
        [None, *(at for at in range(len(problem.mentors)) if allowed(problem, row, at, objective))]
        for row in range(len(problem.mentees))
    ]
    found = []
    for choice in itertools.product(*options):
        sizes = Counter(at for at in choice if at is not None)
        if all(problem.mentors.least[at] <= size <= problem.mentors.places[at] for at, size in sizes.items()):
            pairs = [(row, at) for row, at in enumerate(choice) if at is not None]
            found.append((len(pairs), sum(points_of(problem, *pair) for pair in pairs)))
    return found


def allowed(problem: Problem, row: int, at: int, objective: Objective) -> bool:
    return not broken(problem, row, at) and points_of(problem, row, at) >= objective.floor * 1000


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    problem = world(seed)
    for objective in (Objective(floor=20), Objective(floor=0, first="total")):
        groups = solve_groups(problem, objective, seed=seed)
        values = every_value(problem, objective)
        best = max(values) if objective.first == "people" else max(values, key=lambda value: value[1])

        assert groups.value[objective.first == "total" :] == best[objective.first == "total" :]
        assert groups.proven
        assert check_groups(problem, groups) == []


def three_and_two(**beside: object) -> Problem:
    """Two mentors who take two or three each; everybody likes the first one more."""
    return tabled([[90, 50]] * 4 + [[40, 60]], places=(3, 3), least=(2, 2), **beside)  # type: ignore[arg-type]


def test_a_group_opens_only_when_it_is_full_enough() -> None:
    problem = tabled([[90, 50]] * 3 + [[40, 90]], places=(3, 3), least=(3, 2))

    groups = solve_groups(problem, Objective(floor=0))

    assert Counter(mentor for _, mentor in groups.pairs) == {0: 3}  # three and one: the one stays out
    assert groups.members(1) == []


def test_a_group_with_a_locked_member_is_open() -> None:
    problem = tabled([[90, 50]] * 3 + [[40, 90]], places=(3, 3), least=(3, 2), locked=((3, 1),))

    groups = solve_groups(problem)

    assert (groups.members(1), groups.value.people, groups.proven) == ([3], 4, True)
    assert check_groups(problem, groups) == []


def test_more_people_come_before_more_points() -> None:
    groups = solve_groups(three_and_two())

    assert (groups.value, groups.proven) == ((5, 380_000), True)
    assert solve_groups(three_and_two(), Objective(floor=0, first="total")).value == (5, 380_000)


@given(seeds())
@settings(max_examples=15, deadline=None)
def test_one_place_more_never_makes_it_worse(seed: int) -> None:
    problem, chance = world(seed), Random(seed)
    at = chance.randrange(len(problem.mentors))
    places = tuple(high + (number == at) for number, high in enumerate(problem.mentors.places))
    more = replace(problem, mentors=replace(problem.mentors, places=places))

    assert solve_groups(more, Objective(floor=0)).value >= solve_groups(problem, Objective(floor=0)).value


def test_the_order_of_rows_decides_nothing() -> None:
    problem = tabled([[50, 50]] * 4, places=(2, 2), least=(2, 2))
    names = [problem.mentees.ids[mentee] for mentee in solve_groups(problem, seed=3).members(0)]
    back = replace(problem, mentees=replace(problem.mentees, ids=problem.mentees.ids[::-1]))

    assert sorted(back.mentees.ids[mentee] for mentee in solve_groups(back, seed=3).members(0)) == sorted(names)


def test_what_was_changed_is_found() -> None:
    problem = three_and_two(apart=frozenset({(4, 0)}))
    groups = solve_groups(problem)
    dearer = (groups.prices[0] + 1000, *groups.prices[1:])

    for wrong, code in (
        (replace(groups, pairs=((4, 0), *groups.pairs[:-1])), "rule_H6"),
        (replace(groups, pairs=groups.pairs[:-1]), "size"),
        (replace(groups, points=(1, *groups.points[1:])), "points"),
        (replace(groups, prices=dearer), "bound"),
        (replace(groups, bound=groups.bound._replace(points=groups.bound.points - 1)), "unproven"),
    ):
        assert code in {finding.code for finding in check_groups(problem, wrong)}
    assert check_groups(replace(problem, locked=((0, 0),)), groups)[0].code == "other_problem"


def test_wrong_questions_are_named() -> None:
    for problem, objective, code in (
        (three_and_two(), Objective(load=5), "objective"),
        (three_and_two(), Objective(strict=False), "objective"),
        (tabled([[90]], wanted=(2,)), Objective(), "many_mentors"),
        (tabled([[90], [90]], locked=((0, 0), (1, 0))), Objective(), "lock_without_place"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_groups(problem, objective)
        assert caught.value.code == code


def test_nobody_is_a_plan_too() -> None:
    groups = solve_groups(tabled([], places=(3,), least=(2,)))

    assert (groups.pairs, groups.proven) == ((), True)
