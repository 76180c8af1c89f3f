"""The best plan: exact, with the prices that prove it.

Every free place of a mentor is a seat. The weight of a pair puts people matched first, pairs over
the floor second and points last, in one whole number; SciPy's assignment solver finds the greatest
sum. The smallest prices that support that plan bound every other plan from above.
"""

from collections.abc import Callable, Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

from pairing import criteria, rules
from pairing.problem import Ints, Objective, Problem, ProblemError, Result, fingerprint
from pairing.worth import Seat, free_mentees, scale_of, seats, value_of, weights, worth_of_locked

TILE = 256
LARGEST = 40_000_000  # pairs times seats held in memory at once
EXACT = 2**52  # whole numbers a float holds
MOST_ROUNDS = 2000  # of raising prices: a plan that is not the best would raise them for ever

type Progress = Callable[[int, int, str], None]


def solve(
    problem: Problem,
    objective: Objective | None = None,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Result:
    """The best plan for this problem; the seed decides between plans of equal worth."""
    objective = objective or Objective()
    _check(problem, objective)
    table = _score(problem, objective, progress)
    free, places = free_mentees(problem), seats(problem, objective)
    chosen = _assign(problem, table, free, places, seed)
    pairs = tuple(sorted([*problem.locked, *chosen]))
    prices = _prices(table, free, places, dict(chosen))
    return _result(problem, objective, pairs, prices, seed=seed, table=table)


def certify(problem: Problem, pairs: Sequence[tuple[int, int]], objective: Objective, *, seed: int = 0) -> Result:
    """A plan that somebody changed, with new sums and prices; it is `proven` only when none is better."""
    table = _score(problem, objective, None)
    locked = set(problem.locked)
    mate = {mentee: mentor for mentee, mentor in pairs if (mentee, mentor) not in locked}
    prices = _prices(table, free_mentees(problem), seats(problem, objective), mate)
    return _result(problem, objective, tuple(sorted(pairs)), prices, seed=seed, table=table)


def _check(problem: Problem, objective: Objective) -> None:
    used: dict[int, int] = {}
    for mentee, mentor in problem.locked:
        names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
        used[mentor] = used.get(mentor, 0) + 1
        if codes := rules.broken(problem, mentee, mentor):
            raise ProblemError("lock_breaks_rule", f"The locked pair {names} breaks rule {codes[0]}.")
        if used[mentor] > problem.mentors.places[mentor]:
            raise ProblemError("lock_without_place", f"The locked pair {names} needs a place more.")
    held = [mentee for mentee, _ in problem.locked]
    if len(set(held)) != len(held):
        raise ProblemError("lock_twice", "A mentee is locked to two mentors.")
    places = max(sum(problem.mentors.places), len(problem.mentors))
    pairs = min(len(problem.mentees), places)
    if len(problem.mentees) * places > LARGEST or scale_of(problem, objective).match * (pairs + 1) > EXACT:
        raise ProblemError("too_large", "This is more people than the solver can hold at once.")


def _score(problem: Problem, objective: Objective, progress: Progress | None) -> Ints:
    count = len(problem.mentees)
    table = np.zeros((count, len(problem.mentors)), dtype=np.int64)
    for start in range(0, count, TILE):
        rows = slice(start, min(start + TILE, count))
        table[rows] = weights(problem, objective, rows, slice(None))
        if progress:
            progress(rows.stop, count, "scoring")
    return table


def _assign(problem: Problem, table: Ints, free: list[int], places: list[Seat], seed: int) -> list[tuple[int, int]]:
    """Order people by name, shuffle by the seed, then solve: rows of a file do not decide ties."""
    chance = np.random.default_rng(seed)
    rows = sorted(free, key=lambda mentee: problem.mentees.ids[mentee])
    rows = [rows[at] for at in chance.permutation(len(rows))]
    order = sorted(places, key=lambda seat: (problem.mentors.ids[seat.mentor], seat.cost))
    order = [order[at] for at in chance.permutation(len(order))]
    if not rows or not order:
        return []
    worth = table[np.ix_(rows, [seat.mentor for seat in order])]
    paid = worth - np.array([seat.cost for seat in order], dtype=np.int64)[None, :]
    left, right = linear_sum_assignment(np.where(worth > 0, paid, 0).astype(np.float64), maximize=True)
    found = [(rows[i], order[j].mentor) for i, j in zip(left, right, strict=True) if worth[i, j] > 0]
    return sorted(found)


def _prices(table: Ints, free: list[int], places: list[Seat], mate: dict[int, int]) -> tuple[int, ...]:
    """The smallest price of a place with each mentor at which nobody would rather have another."""
    prices = _first_prices(table.shape[1], places, mate)
    if not (free and len(prices)):
        return tuple(int(price) for price in prices)
    worth = table[free]
    at = np.arange(len(free))
    mentors = np.array([mate.get(mentee, -1) for mentee in free], dtype=np.int64)
    for _ in range(min(MOST_ROUNDS, len(free) + table.shape[1])):
        gains = np.where(mentors >= 0, worth[at, mentors] - prices[mentors], 0)
        raised = np.maximum(prices, (worth - gains[:, None]).max(axis=0))
        if np.array_equal(raised, prices):
            break
        prices = raised
    return tuple(int(price) for price in prices)


def _first_prices(count: int, places: list[Seat], mate: dict[int, int]) -> Ints:
    """A mentor's last taken place, or the first free one, sets where the price starts."""
    costs: dict[int, list[int]] = {}
    for seat in places:
        costs.setdefault(seat.mentor, []).append(seat.cost)
    used = [0] * count
    for mentor in mate.values():
        used[mentor] += 1
    prices = np.zeros(count, dtype=np.int64)
    for mentor, paid in costs.items():
        prices[mentor] = sorted(paid)[max(0, used[mentor] - 1)]
    return prices


def _result(
    problem: Problem,
    objective: Objective,
    pairs: tuple[tuple[int, int], ...],
    prices: tuple[int, ...],
    *,
    seed: int,
    table: Ints,
) -> Result:
    points = tuple(criteria.points_of(problem, mentee, mentor) for mentee, mentor in pairs)
    value = value_of(problem, objective, pairs, points)
    worth = scale_of(problem, objective).worth(value)
    bound = worth_of_locked(problem, objective) + _bound(table, problem, objective, prices)
    return Result(pairs, points, value, prices, bound, worth, objective, seed, fingerprint(problem, objective))


def _bound(table: Ints, problem: Problem, objective: Objective, prices: tuple[int, ...]) -> int:
    """No plan is worth more: what mentees could gain at these prices, and what the places earn."""
    price = np.array(prices, dtype=np.int64)
    free = free_mentees(problem)
    gains = 0
    if free and len(price):
        gains = int(np.maximum(0, (table[free] - price[None, :]).max(axis=1)).sum())
    earned = sum(max(0, prices[seat.mentor] - seat.cost) for seat in seats(problem, objective))
    return gains + earned
