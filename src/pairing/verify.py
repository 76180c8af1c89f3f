"""Checks a plan and trusts nothing in it: every pair one by one, and the proof over all pairs."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.criteria import Choice
from pairing.problem import FULL, MILLI, VERSION, Ints, Pair, Problem, Result, Value, fingerprint
from pairing.worth import Scale, scale_of

TILE = 97  # not the tile of the solver: a mistake at an edge must show
WIDE = 1999
SAMPLE = 20  # mentees and mentors whose block of scores is compared with plain arithmetic


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
    if len(set(result.pairs)) != len(result.pairs):
        return [Finding("twice", "The plan has a pair twice.")]
    if len(result.points) != len(result.pairs) or len(result.prices) != len(columns):
        return [Finding("lengths", "The plan’s columns do not fit together.")]
    return []


def _rules(problem: Problem, result: Result) -> list[Finding]:
    mark, locked = _mark(result), set(problem.locked)
    found: list[Finding] = []
    for mentee, mentor in result.pairs:
        names = _names(problem, mentee, mentor)
        codes = [rule.code for rule in problem.rules if rule.breaks(mentee, mentor)]
        found += [Finding(f"rule_{code}", f"{names} breaks rule {code}.") for code in codes]
        if criteria.points_of(problem, mentee, mentor) < mark and (mentee, mentor) not in locked:
            found.append(Finding("floor", f"{names} is under the floor."))
    return found


def _mark(result: Result) -> int:
    """No pair may have fewer points."""
    floor = round(result.objective.floor * MILLI) if result.objective.strict else 0
    return max(floor, result.worst.points if result.worst else 0)


def _names(problem: Problem, mentee: int, mentor: int) -> str:
    return f"{problem.mentees.ids[mentee]} with {problem.mentors.ids[mentor]}"


def _places(problem: Problem, result: Result) -> list[Finding]:
    held = Counter(mentee for mentee, _ in problem.locked)
    mentees = Counter(mentee for mentee, _ in result.pairs)
    mentors = Counter(mentor for _, mentor in result.pairs)
    found = [
        Finding("places", f"{problem.mentors.ids[at]} has {count} mentees and {problem.mentors.places[at]} places.")
        for at, count in mentors.items()
        if count > problem.mentors.places[at]
    ]
    return found + [
        Finding("places", f"{problem.mentees.ids[at]} has {count} mentors and wants {problem.mentees.places[at]}.")
        for at, count in mentees.items()
        if count > max(problem.mentees.places[at], held[at])
    ]


def _locks(problem: Problem, result: Result) -> list[Finding]:
    missing = set(problem.locked) - set(result.pairs)
    return [
        Finding("lock", f"{_names(problem, mentee, mentor)} is not a pair, as locked.")
        for mentee, mentor in sorted(missing)
    ]


def _sums(problem: Problem, result: Result) -> list[Finding]:
    points = tuple(criteria.points_of(problem, mentee, mentor) for mentee, mentor in result.pairs)
    value = _tally(problem, result, result.pairs, points)
    right = points == result.points and value == result.value
    right = right and result.worth == scale_of(problem, result.objective).worth(value)
    return [] if right else [Finding("points", "The points of the plan do not add up.")]


def _tally(problem: Problem, result: Result, pairs: tuple[Pair, ...], points: tuple[int, ...]) -> Value:
    """Everything a plan is judged by, counted pair by pair."""
    mentors = Counter(mentor for _, mentor in pairs)
    load = round(result.objective.load * MILLI)
    had = {at: problem.mentors.load[at] if problem.mentors.load else 0 for at in mentors}
    paid = sum(load * (had[at] + place) for at, count in mentors.items() for place in range(count))
    people = len({mentee for mentee, _ in pairs})
    bands = sorted(set(result.objective.bands)) if result.objective.first != "total" else []
    least = problem.mentors.least or (0,) * len(problem.mentors)
    return Value(
        matched=people,
        over_floor=sum(point >= round(result.objective.floor * MILLI) for point in points),
        points=sum(points) - paid,
        more=len(pairs) - people,
        least=sum(min(count, least[at]) for at, count in mentors.items()),
        choices=sum(_wishes(problem, *pair) for pair in pairs) if result.objective.first == "choices" else 0,
        bands=tuple(sum(point >= round(band * MILLI) for point in points) for band in bands),
    )


def _wishes(problem: Problem, mentee: int, mentor: int) -> int:
    chosen = next(one for one in problem.criteria if isinstance(one, Choice))
    ranks = (chosen.mentee_ranks[mentee].get(mentor, 0), chosen.mentor_ranks[mentor].get(mentee, 0))
    return round(sum(10 * criteria.CHOICE_POINTS[min(rank, 5) - 1] for rank in ranks if rank))


def _blocks(problem: Problem) -> list[Finding]:
    """The fast way of scoring, which the proof needs, must agree with the plain one."""
    rows, columns = _some(len(problem.mentees)), _some(len(problem.mentors))
    points = criteria.points(problem, rows, columns)
    blocked = rules.forbidden(problem, rows, columns)
    for row, mentee in enumerate(rows.tolist()):
        for column, mentor in enumerate(columns.tolist()):
            plain = criteria.points_of(problem, mentee, mentor), bool(rules.broken(problem, mentee, mentor))
            if (int(points[row, column]), bool(blocked[row, column])) != plain:
                return [Finding("scoring", f"Two ways of scoring disagree about {_names(problem, mentee, mentor)}.")]
    return []


def _some(count: int) -> Ints:
    """Evenly spread, everybody where there are few."""
    return np.unique(np.linspace(0, count - 1, min(count, SAMPLE)).astype(np.int64))


def _proof(problem: Problem, result: Result) -> list[Finding]:
    bound = _bound(problem, result, result.prices, _mark(result))
    if bound != result.worth:
        return [Finding("unproven", f"A better plan is not ruled out: {result.worth} of at most {bound}.")]
    return [*_order(problem, result), *(_proof_of_worst(problem, result) if result.objective.worst else [])]


def _proof_of_worst(problem: Problem, result: Result) -> list[Finding]:
    """Without pairs at or under the worst one, all that comes before it can’t be reached."""
    worst = result.worst
    if worst is None:
        return [] if set(result.pairs) == set(problem.locked) else [Finding("worst", "The worst pair is not proven.")]
    scale = scale_of(problem, result.objective)
    least = min(weight for weight in (scale.least, scale.match, scale.more, scale.choices, scale.floor) if weight)
    if _bound(problem, result, worst.prices, worst.points + 1) <= result.worth - least // 2:
        return []
    return [Finding("worst", "A plan with a better worst pair is not ruled out.")]


def _bound(problem: Problem, result: Result, prices: tuple[int, ...], mark: int) -> int:
    """By weak duality no plan without pairs under the mark is worth more than this, whatever the prices are."""
    scale = scale_of(problem, result.objective)
    locked = {pair: criteria.points_of(problem, *pair) for pair in problem.locked}
    fixed = scale.worth(_tally(problem, result, tuple(locked), tuple(locked.values())))
    price = np.array(prices, dtype=np.int64)
    return fixed + sum(_gains(problem, scale, price, mark)) + _seats(problem, result, scale, prices)


def _order(problem: Problem, result: Result) -> list[Finding]:
    """Weights too small for so many people still keep the aims in order if no price mixes two of them.

    Then prices divided by a weight, and rounded, prove that nothing more of that aim can be had.
    """
    scale = scale_of(problem, result.objective)
    if scale.reach >= len(result.pairs):
        return []
    prices = np.array(result.prices, dtype=np.int64)
    gains = np.array(list(_gains(problem, scale, prices, _mark(result))) or [0], dtype=np.int64)
    most = scale.most + scale.load * max(_partners(problem), default=0)
    for weight, count in scale.steps:
        most -= weight * count
        apart = sum(int(np.abs((rest + weight // 2) % weight - weight // 2).max()) for rest in (prices, gains))
        if apart + most >= weight:
            return [Finding("order", "With so many people, one aim is not proven to come before the next.")]
    return []


def _partners(problem: Problem) -> list[int]:
    return [places + problem.mentors.partners_now(at) for at, places in enumerate(problem.mentors.places)]


def _gains(problem: Problem, scale: Scale, prices: Ints, mark: int) -> Iterator[int]:
    """For each mentee the most that is left after paying for every place that they may still be given."""
    held = Counter(mentee for mentee, _ in problem.locked)
    wanted = [min(places, len(problem.mentors)) - held[at] for at, places in enumerate(problem.mentees.places)]
    most = max((want for want in wanted), default=0)
    for start in range(0, len(problem.mentees) if most > 0 else 0, TILE):
        rows = slice(start, min(start + TILE, len(problem.mentees)))
        best = _best(problem, scale, rows, prices, mark=mark, most=most)
        for mentee, gains in zip(range(rows.start, rows.stop), best.tolist(), strict=True):
            for rank, gain in enumerate(gains[: max(0, wanted[mentee])]):
                yield max(0, gain + (scale.more if rank or held[mentee] else scale.match))


def _best(problem: Problem, scale: Scale, rows: slice, prices: Ints, *, mark: int, most: int) -> Ints:
    """The greatest gains of each mentee of a tile, the greatest first."""
    best = np.full((rows.stop - rows.start, most), -(scale.match + scale.more + FULL) * 2, dtype=np.int64)
    own = [pair for pair in problem.locked if rows.start <= pair[0] < rows.stop]
    for start in range(0, len(problem.mentors), WIDE):
        columns = slice(start, min(start + WIDE, len(problem.mentors)))
        points = criteria.points(problem, rows, columns)
        worth = points + _aims(problem, scale, points, rows, columns) - prices[None, columns]
        never = rules.forbidden(problem, rows, columns) | (points < mark)
        for mentee, mentor in own:
            if columns.start <= mentor < columns.stop:
                never[mentee - rows.start, mentor - columns.start] = True
        worth[never] = best.min(initial=0)
        both = np.hstack([best, worth])
        best = -np.partition(-both, range(most), axis=1)[:, :most]
    return best


def _aims(problem: Problem, scale: Scale, points: Ints, rows: slice, columns: slice) -> Ints:
    """What pairs earn beside their points."""
    earned = np.zeros_like(points)
    for weight, mark in zip((scale.floor, *scale.bands), scale.marks, strict=True):
        earned += weight * (points >= mark)
    if scale.choices:
        for mentee in range(rows.start, rows.stop):
            for mentor in range(columns.start, columns.stop):
                earned[mentee - rows.start, mentor - columns.start] += scale.choices * _wishes(problem, mentee, mentor)
    return earned


def _seats(problem: Problem, result: Result, scale: Scale, prices: tuple[int, ...]) -> int:
    """What free places earn at the prices, each dearer than the one before by the load."""
    taken = Counter(mentor for _, mentor in problem.locked)
    load = round(result.objective.load * MILLI)
    total = 0
    for mentor, price in enumerate(prices):
        least = problem.mentors.least[mentor] if problem.mentors.least else 0
        for place in range(taken[mentor], min(problem.mentors.places[mentor], len(problem.mentees))):
            cost = load * (place + problem.mentors.partners_now(mentor)) - scale.least * (place < least)
            total += max(0, price - cost)
    return total
