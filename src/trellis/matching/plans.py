"""A run as the engine sees it, kept in memory while somebody works on it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from pairing import Objective, Problem, Result, verify, why_nobody, why_pair
from pairing.criteria import points_of
from pairing.problem import VERSION, fingerprint
from pairing.residual import Chains, Loss, Move, Residual
from pairing.rules import broken
from pairing.worth import value_of
from trellis.matching import words
from trellis.matching.inputs import Inputs, kept_apart, unpack
from trellis.matching.models import MatchRun, Suggestion

type Change = tuple[int, int | None, int | None]  # mentee, mentor before, mentor after


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

    def options(self, mentee: int) -> Options:
        """What could be changed for one mentee, and what would follow."""
        return Options(mentee, self.inputs, self.residual.of(self.row(mentee)))


@dataclass(frozen=True)
class Options:
    """The chains of one mentee, in participations."""

    mentee: int
    inputs: Inputs
    chains: Chains

    def losses(self) -> dict[int | None, Loss]:
        """What it costs everybody together to put the mentee with each mentor who may be, or with nobody."""
        places = (*self.inputs.mentor_rows, None)
        return {pk: loss for pk, loss in zip(places, self.chains.losses(), strict=True) if loss is not None}

    def moves(self, mentor: int | None) -> list[Change]:
        """Everybody who changes: mentee, mentor before, mentor after; this mentee first."""
        column = None if mentor is None else self.inputs.mentor_rows.index(mentor)
        return [self._named(move) for move in self.chains.moves(column)]

    def _named(self, move: Move) -> Change:
        rows = self.inputs.mentor_rows
        before, after = (None if place is None else rows[place] for place in (move.before, move.after))
        return self.inputs.mentee_rows[move.mentee], before, after


def objective_of(run: MatchRun) -> Objective:
    return Objective(floor=run.floor, load=run.load)


def plan_of(run: MatchRun) -> Plan:
    """The run with every change made so far."""
    return _plan(run.pk, run.version, run.created_at)


@lru_cache(maxsize=4)
def _plan(run_id: int, version: int, created_at: datetime) -> Plan:
    """Kept by version; the moment tells runs apart when a restored database counts them anew."""
    run = MatchRun.objects.get(pk=run_id, version=version, created_at=created_at)
    inputs = unpack(bytes(run.inputs or b""))
    problem = inputs.problem(locked=locked(run), apart=kept_apart(run.cohort_id))
    result = _result(run, inputs, problem)
    return Plan(inputs, problem, result, Residual(problem, result))


def _result(run: MatchRun, inputs: Inputs, problem: Problem) -> Result:
    """The plan as its rows and its run have it; nothing is scored again."""
    objective = objective_of(run)
    known = dict(run.suggestions.placed().values_list("mentee", "points"))
    pairs = tuple(pairs_of(run, inputs))
    points = tuple(known[inputs.mentee_rows[mentee]] for mentee, _mentor in pairs)
    return Result(
        pairs=pairs,
        points=points,
        value=value_of(problem, objective, pairs, points),
        prices=tuple(run.prices),
        bound=run.bound,
        worth=run.worth,
        objective=objective,
        seed=run.seed,
        problem_hash=fingerprint(problem, objective),
    )


def pairs_of(run: MatchRun, inputs: Inputs) -> list[tuple[int, int]]:
    """The pairs now, as the engine numbers them."""
    rows = {pk: at for at, pk in enumerate(inputs.mentee_rows)}
    columns = {pk: at for at, pk in enumerate(inputs.mentor_rows)}
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
