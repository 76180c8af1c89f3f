"""Whatever is asked, the answer is a named error or a right plan."""

import math
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
import pytest

from pairing import Objective, People, Policy, Problem, ProblemError, Result, Side, build, solve, verify
from pairing.criteria import Alike, Distance
from pairing.likeness import Answers, Given, whole_vectors
from pairing.problem import Evidence, Floats, Ints
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
        (lambda: build(ONE, TWO, Policy(weights={"goals": 1e300})), "weights"),
        (lambda: build(ONE, TWO, Policy(weights={"goals": 1e-300})), "weights"),
        (lambda: replace(build(ONE, TWO), locked=((0, 5),)), "unknown_person"),
        (lambda: solve(odd(math.inf)), "score"),
        (lambda: solve(odd(-0.5)), "score"),
        (lambda: solve(odd(1.5)), "score"),
        (lambda: without_table(odd(-math.inf)), "score"),
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


@dataclass(frozen=True)
class Odd:
    """A criterion of somebody’s own that gives everybody the same."""

    gives: float
    key: str = "odd"
    weight: float = 1.0

    def scores(self, rows: Ints, columns: Ints) -> Floats:
        return np.full(np.broadcast_shapes(rows.shape, columns.shape), self.gives)

    def score(self, _mentee: int, _mentor: int) -> float:
        return self.gives

    def evidence(self, _mentee: int, _mentor: int) -> Evidence:
        return Evidence("odd")

    def parts(self) -> None:
        return None


def odd(gives: float) -> Problem:
    return Problem(Side(("a",), (1,)), Side(("x",), (1,)), (Odd(gives),))


def without_table(problem: Problem) -> Result:
    with tuned(DENSE=0):
        return solve(problem)


def test_a_criterion_that_knows_nothing_says_nothing() -> None:
    for objective, matched in ((OPEN, 1), (Objective(floor=40), 0)):
        assert checked(odd(math.nan), objective) == matched


@pytest.mark.parametrize("weights", [(1e-9, 1e9), (1e-9, 1e-9), (1e9, 1e9)])
def test_any_weights_give_the_best_plan(weights: tuple[float, float]) -> None:
    chance = np.random.default_rng(0)
    hers, his = (tuple(chance.choice(["", "x", "y"], count).tolist()) for count in (60, 40))
    table = np.array([np.nan, 0.1, 0.5, 0.9])[chance.integers(4, size=(60, 40))]
    criteria = (Alike(hers, his, weights[0], "site"), Given(table, weights[1]))
    problem = replace(build(crowd_of("e", 60), crowd_of("m", 40)), criteria=criteria)

    assert checked(problem, OPEN) == 40


def test_more_places_than_there_are_people_cost_nothing() -> None:
    problem = build(crowd_of("e", 3, 10**9), replace(crowd_of("m", 2, 10**9), least=(1, 0)))

    assert (solve(problem, OPEN).value.matched, verify(problem, solve(problem, OPEN))) == (3, [])
    with_load = build(crowd_of("e", 3), crowd_of("m", 2, 10**9))
    assert verify(with_load, solve(with_load, Objective(floor=0, load=3))) == []


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
