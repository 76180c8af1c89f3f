"""From two yeses to a pair, with the team's approval in between where a cohort wants it."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.matching import notices
from trellis.matching.models import Proposal, ProposalPolicy
from trellis.matching.queries import policy_of
from trellis.matching.rules import begin, look, require
from trellis.people.models import Person
from trellis.programs.models import Cohort

State = Proposal.State


@transaction.atomic
def change_policy(cohort: Cohort, *, by: Person, **fields: object) -> ProposalPolicy:
    """Say how proposals go on from now on. What waits for approval keeps waiting."""
    policy, _new = ProposalPolicy.objects.update_or_create(cohort=cohort, defaults=fields)
    record("matching.policy_changed", policy, by=by, program=cohort.program, facts={"fields": sorted(fields)})
    return policy


def both_said_yes(proposal: Proposal, *, by: Person) -> None:
    """Let them begin, or wait for the team. Refused when a rule stands between them by now."""
    if not policy_of(proposal.cohort).needs_approval:
        _begin(proposal, by=by)
        return
    now = look(proposal.cohort, [proposal.mentee_id], [proposal.mentor_id], asked=False, hold=True)
    require(now, proposal.mentee_id, proposal.mentor_id)
    move(proposal, State.APPROVAL)
    record("matching.waits_for_approval", proposal, by=None, program=proposal.cohort.program)
    notices.to_approve(proposal)


@transaction.atomic
def approve_pair(proposal: Proposal, *, by: Person) -> None:
    """Let two who said yes begin. What the rules forbid by now is refused; take it back then."""
    Proposal.objects.select_for_update().get(pk=proposal.pk)
    proposal.refresh_from_db(fields=["state"])
    if proposal.state != State.APPROVAL:
        raise Refused(_("This pair doesn’t wait for approval any more."), kind=Kind.TOO_LATE)
    if by.pk in (proposal.mentee.person_id, proposal.mentor.person_id):
        raise Refused(_("Somebody else of the team approves your own pair."), kind=Kind.NOT_ALLOWED)
    record("matching.pair_approved", proposal, by=by, program=proposal.cohort.program, facts=proposal.as_json())
    _begin(proposal, by=by, approved_by=by)


def _begin(proposal: Proposal, *, by: Person, approved_by: Person | None = None) -> None:
    cohort = proposal.cohort
    relationship = begin(cohort, mentors=[proposal.mentor], mentees=[proposal.mentee], by=by)
    now = timezone.now()
    move(proposal, State.ACCEPTED, ended_at=now, relationship=relationship, approved_by=approved_by)
    record("matching.began", proposal, by=by, program=cohort.program, facts=proposal.as_json())
    if policy_of(cohort).tells_managers:
        notices.managers(proposal)
