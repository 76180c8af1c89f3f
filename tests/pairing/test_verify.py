"""The checker finds every kind of lie."""

from dataclasses import replace
from random import Random
from unittest.mock import patch

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import Objective, People, Policy, Problem, Result, build, solve, verify
from pairing.criteria import Want, points_of
from pairing.problem import Floats, Ints
from pairing.solvers import has_flow
from pairing.worth import scale_of, value_of
from tests.pairing.worlds import every_plan, objectives, problems, value_of_plan

WANTS = ((Want("writing"),), (Want("budgets"),), (Want("writing"), Want("budgets")))
OFFERS = ({"writing": 5}, {"budgets": 5}, {"budgets": 2, "writing": 2})


@pytest.fixture
def problem() -> Problem:
    mentees = People(("ana", "ben", "cy"), (1, 1, 1), wanted=WANTS, sites=("Here", "Here", "There"))
    mentors = People(("x", "y", "z"), (1, 1, 2), offered=OFFERS, sites=("Here", "Here", "There"))
    policy = Policy(manager_of={"ana": "z"}, locked=(("cy", "z"),))
    return build(mentees, mentors, policy)


def planned(problem: Problem, honest: Result, *pairs: tuple[int, int]) -> Result:
    """Another plan, with all its sums done right."""
    points = tuple(points_of(problem, mentee, mentor) for mentee, mentor in pairs)
    value = value_of(problem, honest.objective, pairs, points)
    worth = scale_of(problem, honest.objective).worth(value)
    return replace(honest, pairs=pairs, points=points, value=value, worth=worth, bound=worth)


def codes(problem: Problem, result: Result) -> list[str]:
    return [finding.code for finding in verify(problem, result)]


def test_an_honest_plan_stands(problem: Problem) -> None:
    result = solve(problem)

    assert result.pairs == ((0, 0), (1, 1), (2, 2))
    assert verify(problem, result) == []


@pytest.mark.parametrize(
    ("pairs", "code"),
    [
        (((0, 2), (1, 1), (2, 2)), "rule_H2"),
        (((0, 1), (1, 1), (2, 2)), "floor"),
        (((0, 0), (1, 0), (2, 2)), "places"),
        (((0, 0), (1, 1)), "lock"),
        (((0, 0), (2, 2)), "unproven"),
        (((0, 0), (1, 2), (2, 2)), "unproven"),
        (((0, 0), (1, 7), (2, 2)), "unknown_person"),
    ],
)
def test_a_wrong_plan_is_found_out(problem: Problem, pairs: tuple[tuple[int, int], ...], code: str) -> None:
    honest = solve(problem)
    if code == "unknown_person":
        assert codes(problem, replace(honest, pairs=pairs)) == [code]
    else:
        assert code in codes(problem, planned(problem, honest, *pairs))


def test_forged_sums_are_found_out(problem: Problem) -> None:
    honest = solve(problem)
    bought = (honest.points[0] + 1, *honest.points[1:])

    assert codes(problem, replace(honest, points=bought)) == ["points"]
    assert codes(problem, replace(honest, worth=honest.worth + 1)) == ["points"]
    assert codes(problem, replace(honest, points=())) == ["lengths"]


def test_a_forged_bound_proves_nothing(problem: Problem) -> None:
    honest = solve(problem)
    worse = planned(problem, honest, (0, 0), (1, 2), (2, 2))

    assert worse.proven
    assert codes(problem, worse) == ["unproven"]


def test_wrong_prices_prove_nothing(problem: Problem) -> None:
    honest = solve(problem)

    assert codes(problem, replace(honest, prices=tuple(price + 10**9 for price in honest.prices))) == ["unproven"]


def test_a_plan_for_other_people_is_refused(problem: Problem) -> None:
    honest = solve(problem)
    other = replace(problem, locked=())

    assert codes(other, honest) == ["other_problem"]
    assert codes(problem, replace(honest, objective=Objective(floor=10))) == ["other_problem"]


def test_two_ways_of_scoring_must_agree(problem: Problem) -> None:
    class Bent:
        key, weight = "bent", 1.0

        def scores(self, rows: Ints, columns: Ints) -> Floats:
            return problem.criteria[0].scores(rows, columns) * 0

        def score(self, mentee: int, mentor: int) -> float:
            return problem.criteria[0].score(mentee, mentor) * 0 + float((mentee, mentor) == (0, 1))

    bent = replace(problem, criteria=(*problem.criteria, Bent()), locked=())  # type: ignore[arg-type]

    assert codes(bent, solve(bent, Objective(floor=0))) == ["scoring"]


@pytest.fixture
def uneven() -> Problem:
    """Cy can't be helped with all that she wants."""
    mentees = People(("ana", "ben", "cy"), (1, 1, 1), wanted=WANTS)
    mentors = People(("x", "y", "z"), (1, 1, 1), offered=(*OFFERS[:2], {"writing": 5}))
    return build(mentees, mentors)


@pytest.fixture
def hardest(uneven: Problem) -> Result:
    return solve(uneven, Objective(floor=0, worst=True, bands=(30.0, 60.0)))


def test_the_worst_pair_is_proven(uneven: Problem, hardest: Result) -> None:
    assert hardest.worst
    assert hardest.worst.points == min(hardest.points) == 50_000
    assert codes(uneven, hardest) == []


def test_a_forged_worst_pair_is_found_out(uneven: Problem, hardest: Result) -> None:
    assert hardest.worst
    higher = replace(hardest.worst, points=60_000)
    lower = replace(hardest.worst, points=49_000)
    bought = replace(hardest.worst, prices=tuple(price + 10**9 for price in hardest.worst.prices))

    assert codes(uneven, replace(hardest, worst=None)) == ["worst"]
    assert codes(uneven, replace(hardest, worst=higher)) == ["floor"]
    assert codes(uneven, replace(hardest, worst=lower)) == ["worst"]
    assert codes(uneven, replace(hardest, worst=bought)) == ["worst"]


def test_pairs_named_twice_and_other_versions_are_refused(problem: Problem) -> None:
    honest = solve(problem)

    assert codes(problem, replace(honest, pairs=(*honest.pairs, honest.pairs[0]))) == ["twice"]
    assert codes(problem, replace(honest, version="0")) == ["other_problem"]
    assert codes(problem, replace(honest, problem_hash="0" * 64)) == ["other_problem"]


def test_smaller_weights_need_prices_that_keep_aims_apart(problem: Problem) -> None:
    with patch("pairing.worth.ROOM", 2**28), patch("pairing.worth.SHORTEST", 1):
        honest = solve(problem)

        assert codes(problem, honest) == []
        mixed = replace(honest, prices=tuple(price + 2**21 for price in honest.prices))
        assert codes(problem, mixed) == ["unproven"]


@given(problems(rich=True), objectives(rich=True), st.randoms(use_true_random=False))
@settings(max_examples=100, deadline=None)
def test_any_other_plan_is_broken_or_unproven(problem: Problem, objective: Objective, chance: Random) -> None:
    """A certificate holds for its plan and for no worse one."""
    if objective.first == "choices" or not (has_flow() or max(problem.mentees.places, default=0) < 2):
        return
    honest = solve(problem, objective)
    every = [(row, at) for row in range(len(problem.mentees)) for at in range(len(problem.mentors))]
    pairs = tuple(sorted(chance.sample(every, chance.randint(0, len(every)))))
    other = planned(problem, honest, *pairs)

    assert codes(problem, honest) == []
    assert bool(codes(problem, replace(other, bound=honest.bound))) == (
        value_of_plan(problem, objective, list(pairs)) < value_of_plan(problem, objective, list(honest.pairs))
        or bool(broken_somewhere(problem, honest, pairs))
    )


def broken_somewhere(problem: Problem, honest: Result, pairs: tuple[tuple[int, int], ...]) -> bool:
    return list(pairs) not in list(every_plan(problem, honest.objective))
