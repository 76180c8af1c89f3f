"""Programs, cohorts and who takes part, for other software."""

from datetime import date
from typing import Any

from ninja import Query, Router, Schema

from trellis.common.rest import PROBLEMS, Paged, Paging, requires
from trellis.common.types import Request
from trellis.programs.models import Cohort, Participation, Program
from trellis.programs.permissions import can_manage, can_see, get_cohort, get_program

router = Router(tags=["programs"])


class ProgramOut(Schema):
    """A program and its design."""

    id: int
    name: str
    slug: str
    format: str
    promise: str
    length_months: int
    meeting_every_weeks: int
    is_public: bool
    is_archived: bool


class CohortOut(Schema):
    """One run of a program."""

    id: int
    name: str
    slug: str
    stage: str
    starts_on: date | None
    ends_on: date | None


class ParticipationOut(Schema):
    """Who takes part as what."""

    id: int
    person_id: int
    person_name: str
    role: str
    state: str
    capacity: int

    @staticmethod
    def resolve_person_name(row: Participation) -> str:
        return row.person.name


@router.get("/programs", response={200: Paged[ProgramOut], **PROBLEMS}, operation_id="listPrograms")
@requires("programs:read")
def list_programs(request: Request, query: Query[Paging]) -> dict[str, Any]:
    """Programs you may see, by id."""
    return query.page(Program.objects.visible_to(request.user))


@router.get("/programs/{slug}", response={200: ProgramOut, **PROBLEMS}, operation_id="getProgram")
@requires("programs:read")
def one_program(request: Request, slug: str) -> Program:
    """One program."""
    return get_program(request.user, slug, may=can_see)


@router.get("/programs/{slug}/cohorts", response={200: Paged[CohortOut], **PROBLEMS}, operation_id="listCohorts")
@requires("programs:read")
def list_cohorts(request: Request, slug: str, query: Query[Paging]) -> dict[str, Any]:
    """The cohorts of a program."""
    program = get_program(request.user, slug, may=can_see)
    return query.page(Cohort.objects.filter(program=program))


@router.get(
    "/programs/{slug}/cohorts/{cohort}/participations",
    response={200: Paged[ParticipationOut], **PROBLEMS},
    operation_id="listParticipations",
)
@requires("programs:read")
def list_participations(request: Request, slug: str, cohort: str, query: Query[Paging]) -> dict[str, Any]:
    """Who takes part in a cohort of a program you lead."""
    found = get_cohort(request.user, slug, cohort, may=can_manage)
    return query.page(Participation.objects.filter(cohort=found).select_related("person"))
