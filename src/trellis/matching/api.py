"""Proposals as facts, and one's own answer to one. Never why somebody said no, and never a score."""

from datetime import date, datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from trellis.common.rest import PROBLEMS, Id, Paged, Paging, Text, requires
from trellis.common.types import Request
from trellis.matching import actions
from trellis.matching.models import Proposal
from trellis.matching.permissions import can_answer, can_withdraw, get_matched_cohort, get_proposal

router = Router(tags=["proposals"])


class ProposalOut(Schema):
    """Who was asked about whom, and what they said so far."""

    id: int
    mentee_id: int
    mentee_name: str
    mentor_id: int
    mentor_name: str
    state: str
    mentee_answer: str
    mentor_answer: str
    expires_on: date
    opened_at: datetime | None
    ended_at: datetime | None
    is_next: bool = Field(description="Proposed automatically after one that came to nothing.")
    relationship_id: int | None

    @staticmethod
    def resolve_mentee_id(row: Proposal) -> int:
        return row.mentee.person_id

    @staticmethod
    def resolve_mentee_name(row: Proposal) -> str:
        return row.mentee.person.name

    @staticmethod
    def resolve_mentor_id(row: Proposal) -> int:
        return row.mentor.person_id

    @staticmethod
    def resolve_mentor_name(row: Proposal) -> str:
        return row.mentor.person.name


class OwnProposalOut(Schema):
    """A proposal to oneself. What the other side said is told only when it was a yes."""

    id: int
    partner_name: str
    program: str
    state: str
    answer: str
    expires_on: date


class ProposalFilter(Paging):
    state: Proposal.State | None = None


class No(Schema):
    reason: Proposal.Reason = Field(Proposal.Reason.UNSAID, description="For the team alone.")
    note: Annotated[Text, Field(max_length=1000, description="For the team alone.")] = ""


@router.get(
    "/programs/{slug}/cohorts/{cohort}/proposals",
    response={200: Paged[ProposalOut], **PROBLEMS},
    operation_id="listProposals",
)
@requires("proposals:read")
def list_proposals(request: Request, slug: str, cohort: str, query: Query[ProposalFilter]) -> dict[str, Any]:
    """Proposals of a cohort of a program you lead, by id."""
    rows = get_matched_cohort(request.user, slug, cohort).proposals.with_people()
    return query.page(rows.filter(state=query.state) if query.state else rows)


@router.get("/proposals", response={200: Paged[OwnProposalOut], **PROBLEMS}, operation_id="listOwnProposals")
@requires("proposals:read")
def list_own(request: Request, query: Query[Paging]) -> dict[str, Any]:
    """Proposals that wait for your own answer, by id."""
    found = query.page(Proposal.objects.waiting_for(request.user).with_people())
    return found | {"items": [_own(request, row) for row in found["items"]]}


@router.post(
    "/proposals/{proposal_id}/accept", response={200: OwnProposalOut, **PROBLEMS}, operation_id="acceptProposal"
)
@requires("proposals:answer")
def accept(request: Request, proposal_id: Id) -> dict[str, Any]:
    """Say yes to a proposal to yourself."""
    proposal = get_proposal(request.user, proposal_id, may=can_answer)
    return _own(request, actions.accept(proposal, by=request.user))


@router.post(
    "/proposals/{proposal_id}/decline", response={200: OwnProposalOut, **PROBLEMS}, operation_id="declineProposal"
)
@requires("proposals:answer")
def decline(request: Request, proposal_id: Id, wish: No) -> dict[str, Any]:
    """Say no to a proposal to yourself. The other side never learns why."""
    proposal = get_proposal(request.user, proposal_id, may=can_answer)
    return _own(request, actions.decline(proposal, by=request.user, reason=wish.reason, note=wish.note))


@router.post(
    "/proposals/{proposal_id}/approve", response={200: ProposalOut, **PROBLEMS}, operation_id="approveProposal"
)
@requires("proposals:write")
def approve(request: Request, proposal_id: Id) -> Proposal:
    """Let two who said yes begin, where the cohort wants that."""
    proposal = get_proposal(request.user, proposal_id, may=can_withdraw)
    actions.approve_pair(proposal, by=request.user)
    return proposal


def _own(request: Request, proposal: Proposal) -> dict[str, Any]:
    side = proposal.side_of(request.user)
    assert side is not None  # noqa: S101  only one's own are asked for
    return {
        "id": proposal.pk,
        "partner_name": proposal.participation_of(side.other()).person.name,
        "program": proposal.cohort.program.name,
        "state": proposal.state,
        "answer": proposal.answer_of(side),
        "expires_on": proposal.expires_on,
    }
