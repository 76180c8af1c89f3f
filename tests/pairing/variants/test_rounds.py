"""In every round everybody meets somebody new, as far as can be, and nothing fits better."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points_of
from pairing.problem import Pair
from pairing.rules import broken
from pairing.variants.rounds import check_rounds, solve_rounds
from pairing.variants.table import Worth, above
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled

ANY = Objective(floor=0)


def world(seed: int) -> tuple[Problem, int]:
    chance = Random(seed)
    rows, columns = chance.randrange(4), chance.randrange(1, 4)
    places, wanted = ([chance.choice((0, 1, 1, 2)) for _ in range(count)] for count in (columns, rows))
    table = drawn(chance, rows, columns)
    apart = some_pairs(chance, rows, columns, 0.15)
    return tabled(table, places=tuple(places), wanted=tuple(wanted), apart=apart), chance.randrange(1, 4)


def matchings(problem: Problem, gone: frozenset[Pair]) -> Iterator[frozenset[Pair]]:
    """All that can happen in one round."""
    columns = [at for at, places in enumerate(problem.mentors.places) if places]
    options = [
        [None, *(at for at in columns if places and (row, at) not in gone and not broken(problem, row, at))]
        for row, places in enumerate(problem.mentees.places)
    ]
    for choice in itertools.product(*options):
        used = [at for at in choice if at is not None]
        if len(set(used)) == len(used):
            yield frozenset((row, at) for row, at in enumerate(choice) if at is not None)


def unions(problem: Problem, rounds: int) -> set[frozenset[Pair]]:
    """All that can happen in so many rounds, one after the other."""
    found = {frozenset[Pair]()}
    for _ in range(rounds):
        found = {met | more for met in found for more in matchings(problem, met)}
    return found


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    problem, rounds = world(seed)

    plan = solve_rounds(problem, rounds, ANY, seed=seed)

    assert check_rounds(problem, plan) == []
    assert plan.proven
    assert len(plan.rounds) == rounds
    best = max((len(met), sum(points_of(problem, *pair) for pair in met)) for met in unions(problem, rounds))
    assert plan.value == best


def test_two_meetings_of_one_are_as_good_as_one_of_each() -> None:
    """Most meetings come first, then the total; not who has them."""
    problem = tabled([[1, 0], [0, 50], [0, 50]], wanted=(1, 2, 2), places=(2, 1), apart=frozenset({(1, 1), (2, 1)}))

    plan = solve_rounds(problem, 2, ANY)

    assert (plan.value, plan.proven, check_rounds(problem, plan)) == (Worth(3, 1000), True, [])


def test_everybody_meets_everybody() -> None:
    plan = solve_rounds(tabled([[50.0] * 7] * 7), 7)

    assert all(len(one) == 7 for one in plan.rounds)
    assert len({pair for one in plan.rounds for pair in one}) == 49


@given(seeds())
@settings(max_examples=10, deadline=None)
def test_many_rounds_are_dealt(seed: int) -> None:
    chance = Random(seed)
    problem = tabled(drawn(chance, 30, 20), apart=some_pairs(chance, 30, 20, 0.5))

    assert check_rounds(problem, solve_rounds(problem, 6, ANY)) == []


def test_the_order_of_rows_decides_nothing() -> None:
    problem = tabled([[50.0] * 4] * 4)
    back = replace(problem, mentees=replace(problem.mentees, ids=problem.mentees.ids[::-1]))

    def names(one: Problem) -> set[tuple[str, int]]:
        return {(one.mentees.ids[row], at) for pairs in solve_rounds(one, 2, seed=3).rounds for row, at in pairs}

    assert names(problem) == names(back)


def test_what_was_changed_is_found() -> None:
    problem = tabled([[90, 10], [80, 20], [70, 60]], apart=frozenset({(0, 1)}))
    plan = solve_rounds(problem, 2)

    for wrong, code in (
        (replace(plan, rounds=(((0, 1),), plan.rounds[1])), "rule_H6"),
        (replace(plan, rounds=(plan.rounds[0], plan.rounds[0])), "twice"),
        (replace(plan, rounds=(((1, 0), (2, 0)), ())), "busy"),
        (replace(plan, value=plan.value._replace(points=1)), "points"),
        (replace(plan, prices=(-(10**12), 0)), "bound"),
        (replace(plan, rounds=plan.rounds[:1]), "other_problem"),
    ):
        assert code in {finding.code for finding in check_rounds(problem, wrong)}


def test_wrong_questions_are_named() -> None:
    problem = tabled([[90]])
    for wrong, rounds, objective, code in (
        (problem, 0, ANY, "rounds"),
        (problem, 51, ANY, "rounds"),
        (replace(problem, locked=((0, 0),)), 2, ANY, "locked"),
        (problem, 2, Objective(load=5), "objective"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_rounds(wrong, rounds, objective)
        assert caught.value.code == code


def test_the_bound_counts_no_meeting_for_which_there_is_no_time() -> None:
    """Where points weigh as much as a meeting, as among very many people."""
    value = Worth(6, 700)

    assert above(value, 0, 500) == (7, 200)
    assert above(value, 0, 500, most=6) == (6, 700)
    assert above(value, 40, 1000) == (6, 740)
