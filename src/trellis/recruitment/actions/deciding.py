"""Decide on applications, one or many, and take a decision back."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.words import clean
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Participation, Role
from trellis.questions import queries as asked
from trellis.recruitment import notices, profiles
from trellis.recruitment.models import Application
from trellis.recruitment.permissions import can_decide
from trellis.recruitment.questionnaires import Code

State = Application.State
MOST_AT_ONCE = 50


@transaction.atomic
def accept(application: Application, *, by: Person, capacity: int | None = None) -> Event:
    """Let the person into the cohort and tell them. With their consent their answers reach the profile."""
    person, cohort = _decidable(application, by), application.cohort
    places = _places(application, capacity)
    was_in = _taking_part(application) is not None
    event = _decide(application, State.ACCEPTED, by=by, words="", capacity=places, was_in=was_in)
    programs.admit(cohort, person, Role(application.role), by=by, capacity=places)
    _keep_profile(application, person)
    notices.accepted(application)
    return event


@transaction.atomic
def wait(application: Application, *, by: Person, words: str = "") -> Event:
    """Put the person on the waiting list and tell them."""
    _decidable(application, by)
    event = _decide(application, State.WAITING, by=by, words=words)
    notices.waiting(application)
    return event


@transaction.atomic
def decline(application: Application, *, by: Person, reason: str, note: str = "", words: str = "") -> Event:
    """Say no, kindly. The reason and the note stay with the team; the words are for the person."""
    _decidable(application, by)
    if reason not in Application.Reason.values:
        raise Refused(_("Choose a reason. Only your team sees it."), kind=Kind.INVALID)
    event = _decide(application, State.DECLINED, by=by, words=words, reason=reason, reason_note=clean(note)[:1000])
    notices.declined(application)
    return event


@transaction.atomic
def reopen(application: Application, *, by: Person, to: str = State.SUBMITTED) -> None:
    """Take the decision back and tell the person. Who was let in goes out again, unless they are matched by now."""
    _decidable(application, by)
    was_accepted = application.state == State.ACCEPTED
    move(application, to, decided_at=None, decided_by=None, reason="", reason_note="", words="")
    if was_accepted:
        _take_out(application, by)
    record("recruitment.reopened", application, by=by, program=application.cohort.program)
    notices.reopened(application)


@undoes("recruitment.accepted")
@undoes("recruitment.waiting")
@undoes("recruitment.declined")
def undo_decision(event: Event, by: Person) -> None:
    """Back to where it was before this decision, if it is still the last one."""
    rows = Application.objects.select_related("person", "cohort__program")
    application = rows.get(pk=event.target_id)
    if application.state != event.facts["to"]:
        raise Refused(_("Something else was decided since."), kind=Kind.TOO_LATE)
    reopen(application, by=by, to=event.facts["from"])


@transaction.atomic
def assign(application: Application, reviewer: Person | None, *, by: Person) -> None:
    """Ask somebody of the team to look at it; nobody in particular with None."""
    if reviewer is not None and not can_decide(reviewer, application):
        raise Refused(_("Choose somebody who leads this program and didn’t apply themselves."), kind=Kind.INVALID)
    if application.reviewer == reviewer:
        return
    application.reviewer = reviewer
    application.save(update_fields=["reviewer"])
    facts = {"reviewer": reviewer.pk if reviewer else None}
    record("recruitment.assigned", application, by=by, program=application.cohort.program, facts=facts)
    if reviewer is not None and reviewer != by:
        notices.assigned(application, reviewer)


@dataclass
class Outcome:
    """Who was accepted at once, and who was not, each with the reason."""

    accepted: list[Application] = field(default_factory=list)
    left_out: list[tuple[Application, str]] = field(default_factory=list)


def accept_many(applications: Iterable[Application], *, by: Person) -> Outcome:
    """Accept each that can still be accepted. One that can’t holds up no other."""
    chosen = list(applications)
    if len(chosen) > MOST_AT_ONCE:
        raise Refused(
            _("Accept %(most)s people at once at most. Choose fewer and do the rest after.") % {"most": MOST_AT_ONCE}
        )
    outcome = Outcome()
    for application in chosen:
        try:
            accept(application, by=by)
        except Refused as refused:
            outcome.left_out.append((application, refused.sentence))
        else:
            outcome.accepted.append(application)
    return outcome


def _decidable(application: Application, by: Person) -> Person:
    """The applicant, when `by` may decide about them."""
    if application.person is None:
        raise Refused(_("This application was never sent."), kind=Kind.INVALID)
    if not can_decide(by, application):
        raise Refused(_("Somebody else of the team decides on this one."))
    return application.person


def _decide(application: Application, to: State, *, by: Person, words: str, was_in: bool = False, **also: Any) -> Event:
    """The step itself: of two people who decide at once, the second is refused."""
    before = application.state
    also = {"reason": "", "reason_note": "", **also}
    move(application, to, decided_at=timezone.now(), decided_by=by, words=clean(words)[:1500], **also)
    facts = {"role": application.role, "from": str(before), "to": str(to), "was_in": was_in}
    return record(f"recruitment.{to}", application, by=by, program=application.cohort.program, facts=facts)


def _places(application: Application, capacity: int | None) -> int:
    if not application.is_mentor:
        return 1
    places = application.capacity if capacity is None else capacity
    most = application.cohort.program.mentor_capacity
    if not 1 <= places <= most:
        raise Refused(_("Choose between 1 and %(most)s places.") % {"most": most}, kind=Kind.INVALID)
    return places


def _taking_part(application: Application) -> Participation | None:
    return Participation.objects.filter(
        cohort=application.cohort, person=application.person, role=application.role, state__in=Participation.TAKING_PART
    ).first()


def _take_out(application: Application, by: Person) -> None:
    """Out of the cohort again; whoever was in before this decision stays."""
    participation = _taking_part(application)
    accepted = Event.objects.about(application).filter(verb="recruitment.accepted").newest_first().first()
    if participation is None or (accepted is not None and accepted.facts.get("was_in")):
        return
    if participation.state == Participation.State.MATCHED:
        raise Refused(_("They are matched by now. End their pair first."), kind=Kind.TOO_LATE)
    programs.withdraw(participation, by=by)


def _keep_profile(application: Application, person: Person) -> None:
    if application.response is None:
        return
    answers = asked.answers_of(application.response, viewer=asked.Viewer.AUTHOR)
    if answers.get(Code.PROFILE):
        profiles.keep(person, answers)
