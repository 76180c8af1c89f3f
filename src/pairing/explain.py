"""Why this pair, why not that one, why nobody."""

import math
from collections import Counter
from dataclasses import dataclass, replace

import numpy as np

from pairing import criteria, rules
from pairing.changes import Changes
from pairing.problem import MILLI, Evidence, Problem, Result
from pairing.residual import Loss, Move
from pairing.solve import solve


@dataclass(frozen=True)
class Part:
    """What one criterion gave to a pair; thousandths of a point, so that the parts add up."""

    key: str
    points: int
    maximum: int
    evidence: Evidence


@dataclass(frozen=True)
class PairReasons:
    """The fit of one pair: its parts, and the share of all weight that is known (in percent)."""

    points: int
    parts: tuple[Part, ...]
    unknown: tuple[str, ...]
    known: int


@dataclass(frozen=True)
class Nobody:
    """Why a mentee has no mentor: how many mentors each rule keeps away, and what is left."""

    code: str  # no_mentors, ruled_out, under_floor or scarce
    mentors: int
    rules: tuple[tuple[str, int], ...]
    under_floor: int
    fitting: int
    best: int  # the fit of the best allowed mentor
    best_mentor: int | None


@dataclass(frozen=True)
class WhyNot:
    """What stands against a pair: the rules it breaks, the floor, or what everybody together would lose.

    There is no loss where no plan can hold the pair; `moves` says who would change.
    """

    rules: tuple[str, ...]
    fit: int
    under_floor: bool
    loss: Loss | None
    moves: tuple[Move, ...] = ()


def why_pair(problem: Problem, mentee: int, mentor: int) -> PairReasons:
    """The reasons for a pair, heaviest criterion first."""
    total = criteria.points_of(problem, mentee, mentor)
    weight_of = {one.key: criteria.weight_of(problem, one, mentee) for one in problem.criteria}
    scored = [(criterion, criterion.score(mentee, mentor)) for criterion in problem.criteria if criterion.weight]
    known = [(criterion, score) for criterion, score in scored if not math.isnan(score)]
    weight = sum(weight_of[criterion.key] for criterion, _ in known)
    shares = _whole([score * weight_of[criterion.key] / weight for criterion, score in known], total)
    maxima = _whole([weight_of[criterion.key] / weight for criterion, _ in known], 100 * MILLI if known else 0)
    parts = [
        Part(criterion.key, share, maximum, criterion.evidence(mentee, mentor))
        for (criterion, _), share, maximum in zip(known, shares, maxima, strict=True)
    ]
    unknown = tuple(criterion.key for criterion, score in scored if math.isnan(score))
    whole = sum(weight_of[criterion.key] for criterion, _ in scored)
    parts.sort(key=lambda part: -part.maximum)
    return PairReasons(total, tuple(parts), unknown, round(100 * weight / whole) if whole else 0)


def _whole(shares: list[float], total: int) -> list[int]:
    """Whole numbers near 100,000 times the shares that add up to the total."""
    rough = [share * 100 * MILLI for share in shares]
    down = [math.floor(value) for value in rough]
    rest = sorted(range(len(rough)), key=lambda at: down[at] - rough[at])
    for at in rest[: max(0, total - sum(down))]:
        down[at] += 1
    return down


def why_nobody(problem: Problem, result: Result, mentee: int) -> Nobody:
    """Why the plan has no mentor for somebody."""
    rows, everyone = slice(mentee, mentee + 1), slice(None)
    points = criteria.points(problem, rows, everyone)[0]
    first: Counter[str] = Counter()
    blocked = np.zeros(len(points), dtype=np.bool_)
    for rule in problem.rules:
        hit = rule.forbids(np.array([[mentee]]), np.arange(len(points))[None, :])[0] & ~blocked
        blocked |= hit
        if count := int(hit.sum()):
            first[rule.code] += count
    under = ~blocked & (points < round(result.objective.floor * MILLI)) & result.objective.strict
    fitting = ~blocked & ~under
    allowed = np.where(blocked, -1, points)
    best = int(allowed.argmax()) if len(allowed) and allowed.max() >= 0 else None
    return Nobody(
        code=_nobody_code(len(points), int(under.sum()), int(fitting.sum())),
        mentors=len(points),
        rules=tuple(first.items()),
        under_floor=int(under.sum()),
        fitting=int(fitting.sum()),
        best=0 if best is None else int(points[best]),
        best_mentor=best,
    )


def _nobody_code(mentors: int, under: int, fitting: int) -> str:
    if not mentors:
        return "no_mentors"
    if fitting:
        return "scarce"
    return "under_floor" if under else "ruled_out"


def why_not(problem: Problem, result: Result, mentee: int, mentor: int, known: Changes | None = None) -> WhyNot:
    """What stands against a pair; pass the changes to ask many questions about one plan."""
    codes = tuple(rules.broken(problem, mentee, mentor))
    fit = criteria.points_of(problem, mentee, mentor)
    under = result.objective.strict and fit < round(result.objective.floor * MILLI)
    if codes or under:
        return WhyNot(codes, fit, under, None)
    forced = (known or Changes(problem, result)).forced(mentee, mentor)
    return WhyNot((), fit, False, forced.loss if forced else None, forced.moves if forced else ())


def what_if(problem: Problem, result: Result, mentee: int, mentor: int) -> Result:
    """The best plan with this pair in it, solved anew; another lock on the mentee gives way."""
    locked = tuple(pair for pair in problem.locked if pair[0] != mentee)
    return solve(replace(problem, locked=(*locked, (mentee, mentor))), result.objective, seed=result.seed)
