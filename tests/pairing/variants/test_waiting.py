"""Who waits is placed today; no pair that stands is touched."""

import itertools
from collections import Counter
from dataclasses import replace
from random import Random

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points_of
from pairing.rules import broken
from pairing.variants.waiting import check_placed, place_waiting
from tests.pairing.variants.worlds import drawn, seeds, some_pairs, tabled

ANY = Objective(floor=0)

type Standing = list[tuple[str, str]]


def world(seed: int) -> tuple[Problem, Standing]:
    chance = Random(seed)
    rows, columns = chance.randrange(1, 6), chance.randrange(1, 5)
    places = tuple(chance.randrange(3) for _ in range(columns))
    partners = [at for at, count in enumerate(places) for _ in range(count)]
    chance.shuffle(partners)
    standing = [(f"e{row}", f"m{at}") for row, at in zip(range(rows), partners, strict=False)]
    problem = tabled(drawn(chance, rows, columns), places=places, apart=some_pairs(chance, rows, columns, 0.15))
    return problem, standing[: chance.randrange(len(standing) + 1)]


@given(seeds())
@settings(max_examples=60, deadline=None)
def test_trying_everything_finds_nothing_better(seed: int) -> None:
    problem, standing = world(seed)
    days, a_day = [Random(seed + row).randrange(9) for row in range(len(problem.mentees))], seed % 3

    placed = place_waiting(problem, standing, ANY, days=days, a_day=a_day)

    held, taken = {one for one, _ in standing}, Counter(other for _, other in standing)
    options = [
        [None, *(at for at in range(len(problem.mentors)) if one not in held and not broken(problem, row, at))]
        for row, one in enumerate(problem.mentees.ids)
    ]
    values = []
    for choice in itertools.product(*options):
        used = Counter(f"m{at}" for at in choice if at is not None) + taken
        if all(used[one] <= most for one, most in zip(problem.mentors.ids, problem.mentors.places, strict=True)):
            pairs = [(row, at) for row, at in enumerate(choice) if at is not None]
            values.append((len(pairs), sum(points_of(problem, *pair) + 1000 * a_day * days[pair[0]] for pair in pairs)))
    waited = sum(1000 * a_day * days[row] for row, _ in placed.pairs)
    assert (placed.value.people, placed.value.points + waited) == max(values)
    assert placed.proven
    assert check_placed(problem, standing, placed) == []


def test_a_late_mentor_takes_who_fits_or_who_waited_longest() -> None:
    problem = tabled([[90, 80], [10, 50], [10, 70]], places=(1, 1))
    standing = [("e0", "m0")]

    assert place_waiting(problem, standing, ANY).pairs == ((2, 1),)
    late = place_waiting(problem, standing, ANY, days=(0, 30, 2), a_day=1)
    assert (late.pairs, late.waiting, late.proven) == (((1, 1),), (2,), True)


def test_long_waiting_does_not_pay_for_a_place_that_is_taken() -> None:
    problem = tabled([[90, 80], [80, 50]], places=(1, 1), apart=frozenset({(1, 1)}))
    standing = [("e0", "m0")]

    placed = place_waiting(problem, standing, ANY, days=(0, 900), a_day=1)

    assert (placed.pairs, placed.waiting) == ((), (1,))
    assert check_placed(problem, standing, placed) == []


def test_a_pair_stands_though_a_rule_would_part_it_now() -> None:
    problem = tabled([[90, 80], [10, 50]], places=(1, 1), apart=frozenset({(0, 0)}))

    assert place_waiting(problem, [("e0", "m0")], ANY).pairs == ((1, 1),)


def test_what_was_changed_is_found() -> None:
    problem, standing = tabled([[90, 80], [10, 50], [10, 70]], places=(1, 1)), [("e0", "m0")]
    placed = place_waiting(problem, standing, ANY)

    for wrong, code in (
        (replace(placed, pairs=((0, 1),)), "places"),
        (replace(placed, pairs=((2, 0),)), "places"),
        (replace(placed, points=(1,)), "points"),
        (replace(placed, prices=(0, 0)), "bound"),
    ):
        assert code in {finding.code for finding in check_placed(problem, standing, wrong)}
    assert check_placed(problem, [], placed)[0].code == "other_problem"


def test_wrong_questions_are_named() -> None:
    problem = tabled([[90]])
    for wrong, standing, days, code in (
        (problem, [("e0", "who")], (), "unknown_person"),
        (problem, [], (1, 2), "lengths"),
        (problem, [], (-1,), "negative"),
        (replace(problem, locked=((0, 0),)), [], (), "locked"),
        (tabled([[90]], wanted=(2,)), [], (), "many_mentors"),
    ):
        with pytest.raises(ProblemError) as caught:
            place_waiting(wrong, standing, ANY, days=days)
        assert caught.value.code == code
