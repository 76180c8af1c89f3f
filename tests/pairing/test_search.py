"""Candidates and prices find the same plan as trying everything, however few pairs are held at once."""

from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import replace
from multiprocessing import get_context
from unittest.mock import patch

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.crowd import crowd
from pairing import Objective, People, Problem, Result, build, solve, verify
from pairing.criteria import Choice, points_of
from pairing.field import Field
from pairing.rules import broken
from pairing.search import Budget
from pairing.solvers import has_flow
from pairing.tiles import NEVER, sheet_of
from tests.pairing.worlds import best_value, objectives, problems, value_of_plan

needs_flow = pytest.mark.skipif(not has_flow(), reason="pylmcf is not here")


@contextmanager
def tuned(**sizes: int) -> Iterator[None]:
    """With other sizes of tiles, tasks and lists of candidates."""
    homes = {"TALL": ("candidates",), "WIDE": ("candidates", "tiles"), "DENSE": ("solve",), "SMALL": ("solvers",)}
    with ExitStack() as stack:
        for name, size in sizes.items():
            for home in homes.get(name, ("search",)):
                stack.enter_context(patch(f"pairing.{home}.{name}", size))
        yield


sizes = st.fixed_dictionaries(
    {
        "DENSE": st.sampled_from((0, 0, 0, 10**6)),
        "SMALL": st.sampled_from((-1, 10**6)),
        "KEPT": st.sampled_from((1, 2, 20)),
        "ADDED": st.sampled_from((1, 12)),
        "TALL": st.sampled_from((1, 2, 256)),
        "WIDE": st.sampled_from((1, 2, 4096)),
        "TASK": st.sampled_from((1, 3, 2048)),
        "MANY": st.sampled_from((1, 4000)),
        "SAMPLE": st.sampled_from((1, 2)),
    }
)


@needs_flow
@given(problems(rich=True), objectives(rich=True), sizes, st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_every_objective_gets_its_best_plan(
    problem: Problem, objective: Objective, chosen: dict[str, int], seed: int
) -> None:
    if not any(isinstance(criterion, Choice) for criterion in problem.criteria) and objective.first == "choices":
        objective = replace(objective, first="people")

    with tuned(**chosen):
        result = solve(problem, objective, seed=seed)

    assert value_of_plan(problem, objective, list(result.pairs)) == best_value(problem, objective)
    assert verify(problem, result) == []


@given(problems(), objectives())
@settings(max_examples=60, deadline=None)
def test_it_does_without_network_flow(problem: Problem, objective: Objective) -> None:
    with patch("pairing.solvers.has_flow", return_value=False), tuned(DENSE=0, SMALL=-1, KEPT=1):
        result = solve(problem, objective)

    assert result.value == solve(problem, objective).value
    assert verify(problem, result) == []


@given(problems(rich=True))
@settings(max_examples=100, deadline=None)
def test_tiles_are_as_near_as_they_say(problem: Problem) -> None:
    field = Field.of(problem, Objective(floor=0), 0)
    if not (len(field.rows) and len(field.columns)):
        return
    sheet = sheet_of(field)
    view = sheet.view(np.zeros(len(field.columns), dtype=np.int64))
    tile = sheet.tile(sheet.block(np.arange(len(field.rows))), view, 0, len(view))

    for row, mentee in enumerate(field.rows.tolist()):
        for column, mentor in enumerate(field.columns.tolist()):
            wished = any(part and part.extra for part in (one.parts() for one in problem.criteria))
            if broken(problem, mentee, mentor):
                assert tile[row, column] < NEVER / 2
            elif not wished:
                assert abs(tile[row, column] - points_of(problem, mentee, mentor)) < 0.5 + sheet.ruler.error


@pytest.fixture(scope="module")
def people() -> Problem:
    return crowd(1500)


@pytest.fixture(scope="module")
def plan(people: Problem) -> Result:
    return solve(people)


def test_a_crowd_is_proven_with_few_candidates(people: Problem, plan: Result) -> None:
    assert plan.proven
    assert plan.effort.candidates < len(people.mentees) * 25
    assert verify(people, plan) == []


@needs_flow
def test_sizes_decide_nothing_but_time(people: Problem, plan: Result) -> None:
    with tuned(KEPT=2, ADDED=3, WIDE=61, TALL=64, TASK=100, MANY=1, SAMPLE=10):
        other = solve(people)

    assert (other.value, other.prices, other.bound) == (plan.value, plan.prices, plan.bound)


@pytest.mark.parametrize("threads", [1, 3])
def test_threads_decide_nothing(people: Problem, plan: Result, threads: int) -> None:
    with ThreadPoolExecutor(threads) as executor, tuned(TASK=128):
        assert solve(people, executor=executor) == plan


def test_other_processes_may_score(people: Problem, plan: Result) -> None:
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        assert solve(people, executor=executor) == plan


def test_a_budget_ends_with_a_plan_and_a_true_gap(people: Problem, plan: Result) -> None:
    with tuned(KEPT=1, TASK=256):
        hurried = solve(people, budget=Budget(seconds=0))

    assert hurried.pairs
    assert hurried.worth < plan.worth <= hurried.bound
    assert [finding.code for finding in verify(people, hurried)] == ["unproven"]


def test_somebody_may_say_when_it_is_enough(people: Problem, plan: Result) -> None:
    rough = solve(people, budget=Budget(tolerance=0.5))

    assert rough.worth <= plan.worth <= rough.bound
    assert solve(people, budget=Budget(stop=lambda: True)).bound >= plan.worth


def test_less_memory_gives_the_same_plan(people: Problem, plan: Result) -> None:
    frugal = solve(people, budget=Budget(megabytes=1))

    assert (frugal.value, frugal.proven) == (plan.value, True)


def test_progress_ends_the_work_by_raising(people: Problem) -> None:
    def stop(done: int, total: int, what: str) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        solve(people, progress=stop)


def test_a_seat_more_never_hurts_and_a_rule_never_helps(people: Problem, plan: Result) -> None:
    roomier = replace(people.mentors, places=(people.mentors.places[0] + 1, *people.mentors.places[1:]))

    assert solve(replace(people, mentors=roomier)).value.matched >= plan.value.matched
    assert solve(replace(people, rules=people.rules[:-1])).worth >= plan.worth


@pytest.mark.parametrize("count", [1200])
def test_people_all_alike_are_all_placed(count: int) -> None:
    left, right = (
        People(tuple(f"{side}{at}" for at in range(count)), (1,) * count, sites=("x",) * count) for side in "em"
    )
    problem = build(left, right)

    result = solve(problem)

    assert (result.value.matched, result.proven) == (count, True)


def test_several_machines_may_score(people: Problem, plan: Result) -> None:
    """A cluster of Dask gives an executor as any other; it is no part of the installation."""
    distributed = pytest.importorskip("distributed", reason="needs dask.distributed")
    with (
        distributed.LocalCluster(n_workers=2, threads_per_worker=1, processes=False, dashboard_address=None) as cluster,
        distributed.Client(cluster) as client,
    ):
        assert solve(people, executor=client.get_executor()) == plan
