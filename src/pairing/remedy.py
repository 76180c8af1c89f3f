"""The smallest change that would match somebody, who pays for a lock, and what a better worst pair costs."""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from pairing import criteria
from pairing.changes import Changes, lowest
from pairing.problem import MILLI, Objective, Pair, Problem, Result, Value
from pairing.residual import Residual
from pairing.solve import solve

NEVER = frozenset({"H1", "H7", "H14"})  # no change of a plan may touch these
TRIED = 12  # mentors, the nearest first


@dataclass(frozen=True)
class Remedy:
    """With a place more, without a rule for this pair, or with this floor for it, the best plan has the pair.

    `kept` says that the place must be kept for the mentee: others would gain more there.
    """

    mentor: int
    place: bool = False
    kept: bool = False
    rule: str = ""
    floor: int | None = None

    @property
    def size(self) -> int:
        return self.place + self.kept + bool(self.rule) + (self.floor is not None)


def smallest_change(changes: Changes, mentee: int) -> Remedy | None:
    """The smallest change that gives somebody a mentor whom the plan left out; none when no change may."""
    found: Remedy | None = None
    for remedy in _tries(changes, mentee):
        if found is None or remedy.size < found.size:
            found = remedy
        if found.size == 1:
            break
    return found


def _tries(changes: Changes, mentee: int) -> Iterator[Remedy]:
    obstacles = [*_obstacles(changes.problem, changes.result, mentee)]
    for mentor, rule, floor, _points in obstacles[:TRIED]:
        if not rule and floor is None and _would_have(changes, mentee, mentor):
            yield Remedy(mentor, place=True)
    for mentor, rule, floor, _points in obstacles:
        if rule or floor is not None:
            lifted = changes.chain(mentee, mentor)
            if lifted and lifted.loss.worth < 0 and lifted.loss.people < 0:  # and nobody else is left out for it
                yield Remedy(mentor, rule=rule, floor=floor)
                return
    for mentor, rule, floor, _points in obstacles[:1]:
        yield Remedy(mentor, True, True, rule, floor)


def openings(residual: Residual, mentee: int) -> list[Remedy]:
    """For somebody the plan left out, what would give them a mentor at nobody's expense: at most one place, one rule
    and one floor, each with the mentor who fits best. Quick at any size."""
    places, chains = residual.openings(mentee), residual.of(mentee)
    found: dict[str, Remedy] = {}
    for mentor, rule, floor, _points in _obstacles(residual.problem, residual.result, mentee):
        if not rule and floor is None:
            if places[mentor]:
                found.setdefault("place", Remedy(mentor, place=True))
        elif chains.if_allowed[mentor] < -residual.person:
            found.setdefault("rule" if rule else "floor", Remedy(mentor, rule=rule, floor=floor))
    return [found[kind] for kind in ("place", "floor", "rule") if kind in found]


def _obstacles(problem: Problem, result: Result, mentee: int) -> Iterator[tuple[int, str, int | None, int]]:
    """Mentors whom at most one rule or the floor keeps away, the best fit first."""
    row, everyone = np.array([[mentee]]), np.arange(len(problem.mentors))[None, :]
    points = criteria.points(problem, slice(mentee, mentee + 1), slice(None))[0]
    floor = round(result.objective.floor * MILLI) if result.objective.strict else 0
    count = np.zeros(len(points), dtype=np.int64)
    codes = np.full(len(points), "", dtype=object)
    for rule in problem.rules:
        if rule.code != "H9":  # a place more is a change of its own
            hit = rule.forbids(row, everyone)[0]
            # the reporting line is one rule, seen near and far
            new = hit & ~((rule.code == "H3") & (codes == "H2"))
            count += new
            count += hit * 2 * (rule.code in NEVER)
            codes[new] = rule.code
    under = points < floor
    for mentor in np.lexsort((np.arange(len(points)), -points, (count + under) > 0)).tolist():
        if count[mentor] + under[mentor] <= 1:
            fit = int(points[mentor])
            yield mentor, str(codes[mentor]), fit if under[mentor] else None, fit


def _would_have(changes: Changes, mentee: int, mentor: int) -> bool:
    """Whether a new place with this mentor goes to this mentee, and to nobody else who waits."""
    people = changes.people
    row, column = changes.place_of(mentee), changes.column_of(mentor)
    count = len(people.rows)
    if column is None:
        return _alone_with_new_mentor(changes, mentee, mentor)
    cost = changes.cost(mentee, mentor)
    other = changes.path(count + len(people.columns), count + column, banned=row)
    new = changes.next_cost(mentor) - int(changes.prices[column])
    return cost is not None and cost + new < 0 and (other is None or cost < other[0])


def _alone_with_new_mentor(changes: Changes, mentee: int, mentor: int) -> bool:
    """A mentor who takes no part yet has no price: the plan is made anew."""
    again = solve(with_place(changes.problem, mentor), changes.result.objective, seed=changes.result.seed)
    return (mentee, mentor) in again.pairs and again.value.matched > changes.result.value.matched


def with_place(problem: Problem, mentor: int) -> Problem:
    """The same with one place more."""
    places = tuple(count + (at == mentor) for at, count in enumerate(problem.mentors.places))
    mentors = replace(problem.mentors, places=places)
    # H9 alone holds the mentors; a Rule is a protocol, which says nothing of being a dataclass.
    rules = tuple(replace(rule, mentors=mentors) if rule.code == "H9" else rule for rule in problem.rules)  # type: ignore[type-var]
    return replace(problem, mentors=mentors, rules=rules)


@dataclass(frozen=True)
class Paid:
    """One person’s fit without a lock and with it; none is nobody."""

    mentee: int
    before: int | None
    after: int | None


@dataclass(frozen=True)
class LockCost:
    """What the plan would be worth without a lock, and who gains or loses by it."""

    without: Value
    value: Value
    worst: tuple[int, int]  # the lowest fit of a pair, without and with it
    people: tuple[Paid, ...]


def who_pays(problem: Problem, result: Result, pair: Pair) -> LockCost:
    """Solved again without the lock: everybody whose mentor differs, those who pay most first."""
    free = replace(problem, locked=tuple(one for one in problem.locked if one != pair))
    other = solve(free, result.objective, seed=result.seed)
    before, after = _fits(other), _fits(result)
    people = [
        Paid(mentee, _sum(before.get(mentee)), _sum(after.get(mentee)))
        for mentee in sorted({*before, *after})
        if before.get(mentee) != after.get(mentee)
    ]
    people.sort(key=lambda one: (one.after or 0) - (one.before or 0))
    worst = lowest(free, other.pairs, other.points), lowest(free, result.pairs, result.points)
    return LockCost(other.value, result.value, worst, tuple(people))


def _fits(result: Result) -> dict[int, dict[int, int]]:
    found: dict[int, dict[int, int]] = {}
    for (mentee, mentor), points in zip(result.pairs, result.points, strict=True):
        found.setdefault(mentee, {})[mentor] = points
    return found


def _sum(fits: dict[int, int] | None) -> int | None:
    return sum(fits.values()) if fits else None


@dataclass(frozen=True)
class Trade:
    """A plan on the curve: its worst pair, how many have a mentor, and its total."""

    worst: int
    matched: int
    total: int


def trade_off(problem: Problem, objective: Objective, *, seed: int = 0, steps: int = 8) -> list[Trade]:
    """From the greatest total to the best worst pair, with as many people: what the total pays for the worst pair."""
    start = solve(problem, replace(objective, worst=False, first="people"), seed=seed)
    best = solve(problem, replace(objective, worst=True, first="people"), seed=seed)
    low, high = (_trade(problem, one).worst for one in (start, best))
    curve = [start]
    for step in range(1, steps):
        mark = low + (high - low) * step // steps
        if mark > _trade(problem, curve[-1]).worst:
            floor = replace(
                objective, floor=max(objective.floor, mark / MILLI), strict=True, worst=False, first="people"
            )
            curve.append(solve(problem, floor, seed=seed))
    found = [_trade(problem, one) for one in (*curve, best)]
    return [one for at, one in enumerate(found) if one not in found[:at]]


def _trade(problem: Problem, result: Result) -> Trade:
    return Trade(lowest(problem, result.pairs, result.points), result.value.matched, result.value.points)
