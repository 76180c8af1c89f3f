"""The proof of a run as a file, and the check of such a file by the engine's separate checker.

The file holds hashes, pairs by number, prices and bounds; never names, nor what was known of anybody: it would tell
who asked to be kept apart from whom. Whoever checks it needs the installation that keeps the run.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from pairing import ProblemError, certificate, read_certificate, verify
from trellis.matching import plans, words
from trellis.matching.inputs import kept_apart_in, unpack
from trellis.matching.models import MatchRun

FORMAT = "trellis match run 1"


def certificate_of(run: MatchRun) -> dict[str, Any]:
    """Everything that the proof of the plan as it is now needs, as plain values."""
    plan = plans.plan_of(run)
    ids = plan.problem.mentees.ids, plan.problem.mentors.ids
    return {
        "format": FORMAT,
        "run": run.pk,
        "made_at": run.created_at.isoformat(),
        "name": str(run.called),
        "changes_by_hand": run.version - 1,
        "inputs": _hash(run),
        "search": run.search,
        "effort": run.effort,
        "seconds": round(run.seconds, 2),
        "seconds_allowed": run.seconds_allowed,
        "locked": [[ids[0][one], ids[1][other]] for one, other in plan.problem.locked],
        "apart": sorted([ids[0][one], ids[1][other]] for one, other in kept_apart_in(plan.problem)),
        **certificate(plan.problem, plan.result),
    }


@dataclass(frozen=True)
class Summary:
    """What the page says of a proof."""

    inputs: str
    problem: str
    weights: list[tuple[str, float]]
    rules: list[tuple[str, str]]
    bound: int
    worth: int
    percent: float
    people: int
    points: int


def summary(run: MatchRun) -> Summary:
    """From what is kept, without looking at any pair; the gap also as people and points."""
    weights = [(words.title(key), weight) for key, weight in run.weights.items() if weight]
    rules = [(code, words.rule(code)) for code in dict.fromkeys(run.rules)]
    people, points = plans.gap_of(run)
    return Summary(
        _hash(run), run.inputs_hash, weights, rules, run.bound, run.worth, 100 * run.gap, people, round(points / 1000)
    )


def _hash(run: MatchRun) -> str:
    """Of what was known of people when the search was made."""
    return hashlib.sha256(bytes(run.inputs or b"")).hexdigest()


@dataclass(frozen=True)
class Checked:
    """What the separate checker says of a file; without findings it is right, and with a gap it is not the best."""

    pairs: int
    gap: float
    findings: list[str]


def check(plain: Mapping[str, Any]) -> Checked:
    """Look at every pair, rule and price of a file anew. Raises ProblemError when it is none of ours."""
    run = _run_of(plain)
    if _hash(run) != plain.get("inputs"):
        raise ProblemError("inputs", _("What was known of people is not what this file was made from."))
    problem = unpack(bytes(run.inputs or b"")).named(plain.get("locked", ()), plain.get("apart", ()))
    result = read_certificate(problem, plain)
    findings = [finding.sentence for finding in verify(problem, result)]
    return Checked(len(result.pairs), result.gap, findings)


def _run_of(plain: Mapping[str, Any]) -> MatchRun:
    if not isinstance(plain, dict) or plain.get("format") != FORMAT:
        raise ProblemError("format", _("This is no certificate of a match run."))
    number = plain.get("run")
    found = MatchRun.objects.filter(pk=number if isinstance(number, int) else 0).first()
    if found is None:
        raise ProblemError("run", _("The run of this certificate is not kept here."))
    return found
