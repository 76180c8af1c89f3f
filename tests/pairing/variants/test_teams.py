"""Each function is filled by another mentor, nobody's second comes before somebody's first, and nothing is better."""

import itertools
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, ProblemError
from pairing.criteria import points_of
from pairing.rules import broken
from pairing.variants.teams import Function, check_teams, solve_teams
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled

ANY = Objective(floor=0)

type World = tuple[list[Function], list[int]]


def world(seed: int) -> World:
    chance = Random(seed)
    rows, columns = chance.randrange(4), chance.randrange(1, 4)
    functions = []
    for name in ("career", "skills"):
        offered, wanted = (tuple(chance.choice((0, 1, 1)) for _ in range(count)) for count in (columns, rows))
        table, apart = drawn(chance, rows, columns), some_pairs(chance, rows, columns, 0.15)
        functions.append(Function(name, tabled(table, places=offered, wanted=wanted, apart=apart)))
    return functions, [chance.randrange(3) for _ in range(columns)]


def best_value(functions: list[Function], places: list[int]) -> tuple[int, int, int]:
    """Firsts, seats and points of the best of all teams there are."""
    first = functions[0].problem
    seats = list(itertools.product(range(len(functions)), range(len(first.mentees))))
    options = [[None, *(at for at in range(len(places)) if able(functions[one], row, at))] for one, row in seats]
    values = []
    for choice in itertools.product(*options):
        filled = [(one, row, at) for (one, row), at in zip(seats, choice, strict=True) if at is not None]
        used = Counter(at for _, _, at in filled)
        if len({(row, at) for _, row, at in filled}) == len(filled) and all(used[at] <= places[at] for at in used):
            points = sum(points_of(functions[one].problem, row, at) for one, row, at in filled)
            values.append((len({row for _, row, _ in filled}), len(filled), points))
    return max(values)


def able(function: Function, row: int, at: int) -> bool:
    problem = function.problem
    return bool(problem.mentees.places[row] and problem.mentors.places[at]) and not broken(problem, row, at)


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    functions, places = world(seed)

    teams = solve_teams(functions, places, ANY, seed=seed)

    assert (teams.firsts, *teams.value) == best_value(functions, places)
    assert teams.proven
    assert check_teams(functions, places, teams) == []


@given(seeds())
@settings(max_examples=5, deadline=None)
def test_thirty_people_are_proven(seed: int) -> None:
    chance = Random(seed)
    functions = [
        Function(name, tabled(drawn(chance, 30, 15), apart=some_pairs(chance, 30, 15, 0.4)))
        for name in ("career", "skills", "culture")
    ]
    places = [chance.randrange(5) for _ in range(15)]

    teams = solve_teams(functions, places, ANY)

    assert teams.proven
    assert check_teams(functions, places, teams) == []


def test_a_first_mentor_comes_before_somebodys_second() -> None:
    functions = [Function("career", tabled([[90, 90], [10, 10]])), Function("skills", tabled([[90, 90], [10, 10]]))]

    teams = solve_teams(functions, [1, 1], ANY)

    assert (teams.firsts, teams.value.people) == (2, 2)


def test_one_mentor_fills_one_function() -> None:
    functions = [Function("career", tabled([[90, 10]])), Function("skills", tabled([[80, 20]]))]

    teams = solve_teams(functions, [2, 2], ANY)

    assert (teams.team_of(0), teams.value) == ({0: 0, 1: 1}, (2, 110_000))


def test_what_was_changed_is_found() -> None:
    functions = [
        Function("career", tabled([[90, 10], [80, 30]], apart=frozenset({(0, 1)}))),
        Function("skills", tabled([[80, 20], [60, 50]])),
    ]
    teams = solve_teams(functions, [2, 2], ANY)

    for wrong, code in (
        (replace(teams, seats=((0, 0, 1), *teams.seats[1:])), "rule_H6"),
        (replace(teams, seats=((0, 0, 0), (1, 0, 0))), "twice"),
        (replace(teams, seats=((0, 0, 0), (0, 1, 0), (1, 1, 0))), "places"),
        (replace(teams, points=(1, *teams.points[1:])), "points"),
        (replace(teams, firsts=1), "points"),
        (replace(teams, prices=(10**12, 10**12)), "bound"),
    ):
        assert code in {finding.code for finding in check_teams(functions, [2, 2], wrong)}
    assert check_teams(functions, [2, 1], teams)[0].code == "other_problem"


def test_wrong_questions_are_named() -> None:
    one = tabled([[90]])
    career, skills = Function("career", one), Function("skills", tabled([[90, 80]]))
    for functions, places, code in (
        ([], [1], "functions"),
        ([career, career], [1], "functions"),
        ([career, skills], [1], "people"),
        ([career], [1, 1], "places"),
        ([career], [-1], "places"),
        ([Function("career", replace(one, locked=((0, 0),)))], [1], "locked"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_teams(functions, places, ANY)
        assert caught.value.code == code
