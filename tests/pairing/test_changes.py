"""What a forced pair costs, whom one change would match, who pays for a lock: as trying everything says."""

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import Objective, People, Policy, Problem, Result, build, solve
from pairing import changes as module
from pairing.changes import Changes, Forced
from pairing.criteria import Want, points_of
from pairing.problem import MILLI
from pairing.remedy import Remedy, openings, smallest_change, trade_off, who_pays, with_place
from pairing.residual import Residual
from pairing.rules import Apart, broken
from tests.pairing.worlds import best_value, every_plan, objectives, problems, value_of_plan, world


def numbers(objective: Objective, forced: Forced) -> tuple[int, ...]:
    """A value as `value_of_plan` writes it."""
    after = forced.after
    if objective.first == "total":
        return after.least, after.points
    over = 0 if objective.strict else after.over_floor
    worst = forced.worst[1] if objective.worst else 0
    return after.least, after.matched, after.more, after.choices, over, worst, *after.bands, after.points


@given(problems(rich=True), objectives(rich=True))
@settings(max_examples=60, deadline=None)
def test_a_forced_pair_gives_the_best_of_all_plans_with_it(problem: Problem, objective: Objective) -> None:
    objective = replace(objective, first="people") if objective.first == "choices" else objective
    result = solve(problem, objective)
    changes = Changes(problem, result)
    best: dict[tuple[int, int], tuple[int, ...]] = {}
    for plan in every_plan(problem, objective):
        value = value_of_plan(problem, objective, plan)
        for pair in plan:
            best[pair] = max(value, best.get(pair, value))

    for pair, value in best.items():
        forced = changes.forced(*pair)

        assert forced is not None
        assert numbers(objective, forced) == value


def test_few_pairs_held_cost_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where a large problem holds only some pairs of a mentee, the others are found all the same."""
    problem = crowd(60, 40)
    result = solve(problem, Objective(floor=0))
    all_held, pairs = Changes(problem, result), [(mentee, mentor) for mentee in range(9) for mentor in range(0, 40, 3)]
    allowed = [pair for pair in pairs if not broken(problem, *pair)]
    expected = [all_held.forced(*pair) for pair in allowed]
    monkeypatch.setattr(module, "DENSE", 0)
    monkeypatch.setattr(module, "HELD", 2)

    few_held = Changes(problem, result)

    assert allowed
    assert [cost_of(few_held.forced(*pair)) for pair in allowed[:20]] == [cost_of(one) for one in expected[:20]]
    for mentee in range(20):
        alternatives = [cost_of(forced) for _mentor, forced in few_held.alternatives(mentee)]
        assert alternatives == [cost_of(forced) for _mentor, forced in all_held.alternatives(mentee)]
    assert [cost_of(few_held.forced(*pair)) for pair in allowed] == [cost_of(one) for one in expected]


def cost_of(forced: Forced | None) -> int:
    assert forced is not None
    return forced.loss.worth


def crowd(mentees: int, mentors: int) -> Problem:
    names = ("writing", "budgets", "coaching", "statistics", "law", "sales", "design")
    wanted = tuple((Want(names[at % 7], 3, 1 + at % 5), Want(names[at * 3 % 7], 1, 3)) for at in range(mentees))
    offered = tuple({names[at % 7]: 1 + at % 5, names[at * 5 % 7]: 1 + at % 3} for at in range(mentors))
    sites = ("Harbour", "Moorside", "Hill")
    left = People(
        tuple(f"e{at}" for at in range(mentees)),
        (1,) * mentees,
        wanted=wanted,
        sites=tuple(sites[at % 3] for at in range(mentees)),
    )
    right = People(
        tuple(f"m{at}" for at in range(mentors)),
        tuple(1 + at % 2 for at in range(mentors)),
        offered=offered,
        sites=tuple(sites[at % 2] for at in range(mentors)),
    )
    return build(left, right, Policy(manager_of={"e1": "m1", "m2": "e3"}))


@given(problems(), st.sampled_from((0.0, 40.0, 60.0)), st.booleans())
@settings(max_examples=80, deadline=None)
def test_the_smallest_change_does_match_them(problem: Problem, floor: float, worst: bool) -> None:
    result = solve(problem, Objective(floor=floor, worst=worst))
    changes = Changes(problem, result)
    for mentee in range(len(problem.mentees)):
        if result.mentor_of(mentee) is None and not changes.out(mentee):
            remedy = smallest_change(changes, mentee)
            if remedy:
                again, value = changed(problem, result, mentee, remedy)
                assert remedy.kept or (mentee, remedy.mentor) in again.pairs
                assert value > result.value.matched


@given(problems(), st.sampled_from((0.0, 40.0, 60.0)), st.sampled_from((0.0, 5.0)))
@settings(max_examples=80, deadline=None)
def test_each_opening_matches_them_at_nobodys_expense(problem: Problem, floor: float, load: float) -> None:
    result = solve(problem, Objective(floor=floor, load=load))
    residual = Residual(problem, result)
    for mentee in range(len(problem.mentees)):
        if result.mentor_of(mentee) is None and residual.movable[mentee]:
            for opening in openings(residual, mentee):
                again, value = changed(problem, result, mentee, opening)
                assert value > result.value.matched
                if again.mentor_of(mentee) is None:  # somebody else gains as much by it
                    wider = with_place(problem, opening.mentor)
                    losses = Residual(wider, again).of(mentee).losses()[:-1]
                    assert min(loss.worth for loss in losses if loss) == 0


def changed(problem: Problem, result: Result, mentee: int, remedy: Remedy) -> tuple[Result, int]:
    """The best plan after a change, by solving again."""
    pair = (mentee, remedy.mentor)
    if remedy.place:
        problem = with_place(problem, remedy.mentor)
    if remedy.rule:
        assert remedy.rule in broken(problem, *pair)
        problem = replace(problem, rules=tuple(without(rule, problem, pair) for rule in problem.rules))
    objective = result.objective
    if remedy.floor is not None:
        assert points_of(problem, *pair) == remedy.floor < objective.floor * MILLI
    if remedy.kept or remedy.floor is not None:  # a pair under the floor may only be as a locked one
        problem = replace(problem, locked=(*problem.locked, pair))
    again = solve(problem, objective)
    return again, again.value.matched


def without(rule: object, problem: Problem, pair: tuple[int, int]) -> Apart:
    """The same rule but for one pair, as a list."""
    every = ((one, other) for one in range(len(problem.mentees)) for other in range(len(problem.mentors)))
    kept = frozenset(each for each in every if each != pair and rule.breaks(*each))  # type: ignore[attr-defined]
    return Apart(kept, (len(problem.mentees), len(problem.mentors)))


def test_one_place_more_goes_to_whom_it_gains_most() -> None:
    wants = ((Want("writing"), Want("law")), (Want("writing"),), (Want("law"), Want("sales")))
    problem = build(
        People(("ana", "ben", "cem"), (1, 1, 1), wanted=wants), People(("x",), (1,), offered=({"writing": 3},))
    )
    changes = Changes(problem, solve(problem))

    assert smallest_change(changes, 0) == Remedy(0, place=True)
    assert smallest_change(changes, 2) == Remedy(0, place=True, kept=True, floor=0)


def test_who_pays_for_a_lock() -> None:
    wants = ((Want("writing"),), (Want("law"),))
    mentors = People(("x", "y"), (1, 1), offered=({"writing": 3}, {"law": 3}))
    problem = build(People(("ana", "ben"), (1, 1), wanted=wants), mentors, Policy(locked=(("ana", "y"),)))

    cost = who_pays(problem, solve(problem, Objective(floor=0)), (0, 1))

    assert (cost.without.points, cost.value.points) == (200_000, 0)
    assert [(one.mentee, one.before, one.after) for one in cost.people] == [(0, 100_000, 0), (1, 100_000, 0)]


@pytest.mark.parametrize("seed", range(12))
def test_the_curve_goes_from_the_greatest_total_to_the_best_worst_pair(seed: int) -> None:
    problem = world(4, 4, seed)
    objective = Objective(floor=0)

    curve = trade_off(problem, objective)

    assert curve[0].total == best_value(problem, objective)[-1]
    assert (curve[-1].worst, curve[-1].total) == (
        best_value(problem, replace(objective, worst=True))[5],
        best_value(problem, replace(objective, worst=True))[-1],
    )
    assert len({one.matched for one in curve}) == 1
    assert [one.total for one in curve] == sorted((one.total for one in curve), reverse=True)
    assert [one.worst for one in curve] == sorted(one.worst for one in curve)
