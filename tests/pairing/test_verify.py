"""The checker finds every kind of lie."""

from dataclasses import replace

import pytest

from pairing import Objective, People, Policy, Problem, Result, build, solve, verify
from pairing.criteria import Want, points_of
from pairing.problem import Floats, Ints
from pairing.worth import scale_of, value_of

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
