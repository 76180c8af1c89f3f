"""Look for the best pairs, in the background."""

from __future__ import annotations

import time
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairing import Problem, ProblemError, Result, certify, solve
from pairing.problem import VERSION
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.jobs.models import Job
from trellis.matching import plans, words
from trellis.matching.inputs import Inputs, day_of, gather, in_pool, kept_apart, pack, settings_for
from trellis.matching.models import MatchRun, MatchSettings, Suggestion
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

State = MatchRun.State


@transaction.atomic
def change_settings(cohort: Cohort, *, by: Person, **fields: Any) -> MatchSettings:
    """Change what counts. It holds from the next search on."""
    weights = fields.get("weights")
    if weights is not None and not any(weights.values()):
        raise Refused(_("Something has to count: give at least one weight above 0."), kind=Kind.INVALID)
    settings, _new = MatchSettings.objects.update_or_create(cohort=cohort, defaults=fields)
    record("matching.settings_changed", settings, by=by, program=cohort.program, facts={"fields": sorted(fields)})
    return settings


@transaction.atomic
def start_run(cohort: Cohort, *, by: Person) -> MatchRun:
    """Look for the best pairs in the background. Pressed twice it is one search."""
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    working = cohort.match_runs.filter(state=State.WORKING).select_related("job").first()
    if working and working.job and working.job.state in Job.LIVE:
        return working
    if working:
        move(working, State.SET_ASIDE)
    settings = settings_for(cohort)
    run = MatchRun.objects.create(
        cohort=cohort, by=by, seed=settings.seed, weights=settings.weights, floor=settings.floor, load=settings.load
    )
    run.job = enqueue("matching.run", by=by, key=f"matching.run-{run.pk}", run_id=run.pk)
    run.save(update_fields=["job"])
    record("matching.run_started", run, by=by, program=cohort.program)
    return run


@background("matching.run", title=gettext_lazy("Find the best pairs"), long=True)
def find_pairs(job: Run, run_id: int) -> None:
    """Read who is ready, solve, check, keep. Started again it begins anew: nothing is kept until the end."""
    run = MatchRun.objects.select_related("cohort__program").get(pk=run_id)
    if run.state != State.WORKING:
        return
    began = time.monotonic()
    inputs = inputs_for(run)
    held = _held(run, inputs)
    problem = _problem(run, inputs, held)
    result = _solved(job, run, problem)
    job.progress(len(problem.mentees), note=_("Checking that nothing better exists"))
    findings = plans.checked(problem, result)
    job.check()
    run.seconds = time.monotonic() - began
    _keep(run, inputs, problem, result, findings)


def inputs_for(run: MatchRun) -> Inputs:
    """Everybody who can be paired now; mentors who still prepare are known, to say why they are not taken."""
    pool = in_pool(Participation.objects.filter(cohort=run.cohort_id))
    mentees = pool.mentees().filter(state=Participation.State.READY)
    settings = settings_for(run.cohort)
    settings.weights = run.weights
    return gather(mentees, pool.mentors(), settings, on=day_of(run.cohort))


def _held(run: MatchRun, inputs: Inputs) -> list[tuple[int, int]]:
    """Pairs that were locked under review, as far as both are still free."""
    before = run.cohort.match_runs.filter(state=State.REVIEW).first()
    if before is None:
        return []
    locked = before.suggestions.filter(is_locked=True, proposal=None).values_list("mentee", "mentor")
    mentees, mentors = set(inputs.mentee_rows), set(inputs.mentor_rows)
    return [(one, other) for one, other in locked if one in mentees and other in mentors]


def _problem(run: MatchRun, inputs: Inputs, held: list[tuple[int, int]]) -> Problem:
    try:
        return inputs.problem(locked=held, apart=kept_apart(run.cohort_id))
    except ProblemError as problem:
        raise refusal(problem) from problem


def _solved(job: Run, run: MatchRun, problem: Problem) -> Result:
    def tell(done: int, total: int, _what: str) -> None:
        job.progress(done, total, note=_("Comparing everybody with everybody"))
        job.check()

    job.progress(0, len(problem.mentees))
    try:
        return solve(problem, plans.objective_of(run), seed=run.seed, progress=tell)
    except ProblemError as error:
        raise refusal(error, problem) from error


def refusal(error: ProblemError, problem: Problem | None = None) -> Refused:
    """What the engine can’t do, as a sentence that says what to change."""
    match error.code:
        case "manager_cycle":
            sentence = _("The managers of some people go round in a circle. Mend that in their profiles first.")
        case "lock_breaks_rule":
            sentence = _("A locked pair breaks a rule now: %(rule)s Unlock it first.") % {"rule": _lock_rule(problem)}
        case "lock_without_place" | "lock_twice":
            sentence = _("More pairs are locked than there are places. Unlock one first.")
        case "too_large":
            sentence = _("These are more people than one search can hold.")
        case _code:
            sentence = _("This can’t be matched: %(problem)s") % {"problem": error}
    return Refused(sentence, kind=Kind.INVALID)


def _lock_rule(problem: Problem | None) -> str:
    locked = problem.locked if problem else ()
    codes = [rule.code for pair in locked for rule in (problem.rules if problem else ()) if rule.breaks(*pair)]
    return words.rule(codes[0]) if codes else ""


@transaction.atomic
def _keep(run: MatchRun, inputs: Inputs, problem: Problem, result: Result, findings: list[str]) -> None:
    """Put the new plan under review, and the one before it aside."""
    cohort = Cohort.objects.select_for_update().get(pk=run.cohort_id)
    for before in cohort.match_runs.filter(state=State.REVIEW):
        move(before, State.SET_ASIDE)
    run.inputs = pack(inputs)
    run.mentees, run.mentors = len(problem.mentees), sum(places > 0 for places in problem.mentors.places)
    run.places = sum(problem.mentors.places)
    plans.keep_result(run, problem, result, findings)
    run.engine, run.checked_at = VERSION, timezone.now()
    run.save()
    held = {inputs.mentee_rows[mentee] for mentee, _mentor in problem.locked}
    Suggestion.objects.bulk_create(plans.suggestions(run, inputs, problem, result, held), batch_size=500)
    move(run, State.REVIEW)
    record(
        "matching.run_finished",
        run,
        by=run.by,
        program=run.cohort.program,
        facts={"mentees": run.mentees, "placed": run.placed},
    )


@background("matching.check", title=gettext_lazy("Check the pairs"))
def check_pairs(job: Run, run_id: int, version: int) -> None:
    """After a change by hand: look again whether every rule is kept and nothing better exists."""
    run = MatchRun.objects.get(pk=run_id)
    if run.version != version or run.state != State.REVIEW:
        return
    plan = plans.plan_of(run)
    result = certify(plan.problem, plan.result.pairs, plan.result.objective, seed=run.seed)
    plans.keep_result(run, plan.problem, result, plans.checked(plan.problem, result))
    job.check()
    proof = {name: getattr(run, name) for name in ("prices", "bound", "worth", "inputs_hash", "findings")}
    MatchRun.objects.filter(pk=run_id, version=version).update(checked_at=timezone.now(), **proof)
