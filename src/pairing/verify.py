"""Checks a plan and trusts nothing in it: every pair one by one, and the proof over all pairs."""

from collections import Counter
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.problem import FULL, MILLI, VERSION, Ints, Problem, Result, fingerprint
from pairing.worth import scale_of, value_of

TILE = 97  # not the tile of the solver: a mistake at an edge must show
SAMPLE = 400  # pairs whose block score is compared with plain arithmetic


@dataclass(frozen=True)
class Finding:
    """One thing that is wrong with a plan, or not shown."""

    code: str
    sentence: str


def verify(problem: Problem, result: Result) -> list[Finding]:
    """What is broken or unproven; empty when the plan keeps every rule and none is better."""
    if wrong := _shape(problem, result):
        return wrong
    found = [*_rules(problem, result), *_places(problem, result), *_locks(problem, result), *_sums(problem, result)]
    return found or [*_blocks(problem), *_proof(problem, result)]


def _shape(problem: Problem, result: Result) -> list[Finding]:
    if result.version != VERSION or result.problem_hash != fingerprint(problem, result.objective):
        return [Finding("other_problem", "This plan was made for other people, rules or weights.")]
    rows, columns = range(len(problem.mentees)), range(len(problem.mentors))
    if any(mentee not in rows or mentor not in columns for mentee, mentor in result.pairs):
        return [Finding("unknown_person", "The plan pairs somebody who is not in it.")]
    if len(result.points) != len(result.pairs) or len(result.prices) != len(columns):
        return [Finding("lengths", "The plan’s columns do not fit together.")]
    return []


def _rules(problem: Problem, result: Result) -> list[Finding]:
    floor = round(result.objective.floor * MILLI)
    found: list[Finding] = []
    for mentee, mentor in result.pairs:
        names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
        codes = [rule.code for rule in problem.rules if rule.breaks(mentee, mentor)]
        found += [Finding(f"rule_{code}", f"{names} breaks rule {code}.") for code in codes]
        under = criteria.points_of(problem, mentee, mentor) < floor
        if result.objective.strict and under and (mentee, mentor) not in problem.locked:
            found.append(Finding("floor", f"{names} is under the floor."))
    return found


def _places(problem: Problem, result: Result) -> list[Finding]:
    mentees = Counter(mentee for mentee, _ in result.pairs)
    mentors = Counter(mentor for _, mentor in result.pairs)
    sides = ((mentees, problem.mentees), (mentors, problem.mentors))
    return [
        Finding("places", f"{side.ids[at]} has {count} partners and {side.places[at]} places.")
        for counts, side in sides
        for at, count in counts.items()
        if count > side.places[at]
    ]


def _locks(problem: Problem, result: Result) -> list[Finding]:
    missing = set(problem.locked) - set(result.pairs)
    return [
        Finding("lock", f"{problem.mentees.ids[mentee]} is not with {problem.mentors.ids[mentor]}, as locked.")
        for mentee, mentor in sorted(missing)
    ]


def _sums(problem: Problem, result: Result) -> list[Finding]:
    points = [criteria.points_of(problem, mentee, mentor) for mentee, mentor in result.pairs]
    value = value_of(problem, result.objective, result.pairs, points)
    right = tuple(points) == result.points and value == result.value
    right = right and result.worth == scale_of(problem, result.objective).worth(value)
    return [] if right else [Finding("points", "The points of the plan do not add up.")]


def _blocks(problem: Problem) -> list[Finding]:
    """The fast way of scoring, which the proof needs, must agree with the plain one."""
    size = len(problem.mentees) * len(problem.mentors)
    step = max(1, size // SAMPLE)
    for at in range(0, size, step | 1):
        mentee, mentor = divmod(at, len(problem.mentors))
        row, column = slice(mentee, mentee + 1), slice(mentor, mentor + 1)
        points = int(criteria.points(problem, row, column)[0, 0])
        blocked = bool(rules.forbidden(problem, row, column)[0, 0])
        plain = criteria.points_of(problem, mentee, mentor), bool(rules.broken(problem, mentee, mentor))
        if (points, blocked) != plain:
            names = f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"
            return [Finding("scoring", f"Two ways of scoring disagree about {names}.")]
    return []


def _proof(problem: Problem, result: Result) -> list[Finding]:
    bound = _bound(problem, result)
    if bound == result.worth:
        return []
    return [Finding("unproven", f"A better plan is not ruled out: {result.worth} of at most {bound}.")]


def _bound(problem: Problem, result: Result) -> int:
    """By weak duality no plan is worth more than this, whatever the prices are."""
    locked = dict(problem.locked)
    prices = np.array(result.prices, dtype=np.int64)
    bound = 0
    for start in range(0, len(problem.mentees), TILE):
        rows = slice(start, min(start + TILE, len(problem.mentees)))
        best = _best(problem, result, rows, prices)
        for mentee, gain in zip(range(rows.start, rows.stop), best, strict=True):
            if mentee not in locked and problem.mentees.places[mentee]:
                bound += max(0, int(gain))
    return bound + _seats(problem, result) + _locked(problem, result)


def _best(problem: Problem, result: Result, rows: slice, prices: Ints) -> Ints:
    """For each mentee of a tile the most that is left after paying for a place."""
    scale, floor = scale_of(problem, result.objective), round(result.objective.floor * MILLI)
    best = np.zeros(rows.stop - rows.start, dtype=np.int64)
    for start in range(0, len(problem.mentors), TILE):
        columns = slice(start, start + TILE)
        points = criteria.points(problem, rows, columns)
        worth = points + scale.match + scale.floor * (points >= floor)
        worth -= prices[None, columns]
        never = rules.forbidden(problem, rows, columns)
        if result.objective.strict:
            never |= points < floor
        worth[never] = -FULL
        best = np.maximum(best, worth.max(axis=1))
    return best


def _seats(problem: Problem, result: Result) -> int:
    """What free places earn at the prices, each dearer than the one before by the load."""
    taken = Counter(mentor for _, mentor in problem.locked)
    load = round(result.objective.load * MILLI)
    total = 0
    for mentor, price in enumerate(result.prices):
        for place in range(taken[mentor], problem.mentors.places[mentor]):
            total += max(0, price - load * (place + problem.mentors.partners_now(mentor)))
    return total


def _locked(problem: Problem, result: Result) -> int:
    points = [criteria.points_of(problem, mentee, mentor) for mentee, mentor in problem.locked]
    value = value_of(problem, result.objective, problem.locked, points)
    return scale_of(problem, result.objective).worth(value)
