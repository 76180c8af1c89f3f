"""Circles keep every rule, and say truly how much better others could be."""

import itertools
from collections.abc import Iterator
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points_of
from pairing.rules import broken
from pairing.variants.circles import About, Circle, check_circles, solve_circles
from tests.pairing.variants.worlds import drawn, peers, seeds, some_pairs, tabled

ANY = Objective(floor=0)


def world(seed: int) -> tuple[Problem, About, tuple[int, int]]:
    chance = Random(seed)
    count = chance.randrange(9)
    problem = peers(drawn(chance, count, count), apart=some_pairs(chance, count, count, chance.choice((0.0, 0.1))))
    about = About(
        topics=tuple(frozenset(chance.sample(("pay", "papers", "people"), chance.randrange(3))) for _ in range(count)),
        kinds=tuple(chance.choice("xyz") for _ in range(count)),
        not_alone=tuple(chance.random() < 0.3 for _ in range(count)),
    )
    return problem, about, chance.choice(((3, 3), (3, 4), (4, 5)))


def partitions(people: list[int], sizes: tuple[int, int]) -> Iterator[list[Circle]]:
    """All ways to put some of these people in circles."""
    if not people:
        yield []
        return
    first, rest = people[0], people[1:]
    yield from partitions(rest, sizes)
    for size in range(sizes[0], sizes[1] + 1):
        for others in itertools.combinations(rest, size - 1):
            for more in partitions([one for one in rest if one not in others], sizes):
                yield [(first, *others), *more]


def worth(problem: Problem, circle: Circle, about: About) -> int:
    fits = [
        (points_of(problem, one, other) + points_of(problem, other, one)) // 2
        for one, other in itertools.combinations(circle, 2)
    ]
    return 2 * sum(fits) // (len(circle) - 1) + 5000 * about.topic_of(circle)[1]


def allowed(problem: Problem, circle: Circle, about: About) -> bool:
    return not about.alone(circle) and not any(broken(problem, *pair) for pair in itertools.permutations(circle, 2))


@given(seeds())
@settings(max_examples=40, deadline=None)
def test_rules_are_kept_and_nothing_is_over_the_bound(seed: int) -> None:
    problem, about, sizes = world(seed)

    plan = solve_circles(problem, sizes, about, ANY, seed=seed)

    assert check_circles(problem, plan, about) == []
    best = max(
        (sum(map(len, circles)), sum(worth(problem, circle, about) for circle in circles))
        for circles in partitions(list(range(len(problem.mentees))), sizes)
        if all(allowed(problem, circle, about) for circle in circles)
    )
    assert plan.value <= best
    assert best[0] <= plan.bound.people
    assert best[1] <= plan.bound.points


def test_two_clear_circles_are_found_and_proven() -> None:
    points = [[100.0 if one // 3 == other // 3 else 10.0 for other in range(6)] for one in range(6)]
    order = [0, 3, 1, 4, 2, 5]
    mixed = [[points[order.index(one)][order.index(other)] for other in range(6)] for one in range(6)]

    plan = solve_circles(peers(mixed), (3, 3))

    assert plan.circles == ((0, 1, 3), (2, 4, 5))
    assert (plan.value, plan.proven, plan.gap) == ((6, 600_000), True, 0.0)


def test_nobody_is_the_only_one_who_asked_not_to_be() -> None:
    points = [[50.0] * 8 for _ in range(8)]
    kinds = ("a", "a", "b", "b", "c", "c", "c", "c")
    about = About(kinds=kinds, not_alone=tuple(kind in "ab" for kind in kinds))

    plan = solve_circles(peers(points), (4, 4), about)

    assert plan.value.people == 8
    assert all(about.alone(circle) == [] for circle in plan.circles)


def test_a_circle_has_the_topic_that_most_ask_for() -> None:
    topics = tuple(frozenset({"pay"}) if one < 3 else frozenset({"papers"}) for one in range(6))

    plan = solve_circles(peers([[50.0] * 6] * 6), (3, 3), About(topics=topics))

    assert dict(zip(plan.topics, plan.circles, strict=True)) == {"pay": (0, 1, 2), "papers": (3, 4, 5)}
    assert (plan.value.points, plan.proven) == (330_000, True)


def test_who_does_not_fit_in_is_left_out() -> None:
    assert solve_circles(peers([[50.0] * 7] * 7), (4, 5)).value.people == 5
    assert solve_circles(peers([[50.0] * 2] * 2), (3, 3)).circles == ()


def test_the_seed_decides_and_the_order_of_rows_does_not() -> None:
    problem = peers([[50.0] * 9] * 9)
    back = replace(
        problem,
        mentees=replace(problem.mentees, ids=problem.mentees.ids[::-1]),
        mentors=replace(problem.mentors, ids=problem.mentors.ids[::-1]),
    )

    def names(one: Problem, seed: int) -> set[frozenset[str]]:
        circles = solve_circles(one, (3, 3), seed=seed).circles
        return {frozenset(one.mentees.ids[at] for at in circle) for circle in circles}

    assert names(problem, 1) == names(problem, 1) == names(back, 1) != names(problem, 2)


def test_what_was_changed_is_found() -> None:
    problem = peers(drawn(Random(2), 6, 6), apart=frozenset({(0, 5)}))
    about = About(kinds=("a", *"bbbbb"), not_alone=(False,) * 6)
    plan = solve_circles(problem, (3, 3), about, ANY)

    for wrong, code in (
        (replace(plan, circles=((0, 4, 5), (1, 2, 3))), "rule_H6"),
        (replace(plan, circles=((0, 1), (2, 3, 4, 5))), "size"),
        (replace(plan, circles=plan.circles[:1], topics=plan.topics[:1]), "places"),
        (replace(plan, value=plan.value._replace(points=1)), "points"),
        (replace(plan, bound=plan.bound._replace(points=0)), "bound"),
    ):
        assert code in {finding.code for finding in check_circles(problem, wrong, about)}
    shy = replace(about, not_alone=(True, *about.not_alone[1:]))
    assert check_circles(problem, plan, shy)[0].code == "other_problem"


def test_wrong_questions_are_named() -> None:
    three = peers([[50.0] * 3] * 3)
    for problem, sizes, about, code in (
        (three, (2, 3), About(), "sizes"),
        (three, (5, 4), About(), "sizes"),
        (three, (3, 3), About(kinds=("a",)), "lengths"),
        (three, (3, 3), About(not_alone=(True,) * 3), "kinds"),
        (replace(three, locked=((0, 1),)), (3, 3), About(), "locked"),
        (tabled([[50, 50]]), (3, 3), About(), "not_peers"),
    ):
        with pytest.raises(ProblemError) as caught:
            solve_circles(problem, sizes, about)
        assert caught.value.code == code
