"""The cost of a change by hand is the cost of solving again around it."""

from dataclasses import replace

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import Objective, Problem, solve
from pairing.criteria import points_of
from pairing.explain import what_if
from pairing.residual import Residual, Table
from pairing.rules import broken
from pairing.worth import scale_of, value_of
from tests.pairing.worlds import objectives, problems


def worth_of(problem: Problem, objective: Objective, plan: dict[int, int]) -> int:
    pairs = sorted(plan.items())
    value = value_of(problem, objective, pairs, [points_of(problem, *pair) for pair in pairs])
    return scale_of(problem, objective).worth(value)


@given(problems(), objectives(), st.data())
@settings(max_examples=100, deadline=None)
def test_the_chain_costs_what_solving_again_costs(problem: Problem, objective: Objective, data: st.DataObject) -> None:
    movable = [at for at, places in enumerate(problem.mentees.places) if places]
    if not (movable and len(problem.mentors)):
        return
    result = solve(problem, objective)
    mentee = data.draw(st.sampled_from(movable))
    mentor = data.draw(st.integers(0, len(problem.mentors) - 1))

    loss = Residual(problem, result).of(mentee).losses()[mentor]

    if loss is None:
        under = points_of(problem, mentee, mentor) < objective.floor * 1000
        assert broken(problem, mentee, mentor) or (objective.strict and under)
        return
    assert loss.worth == result.worth - what_if(problem, result, mentee, mentor).worth
    plan = dict(result.pairs)
    for move in Residual(problem, result).of(mentee).moves(mentor):
        assert plan.pop(move.mentee, None) == move.before
        if move.after is not None:
            plan[move.mentee] = move.after
    assert plan[mentee] == mentor
    assert worth_of(problem, objective, plan) == result.worth - loss.worth
    assert all(not broken(problem, *pair) for pair in plan.items())


@given(problems(), objectives(), st.data())
@settings(max_examples=100, deadline=None)
def test_leaving_somebody_out_costs_what_solving_without_them_costs(
    problem: Problem, objective: Objective, data: st.DataObject
) -> None:
    movable = [at for at, places in enumerate(problem.mentees.places) if places]
    if not movable:
        return
    result = solve(problem, objective)
    mentee = data.draw(st.sampled_from(movable))
    places = tuple(0 if at == mentee else count for at, count in enumerate(problem.mentees.places))
    without = replace(problem, mentees=replace(problem.mentees, places=places))

    loss = Residual(problem, result).of(mentee).losses()[-1]

    assert loss is not None
    assert loss.worth == result.worth - solve(without, objective).worth


@given(problems(), objectives(), st.data())
@settings(max_examples=60, deadline=None)
def test_few_pairs_held_cost_the_same(problem: Problem, objective: Objective, data: st.DataObject) -> None:
    movable = [at for at, places in enumerate(problem.mentees.places) if places]
    if not (movable and len(problem.mentors)):
        return
    result = solve(problem, objective)
    mentee = data.draw(st.sampled_from(movable))
    all_held = Residual(problem, result).of(mentee)
    few = Residual(problem, result, Table.of(problem, result, dense=0, held=1)).of(mentee)

    assert few.losses() == all_held.losses() or [loss and loss.worth for loss in few.losses()] == [
        loss and loss.worth for loss in all_held.losses()
    ]


@given(problems(), objectives(), st.data())
@settings(max_examples=60, deadline=None)
def test_a_mentor_sees_the_same_costs(problem: Problem, objective: Objective, data: st.DataObject) -> None:
    movable = [at for at, places in enumerate(problem.mentees.places) if places]
    if not (movable and len(problem.mentors)):
        return
    residual = Residual(problem, solve(problem, objective))
    mentee = data.draw(st.sampled_from(movable))
    mentor = data.draw(st.integers(0, len(problem.mentors) - 1))
    chains = residual.of(mentee)

    rival = residual.rivals(mentor)[mentee]

    if residual.mates[mentee] == mentor:
        assert np.isinf(rival)
    else:
        assert rival == (chains.loss(mentor).worth if chains.can(mentor) else np.inf)


@given(problems(), objectives(), st.data())
@settings(max_examples=60, deadline=None)
def test_with_a_step_nobody_moves_for_less(problem: Problem, objective: Objective, data: st.DataObject) -> None:
    movable = [at for at, places in enumerate(problem.mentees.places) if places]
    if not (movable and len(problem.mentors)):
        return
    result = solve(problem, objective)
    exact, short = (Residual(problem, result, step=step).of(data.draw(st.just(movable[0]))) for step in (0, 20_000))

    for mentor in range(len(problem.mentors)):
        if exact.can(mentor):
            saved = short.loss(mentor).worth - exact.loss(mentor).worth
            assert 0 <= saved <= 20_000 * (len(exact.moves(mentor)) - len(short.moves(mentor)))
