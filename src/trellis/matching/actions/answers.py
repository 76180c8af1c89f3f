"""What people answer, and what becomes of a proposal."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.matching import notices
from trellis.matching.actions import beginning, following, lapsing
from trellis.matching.models import Proposal, ProposalQuestion
from trellis.people.models import Person
from trellis.privacy.keys import new_key, seal, unseal
from trellis.programs.models import Role

State, Answer = Proposal.State, Proposal.Answer
REMIND_BEFORE = timedelta(days=2)


@transaction.atomic
def accept(proposal: Proposal, *, by: Person) -> Proposal:
    """Say yes. When both have, their relationship begins, or the team approves it; if it can't any more, both know."""
    proposal, side = _asked(proposal, by)
    _answer(proposal, side, Answer.ACCEPTED)
    record("matching.accepted", proposal, by=by, program=proposal.cohort.program, facts={"side": str(side)})
    if proposal.answer_of(side.other()) == Answer.ACCEPTED:
        settle(proposal, by=by)
    else:
        notices.accepted(proposal, side.other())
    return proposal


@transaction.atomic
def decline(proposal: Proposal, *, by: Person, reason: str = "", note: str = "") -> Proposal:
    """Say no. Why is for those who run the program; the other side only learns that it didn't come about."""
    proposal, side = _asked(proposal, by)
    _answer(proposal, side, Answer.DECLINED)
    key = new_key() if note else None
    sealed = seal(key, note, about=proposal.sealed_at()) if key else None
    goes_on = side == Role.MENTOR or reason != Proposal.Reason.TIME
    now = timezone.now()
    move(proposal, State.DECLINED, ended_at=now, decline_reason=reason, decline_note=sealed, key=key, goes_on=goes_on)
    record("matching.declined", proposal, by=by, program=proposal.cohort.program, facts={"side": str(side)})
    notices.declined(proposal, side.other())
    following.go_on(proposal.cohort)
    return proposal


@transaction.atomic
def withdraw(proposal: Proposal, *, by: Person) -> None:
    """Take a proposal back; who was told about it is told of this too."""
    was_open = proposal.state in (State.OPEN, State.APPROVAL)
    move(proposal, State.WITHDRAWN, ended_at=timezone.now())
    record("matching.withdrawn", proposal, by=by, program=proposal.cohort.program, facts=proposal.as_json())
    if was_open:
        notices.withdrawn(proposal)


def expire(*, today: date | None = None) -> int:
    """End what was not answered by its last day; returns how many. What waits for the team's word doesn't end."""
    today = today or timezone.now().date()
    late = Proposal.objects.filter(state=State.OPEN, expires_on__lt=today).with_people().order_by("pk")
    late = late.exclude(questions__in=ProposalQuestion.objects.filter(answered_at=None))
    return sum(_expire(proposal) for proposal in late[:200])


@transaction.atomic
def _expire(proposal: Proposal) -> bool:
    try:
        has_mentee = proposal.mentee_answer == Answer.ACCEPTED
        move(proposal, State.EXPIRED, ended_at=timezone.now(), goes_on=has_mentee)
    except Refused:  # somebody answered at this very moment
        return False
    record("matching.expired", proposal, by=None, program=proposal.cohort.program, facts=proposal.as_json())
    notices.expired(proposal)
    following.go_on(proposal.cohort)
    return True


def remind(*, today: date | None = None) -> int:
    """Two days before the end, once, remind those who have not answered."""
    today = today or timezone.now().date()
    ending = Proposal.objects.filter(state=State.OPEN, reminded_at=None, expires_on__lte=today + REMIND_BEFORE)
    return sum(_remind(proposal) for proposal in ending.with_people().order_by("pk")[:200])


@transaction.atomic
def _remind(proposal: Proposal) -> bool:
    rows = Proposal.objects.filter(pk=proposal.pk, state=State.OPEN, reminded_at=None)
    if not rows.update(reminded_at=timezone.now()):
        return False
    for side in Role:
        if proposal.answer_of(side) == Answer.WAITING:
            notices.reminder(proposal, side)
    return True


def note_of(proposal: Proposal) -> str:
    """What somebody wrote with their no, for those who run the program."""
    if not (proposal.decline_note and proposal.key):
        return ""
    return unseal(proposal.key, bytes(proposal.decline_note), about=proposal.sealed_at())


def _asked(proposal: Proposal, by: Person) -> tuple[Proposal, Role]:
    """The proposal as it is now, kept from the other side until we are done."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal = Proposal.objects.with_people().get(pk=proposal.pk)
    side = proposal.side_of(by)
    if side is None:
        raise Refused(_("Only the two people who are asked can answer."), kind=Kind.NOT_ALLOWED)
    if proposal.state != State.OPEN:
        raise Refused(over(proposal), kind=Kind.TOO_LATE)
    if proposal.answer_of(side) != Answer.WAITING:
        raise Refused(_("You have answered this already."), kind=Kind.TOO_LATE)
    return proposal, side


def over(proposal: Proposal) -> str:
    """Why a proposal can't be answered any more, without saying whose wish that was."""
    match proposal.state:
        case State.ACCEPTED:
            return _("You both said yes.")
        case State.APPROVAL:
            return _("You both said yes. The team has a last look, and then you begin.")
        case State.EXPIRED:
            return _("This proposal wasn’t answered in time, so it has ended.")
        case State.HELD:
            return _("This proposal hasn’t been sent yet.")
    return _("This proposal has ended. Nothing more is asked of you.")


def _answer(proposal: Proposal, side: Role, answer: Proposal.Answer) -> None:
    move(proposal, answer, field=f"{side}_answer")


def settle(proposal: Proposal, *, by: Person) -> None:
    """Both said yes. Something may have changed since they were asked: then nothing begins, and both know."""
    try:
        with transaction.atomic():
            beginning.both_said_yes(proposal, by=by)
    except Refused:
        lapsing.lapse(proposal)
