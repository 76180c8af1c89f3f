"""Somebody applies: begins, goes on another day, sends, withdraws."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from allauth.account.models import EmailAddress
from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.types import JSON
from trellis.common.words import clean
from trellis.history.actions import record
from trellis.people.actions import accounts
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.questions import actions as questions
from trellis.questions import conditions
from trellis.questions import queries as asked
from trellis.questions.models import Response
from trellis.recruitment import notices, profiles, queries
from trellis.recruitment.actions import calls
from trellis.recruitment.models import Application, Invitation
from trellis.recruitment.permissions import Applicant
from trellis.recruitment.questionnaires import Code

State = Application.State
ABOUT = {"name": 150, "preferred_name": 80, "pronouns": 40, "title": 120, "department": 120, "site": 120}


def application_of(cohort: Cohort, role: str, applicant: Applicant) -> Application | None:
    """What this applicant has begun or sent for this role."""
    rows = Application.objects.of(cohort, role).select_related("person", "response__questionnaire")
    own = Q(person=None, email=applicant.email)
    if applicant.person is not None:
        own |= Q(person=applicant.person)
    return rows.filter(own).order_by("-pk").first()


@transaction.atomic
def begin(cohort: Cohort, role: str, applicant: Applicant, *, source: str = "") -> Application:
    """The applicant's draft, new or from another day. Who withdrew may begin again."""
    _only_while_open(cohort)
    application = application_of(cohort, role, applicant) or _new(cohort, role, applicant, source)
    if application.person is None and applicant.person is not None:
        application.person = applicant.person  # they had begun before they had an account
        application.save(update_fields=["person"])
    if application.state == State.WITHDRAWN:
        move(application, State.DRAFT, submitted_at=None)
    return application


@transaction.atomic
def save_about(application: Application, about: Mapping[str, Any]) -> None:
    """Who they are, of somebody who has no account yet."""
    application.about = {name: clean(str(about.get(name, ""))) for name in ABOUT}
    application.save(update_fields=["about"])


@transaction.atomic
def save_answers(application: Application, answers: Mapping[str, JSON]) -> None:
    """Keep what was written so far."""
    _only_drafts(application)
    questions.save_draft(_draft_of(application), answers)


@transaction.atomic
def submit(application: Application) -> Person:
    """Send it, once, while applications are open and complete. Who had no account gets one, and is returned."""
    _only_while_open(application.cohort)
    answers = complete_answers(application)
    person = application.person or _new_person(application)
    capacity = _capacity(application, answers)
    is_invited = Invitation.objects.filter(cohort=application.cohort, role=application.role, person=person).exists()
    came = Application.Came.INVITED if is_invited else Application.Came.VOLUNTEERED
    response = _response_of(application, person, answers)
    move(
        application, State.SUBMITTED, person=person, submitted_at=timezone.now(), capacity=capacity, came=came,
        response=response, decided_at=None, decided_by=None, reason="", reason_note="", words="",
    )  # fmt: skip
    facts = {"role": application.role, "came": str(came)}
    record("recruitment.submitted", application, by=person, program=application.cohort.program, facts=facts)
    notices.submitted(application)
    return person


@transaction.atomic
def withdraw(application: Application, *, by: Person) -> None:
    """Take an application back. A draft goes without a trace."""
    if application.state == State.DRAFT:
        discard(application)
        return
    move(application, State.WITHDRAWN)
    facts = {"role": application.role}
    record("recruitment.withdrawn", application, by=by, program=application.cohort.program, facts=facts)


@transaction.atomic
def discard(application: Application) -> None:
    """Throw a draft away, with everything that was written in it."""
    _only_drafts(application)
    response = application.response
    application.delete()
    if response is not None:
        response.delete()


def complete_answers(application: Application) -> dict[str, Any]:
    """The answers of a draft. Refused while something that is needed is missing."""
    response = _draft_of(application)
    given = asked.answers_of(response, viewer=asked.Viewer.AUTHOR)
    applying = conditions.applying(list(response.questionnaire.questions.all()), given)
    if any(question.required and question.code not in given for question in applying):
        raise Refused(_("Some questions still need an answer."), kind=Kind.INVALID)
    return given


def _new(cohort: Cohort, role: str, applicant: Applicant, source: str) -> Application:
    """An empty draft, with what the profile says already filled in."""
    place = {"cohort": cohort, "role": role, "email": applicant.email, "person": applicant.person}
    try:
        with transaction.atomic():
            application = Application.objects.create(**place, source=source[:40])
    except IntegrityError:  # begun at this moment in another window
        return Application.objects.get(**place)
    form = calls.form_of(cohort.program, role)
    application.response = questions.begin(form, applicant.person, about=application)
    application.save(update_fields=["response"])
    if applicant.person is not None:
        codes = set(form.questions.values_list("code", flat=True))
        known = profiles.known(applicant.person)
        questions.save_draft(application.response, {code: said for code, said in known.items() if code in codes})
    return application


def _new_person(application: Application) -> Person:
    """An account with the proved address and no password; they sign in by a code."""
    about = application.about
    if not about.get("name"):
        raise Refused(_("Tell us your name first."), kind=Kind.INVALID)
    if Person.objects.filter(email=application.email).exists():
        raise Refused(
            _("There is an account with your address by now. Sign in, and your draft is waiting."), kind=Kind.CONFLICT
        )
    said = {field: str(about.get(field, ""))[:most] for field, most in ABOUT.items()}
    zone = application.cohort.program.organization.time_zone
    person = accounts.add(application.email, said.pop("name"), by=None, time_zone=zone, **said)
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person


def _response_of(application: Application, person: Person, answers: Mapping[str, JSON]) -> Response:
    """The sent answers, in the person's name; those of a nameless draft move over."""
    draft = _draft_of(application)
    if draft.respondent_id == person.pk:
        questions.submit(draft, answers)
        return draft
    response = questions.begin(draft.questionnaire, person, about=application)
    questions.submit(response, answers)
    Application.objects.filter(pk=application.pk).update(response=response)
    draft.delete()
    return response


def _draft_of(application: Application) -> Response:
    if application.response is None:
        raise Refused(_("Answer the questions first."), kind=Kind.INVALID)
    return application.response


def _capacity(application: Application, answers: Mapping[str, Any]) -> int:
    """How many mentees a mentor offers to take, within what the program allows."""
    if not application.is_mentor:
        return 1
    said = answers.get(Code.CAPACITY) or 1
    return max(1, min(int(said), application.cohort.program.mentor_capacity))


def _only_while_open(cohort: Cohort) -> None:
    if not queries.window_of(queries.call_of(cohort)).is_open:
        raise Refused(_("Applications are closed."), kind=Kind.TOO_LATE)


def _only_drafts(application: Application) -> None:
    if application.state != State.DRAFT:
        raise Refused(_("This application was sent already."), kind=Kind.TOO_LATE)
