"""No other pairs of peers place more people or fit better, and the prices show it."""

from collections.abc import Iterator
from dataclasses import replace
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points_of
from pairing.problem import Pair
from pairing.rules import broken
from pairing.variants.peers import FINE, _Program, check_peers, solve_peers
from pairing.variants.table import mutual
from tests.pairing.variants.worlds import drawn, peers, seeds, some_pairs, tabled


def world(seed: int, most: int = 8) -> Problem:
    chance = Random(seed)
    count = chance.randrange(most)
    return peers(drawn(chance, count, count), apart=some_pairs(chance, count, count, chance.choice((0.05, 0.4))))


def fit(problem: Problem, one: int, other: int) -> int:
    if broken(problem, one, other) or broken(problem, other, one):
        return -1
    return (points_of(problem, one, other) + points_of(problem, other, one)) // 2


def every_plan(people: list[int]) -> Iterator[list[Pair]]:
    """All ways to pair some of these people."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    yield from every_plan(rest)
    for at, other in enumerate(rest):
        for plan in every_plan(rest[:at] + rest[at + 1 :]):
            yield [(first, other), *plan]


def best_value(problem: Problem, objective: Objective) -> tuple[int, int]:
    floor = objective.floor * 1000
    fits = {(i, j): fit(problem, i, j) for i in range(len(problem.mentees)) for j in range(len(problem.mentees))}
    plans = (
        plan for plan in every_plan(list(range(len(problem.mentees)))) if all(fits[pair] >= floor for pair in plan)
    )
    values = [(2 * len(plan), sum(fits[pair] for pair in plan)) for plan in plans]
    return max(values) if objective.first == "people" else max(values, key=lambda value: value[1])


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    problem = world(seed)
    for objective in (Objective(floor=20), Objective(floor=0, first="total")):
        found = solve_peers(problem, objective, seed=seed)

        assert found.value[objective.first == "total" :] == best_value(problem, objective)[objective.first == "total" :]
        assert found.proven
        assert check_peers(problem, found) == []


def test_three_who_like_each_other_need_an_odd_set() -> None:
    """Two triangles and a bridge: in shares each triangle would hold one and a half pairs."""
    points = np.zeros((6, 6))
    for one, other in ((0, 1), (1, 2), (0, 2), (3, 4), (4, 5), (3, 5)):
        points[one, other] = points[other, one] = 90
    points[2, 3] = points[3, 2] = 50
    problem = peers(points.tolist())

    found = solve_peers(problem, Objective(floor=40))

    assert (found.value, found.proven) == ((6, 230_000), True)
    assert {tuple(sorted(one)) for one in found.sets} >= {(0, 1, 2)} or {(3, 4, 5)} <= set(found.sets)


@given(seeds())
@settings(max_examples=5, deadline=None)
def test_sixty_people_are_proven(seed: int) -> None:
    chance = Random(seed)
    problem = peers(drawn(chance, 61, 61), apart=some_pairs(chance, 61, 61, 0.3))

    found = solve_peers(problem, Objective(floor=0))

    assert found.proven
    assert check_peers(problem, found) == []


def test_the_order_of_rows_decides_nothing() -> None:
    problem = peers([[50.0] * 6] * 6)
    back = Problem(
        replace(problem.mentees, ids=problem.mentees.ids[::-1]),
        replace(problem.mentors, ids=problem.mentors.ids[::-1]),
        problem.criteria,
    )

    def names(one: Problem) -> set[frozenset[str]]:
        return {frozenset(one.mentees.ids[at] for at in pair) for pair in solve_peers(one, seed=2).pairs}

    assert names(problem) == names(back)


def test_prices_are_raised_until_no_pair_is_left_anything_over() -> None:
    table = mutual(peers(drawn(Random(7), 9, 9)), Objective(floor=0))
    program = _Program(table, 200_000, np.zeros(0, dtype=np.int64), ())

    prices, _ = program.repaired(np.zeros(9), np.zeros(0))

    rows, columns = np.nonzero(table >= 0)
    assert (prices[rows] + prices[columns] >= (table[rows, columns].astype(np.int64) + 200_000) * FINE).all()


def test_what_was_changed_is_found() -> None:
    problem = peers(drawn(Random(4), 6, 6), apart=frozenset({(0, 1)}))
    found = solve_peers(problem, Objective(floor=0))
    cheaper = (found.prices[0] - 70_000_000, *found.prices[1:])

    for wrong, code in (
        (replace(found, pairs=((0, 1), *found.pairs[1:])), "rule_H6"),
        (replace(found, pairs=(found.pairs[0], *found.pairs[:-1])), "places"),
        (replace(found, points=(1, *found.points[1:])), "points"),
        (replace(found, prices=cheaper), "bound"),
        (replace(found, bound=found.bound._replace(points=1)), "bound"),
    ):
        assert code in {finding.code for finding in check_peers(problem, wrong)}


def test_wrong_questions_are_named() -> None:
    for problem, objective, code in (
        (tabled([[90]]), Objective(), "not_peers"),
        (peers([[90]]), Objective(bands=(50,)), "objective"),
        (replace(peers([[90, 90], [90, 90]]), locked=((0, 1),)), Objective(), "locked"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_peers(problem, objective)
        assert caught.value.code == code
