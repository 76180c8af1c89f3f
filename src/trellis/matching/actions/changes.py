"""What a coordinator changes in a plan by hand. Everybody else is rearranged as well as can be."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from pairing import Problem, Result, certify
from trellis.common.errors import Kind, Refused
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.jobs.actions import enqueue
from trellis.matching import plans, words
from trellis.matching.inputs import kept_apart, unpack
from trellis.matching.models import KeptApart, MatchRun, Suggestion
from trellis.people.models import Person
from trellis.programs.models import Participation


@transaction.atomic
def lock(suggestion: Suggestion, *, by: Person) -> Event:
    """The pair stays, also when the search is run again."""
    run = _held(suggestion)
    if suggestion.mentor_id is None:
        raise Refused(_("Nobody is there to be locked with."), kind=Kind.INVALID)
    _set_lock(run, suggestion, is_locked=True)
    return record("matching.locked", run, by=by, facts={"mentee": suggestion.mentee_id})


@transaction.atomic
def unlock(suggestion: Suggestion, *, by: Person) -> Event:
    """The pair may change again, at the next search."""
    run = _held(suggestion)
    _set_lock(run, suggestion, is_locked=False)
    return record("matching.unlocked", run, by=by, facts={"mentee": suggestion.mentee_id})


def _set_lock(run: MatchRun, suggestion: Suggestion, *, is_locked: bool) -> None:
    rows = run.suggestions.filter(pk=suggestion.pk, is_locked=not is_locked)
    if not rows.update(is_locked=is_locked):
        raise Refused(_("Somebody else did this already."), kind=Kind.TOO_LATE)
    suggestion.is_locked = is_locked
    certify_again(run)


@transaction.atomic
def move_to(suggestion: Suggestion, mentor: Participation, *, by: Person) -> Event:
    """Put a mentee with another mentor, locked there; whoever stood in the way moves on."""
    run = _held(suggestion)
    plan = plans.plan_of(run)
    if mentor.pk not in plan.inputs.mentor_rows:
        raise Refused(_("This mentor wasn’t part of the search. Run it again first."), kind=Kind.INVALID)
    _require_allowed(plan, suggestion, mentor)
    options = plan.options(suggestion.mentee_id)
    loss, changes = options.losses()[mentor.pk], options.moves(mentor.pk)
    _change(run, changes, by_hand=suggestion.mentee_id)
    facts = {"changes": changes, "people": -loss.people, "points": -loss.points, "version": run.version}
    return record("matching.moved", run, by=by, facts=facts)


def _require_allowed(plan: plans.Plan, suggestion: Suggestion, mentor: Participation) -> None:
    if suggestion.mentor_id == mentor.pk:
        raise Refused(_("They are together in this plan already."), kind=Kind.CONFLICT)
    if suggestion.is_locked:
        raise Refused(_("Unlock this pair first."), kind=Kind.CONFLICT)
    if codes := plan.broken(suggestion.mentee_id, mentor.pk):
        raise Refused(_("Not allowed: %(rule)s") % {"rule": words.rule(codes[0])}, kind=Kind.NOT_ALLOWED)
    if mentor.pk not in plan.options(suggestion.mentee_id).losses():
        raise Refused(_("Not allowed: %(rule)s") % {"rule": words.rule("floor")}, kind=Kind.NOT_ALLOWED)


@transaction.atomic
def keep_apart(suggestion: Suggestion, *, by: Person) -> Event:
    """These two are not paired, in this plan and in those after it."""
    run = _held(suggestion)
    if suggestion.mentor_id is None or suggestion.is_locked:
        raise Refused(_("Unlock this pair first."), kind=Kind.CONFLICT)
    before = suggestion.mentor_id
    plan = plans.plan_of(run)
    options = plan.options(suggestion.mentee_id)
    changes = options.moves(_best_without(options, before))
    KeptApart.objects.get_or_create(
        mentee_id=suggestion.mentee_id, mentor_id=before, defaults={"cohort_id": run.cohort_id, "by": by}
    )
    _change(run, changes)
    facts = {"changes": changes, "mentee": suggestion.mentee_id, "mentor": before, "version": run.version}
    return record("matching.kept_apart", run, by=by, facts=facts)


def _best_without(options: plans.Options, mentor: int) -> int | None:
    """Where somebody goes at the least cost when not here: another mentor, or nobody."""
    costs = {place: loss.worth for place, loss in options.losses().items() if place != mentor}
    return min(costs, key=lambda place: costs[place])


@transaction.atomic
def let_together(apart: KeptApart, *, by: Person) -> Event:
    """Take the decision back; it counts from the next search on."""
    run = apart.cohort.match_runs.select_for_update().filter(state=MatchRun.State.REVIEW).first()
    facts = {"mentee": apart.mentee_id, "mentor": apart.mentor_id}
    event = record("matching.let_together", apart, by=by, program=apart.cohort.program, facts=facts)
    apart.delete()
    if run:
        certify_again(run)
    return event


@undoes("matching.moved")
def _undo_move(event: Event, by: Person) -> None:
    run = MatchRun.objects.select_for_update().get(pk=event.target_id)
    _require_unchanged(run, event)
    _change(run, [(mentee, after, before) for mentee, before, after in event.facts["changes"]])


@undoes("matching.kept_apart")
def _undo_apart(event: Event, by: Person) -> None:
    run = MatchRun.objects.select_for_update().get(pk=event.target_id)
    _require_unchanged(run, event)
    KeptApart.objects.filter(mentee=event.facts["mentee"], mentor=event.facts["mentor"]).delete()
    _change(run, [(mentee, after, before) for mentee, before, after in event.facts["changes"]])


def _require_unchanged(run: MatchRun, event: Event) -> None:
    if run.version != event.facts["version"] or run.state != MatchRun.State.REVIEW:
        raise Refused(_("The plan was changed after this. Move people back one by one."), kind=Kind.TOO_LATE)


def _held(suggestion: Suggestion) -> MatchRun:
    """The run, kept from others until the end, and the suggestion as it is now."""
    run = MatchRun.objects.select_for_update().get(pk=suggestion.run_id)
    suggestion.refresh_from_db()
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    if suggestion.proposal_id is not None:
        raise Refused(_("This pair has been published."), kind=Kind.TOO_LATE)
    return run


def _change(run: MatchRun, changes: Sequence[plans.Change], *, by_hand: int | None = None) -> None:
    """Move mentees, keep all reasons and sums right, and have the new plan checked."""
    inputs = unpack(bytes(run.inputs or b""))
    rows = {row.mentee_id: row for row in run.suggestions.filter(mentee__in=[mentee for mentee, *_rest in changes])}
    for mentee, _before, after in changes:
        rows[mentee].mentor_id = after
        rows[mentee].is_locked = rows[mentee].is_by_hand = mentee == by_hand
    Suggestion.objects.bulk_update(rows.values(), ["mentor", "is_locked", "is_by_hand"])
    problem, result = certify_again(run)
    filled = [plans.fill(row, inputs, problem, result) for row in rows.values()]
    Suggestion.objects.bulk_update(filled, plans.FILLED)


def certify_again(run: MatchRun) -> tuple[Problem, Result]:
    """A new version: the sums and the proof of the plan as it is now; the separate checker comes after."""
    inputs = unpack(bytes(run.inputs or b""))
    problem = inputs.problem(locked=plans.locked(run), apart=kept_apart(run.cohort_id))
    result = certify(problem, plans.pairs_of(run, inputs), plans.objective_of(run), seed=run.seed)
    plans.keep_result(run, problem, result, [])
    run.version, run.checked_at = run.version + 1, None
    run.save()
    enqueue("matching.check", key=f"matching.check-{run.pk}-{run.version}", run_id=run.pk, version=run.version)
    return problem, result
