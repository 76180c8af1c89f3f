"""A question to the team before somebody answers a proposal. The other side hears nothing of it."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.matching import notices
from trellis.matching.models import Proposal, ProposalQuestion
from trellis.people.models import Person
from trellis.privacy.keys import new_key

LEFT_AFTER_AN_ANSWER = timedelta(days=2)


@transaction.atomic
def ask(proposal: Proposal, *, by: Person, text: str) -> ProposalQuestion:
    """Ask for more before one answers. The last day stays, but nothing ends before the team has answered."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.refresh_from_db()
    side = proposal.side_of(by)
    if side is None:
        raise Refused(_("Only the two people who are asked can ask."), kind=Kind.NOT_ALLOWED)
    if proposal.state != Proposal.State.OPEN or proposal.answer_of(side) != Proposal.Answer.WAITING:
        raise Refused(_("You have answered this already, or it has ended."), kind=Kind.TOO_LATE)
    if proposal.questions.filter(person=by, answered_at=None).exists():
        raise Refused(_("Your question is with the team. You hear from them first."), kind=Kind.CONFLICT)
    question = ProposalQuestion(proposal=proposal, person=by, key=new_key(), asked_at=timezone.now())
    question.put(question.key, text=text)
    question.save()
    record("matching.question_asked", proposal, by=by, program=proposal.cohort.program)
    notices.question_asked(question)
    return question


@transaction.atomic
def answer_question(question: ProposalQuestion, *, by: Person, text: str) -> None:
    """Answer what somebody asked; they have at least two days left from then on."""
    question = ProposalQuestion.objects.select_for_update(of=("self",)).select_related("key").get(pk=question.pk)
    if question.answered_at:
        raise Refused(_("Somebody answered this already."), kind=Kind.TOO_LATE)
    question.put(question.key, text=question.texts(question.key).get("text", ""), answer=text)
    question.answered_at, question.answered_by = timezone.now(), by
    question.save()
    proposal = Proposal.objects.with_people().get(pk=question.proposal_id)
    soonest = timezone.now().date() + LEFT_AFTER_AN_ANSWER
    Proposal.objects.filter(pk=proposal.pk, expires_on__lt=soonest).update(expires_on=soonest)
    record("matching.question_answered", proposal, by=by, program=proposal.cohort.program)
    notices.question_answered(question)
