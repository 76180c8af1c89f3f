"""Facts about relationships and meetings, for who leads the program. Nothing that anybody wrote."""

from datetime import date, datetime
from typing import Any

from ninja import Query, Router, Schema

from trellis.common.rest import PROBLEMS, Id, Paged, Paging, requires
from trellis.common.types import Request
from trellis.programs.permissions import can_manage, get_cohort
from trellis.relationships.models import Meeting, Relationship
from trellis.relationships.pairs.permissions import get_facts_of

router = Router(tags=["relationships"])


class RelationshipOut(Schema):
    """That they are together, since when, until when."""

    id: int
    cohort_id: int
    state: str
    format: str
    started_at: datetime
    ends_on: date
    people: list[int]

    @staticmethod
    def resolve_people(row: Relationship) -> list[int]:
        return [party.person_id for party in row.parties.all()]


class MeetingOut(Schema):
    """When, how long, how, and whether it was held."""

    id: int
    state: str
    mode: str
    starts_at: datetime | None
    minutes: int


@router.get(
    "/programs/{slug}/cohorts/{cohort}/relationships",
    response={200: Paged[RelationshipOut], **PROBLEMS},
    operation_id="listRelationships",
)
@requires("relationships:read")
def list_relationships(request: Request, slug: str, cohort: str, query: Query[Paging]) -> dict[str, Any]:
    """The relationships of a cohort of a program you lead."""
    found = get_cohort(request.user, slug, cohort, may=can_manage)
    return query.page(Relationship.objects.facts_visible_to(request.user).filter(cohort=found).with_people())


@router.get("/relationships/{pk}", response={200: RelationshipOut, **PROBLEMS}, operation_id="getRelationship")
@requires("relationships:read")
def one_relationship(request: Request, pk: Id) -> Relationship:
    """One relationship of a program you lead."""
    return get_facts_of(request.user, pk)


@router.get("/relationships/{pk}/meetings", response={200: Paged[MeetingOut], **PROBLEMS}, operation_id="listMeetings")
@requires("relationships:read")
def list_meetings(request: Request, pk: Id, query: Query[Paging]) -> dict[str, Any]:
    """The meetings of one relationship: facts, never their content."""
    return query.page(Meeting.objects.filter(relationship=get_facts_of(request.user, pk)))
