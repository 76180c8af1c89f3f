"""The best plan: exact, with the prices that prove it.

The weight of a pair puts the first aim first and points last, in one whole number. A flow from mentees to
places finds the greatest sum. The smallest prices that support that plan bound every other plan from above.
"""

import os
from collections.abc import Sequence
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import numpy as np

from pairing import criteria, rules
from pairing.criteria import Choice
from pairing.field import Field
from pairing.prices import bound, support
from pairing.problem import Effort, Objective, Pair, Problem, ProblemError, Progress, Result, fingerprint
from pairing.search import Budget, Crew, Plan, search
from pairing.solvers import best_flow, one_thread_each
from pairing.worst import raise_worst
from pairing.worth import scale_of, value_of, worth_of_locked

DENSE = 1_000_000  # pairs up to which all are scored and held
THREADS = min(4, os.cpu_count() or 1)


def solve(
    problem: Problem,
    objective: Objective | None = None,
    *,
    seed: int = 0,
    progress: Progress | None = None,
    budget: Budget | None = None,
    executor: Executor | None = None,
) -> Result:
    """The best plan for this problem; the seed decides between plans of equal worth.

    Scoring runs in blocks on the executor, or on threads of its own. When the budget ends, the plan is the
    best so far and `Result.gap` says how much better another could be. An error raised in `progress` ends it.
    """
    objective = objective or Objective()
    check(problem, objective)
    field = Field.of(problem, objective, seed)
    with one_thread_each(), ExitStack() as stack:
        scorers = executor or stack.enter_context(ThreadPoolExecutor(THREADS))
        crew = Crew(scorers, progress or _silent, budget or Budget())

        def run(people: Field) -> Plan:
            small = len(people.rows) * len(people.columns) <= DENSE
            return _on_all_pairs(people, crew.progress) if small else search(people, crew)

        plan, worst = run(field), None
        if objective.worst:
            plan, worst = raise_worst(field, plan, run)
    result = _result(problem, objective, field, plan, pairs=field.pairs(plan.network, plan.flow), seed=seed)
    return replace(result, worst=worst)


def _on_all_pairs(field: Field, progress: Progress) -> Plan:
    network = field.every_pair(progress)
    flow = best_flow(network)
    prices = support(network, flow).columns
    effort = Effort(1, len(field.rows) * len(field.columns), len(network.rows))
    return Plan(network, flow, prices, bound(network, prices), effort)


def certify(problem: Problem, pairs: Sequence[Pair], objective: Objective, *, seed: int = 0) -> Result:
    """A plan that somebody changed, with new sums and prices; it is `proven` only when none is better."""
    best = solve(problem, objective, seed=seed)
    return replace(best, **_sums(problem, objective, pairs))


def _silent(done: int, total: int, what: str) -> None:
    """Nobody wants to know."""


def check(problem: Problem, objective: Objective) -> None:
    """Name what contradicts itself before anything is scored."""
    used = {"mentee": [0] * len(problem.mentees), "mentor": [0] * len(problem.mentors)}
    for mentee, mentor in problem.locked:
        names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
        if codes := rules.broken(problem, mentee, mentor):
            raise ProblemError("lock_breaks_rule", f"The locked pair {names} breaks rule {codes[0]}.")
        used["mentee"][mentee] += 1
        used["mentor"][mentor] += 1
        if used["mentor"][mentor] > problem.mentors.places[mentor]:
            raise ProblemError("lock_without_place", f"The locked pair {names} needs a place more.")
        if used["mentee"][mentee] > max(1, problem.mentees.places[mentee]):
            raise ProblemError("lock_twice", f"The locked pair {names} is one too many for the mentee.")
    if len(set(problem.locked)) != len(problem.locked):
        raise ProblemError("lock_twice", "A pair is locked twice.")
    if objective.first == "choices" and not any(isinstance(one, Choice) for one in problem.criteria):
        raise ProblemError("no_choices", "Choices can’t come first where nobody was asked.")


def _result(
    problem: Problem, objective: Objective, field: Field, plan: Plan, *, pairs: Sequence[Pair], seed: int
) -> Result:
    return Result(
        **_sums(problem, objective, (*problem.locked, *pairs)),
        prices=field.prices(plan.prices),
        bound=worth_of_locked(problem, objective) + plan.bound,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(problem, objective),
        effort=plan.effort,
    )


def _sums(problem: Problem, objective: Objective, pairs: Sequence[Pair]) -> dict[str, Any]:
    """The columns of a result that follow from its pairs."""
    index = np.array(sorted(pairs), dtype=np.int64).reshape(-1, 2)
    points = tuple(criteria.points_at(problem, index[:, 0], index[:, 1]).tolist())
    found = tuple(sorted(pairs))
    value = value_of(problem, objective, found, points)
    return {"pairs": found, "points": points, "value": value, "worth": scale_of(problem, objective).worth(value)}
