"""What works stays: the least disturbance for the most points, proven."""

import itertools
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError, solve
from pairing.criteria import points_of
from pairing.problem import Pair
from pairing.rules import broken
from pairing.variants.rematch import check_rematch, curve, rematch
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled

ANY = Objective(floor=0)

type Before = list[tuple[str, str]]


def world(seed: int) -> tuple[Problem, Before]:
    """A plan that was, of which some people left and new ones came."""
    chance = Random(seed)
    rows, columns = chance.randrange(1, 6), chance.randrange(1, 5)
    places = tuple(chance.randrange(3) for _ in range(columns))
    problem = tabled(drawn(chance, rows, columns), places=places, apart=some_pairs(chance, rows, columns, 0.15))
    partners = [at for at, count in enumerate(places) for _ in range(count)]
    chance.shuffle(partners)
    before = [(f"e{row}", f"m{at}") for row, at in zip(range(rows), partners, strict=False)]
    return problem, [*before[: chance.randrange(len(before) + 1)], ("gone", "m0"), ("e0", "left")]


def every_plan(problem: Problem) -> list[list[Pair]]:
    options = [
        [None, *(at for at in range(len(problem.mentors)) if not broken(problem, row, at))]
        for row in range(len(problem.mentees))
    ]
    return [
        [(row, at) for row, at in enumerate(choice) if at is not None]
        for choice in itertools.product(*options)
        if all(choice.count(at) <= places for at, places in enumerate(problem.mentors.places))
    ]


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    problem, before = world(seed)
    stay = Random(seed).choice((0.0, 1.0, 5.0, 60.0))

    plan = rematch(problem, before, ANY, stay=stay)

    def worth(pairs: list[Pair]) -> tuple[int, int]:
        kept = len(set(pairs) & set(plan.standing))
        return len(pairs), sum(points_of(problem, *pair) for pair in pairs) + round(1000 * stay) * kept

    assert worth(list(plan.pairs)) == max(map(worth, every_plan(problem)))
    assert plan.proven
    assert check_rematch(problem, before, plan) == []


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_a_limit_on_changes_is_kept_and_the_bound_is_true(seed: int) -> None:
    problem, before = world(seed)
    standing = rematch(problem, before, ANY).standing
    for most in range(len(standing) + 1):
        plan = rematch(problem, before, ANY, most_changes=most)
        fits = [pairs for pairs in every_plan(problem) if len(set(standing) - set(pairs)) <= most]
        best = max((len(pairs), sum(points_of(problem, *pair) for pair in pairs)) for pairs in fits)

        assert plan.changed <= most
        assert plan.value <= best <= plan.bound
        assert check_rematch(problem, before, plan) == []


@given(seeds())
@settings(max_examples=25, deadline=None)
def test_more_stays_the_more_it_counts(seed: int) -> None:
    problem, before = world(seed)

    plans = curve(problem, before, ANY)

    assert [plan.kept for plan in plans] == sorted(plan.kept for plan in plans)
    assert plans[0].value == (solve(problem, ANY).value.matched, solve(problem, ANY).value.points)
    people = {plan.value.people for plan in plans}
    assert len(people) == 1  # a bonus never costs anybody the place
    assert [plan.value.points for plan in plans] == sorted((plan.value.points for plan in plans), reverse=True)


def test_only_forced_changes_when_nothing_may_change() -> None:
    problem = tabled([[90, 10], [80, 20], [70, 60]], places=(1, 2))
    before = [("e1", "m0"), ("e0", "m1"), ("e2", "gone")]

    plan = rematch(problem, before, ANY, most_changes=0)

    assert plan.pairs == ((0, 1), (1, 0), (2, 1))
    assert (plan.ended, plan.kept, plan.changed, plan.proven) == (1, 2, 0, True)


def test_what_was_changed_is_found() -> None:
    problem = tabled([[90, 10], [80, 20], [70, 60]], places=(1, 2), apart=frozenset({(0, 1)}))
    before = [("e1", "m0"), ("e2", "m1")]
    plan = rematch(problem, before, ANY)

    for wrong, code in (
        (replace(plan, pairs=((0, 1), *plan.pairs[1:])), "rule_H6"),
        (replace(plan, pairs=((0, 0), (1, 0))), "places"),
        (replace(plan, points=(1, *plan.points[1:])), "points"),
        (replace(plan, kept=0), "kept"),
        (replace(plan, limit=-1), "changes"),
        (replace(plan, prices=(0, 0)), "bound"),
    ):
        assert code in {finding.code for finding in check_rematch(problem, before, wrong)}


def test_wrong_questions_are_named() -> None:
    full, both = tabled([[90], [80]], places=(1,)), [("e0", "m0"), ("e1", "m0")]
    for problem, objective, stay, most, code in (
        (full, ANY, 1.0, 0, "too_few_changes"),
        (full, ANY, -1.0, None, "negative"),
        (full, Objective(strict=False), 1.0, None, "objective"),
        (tabled([[90]], wanted=(2,)), ANY, 1.0, None, "many_mentors"),
    ):
        with pytest.raises(ProblemError) as caught:
            rematch(problem, both, objective, stay=stay, most_changes=most)
        assert caught.value.code == code
