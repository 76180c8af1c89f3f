"""Whatever is asked, the answer is a named error or a right plan."""

import math
from collections.abc import Callable
from dataclasses import replace

import numpy as np
import pytest

from pairing import Objective, People, Policy, Problem, ProblemError, Side, build, solve, verify
from pairing.criteria import Distance
from pairing.likeness import Answers, Given, whole_vectors
from pairing.rules import Apart
from pairing.solvers import has_flow
from tests.pairing.test_search import tuned

ONE = People(("a",), (1,))
TWO = People(("x", "y"), (1, 2))


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        (lambda: Given(np.array([[math.inf]]), 1.0), "number"),
        (lambda: Given(np.array([[1.5]]), 1.0), "number"),
        (lambda: Given(np.array([0.5]), 1.0), "number"),
        (lambda: Answers(((6,),), ((1,),), 1.0), "number"),
        (lambda: Answers(((1, 2),), ((1,),), 1.0), "lengths"),
        (lambda: Distance((math.nan,), (1.0,), 1.0, (0, 1), 1.0), "number"),
        (lambda: Distance((1.0,), (1.0,), 1.0, (0, 1), 0.0), "number"),
        (lambda: whole_vectors(np.array([[math.nan]])), "number"),
        (lambda: Apart(frozenset({(0, 7)}), (1, 2)), "unknown_person"),
        (lambda: build(ONE, TWO, Policy(weights={"goals": 0.0})), "weights"),
        (lambda: build(ONE, TWO, Policy(weights={"goals": -1.0})), "weights"),
        (lambda: build(ONE, TWO, Policy(weights={"goals": math.inf})), "weights"),
        (lambda: build(People(("a",), (1,), least=(1,)), TWO), "least"),
        (lambda: build(ONE, People(("x",), (1,), least=(2,))), "least_over_places"),
        (lambda: build(People(("a",), (1,), stressed=("goals", "time")), TWO), "lengths"),
        (lambda: Side(("a",), (1,), load=(1, 2)), "lengths"),
        (lambda: Objective(bands=(math.nan,)), "objective"),
        (lambda: Objective(floor=math.nan), "objective"),
        (lambda: Objective(first="luck"), "objective"),  # type: ignore[arg-type]
        (lambda: Objective(first="total", worst=True), "objective"),
        (lambda: solve(build(ONE, TWO, Policy(weights={"site": 1.0})), Objective(first="choices")), "no_choices"),
    ],
)
def test_it_is_named(wrong: Callable[[], object], code: str) -> None:
    with pytest.raises(ProblemError) as caught:
        wrong()

    assert caught.value.code == code


def checked(problem: Problem, objective: Objective) -> int:
    """How many are matched, by candidates and prices, proven."""
    with tuned(DENSE=0, KEPT=2):
        result = solve(problem, objective)
    assert result.proven
    assert verify(problem, result) == []
    return result.value.matched


def crowd_of(side: str, count: int, places: int = 1, **columns: tuple[object, ...]) -> People:
    return People(tuple(f"{side}{at}" for at in range(count)), (places,) * count, **columns)  # type: ignore[arg-type]


OPEN = Objective(floor=0)


def test_nobody_has_a_place() -> None:
    assert checked(build(crowd_of("e", 30), crowd_of("m", 20, 0)), OPEN) == 0


def test_everybody_is_ruled_out() -> None:
    assert checked(build(crowd_of("e", 30, ready=(False,) * 30), crowd_of("m", 20)), OPEN) == 0
    left = crowd_of("e", 30, languages=(frozenset({"en"}),) * 30)
    right = crowd_of("m", 20, languages=(frozenset({"es"}),) * 20)
    assert checked(build(left, right, Policy(language=True)), OPEN) == 0


def test_more_mentors_than_mentees_and_fewer() -> None:
    assert checked(build(crowd_of("e", 5), crowd_of("m", 60)), OPEN) == 5
    assert checked(build(crowd_of("e", 60), crowd_of("m", 5)), OPEN) == 5


def test_everybody_wants_the_same_star() -> None:
    names = tuple(f"e{at}" for at in range(40))
    star = crowd_of("e", 40, prefers=(("m0",),) * 40)
    mentors = crowd_of("m", 40, prefers=(names, *((),) * 39))

    assert checked(build(star, mentors), OPEN) == 40


def test_the_head_of_a_long_chain_mentors_nobody_below() -> None:
    chain = {f"e{at}": f"e{at + 1}" for at in range(199)} | {"e199": "m0"}
    policy = Policy(manager_of=chain)

    assert checked(build(crowd_of("e", 200), crowd_of("m", 1, 200), policy), OPEN) == 0
    assert checked(build(crowd_of("e", 200), crowd_of("m", 2, 200), policy), OPEN) == 200


@pytest.mark.skipif(not has_flow(), reason="pylmcf is not here")
def test_a_least_number_that_nobody_can_fill_is_said() -> None:
    mentors = replace(crowd_of("m", 3, 4), least=(3, 3, 3))
    problem = build(crowd_of("e", 4), mentors)

    result = solve(problem, OPEN)

    assert (result.value.matched, result.value.least) == (4, 4)
    assert verify(problem, result) == []
