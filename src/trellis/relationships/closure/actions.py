"""Begin an ending, do it well, close, and take it back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.dates import add_months
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.types import JSON
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.jobs.actions import Run, background, enqueue
from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation
from trellis.questions import actions as questions
from trellis.questions.models import Questionnaire, Response
from trellis.questions.sets import live_or_made
from trellis.relationships.closure import content, notices, permissions
from trellis.relationships.closure.models import ClosingStep, Ending, Farewell, Renewal
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.pairs.places import settle
from trellis.relationships.pairs.queries import loads

State, Reason = Relationship.State, Relationship.Reason
DAYS_TO_SAY_GOODBYE = 21
DAYS_AFTER_THE_END = 14
DAYS_BEFORE_THE_END = 30


@transaction.atomic
def begin_ending(
    relationship: Relationship, *, by: Person | None, reason: str, last_meeting: bool = True
) -> Relationship:
    """Bring it to its end, with or without time for one more meeting. Both are told the same, not who wished it.

    History names nobody either: everybody who leads the program could read it there.
    """
    require_open(relationship)
    move(relationship, State.CLOSING)
    closes_on = _closing_day(relationship) if last_meeting else timezone.now().date()
    ending = Ending.objects.create(
        relationship=relationship, asked_by=by, reason=reason, begun_at=timezone.now(), closes_on=closes_on
    )
    record("relationships.closing", relationship, by=None)
    if not last_meeting:
        close(relationship, by=None)
        return relationship
    for person in _people(relationship):
        notices.coming_to_its_end(ending, person)
    return relationship


@transaction.atomic
def close(relationship: Relationship, *, by: Person | None, reason: str = "") -> None:
    """End it. Who has nobody else goes back to the pool after an early end, and has finished otherwise."""
    ending = permissions.ending_of(relationship)
    reason = reason or (ending.reason if ending else Reason.TERM_COMPLETE)
    move(relationship, State.CLOSED, closed_at=timezone.now(), closure_reason=reason)
    if ending is None:
        Ending.objects.create(
            relationship=relationship,
            asked_by=by,
            reason=reason,
            begun_at=timezone.now(),
            closes_on=timezone.now().date(),
        )
    relationship.pauses.filter(ends_at=None).update(ends_at=timezone.now())
    meetings.call_off(relationship)
    parties = list(relationship.parties.filter(left_at=None).select_related("participation__cohort"))
    settle([party.participation_id for party in parties])
    for party in parties:
        _release(party, is_early=content.is_early(relationship))
    record("relationships.closed", relationship, by=by)
    for person in _people(relationship):
        notices.ended(relationship, person, is_early=content.is_early(relationship))


@transaction.atomic
def finish(relationship: Relationship, *, by: Person) -> None:
    """One of the pair says that they are done, once it is coming to its end."""
    if relationship.state != State.CLOSING:
        raise Refused(_("This mentoring has ended already."), kind=Kind.TOO_LATE)
    _require_part(relationship, by)
    close(relationship, by=None)


@transaction.atomic
def reopen(relationship: Relationship, *, by: Person | None) -> None:
    """Take an ending back, within a week after it closed. Who asked for it may, and who leads the program."""
    ending = permissions.ending_of(relationship)
    if ending is None or not permissions.is_recent(relationship):
        raise Refused(_("It is too late to take this back. The coordinator can start anew."), kind=Kind.TOO_LATE)
    was_closed = relationship.state == State.CLOSED
    soonest = timezone.now().date() + timedelta(days=DAYS_BEFORE_THE_END + DAYS_TO_SAY_GOODBYE)
    move(relationship, State.ACTIVE, closed_at=None, closure_reason="", ends_on=max(relationship.ends_on, soonest))
    if was_closed:
        _take_in_again(relationship)
    ending.delete()
    record("relationships.reopened", relationship, by=by)
    for person in _people(relationship):
        notices.goes_on(relationship, person)


@transaction.atomic
def wish_to_go_on(relationship: Relationship, *, by: Person, months: int) -> bool:
    """Say for how long one would like to go on. When all say so, it does, for the shortest of the wishes."""
    require_open(relationship)
    if relationship.state != State.CLOSING:
        raise Refused(_("That is a question for the time when it comes to its end."), kind=Kind.TOO_LATE)
    Renewal.objects.update_or_create(party=_require_part(relationship, by), defaults={"months": months})
    wishes = Renewal.objects.filter(party__relationship=relationship, party__left_at=None)
    if wishes.count() < relationship.parties.filter(left_at=None).count():
        return False
    _renew(relationship, min(wishes.values_list("months", flat=True)))
    return True


def _renew(relationship: Relationship, months: int) -> None:
    ends_on = add_months(max(relationship.ends_on, timezone.now().date()), months)
    move(relationship, State.ACTIVE, ends_on=ends_on)
    Renewal.objects.filter(party__relationship=relationship).delete()
    Ending.objects.filter(relationship=relationship).delete()
    relationship.closing_steps.all().delete()
    record("relationships.renewed", relationship, by=None)
    for person in _people(relationship):
        notices.renewed(relationship, person)


@undoes("relationships.closed", within=timedelta(days=permissions.DAYS_TO_REOPEN))
def undo_close(event: Event, by: Person) -> None:
    """The Undo button of the coordinator who closed it."""
    reopen(Relationship.objects.with_people().get(pk=event.target_id), by=by)


@transaction.atomic
def tick(relationship: Relationship, code: str, *, by: Person, is_done: bool = True) -> None:
    """Tick a line of the checklist for both, or take the tick off."""
    require_open(relationship)
    _require_part(relationship, by)
    if code not in ClosingStep.Code:
        raise Refused(_("There is no such step."), kind=Kind.INVALID)
    if is_done:
        ClosingStep.objects.get_or_create(relationship=relationship, code=code, defaults={"by": by})
    else:
        ClosingStep.objects.filter(relationship=relationship, code=code).delete()


@transaction.atomic
def look_back(relationship: Relationship, *, by: Person, text: str, is_shared: bool, contact: str) -> Farewell:
    """Keep what one side looks back on, for oneself or for both, and whether to stay in touch."""
    party = _require_part(relationship, by)
    farewell, _new = Farewell.objects.get_or_create(party=party)
    if farewell.is_shared and not is_shared:
        raise Refused(_("You shared this already, so it can’t be made private again."))
    farewell.is_shared, farewell.contact = is_shared, contact
    farewell.put(relationship.key if is_shared else party.key, text=text)
    farewell.save()
    record("relationships.looked_back", relationship, by=by)
    return farewell


def questions_for(relationship: Relationship, person: Person) -> Questionnaire:
    """The closing questions of this side, in the version in use."""
    key = content.key_for(relationship, _require_part(relationship, person).role)
    title, asked = content.SETS[key]
    return live_or_made(
        key, title, asked, owner=content.OWNER, intro=content.INTRO, confidentiality=content.CONFIDENTIALITY
    )


@transaction.atomic
def answer(relationship: Relationship, answers: Mapping[str, JSON], *, by: Person) -> Response:
    """Send the closing answers; sent again, they replace the ones before."""
    if relationship.state not in (State.CLOSING, State.CLOSED):
        raise Refused(_("These questions come when your mentoring ends."))
    response = questions.begin(questions_for(relationship, by), by, about=relationship)
    questions.submit(response, answers)
    record("relationships.closing_answered", relationship, by=None)
    return response


def close_cohort(cohort: Cohort, *, by: Person | None) -> Job:
    """End everything that still runs in the cohort, as a job that can be stopped."""
    return enqueue("relationships.close_cohort", by=by, key=f"close-cohort-{cohort.pk}", cohort_id=cohort.pk)


@background("relationships.close_cohort", title=gettext_lazy("End the pairs of a cohort"))
def run_close_cohort(run: Run, cohort_id: int) -> None:
    """Close them one by one, each in its own transaction; run again it goes on with those that are left."""
    left = Relationship.objects.open().filter(cohort=cohort_id).with_people().order_by("pk")
    total = left.count()
    for done, relationship in enumerate(left, start=1):
        run.check()
        close(relationship, by=run.by, reason=Reason.PROGRAM_ENDED)
        run.progress(done, total)


@background("relationships.endings", title=gettext_lazy("Begin and close endings that are due"))
def run_endings(run: Run) -> None:
    """Each in a transaction of its own, so a second run goes on with the rest."""
    keep_the_calendar(timezone.now().date())
    run.check()


def keep_the_calendar(today: date) -> None:
    """Every morning: begin the endings that are near, and close those that had their time."""
    for relationship in _near_their_end(today):
        begin_ending(relationship, by=None, reason=Reason.TERM_COMPLETE)
    over = Relationship.objects.filter(state=State.CLOSING, ending__closes_on__lt=today)
    for relationship in over.with_people().order_by("pk"):
        close(relationship, by=None)


def _near_their_end(today: date) -> list[Relationship]:
    """A month before the last day, later when the whole is short; what rests is left alone until its day is over."""
    running = Q(state=State.ACTIVE, ends_on__lte=today + timedelta(days=DAYS_BEFORE_THE_END))
    resting = Q(state=State.PAUSED, ends_on__lt=today)
    found = Relationship.objects.filter(running | resting).with_people().order_by("pk")
    return [one for one in found if (one.ends_on - today).days <= _days_to_prepare(one)]


def _days_to_prepare(relationship: Relationship) -> int:
    length = (relationship.ends_on - relationship.started_at.date()).days
    return min(DAYS_BEFORE_THE_END, length // 4)


def _closing_day(relationship: Relationship) -> date:
    today = timezone.now().date()
    planned = relationship.ends_on + timedelta(days=DAYS_AFTER_THE_END)
    soon = today + timedelta(days=DAYS_TO_SAY_GOODBYE)
    is_near = relationship.ends_on <= today + timedelta(days=DAYS_BEFORE_THE_END)
    return max(planned, soon) if is_near else soon


def _release(party: Party, *, is_early: bool) -> None:
    """Nothing changes for who is in another relationship with the same participation."""
    participation = party.participation
    elsewhere = Relationship.objects.open().filter(parties__participation=participation, parties__left_at=None)
    if participation.state != Participation.State.MATCHED or elsewhere.exists():
        return
    cohort = participation.cohort
    is_over = cohort.ends_on is not None and cohort.ends_on <= timezone.now().date()
    if is_early and not is_over:
        move(participation, Participation.State.READY)
        return
    move(participation, Participation.State.COMPLETED)
    record("relationships.completed", participation, by=None, program=cohort.program)


def _take_in_again(relationship: Relationship) -> None:
    """Nobody may end up with more partners than they have room for: they may have been matched meanwhile."""
    parties = list(relationship.parties.filter(left_at=None).select_related("participation", "person"))
    load = loads([party.participation_id for party in parties])
    for party in parties:
        if load[party.participation_id] > party.participation.capacity:
            raise Refused(
                _("%(person)s is with somebody else by now, so this can’t be taken back.") % {"person": party.person},
                kind=Kind.FULL,
            )
        if party.participation.state != Participation.State.MATCHED:
            move(party.participation, Participation.State.MATCHED)
    settle(load)


def _require_part(relationship: Relationship, person: Person) -> Party:
    party = relationship.party_of(person)
    if party is None:
        raise Refused(_("Only the two of you can do this."))
    return party


def _people(relationship: Relationship) -> list[Person]:
    return [party.person for party in relationship.parties.all() if party.left_at is None]
