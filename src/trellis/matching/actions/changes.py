"""What a coordinator changes in a plan by hand. Everybody else is rearranged as well as can be."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Count, Min, Sum
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.jobs.actions import enqueue
from trellis.matching import plans, words
from trellis.matching.models import KeptApart, MatchRun, Suggestion
from trellis.matching.rules import forbidden
from trellis.people.models import Person
from trellis.programs.models import Participation

# Every verb takes `seen`, the version of the plan that the person had before them: when somebody changed the plan
# since, they are told, because what they saw may not be what would happen. None asks nothing.


@transaction.atomic
def lock(suggestion: Suggestion, *, by: Person, mentor: int | None = None) -> Event:
    """The pair stays, also when the search is run again. `mentor` is who was seen there."""
    run = _held(suggestion)
    if suggestion.mentor_id is None:
        raise Refused(_("Nobody is there to be locked with."), kind=Kind.INVALID)
    if mentor not in (None, suggestion.mentor_id):
        raise Refused(_("Somebody else is there now. Look at the pair again first."), kind=Kind.CONFLICT)
    _set_lock(run, suggestion, is_locked=True)
    return _record("matching.locked", run, suggestion, by)


@transaction.atomic
def unlock(suggestion: Suggestion, *, by: Person) -> Event:
    """The pair may change again, at the next search."""
    run = _held(suggestion)
    _set_lock(run, suggestion, is_locked=False)
    return _record("matching.unlocked", run, suggestion, by)


def _record(verb: str, run: MatchRun, suggestion: Suggestion, by: Person) -> Event:
    facts = {"suggestion": suggestion.pk, "mentee": suggestion.mentee_id, "mentor": suggestion.mentor_id}
    return record(verb, run, by=by, facts=facts)


def _set_lock(run: MatchRun, suggestion: Suggestion, *, is_locked: bool) -> None:
    rows = run.suggestions.filter(pk=suggestion.pk, is_locked=not is_locked)
    if not rows.update(is_locked=is_locked):
        raise Refused(_("Somebody else did this already."), kind=Kind.TOO_LATE)
    suggestion.is_locked = is_locked
    certify_again(run)


@undoes("matching.locked")
def _undo_lock(event: Event, by: Person) -> None:
    unlock(Suggestion.objects.get(pk=event.facts["suggestion"]), by=by)


@undoes("matching.unlocked")
def _undo_unlock(event: Event, by: Person) -> None:
    lock(Suggestion.objects.get(pk=event.facts["suggestion"]), by=by, mentor=event.facts["mentor"])


@transaction.atomic
def move_to(suggestion: Suggestion, mentor: Participation, *, by: Person, seen: int | None = None) -> Event:
    """Put a mentee with another mentor, locked there; whoever stood in the way moves on."""
    run = _held(suggestion, seen)
    plan = plans.plan_of(run)
    if mentor.pk not in plan.inputs.mentor_rows:
        raise Refused(_("This mentor wasn’t part of the search. Run it again first."), kind=Kind.INVALID)
    if suggestion.mentor_id == mentor.pk:
        raise Refused(_("They are together in this plan already."), kind=Kind.CONFLICT)
    if suggestion.is_locked:
        raise Refused(_("Unlock this pair first."), kind=Kind.CONFLICT)
    options = plan.options(suggestion.mentee_id)
    _require_allowed(run, options, suggestion, mentor)
    loss, changes = options.losses([mentor.pk])[mentor.pk], options.moves(mentor.pk)
    facts = {"people": -loss.people, "points": -loss.points, **_facts(plan, changes)}
    _change(run, changes, by_hand=suggestion.mentee_id, lost=loss.points)
    return record("matching.moved", run, by=by, facts=facts)


def _require_allowed(run: MatchRun, options: plans.Options, suggestion: Suggestion, mentor: Participation) -> None:
    """By the rules as they were searched with, and as people are today."""
    if codes := options.plan.broken(suggestion.mentee_id, mentor.pk):
        raise Refused(_("Not allowed: %(rule)s") % {"rule": words.rule(codes[0])}, kind=Kind.NOT_ALLOWED)
    if not options.can(mentor.pk):
        fit, least = options.plan.fit(suggestion.mentee_id, mentor.pk), run.floor * 1000
        code = "floor" if fit < least else "held"
        raise Refused(_("Not allowed: %(rule)s") % {"rule": words.rule(code)}, kind=Kind.NOT_ALLOWED)
    if today := forbidden(suggestion.mentee, mentor):
        raise Refused(_("Not allowed: %(rule)s") % {"rule": today[0].sentence}, kind=Kind.NOT_ALLOWED)


def _facts(plan: plans.Plan, changes: Sequence[plans.Change]) -> dict[str, object]:
    """Who moves from whom to whom, and with which fits: enough to say it and to take it back."""
    return {"changes": changes, "fits": [fits for *_change, fits in plan.fitted(changes)]}


@transaction.atomic
def keep_apart(suggestion: Suggestion, *, by: Person, reason: str = "", seen: int | None = None) -> Event:
    """These two are not paired, in this plan and in those after it. The reason is for those who lead the program."""
    run = _held(suggestion, seen)
    if suggestion.mentor_id is None or suggestion.is_locked:
        raise Refused(_("Unlock this pair first."), kind=Kind.CONFLICT)
    before = suggestion.mentor_id
    plan = plans.plan_of(run)
    options = plan.options(suggestion.mentee_id)
    after = options.cheapest(but=before)
    changes = options.moves(after)
    (loss,) = options.chains.residual.losses([options.chains.moves(None if after is None else plan.column(after))])
    facts = {"people": -loss.people, "points": -loss.points, **_facts(plan, changes)}
    KeptApart.objects.get_or_create(
        mentee_id=suggestion.mentee_id,
        mentor_id=before,
        defaults={"cohort_id": run.cohort_id, "by": by, "reason": reason.strip()},
    )
    _change(run, changes)
    facts |= {"mentee": suggestion.mentee_id, "mentor": before}
    return record("matching.kept_apart", run, by=by, facts=facts)


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
    _take_back(MatchRun.objects.select_for_update().get(pk=event.target_id), event)


@undoes("matching.kept_apart")
def _undo_apart(event: Event, by: Person) -> None:
    run = MatchRun.objects.select_for_update().get(pk=event.target_id)
    plans.plan_of(run)  # while it is as it was; what is read below isn’t kept for others
    KeptApart.objects.filter(mentee=event.facts["mentee"], mentor=event.facts["mentor"]).delete()
    _take_back(run, event)


def _take_back(run: MatchRun, event: Event) -> None:
    """Everybody goes back to where they were, if their places are still there; changes may be undone in any order."""
    back = [(mentee, after, before) for mentee, before, after in event.facts["changes"]]
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    if not (_are_there(run, back) and _have_room(run, back)):
        raise Refused(_("The plan was changed after this. Move people back one by one."), kind=Kind.TOO_LATE)
    problem, inputs = plans.problem_of(run), plans.plan_of(run).inputs
    rows, columns = inputs.mentee_rows.index, inputs.mentor_rows.index
    for mentee, _now, mentor in back:
        for rule in problem.rules if mentor else ():
            if rule.breaks(rows(mentee), columns(mentor)):
                raise Refused(_("Not allowed: %(rule)s") % {"rule": words.rule(rule.code)}, kind=Kind.NOT_ALLOWED)
    _change(run, back)


def _are_there(run: MatchRun, back: Sequence[plans.Change]) -> bool:
    """Nobody who moved was moved, locked or published since; the first one is locked by the move itself."""
    rows = {row.mentee_id: row for row in run.suggestions.filter(mentee__in=[mentee for mentee, *_rest in back])}
    first = back[0][0]
    return all(
        mentee in rows
        and rows[mentee].mentor_id == now
        and rows[mentee].proposal_id is None
        and (mentee == first or not rows[mentee].is_locked)
        for mentee, now, _before in back
    )


def _have_room(run: MatchRun, back: Sequence[plans.Change]) -> bool:
    """No mentor has more mentees afterwards than places."""
    plan = plans.plan_of(run)
    places = dict(zip(plan.inputs.mentor_rows, plan.problem.mentors.places, strict=True))
    held = Counter(run.suggestions.placed().values_list("mentor", flat=True))
    held.update(Counter(mentor for _mentee, _now, mentor in back if mentor))
    held.subtract(Counter(now for _mentee, now, _mentor in back if now))
    return all(held[mentor] <= places[mentor] for _mentee, _now, mentor in back if mentor)


def _held(suggestion: Suggestion, seen: int | None = None) -> MatchRun:
    """The run, kept from others until the end, and the suggestion as it is now."""
    run = MatchRun.objects.select_for_update().defer("inputs").get(pk=suggestion.run_id)
    suggestion.refresh_from_db()
    if run.state != MatchRun.State.REVIEW:
        raise Refused(_("A newer search has replaced this plan."), kind=Kind.TOO_LATE)
    if suggestion.proposal_id is not None:
        raise Refused(_("This pair has been published."), kind=Kind.TOO_LATE)
    require_seen(run, seen)
    return run


def require_seen(run: MatchRun, seen: int | None) -> None:
    """Refuse what somebody decided on an older version of the plan, and say who changed it."""
    if seen in (None, run.version):
        return
    last = Event.objects.about(run).select_related("by").order_by("-pk").first()
    if last is None or last.by is None:
        raise Refused(_("This plan was changed meanwhile. Look at it as it is now, then decide."), kind=Kind.CONFLICT)
    sentence = _("%(name)s changed this plan meanwhile. Look at it as it is now, then decide.")
    raise Refused(sentence % {"name": last.by}, kind=Kind.CONFLICT)


def _change(run: MatchRun, changes: Sequence[plans.Change], *, by_hand: int | None = None, lost: int = 0) -> None:
    """Move mentees, keep all reasons and sums right, and have the new plan checked. Whoever approved is asked again."""
    plan = plans.plan_of(run)
    problem = plans.problem_of(run)  # with whoever is kept apart since
    rows = {row.mentee_id: row for row in run.suggestions.filter(mentee__in=[mentee for mentee, *_rest in changes])}
    for mentee, _before, after in changes:
        rows[mentee].mentor_id = after
        rows[mentee].is_locked = rows[mentee].is_by_hand = mentee == by_hand
        plans.fill(rows[mentee], plan.inputs, problem, plan.result)
        if mentee == by_hand:
            rows[mentee].note |= {"points": round(-lost / 1000)}
    Suggestion.objects.bulk_update(rows.values(), plans.FILLED)
    run.approvals.standing().update(ended_at=timezone.now())
    certify_again(run)


def certify_again(run: MatchRun) -> None:
    """A new version, with its sums. The proof and the separate checker come after, in the background."""
    sums = run.suggestions.placed().aggregate(placed=Count("pk"), total=Sum("points"), lowest=Min("points"))
    for name, value in sums.items():
        setattr(run, name, value or 0)
    run.version, run.checked_at, run.findings = run.version + 1, None, []
    run.save(update_fields=["placed", "total", "lowest", "version", "checked_at", "findings"])
    enqueue("matching.check", key=f"matching.check-{run.pk}-{run.version}", run_id=run.pk, version=run.version)
