"""Ask the leaders, and write down what they agree on. Charters and objectives have files of their own."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.types import JSON
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.questions import actions as questions
from trellis.questions.models import Response
from trellis.strategy import content, notices, ownership, queries
from trellis.strategy.models import AgreedAnswer, Leader, Session

BETWEEN_REMINDERS = timedelta(days=1)


@transaction.atomic
def open_session(cohort: Cohort, *, by: Person) -> Session:
    """The session of this cohort, with the program’s questions; opened once."""
    if queries.questionnaire_of(cohort) is None:
        questions.make_questionnaire(
            queries.key_of(cohort.program_id),
            _("Five questions before we begin"),
            content.questions(),
            owner=ownership.OWNER,
            about=cohort.program,
            intro=_("Answer as you see it from where you stand. A few sentences each are enough."),
            by=by,
        )
    session, _is_new = Session.objects.get_or_create(cohort=cohort, defaults={"opened_by": by})
    session.cohort = cohort
    return session


@transaction.atomic
def invite(session: Session, person: Person, *, by: Person) -> Leader:
    """Ask a leader, once, by a link that needs no sign-in."""
    _only_open(session)
    if not person.is_active:
        raise Refused(_("The account of %s is closed.") % person, kind=Kind.INVALID)
    leader, is_new = Leader.objects.get_or_create(session=session, person=person, defaults={"invited_by": by})
    if is_new:
        leader.session = session
        record("strategy.invited", leader, by=by, program=session.cohort.program, facts={"person": person.pk})
        notices.invited(leader, by=by)
    return leader


@transaction.atomic
def uninvite(leader: Leader, *, by: Person) -> None:
    """Take a leader off the list, unless they have answered."""
    if leader.answered_at:
        raise Refused(_("%s has answered and stays on the list.") % leader.person, kind=Kind.TOO_LATE)
    Response.objects.about(leader.session).by(leader.person).delete()
    record("strategy.uninvited", leader, by=by, facts={"person": leader.person_id})
    leader.delete()


@transaction.atomic
def remind(leader: Leader, *, by: Person) -> None:
    """Ask again, at most once a day."""
    _only_open(leader.session)
    if leader.answered_at:
        raise Refused(_("%s has answered already.") % leader.person, kind=Kind.TOO_LATE)
    now = timezone.now()
    if leader.reminded_at and now - leader.reminded_at < BETWEEN_REMINDERS:
        raise Refused(_("%s was reminded less than a day ago.") % leader.person, kind=Kind.TOO_LATE)
    leader.reminded_at = now
    leader.save(update_fields=["reminded_at"])
    record("strategy.reminded", leader, by=by, facts={"person": leader.person_id})
    notices.reminded(leader, by=by)


@transaction.atomic
def begin(leader: Leader) -> Response:
    """The leader’s response, begun now or before, in the version it was begun in."""
    begun = queries.response_of(leader)
    if begun is not None:
        return begun
    questionnaire = queries.questionnaire_of(leader.session.cohort)
    if questionnaire is None:
        raise Refused(_("These questions are not in use any more."), kind=Kind.EXPIRED)
    return questions.begin(questionnaire, leader.person, about=leader.session)


@transaction.atomic
def save_draft(leader: Leader, answers: Mapping[str, JSON]) -> None:
    """Keep what the leader wrote so far; nobody else reads it yet."""
    _only_open(leader.session)
    if leader.answered_at:
        raise Refused(_("Your answers are sent. Send them again to change them."), kind=Kind.TOO_LATE)
    questions.save_draft(begin(leader), answers)


@transaction.atomic
def answer(leader: Leader, answers: Mapping[str, JSON]) -> None:
    """Send the answers; until the questions close they can be sent again, changed."""
    _only_open(leader.session)
    if not answers:
        raise Refused(_("Answer at least one question, then send."), kind=Kind.INVALID)
    questions.submit(begin(leader), answers)
    is_first = leader.answered_at is None
    leader.answered_at = timezone.now()
    leader.save(update_fields=["answered_at"])
    record("strategy.answered", leader, by=leader.person, program=leader.session.cohort.program)
    if is_first and not leader.session.leaders.filter(answered_at=None).exists():
        notices.all_answered(leader, count=leader.session.leaders.count())


@transaction.atomic
def agree(session: Session, code: str, text: str, *, by: Person) -> None:
    """Write down what was agreed on one question."""
    questionnaire = queries.questionnaire_of(session.cohort)
    if questionnaire is None or not questionnaire.questions.filter(code=code).exists():
        raise Refused(_("This question is not asked any more."), kind=Kind.INVALID)
    AgreedAnswer.objects.update_or_create(session=session, code=code, defaults={"text": text, "by": by})
    record("strategy.agreed", session, by=by, program=session.cohort.program, facts={"question": code})


@transaction.atomic
def close(session: Session, *, by: Person) -> None:
    """From now on no answer comes in or changes."""
    _only_open(session)
    session.closed_at = timezone.now()
    session.save(update_fields=["closed_at"])
    record("strategy.closed", session, by=by, program=session.cohort.program)


@transaction.atomic
def reopen(session: Session, *, by: Person) -> None:
    """Let answers come in again."""
    if session.closed_at is not None:
        session.closed_at = None
        session.save(update_fields=["closed_at"])
        record("strategy.reopened", session, by=by, program=session.cohort.program)


def _only_open(session: Session) -> None:
    if not session.is_open:
        raise Refused(_("These questions are closed. Ask those who prepare the program."), kind=Kind.TOO_LATE)
