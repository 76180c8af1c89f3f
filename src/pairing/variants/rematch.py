"""A new plan that disturbs little: what works stays, leavers are out, new people are in.

Each pair that stands and is kept earns a bonus. With a limit on changes the bonus is found between two plans, one
that changes too much and one that changes little enough: points lost over changes spared is the next bonus to try.
No plan with so few changes is worth more than the best bound seen; mostly it is met, else the gap is said.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from pairing import criteria, rules
from pairing.field import Field
from pairing.problem import MILLI, Objective, Pair, Problem, ProblemError, Progress, fingerprint
from pairing.solve import check
from pairing.variants.assign import Gains, Plan, best_plan, bound_again
from pairing.variants.table import Bounded, Worth, above, broken_pairs, only, part_of
from pairing.verify import Finding
from pairing.worth import scale_of

TRIES = 60
STAYS = (0.0, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0)  # points, for a curve


@dataclass(frozen=True)
class Rematch(Bounded):
    """A plan, how many standing pairs it keeps and changes, and how many had to end.

    `bound` holds for all plans with at most `limit` changes; `stay` is the bonus, in thousandths, whose `prices`
    prove it.
    """

    pairs: tuple[Pair, ...]
    points: tuple[int, ...]
    value: Worth
    bound: Worth
    standing: tuple[Pair, ...]
    kept: int
    ended: int
    limit: int
    stay: int
    prices: tuple[int, ...]
    objective: Objective
    seed: int
    problem_hash: str

    @property
    def changed(self) -> int:
        return len(self.standing) - self.kept


def rematch(
    problem: Problem,
    before: Sequence[tuple[str, str]],
    objective: Objective | None = None,
    *,
    stay: float = 3.0,
    most_changes: int | None = None,
    seed: int = 0,
    progress: Progress | None = None,
) -> Rematch:
    """The best plan when a kept pair counts `stay` points more, or with at most so many changes.

    `before` names the pairs there were; those of people who left, or whom a rule parts now, end anyway.
    """
    if stay < 0 or (most_changes is not None and most_changes < 0):
        raise ProblemError("negative", "A bonus and a number of changes can’t be negative.")
    task = _Task.of(problem, before, objective or Objective(), seed, progress)
    if most_changes is None:
        return task.result(round(stay * MILLI))
    return task.limited(most_changes)


def curve(
    problem: Problem,
    before: Sequence[tuple[str, str]],
    objective: Objective | None = None,
    *,
    stays: Sequence[float] = STAYS,
    seed: int = 0,
) -> tuple[Rematch, ...]:
    """Changes against quality, for every bonus."""
    task = _Task.of(problem, before, objective or Objective(), seed, None)
    return tuple(task.result(round(stay * MILLI)) for stay in stays)


@dataclass(frozen=True)
class _Try:
    """The best plan with one bonus: what it is worth without it, and what it proves."""

    stay: int
    plan: Plan
    kept: int

    @property
    def worth(self) -> int:
        return self.plan.worth - self.stay * self.kept

    def most(self, kept: int) -> int:
        """No plan that keeps so many is worth more."""
        return self.plan.bound - self.stay * kept


@dataclass(frozen=True)
class _Task:
    problem: Problem
    objective: Objective
    seed: int
    gains: Gains
    standing: tuple[Pair, ...]
    ended: int

    @classmethod
    def of(
        cls,
        problem: Problem,
        before: Sequence[tuple[str, str]],
        objective: Objective,
        seed: int,
        progress: Progress | None,
    ) -> "_Task":
        only(objective, "Rematches")
        check(problem, objective)
        if max(problem.mentees.places, default=0) > 1:
            raise ProblemError("many_mentors", "A rematch gives everybody one mentor.")
        field = Field.of(problem, objective, seed)
        table = part_of(problem, objective, field.rows, field.columns, progress)
        standing = _standing(problem, before, objective)
        index = np.array(standing, dtype=np.int64).reshape(-1, 2)
        rows, columns = field.numbers(index[:, 0], index[:, 1])
        keys = np.sort(rows * max(1, len(field.columns)) + columns)
        none = np.zeros(len(field.rows), dtype=np.int64)
        gains = Gains(field, table, none, keys, np.zeros(len(keys), dtype=np.int64))
        return cls(problem, objective, seed, gains, standing, len(set(before)) - len(standing))

    def tried(self, stay: int, last: _Try | None = None) -> _Try:
        gains = self.gains
        bonus = np.full(len(gains.keys), stay, dtype=np.int64)
        plan = best_plan(
            Gains(gains.field, gains.table, gains.of_rows, gains.keys, bonus),
            None if last is None else last.plan.looked_at,
        )
        return _Try(stay, plan, len(set(plan.pairs) & set(self.standing)))

    def limited(self, most_changes: int) -> Rematch:
        """Between two bonuses the next is where both plans are worth the same; until that finds nothing new."""
        needed = len(self.standing) - most_changes
        low = self.tried(0)
        if low.kept >= needed:
            return self._result(low, low, most_changes)
        high = self.tried(self._whole, low)
        if high.kept < needed:
            least = len(self.standing) - high.kept
            raise ProblemError("too_few_changes", f"At least {least} pairs that stand must change.")
        found = high
        best, proof = high, min((low, high), key=lambda one: one.most(needed))
        for _ in range(TRIES):
            stay = (low.worth - high.worth) // (high.kept - low.kept)
            if best.worth == proof.most(needed) or not low.stay < stay < high.stay:
                break
            found = self.tried(stay, found)
            proof = min((proof, found), key=lambda one: one.most(needed))
            if found.kept < needed:
                low = found
            else:
                high, best = found, max((best, found), key=lambda one: one.worth)
        return self._result(best, proof, most_changes)

    @property
    def _whole(self) -> int:
        """More than any plan can lose."""
        return scale_of(self.problem, self.objective).most * (len(self.gains.field.rows) + 1)

    def result(self, stay: int) -> Rematch:
        found = self.tried(stay)
        return self._result(found, found, len(self.standing) - found.kept)

    def _result(self, found: _Try, proof: _Try, limit: int) -> Rematch:
        pairs = tuple(sorted([*self.problem.locked, *found.plan.pairs]))
        points = tuple(criteria.points_of(self.problem, *pair) for pair in pairs)
        value = Worth(len(pairs), sum(points))
        better = proof.most(len(self.standing) - limit) - found.worth
        return Rematch(
            pairs=pairs,
            points=points,
            value=value,
            bound=above(value, better, scale_of(self.problem, self.objective).match),
            standing=self.standing,
            kept=found.kept,
            ended=self.ended,
            limit=limit,
            stay=proof.stay,
            prices=proof.plan.prices,
            objective=self.objective,
            seed=self.seed,
            problem_hash=fingerprint(self.problem, self.objective),
        )


def _standing(problem: Problem, before: Sequence[tuple[str, str]], objective: Objective) -> tuple[Pair, ...]:
    """The pairs that may stay: both are here, may have somebody, and no rule parts them."""
    rows = {person: row for row, person in enumerate(problem.mentees.ids)}
    columns = {person: at for at, person in enumerate(problem.mentors.ids)}
    here = ((rows[one], columns[other]) for one, other in before if one in rows and other in columns)
    floor = round(objective.floor * MILLI)
    return tuple(
        sorted(
            pair
            for pair in set(here) - set(problem.locked)
            if problem.mentees.places[pair[0]]
            and problem.mentors.places[pair[1]]
            and not rules.broken(problem, *pair)
            and criteria.points_of(problem, *pair) >= floor
        )
    )


def check_rematch(problem: Problem, before: Sequence[tuple[str, str]], plan: Rematch) -> list[Finding]:
    """What is broken in a rematch or does not add up: pair by pair, and the bound mentee by mentee."""
    if plan.problem_hash != fingerprint(problem, plan.objective):
        return [Finding("other_problem", "This plan was made for other people, rules or weights.")]
    found = broken_pairs(problem, plan.pairs, plan.objective)
    for mentor, count in Counter(mentor for _, mentor in plan.pairs).items():
        if count > problem.mentors.places[mentor]:
            found.append(Finding("places", f"{problem.mentors.ids[mentor]} has {count} mentees."))
    points = tuple(criteria.points_of(problem, *pair) for pair in plan.pairs)
    if points != plan.points or plan.value != (len(points), sum(points)):
        found.append(Finding("points", "The points do not add up."))
    return found + _unkept(problem, before, plan) + _unproven(problem, plan)


def _unkept(problem: Problem, before: Sequence[tuple[str, str]], plan: Rematch) -> list[Finding]:
    standing = _standing(problem, before, plan.objective)
    if plan.standing != standing or plan.kept != sum(pair in plan.pairs for pair in standing):
        return [Finding("kept", "The pairs that stand are not those.")]
    over = plan.changed > plan.limit
    return [Finding("changes", f"{plan.changed} pairs change, and {plan.limit} may.")] if over else []


def _unproven(problem: Problem, plan: Rematch) -> list[Finding]:
    match = scale_of(problem, plan.objective).match
    locked = [criteria.points_of(problem, *pair) for pair in problem.locked]
    kept = dict.fromkeys(plan.standing, plan.stay)
    most = bound_again(problem, plan.objective, plan.prices, kept=kept) - plan.stay * (len(plan.standing) - plan.limit)
    most += match * len(locked) + sum(locked)
    if match * plan.bound.people + plan.bound.points < most or plan.bound < plan.value:
        return [Finding("bound", "The prices do not prove this bound.")]
    return []
