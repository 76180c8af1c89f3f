"""Look for the best pairs, in the background."""

from __future__ import annotations

import time
from dataclasses import asdict, dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairing import Budget, Problem, ProblemError, Result, certify, solve
from pairing.problem import Effort, fingerprint
from pairing.remedy import trade_off
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, cancel, enqueue
from trellis.jobs.models import Job
from trellis.matching import plans, words
from trellis.matching.inputs import Inputs, day_of, gather, in_pool, kept_apart, pack, settings_for, unpack
from trellis.matching.models import MatchRun, MatchSettings, Suggestion
from trellis.matching.said import learn_words
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

State = MatchRun.State
Aim = MatchSettings.Aim
STEPS = 6  # of a trade-off


@transaction.atomic
def start_run(cohort: Cohort, *, by: Person) -> MatchRun:
    """Look for the best pairs in the background, to be reviewed when found. Pressed twice it is one search."""
    return _start(cohort, by, aim=settings_for(cohort).aim)


@transaction.atomic
def start_scenario(cohort: Cohort, *, by: Person, aim: str, name: str = "", mark: int | None = None) -> MatchRun:
    """Look for another plan of the same people, to be compared with the one under review.

    `mark` is a point on the trade-off: no pair under so many thousandths.
    """
    return _start(cohort, by, aim=aim, name=name, mark=mark, is_scenario=True)


@transaction.atomic
def start_scenarios(cohort: Cohort, *, by: Person) -> list[MatchRun]:
    """The three that show most: most people, the fairest, and the best total."""
    return [start_scenario(cohort, by=by, aim=aim) for aim in (Aim.PEOPLE, Aim.FAIREST, Aim.TOTAL)]


def _start(cohort: Cohort, by: Person, *, aim: str, mark: int | None = None, **more: Any) -> MatchRun:
    Cohort.objects.select_for_update().get(pk=cohort.pk)
    working = cohort.match_runs.filter(state=State.WORKING, aim=aim, mark=mark).select_related("job").first()
    if working and working.job and working.job.state in Job.LIVE:
        return working
    if working:
        move(working, State.SET_ASIDE)
    settings = settings_for(cohort)
    if aim == Aim.CHOICES and not settings.weights.get("choice"):
        raise Refused(_("Choices can’t come first where they have no weight. Give them one."), kind=Kind.INVALID)
    run = MatchRun.objects.create(
        cohort=cohort, by=by, seed=settings.seed, weights=settings.weights, floor=settings.floor, load=settings.load,
        aim=aim, mark=mark, seconds_allowed=settings.seconds, **more,
    )  # fmt: skip
    run.job = enqueue("matching.run", by=by, key=f"matching.run-{run.pk}", run_id=run.pk)
    run.save(update_fields=["job"])
    record("matching.run_started", run, by=by, program=cohort.program)
    return run


@transaction.atomic
def stop_run(run: MatchRun, *, by: Person) -> None:
    """Stop looking; nothing of it is kept."""
    move(run, State.SET_ASIDE)
    if run.job and run.job.state in Job.LIVE:
        cancel(run.job, by=by)
    record("matching.run_stopped", run, by=by, program=run.cohort.program)


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
    learn_words(settings, pool)
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
    told = Told()

    def tell(done: int, total: int, _what: str) -> None:
        job.progress(done, total, note=told.sentence(problem))
        job.check()

    job.progress(0, len(problem.mentees), note=told.sentence(problem))
    budget = Budget(seconds=run.seconds_allowed, watch=told.watch)
    try:
        return solve(problem, plans.objective_of(run), seed=run.seed, progress=tell, budget=budget)
    except ProblemError as error:
        raise refusal(error, problem) from error


@dataclass
class Told:
    """How far a search is, in words: people, pairs that were scored, rounds, and how good another plan may still be."""

    effort: Effort = field(default_factory=Effort)
    worth: int = 0
    bound: int = 0

    def watch(self, effort: Effort, worth: int, bound: int) -> None:
        self.effort, self.worth, self.bound = effort, worth, bound

    def sentence(self, problem: Problem) -> str:
        values: dict[str, object] = {"mentees": len(problem.mentees), "mentors": len(problem.mentors)}
        if not self.effort.rounds:
            return _("%(mentees)s mentees and %(mentors)s mentors: comparing everybody with everybody.") % values
        gap = (self.bound - self.worth) / max(1, abs(self.worth))
        values |= {"pairs": number_format(self.effort.pairs, use_l10n=True, force_grouping=True)}
        values |= {"round": self.effort.rounds, "gap": f"{100 * gap:.4f}"}
        return _("Round %(round)s, %(pairs)s pairs scored; another plan may be better by %(gap)s%% at most.") % values


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
    """Keep the new plan: under review, or beside the one that is. Older ones stay while they are about the same."""
    cohort = Cohort.objects.select_for_update().get(pk=run.cohort_id)
    if not cohort.match_runs.filter(pk=run.pk, state=State.WORKING).exists():
        return  # somebody stopped it meanwhile
    run.inputs = pack(inputs.as_searched(problem))
    run.people_hash = inputs.people_hash()
    run.mentees, run.mentors = len(problem.mentees), sum(places > 0 for places in problem.mentors.places)
    run.places = sum(problem.mentors.places)
    plans.keep_result(run, problem, result, findings)
    run.search = {"problem": result.problem_hash, "pairs": fingerprint(result.pairs, result.points)}
    run.effort = {"rounds": result.effort.rounds, "pairs": result.effort.pairs}
    run.checked_at = timezone.now()
    run.save()
    held = {inputs.mentee_rows[mentee] for mentee, _mentor in problem.locked}
    Suggestion.objects.bulk_create(plans.suggestions(run, inputs, problem, result, held), batch_size=500)
    _make_room(cohort, run)
    record(
        "matching.run_finished",
        run,
        by=run.by,
        program=run.cohort.program,
        facts={"mentees": run.mentees, "placed": run.placed},
    )


def _make_room(cohort: Cohort, run: MatchRun) -> None:
    """Plans of other people, or with the same question, are set aside; the others may be compared."""
    under_review = False
    for before in cohort.match_runs.filter(state__in=(State.REVIEW, State.READY)):
        is_like = before.people_hash == run.people_hash and not before.asks_like(run)
        if before.state == State.REVIEW and run.is_scenario:
            under_review = True
        elif before.state == State.REVIEW:
            move(before, State.READY if is_like else State.SET_ASIDE)
        elif not is_like:
            move(before, State.SET_ASIDE)
    move(run, State.READY if under_review else State.REVIEW)


@transaction.atomic
def review(run: MatchRun, *, by: Person) -> None:
    """Review this scenario instead of the plan that is under review, which stays to compare."""
    cohort = Cohort.objects.select_for_update().get(pk=run.cohort_id)
    for before in cohort.match_runs.filter(state=State.REVIEW).exclude(pk=run.pk):
        move(before, State.READY if before.people_hash == run.people_hash else State.SET_ASIDE)
    move(run, State.REVIEW)
    record("matching.chosen", run, by=by, program=run.cohort.program, facts={"name": str(run.called)})


@transaction.atomic
def set_aside(run: MatchRun, *, by: Person) -> None:
    """Compare it no longer."""
    if run.state == State.REVIEW:
        raise Refused(_("This plan is under review. Review another one first."), kind=Kind.CONFLICT)
    move(run, State.SET_ASIDE)
    record("matching.set_aside", run, by=by, program=run.cohort.program, facts={"name": str(run.called)})


@transaction.atomic
def name_run(run: MatchRun, name: str, *, by: Person) -> None:
    """Call a scenario something that says what it is."""
    run.name = name
    run.save(update_fields=["name"])
    record("matching.named", run, by=by, program=run.cohort.program, facts={"name": name})


@background("matching.check", title=gettext_lazy("Check the pairs"))
def check_pairs(job: Run, run_id: int, version: int) -> None:
    """After a change by hand: look again whether every rule is kept and nothing better exists."""
    run = MatchRun.objects.get(pk=run_id)
    if run.version != version or run.state not in (State.REVIEW, State.READY):
        return
    plan = plans.plan_of(run)
    result = certify(plan.problem, plan.result.pairs, plan.result.objective, seed=run.seed)
    plans.keep_result(run, plan.problem, result, plans.checked(plan.problem, result))
    job.check()
    proof = {name: getattr(run, name) for name in ("prices", "bound", "worth", "inputs_hash", "findings")}
    MatchRun.objects.filter(pk=run_id, version=version).update(checked_at=timezone.now(), **proof)


def check_later(run: MatchRun, *, by: Person) -> None:
    """Let the separate checker look at the plan again."""
    if run.state not in (State.REVIEW, State.READY):
        raise Refused(
            _("This plan was set aside. Only plans that can still be reviewed are checked."), kind=Kind.TOO_LATE
        )
    key = f"matching.check-{run.pk}-{run.version}"
    enqueue("matching.check", by=by, key=key, run_id=run.pk, version=run.version)


def repeat_later(run: MatchRun, *, by: Person) -> None:
    """Make the same search once more, from what was kept, and see whether it gives the same."""
    if not run.search or not run.inputs:
        raise Refused(_("Only a search that has ended can be repeated."), kind=Kind.CONFLICT)
    enqueue("matching.repeat", by=by, key=f"matching.repeat-{run.pk}", run_id=run.pk)


@background("matching.repeat", title=gettext_lazy("Repeat a search"), long=True)
def repeat(job: Run, run_id: int) -> None:
    """The same people, rules, weights and seed give the same plan, to the last pair."""
    run = MatchRun.objects.get(pk=run_id)
    problem = unpack(bytes(run.inputs or b"")).again()
    again = _solved(job, run, problem)
    found = {"problem": again.problem_hash, "pairs": fingerprint(again.pairs, again.points)}
    MatchRun.objects.filter(pk=run_id).update(repeats=found == run.search, repeated_at=timezone.now())


def find_curve_later(run: MatchRun, *, by: Person) -> None:
    """Find what a better worst pair would cost in total, point by point."""
    enqueue("matching.curve", by=by, key=f"matching.curve-{run.pk}", run_id=run.pk)


@background("matching.curve", title=gettext_lazy("Find the trade-off"), long=True)
def find_curve(job: Run, run_id: int) -> None:
    """From the greatest total to the best worst pair, each point with as many people as can be."""
    run = MatchRun.objects.get(pk=run_id)
    problem = unpack(bytes(run.inputs or b"")).again()
    points = trade_off(problem, plans.objective_for(Aim.PEOPLE, run.floor, run.load), seed=run.seed, steps=STEPS)
    job.check()
    MatchRun.objects.filter(pk=run_id).update(curve=[asdict(one) for one in points])
