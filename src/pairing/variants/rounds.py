"""Speed mentoring: in every round each one meets somebody new.

Who meets whom in all rounds together is a flow: everybody meets at most as many as there are rounds, and each pair
once. The meetings are then dealt to the rounds: where nobody has more meetings than there are rounds, each meeting
can have a round in which both are free (Kőnig 1916). So the best rotation is found, and prices prove it.
"""

from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from pairing import criteria, rules
from pairing.field import Field
from pairing.problem import MILLI, Ints, Objective, Pair, Problem, ProblemError, Progress, fingerprint
from pairing.variants.assign import Gains, best_plan
from pairing.variants.table import Bounded, Worth, above, only, part_of
from pairing.verify import Finding
from pairing.worth import scale_of

MOST = 50  # rounds


@dataclass(frozen=True)
class Rotation(Bounded):
    """The pairs of every round. `value` counts meetings; prices of mentors prove that no rotation has more, or fits
    better."""

    rounds: tuple[tuple[Pair, ...], ...]
    value: Worth
    bound: Worth
    prices: tuple[int, ...]
    objective: Objective
    seed: int
    problem_hash: str


def solve_rounds(
    problem: Problem,
    rounds: int,
    objective: Objective | None = None,
    *,
    seed: int = 0,
    progress: Progress | None = None,
) -> Rotation:
    """Most meetings, then the greatest total fit. Each mentor meets one mentee at a time, whatever their places."""
    objective = objective or Objective(floor=0)
    only(objective, "Rounds")
    if not 1 <= rounds <= MOST:
        raise ProblemError("rounds", f"There are from 1 to {MOST} rounds.")
    if problem.locked:
        raise ProblemError("locked", "Rounds are made anew; forbid pairs that met before.")
    event = _event(problem, rounds)
    field = _every_meeting_counts_the_same(Field.of(event, objective, seed))
    table = part_of(event, objective, field.rows, field.columns, progress)
    none = np.zeros(0, dtype=np.int64)
    plan = best_plan(Gains(field, table, np.zeros(len(field.rows), dtype=np.int64), none, none))
    points = sum(criteria.points_of(problem, *pair) for pair in plan.pairs)
    value = Worth(len(plan.pairs), points)
    scale, most = field.weigher.scale, min(sum(event.mentees.places), sum(event.mentors.places))
    return Rotation(
        rounds=_dealt(plan.pairs, rounds),
        value=value,
        bound=above(value, plan.bound - plan.worth, scale.match, most),
        prices=plan.prices,
        objective=objective,
        seed=seed,
        problem_hash=fingerprint(problem, objective, rounds),
    )


def _every_meeting_counts_the_same(field: Field) -> Field:
    """Somebody’s second meeting is worth as much as somebody’s first."""
    scale = field.weigher.scale
    return replace(field, weigher=replace(field.weigher, scale=replace(scale, match=scale.more or scale.match)))


def _event(problem: Problem, rounds: int) -> Problem:
    """Everybody who has a place at all meets one in each round."""
    sides = (
        replace(side, places=tuple(rounds if places else 0 for places in side.places), load=(), least=())
        for side in (problem.mentees, problem.mentors)
    )
    mentees, mentors = sides
    return replace(problem, mentees=mentees, mentors=mentors)


def _dealt(pairs: tuple[Pair, ...], rounds: int) -> tuple[tuple[Pair, ...], ...]:
    """A round for each meeting in which both are free; if there is none, two rounds change places along a chain."""
    met: tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]] = ({}, {})  # by person and round, whom they meet
    for mentee, mentor in pairs:
        hers, his = met[0].setdefault(mentee, {}), met[1].setdefault(mentor, {})
        one = next(number for number in range(rounds) if number not in hers)
        other = next(number for number in range(rounds) if number not in his)
        if one in his:
            _swap(met, mentor, one, other)
        hers[one], his[one] = mentor, mentee
    found: list[list[Pair]] = [[] for _ in range(rounds)]
    for mentee, meetings in met[0].items():
        for number, mentor in meetings.items():
            found[number].append((mentee, mentor))
    return tuple(tuple(sorted(one)) for one in found)


def _swap(met: tuple[dict[int, dict[int, int]], dict[int, dict[int, int]]], mentor: int, one: int, other: int) -> None:
    """From a mentor who is free in the other round: the chain of meetings in these two rounds, turned over."""
    chain: list[tuple[int, int, int]] = []
    side, person, number = 1, mentor, one
    while number in met[side][person]:
        following = met[side][person][number]
        mentee, its_mentor = (following, person) if side else (person, following)
        chain.append((mentee, its_mentor, number))
        side, person, number = 1 - side, following, other if number == one else one
    for mentee, its_mentor, number in chain:
        del met[0][mentee][number], met[1][its_mentor][number]
    for mentee, its_mentor, number in chain:
        turned = other if number == one else one
        met[0][mentee][turned], met[1][its_mentor][turned] = its_mentor, mentee


def check_rounds(problem: Problem, plan: Rotation) -> list[Finding]:
    """What is broken in a rotation or does not add up: meeting by meeting, and the bound mentee by mentee."""
    if plan.problem_hash != fingerprint(problem, plan.objective, len(plan.rounds)):
        return [Finding("other_problem", "This rotation was made for other people, rules or weights.")]
    meetings = [pair for one in plan.rounds for pair in one]
    found = [Finding("twice", "Two meet more than once.") for count in Counter(meetings).values() if count > 1]
    for one in plan.rounds:
        for side in (0, 1):
            people = Counter(pair[side] for pair in one)
            found += [Finding("busy", "Somebody meets two at a time.") for count in people.values() if count > 1]
    for mentee, mentor in meetings:
        names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
        codes = rules.broken(problem, mentee, mentor)
        found += [Finding(f"rule_{code}", f"{names} breaks rule {code}.") for code in codes]
        if criteria.points_of(problem, mentee, mentor) < round(plan.objective.floor * MILLI):
            found.append(Finding("floor", f"{names} is under the floor."))
    points = sum(criteria.points_of(problem, *pair) for pair in meetings)
    if plan.value != (len(meetings), points):
        found.append(Finding("points", "The points do not add up."))
    scale = scale_of(_event(problem, len(plan.rounds)), plan.objective)
    each = scale.more or scale.match
    if each * plan.bound.people + plan.bound.points < _bound_again(problem, plan, each) or plan.bound < plan.value:
        found.append(Finding("bound", "The prices do not prove this bound."))
    return found


def _bound_again(problem: Problem, plan: Rotation, each: int) -> int:
    """What each mentee gains at most in as many meetings as there are rounds, and what the mentors’ time earns."""
    rounds, everybody = len(plan.rounds), np.arange(len(problem.mentors))
    prices = np.array(plan.prices, dtype=np.int64)
    here = np.array(problem.mentors.places, dtype=np.int64) > 0
    total = min(rounds, len(problem.mentees)) * int(np.maximum(prices, 0)[here].sum())
    for row in (row for row, places in enumerate(problem.mentees.places) if places):
        me: Ints = np.array([row])
        points = criteria.points(problem, me, everybody)[0]
        never = rules.forbidden(problem, me, everybody)[0] | ~here
        never |= points < round(plan.objective.floor * MILLI)
        left = sorted((points - prices)[~never].tolist(), reverse=True)[:rounds]
        total += sum(max(0, gain + each) for gain in left)
    return total
