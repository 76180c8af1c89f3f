"""A run as the engine sees it, kept in memory while somebody works on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime
from functools import lru_cache
from math import isfinite

from pairing import Objective, Problem, Result, verify, why_nobody, why_pair
from pairing.criteria import points, points_of
from pairing.problem import MILLI, VERSION, Worst
from pairing.remedy import Remedy, openings
from pairing.residual import Chains, Loss, Move, Residual, Table
from pairing.rules import Apart, broken
from pairing.worth import scale_of, value_of
from trellis.matching import words
from trellis.matching.inputs import Inputs, kept_apart, unpack
from trellis.matching.models import MatchRun, MatchSettings, Suggestion

type Change = tuple[int, int | None, int | None]  # mentee, mentor before, mentor after
type Fitted = tuple[int, int | None, int | None, tuple[int, int]]  # and the fits before and after

STEP = 1000  # somebody else moves only where that saves the whole a point


@dataclass(frozen=True)
class Plan:
    """A version of a run: who is in it, what it was asked, and what it answered."""

    inputs: Inputs
    problem: Problem
    result: Result
    residual: Residual

    def row(self, mentee: int) -> int:
        """The engine’s number of a mentee’s participation. Raises ValueError when it isn’t in the run."""
        return self.inputs.mentee_rows.index(mentee)

    def column(self, mentor: int) -> int:
        return self.inputs.mentor_rows.index(mentor)

    def broken(self, mentee: int, mentor: int) -> list[str]:
        """The codes of the rules that forbid a pair."""
        return broken(self.problem, self.row(mentee), self.column(mentor))

    def fit(self, mentee: int, mentor: int) -> int:
        return points_of(self.problem, self.row(mentee), self.column(mentor))

    def fitted(self, changes: Iterable[Change]) -> list[Fitted]:
        """Changes with the fits before and after; 0 with nobody."""
        return [
            (one, before, after, (self.fit(one, before) if before else 0, self.fit(one, after) if after else 0))
            for one, before, after in changes
        ]

    def fits(self, mentee: int) -> dict[int, int]:
        """The fit of a mentee with every mentor."""
        row = self.row(mentee)
        found = points(self.problem, slice(row, row + 1), slice(None))[0].tolist()
        return dict(zip(self.inputs.mentor_rows, found, strict=True))

    def options(self, mentee: int) -> Options:
        """What could be changed for one mentee, and what would follow."""
        return Options(mentee, self, self.residual.of(self.row(mentee)))

    def rivals(self, mentor: int, most: int) -> list[int]:
        """Other mentees whom this mentor could have, those first who would cost the whole least."""
        costs = self.residual.rivals(self.column(mentor))
        order = [at for at in costs.argsort(kind="stable").tolist() if isfinite(costs[at])]
        return [self.inputs.mentee_rows[at] for at in order[:most]]

    def openings(self, mentee: int) -> list[Remedy]:
        """What would give somebody who waits a mentor at nobody’s expense."""
        return openings(self.residual, self.row(mentee))


@dataclass(frozen=True)
class Options:
    """The chains of one mentee, in participations."""

    mentee: int
    plan: Plan
    chains: Chains

    def can(self, mentor: int) -> bool:
        """Whether any plan holds this pair."""
        return self.chains.can(self.plan.column(mentor))

    def order(self) -> list[int]:
        """Every mentor of the run: the cheapest change first, and those who may not be at the end."""
        rows = self.plan.inputs.mentor_rows
        return [rows[at] for at in self.chains.costs[: len(rows)].argsort(kind="stable").tolist()]

    def cheapest(self, but: int) -> int | None:
        """Where somebody goes at the least cost when not there: another mentor, or nobody."""
        rows: tuple[int | None, ...] = (*self.plan.inputs.mentor_rows, None)
        order: list[int] = self.chains.costs.argsort(kind="stable").tolist()
        return next(rows[at] for at in order if rows[at] != but)

    def losses(self, mentors: Iterable[int]) -> dict[int, Loss]:
        """What it costs everybody together to put the mentee with each of these who may be."""
        possible = [mentor for mentor in mentors if self.can(mentor)]
        moves = [self.chains.moves(self.plan.column(mentor)) for mentor in possible]
        return dict(zip(possible, self.chains.residual.losses(moves), strict=True))

    def moves(self, mentor: int | None) -> list[Change]:
        """Everybody who changes: mentee, mentor before, mentor after; this mentee first."""
        column = None if mentor is None else self.plan.column(mentor)
        return [self._named(move) for move in self.chains.moves(column)]

    def _named(self, move: Move) -> Change:
        rows = self.plan.inputs.mentor_rows
        before, after = (None if place is None else rows[place] for place in (move.before, move.after))
        return self.plan.inputs.mentee_rows[move.mentee], before, after


def objective_for(aim: str, floor: float, load: float) -> Objective:
    """An aim in the engine's words."""
    match aim:
        case MatchSettings.Aim.FAIREST:
            return Objective(floor=floor, load=load, worst=True)
        case MatchSettings.Aim.CHOICES:
            return Objective(floor=floor, load=load, first="choices")
        case MatchSettings.Aim.TOTAL:
            return Objective(floor=floor, load=load, first="total")
    return Objective(floor=floor, load=load)


def objective_of(run: MatchRun) -> Objective:
    """What a run was asked; a point on the trade-off draws the line higher."""
    return objective_for(run.aim, max(run.floor, (run.mark or 0) / MILLI), run.load)


def gap_of(run: MatchRun) -> tuple[int, int]:
    """How many more people, and else how many thousandths, another plan could have at most."""
    if run.bound <= run.worth:
        return 0, 0
    plan = plan_of(run)
    each = scale_of(plan.problem, plan.result.objective).match
    return divmod(run.bound - run.worth, each) if each else (0, run.bound - run.worth)


def plan_of(run: MatchRun) -> Plan:
    """The run with every change made so far. Of a new version only what changed is computed anew."""
    return _plan(run.pk, run.version, run.created_at)


@lru_cache(maxsize=4)
def _plan(run_id: int, version: int, created_at: datetime) -> Plan:
    """Kept by version; the moment tells runs apart when a restored database counts them anew."""
    run = MatchRun.objects.defer("inputs").get(pk=run_id, version=version, created_at=created_at)
    inputs, _base = _asked(run_id, created_at)
    problem = problem_of(run)
    result = _result(run, inputs, problem)
    rows, columns = _places(inputs)
    apart = [
        (rows[one], columns[other]) for one, other in kept_apart(run.cohort_id) if one in rows and other in columns
    ]
    table = _table(run_id, created_at).without(apart)
    return Plan(inputs, problem, result, Residual(problem, result, table, step=STEP))


@lru_cache(maxsize=4)
def _asked(run_id: int, created_at: datetime) -> tuple[Inputs, Problem]:
    """What a run was asked, before anybody locked or kept apart: the same for all its versions."""
    run = MatchRun.objects.only("inputs").get(pk=run_id, created_at=created_at)
    inputs = unpack(bytes(run.inputs or b""))
    return inputs, inputs.problem()


@lru_cache(maxsize=4)
def _table(run_id: int, created_at: datetime) -> Table:
    """The pairs worth a look in any version of a run, at the prices of the first one that was asked about."""
    run = MatchRun.objects.defer("inputs").get(pk=run_id, created_at=created_at)
    inputs, base = _asked(run_id, created_at)
    return Table.of(base, _result(run, inputs, base))


def problem_of(run: MatchRun) -> Problem:
    """What a run asks as it stands in the database now: with locked pairs, and those kept apart."""
    inputs, base = _asked(run.pk, run.created_at)
    rows, columns = _places(inputs)

    def known(pairs: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
        return sorted((rows[one], columns[other]) for one, other in pairs if one in rows and other in columns)

    apart = known(kept_apart(run.cohort_id))
    rules = (*base.rules, Apart(frozenset(apart), (len(rows), len(columns)), "APART")) if apart else base.rules
    return replace(base, locked=tuple(known(locked(run))), rules=rules)


def _places(inputs: Inputs) -> tuple[dict[int, int], dict[int, int]]:
    rows, columns = ({pk: at for at, pk in enumerate(side)} for side in (inputs.mentee_rows, inputs.mentor_rows))
    return rows, columns


def _result(run: MatchRun, inputs: Inputs, problem: Problem) -> Result:
    """The plan as its rows and its run have it; nothing is scored again."""
    objective = objective_of(run)
    known = dict(run.suggestions.placed().values_list("mentee", "points"))
    pairs = tuple(pairs_of(run, inputs))
    fits = tuple(known[inputs.mentee_rows[mentee]] for mentee, _mentor in pairs)
    return Result(
        pairs=pairs,
        points=fits,
        value=value_of(problem, objective, pairs, fits),
        prices=tuple(run.prices),
        bound=run.bound,
        worth=run.worth,
        objective=objective,
        seed=run.seed,
        problem_hash=run.inputs_hash,
        worst=Worst(**run.worst | {"prices": tuple(run.worst["prices"])}) if run.worst else None,
    )


def pairs_of(run: MatchRun, inputs: Inputs) -> list[tuple[int, int]]:
    """The pairs now, as the engine numbers them."""
    rows, columns = _places(inputs)
    placed = run.suggestions.placed().values_list("mentee", "mentor")
    return sorted((rows[mentee], columns[mentor]) for mentee, mentor in placed)


def locked(run: MatchRun) -> list[tuple[int, int]]:
    """Pairs that stay: locked ones, and those already proposed."""
    held = run.suggestions.placed().exclude(is_locked=False, proposal=None)
    return [(mentee, mentor) for mentee, mentor in held.values_list("mentee", "mentor")]


def keep_result(run: MatchRun, problem: Problem, result: Result, findings: Sequence[str]) -> None:
    """Copy the numbers of a plan onto its run; the caller saves."""
    run.engine, run.inputs_hash = VERSION, result.problem_hash
    run.prices, run.bound, run.worth = list(result.prices), result.bound, result.worth
    run.placed, run.total = len(result.pairs), sum(result.points)
    run.lowest = min(result.points, default=0)
    run.rules = [rule.code for rule in problem.rules]
    run.worst = asdict(result.worst) if result.worst else None
    run.findings = list(findings)


def checked(problem: Problem, result: Result) -> list[str]:
    """What the separate checker finds wrong, as codes."""
    return sorted({finding.code for finding in verify(problem, result)})


def fill(suggestion: Suggestion, inputs: Inputs, problem: Problem, result: Result) -> Suggestion:
    """Write what the engine knows about one mentee’s row onto it; the caller saves."""
    mentee = inputs.mentee_rows.index(suggestion.mentee_id)
    if suggestion.mentor_id is None:
        reason = why_nobody(problem, result, mentee)
        suggestion.points, suggestion.parts, suggestion.reasons, suggestion.unknown = 0, [], [], []
        suggestion.known, suggestion.note, suggestion.is_worth_a_look = 100, {}, False
        suggestion.nobody = words.nobody_stored(reason)
        return suggestion
    reasons = why_pair(problem, mentee, inputs.mentor_rows.index(suggestion.mentor_id))
    suggestion.points, suggestion.known = reasons.points, reasons.known
    suggestion.parts, suggestion.reasons = words.parts_of(reasons), words.stored(reasons)
    suggestion.unknown, suggestion.nobody = list(reasons.unknown), {}
    suggestion.note = words.note_of(reasons, by_hand=suggestion.is_by_hand)
    suggestion.is_worth_a_look = suggestion.note.get("kind") == "watch"
    return suggestion


FILLED = (
    "mentor", "points", "parts", "reasons", "unknown", "known", "note", "nobody",
    "is_worth_a_look", "is_locked", "is_by_hand",
)  # fmt: skip


def suggestions(
    run: MatchRun, inputs: Inputs, problem: Problem, result: Result, held: Iterable[int]
) -> list[Suggestion]:
    """One row for each mentee, ready to be kept; `held` are mentees whose pair is locked."""
    mentors, stays = dict(result.pairs), set(held)
    return [
        fill(
            Suggestion(
                run=run,
                mentee_id=pk,
                mentor_id=inputs.mentor_rows[mentors[at]] if at in mentors else None,
                is_locked=pk in stays and at in mentors,
            ),
            inputs,
            problem,
            result,
        )
        for at, pk in enumerate(inputs.mentee_rows)
    ]
