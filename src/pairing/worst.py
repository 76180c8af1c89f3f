"""The worst pair as good as possible, exactly: the highest mark that every pair can reach without losing anybody."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from pairing import criteria
from pairing.field import Field
from pairing.prices import worth_of
from pairing.problem import Ints, Worst
from pairing.search import Plan
from pairing.solvers import Network, best_flow
from pairing.worth import worth_of_locked

type Run = Callable[[Field], Plan]


def raise_worst(field: Field, plan: Plan, run: Run) -> tuple[Plan, Worst | None]:
    """The best plan whose worst pair is the best possible, and the proof that no plan has a better one.

    The mark is first raised on the candidates, which is quick; then a search over all pairs above it either
    finds a plan that is as good before the worst pair, or prices that rule it out.
    """
    enough = plan.worth - field.weigher.scale.least_before_worst // 2
    if not plan.flow.any():
        return plan, None
    mark = _worst(field, plan)
    while True:
        mark = _highest(field, plan.network, mark, enough)
        above = run(over(field, mark + 1))
        if above.worth <= enough:
            break
        mark, plan = _worst(field, above), above
    locked = worth_of_locked(field.weigher.problem, field.weigher.objective)
    proof = Worst(mark, field.prices(above.prices), above.bound + locked)
    return run(over(field, mark)), proof


def over(field: Field, mark: int) -> Field:
    """Without any pair under this mark."""
    return replace(field, weigher=replace(field.weigher, mark=max(mark, field.weigher.mark)))


def _points(field: Field, network: Network) -> Ints:
    rows, columns = field.rows[network.rows], field.columns[network.columns]
    return criteria.points_at(field.weigher.problem, rows, columns)


def _worst(field: Field, plan: Plan) -> int:
    used = plan.network.only(np.flatnonzero(plan.flow))
    return int(_points(field, used).min())


def _highest(field: Field, network: Network, low: int, enough: int) -> int:
    """The highest mark on these candidates alone, by halving."""
    points = _points(field, network)
    marks = np.unique(points[points >= low])
    first, last = 0, len(marks)
    while last - first > 1:
        middle = (first + last) // 2
        some = network.only(np.flatnonzero(points >= marks[middle]))
        reached = worth_of(some, best_flow(some)) > enough
        first, last = (middle, last) if reached else (first, middle)
    return int(marks[first])
