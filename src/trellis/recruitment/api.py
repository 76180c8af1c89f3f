"""Applications and the decisions on them, for other software. Never the answers, and never the reasons."""

from datetime import datetime
from typing import Annotated, Any

from ninja import Field, Query, Router, Schema

from trellis.common.rest import PROBLEMS, Id, Paged, Paging, Text, requires
from trellis.common.types import Request
from trellis.programs.permissions import can_manage, get_cohort
from trellis.recruitment.actions import deciding
from trellis.recruitment.models import Application
from trellis.recruitment.permissions import can_decide, can_review, get_application

router = Router(tags=["applications"])

type Words = Annotated[Text, Field(max_length=1500, description="For the applicant, on the page of the application.")]


class ApplicationOut(Schema):
    """Who would like to take part as what, and what was decided."""

    id: int
    person_id: int
    person_name: str
    role: str
    state: str
    capacity: int
    came: str
    source: str
    submitted_at: datetime | None
    decided_at: datetime | None

    @staticmethod
    def resolve_person_name(row: Application) -> str:
        return row.applicant.name


class ApplicationFilter(Paging):
    state: Application.State | None = None


class Accepting(Schema):
    capacity: int | None = Field(None, ge=1, le=20, description="Places of a mentor; what they offered when left out.")


class Waiting(Schema):
    words: Words = ""


class Declining(Schema):
    reason: Application.Reason = Field(description="For the team alone.")
    note: Annotated[Text, Field(max_length=1000, description="For the team alone.")] = ""
    words: Words = ""


@router.get(
    "/programs/{slug}/cohorts/{cohort}/applications",
    response={200: Paged[ApplicationOut], **PROBLEMS},
    operation_id="listApplications",
)
@requires("applications:read")
def list_applications(request: Request, slug: str, cohort: str, query: Query[ApplicationFilter]) -> dict[str, Any]:
    """What was sent to a cohort of a program you lead, by id."""
    found = get_cohort(request.user, slug, cohort, may=can_manage)
    rows = Application.objects.filter(cohort=found).sent().select_related("person")
    return query.page(rows.filter(state=query.state) if query.state else rows)


@router.get("/applications/{application_id}", response={200: ApplicationOut, **PROBLEMS}, operation_id="getApplication")
@requires("applications:read")
def one_application(request: Request, application_id: Id) -> Application:
    """One application to a program you lead."""
    return get_application(request.user, application_id, may=can_review)


@router.post(
    "/applications/{application_id}/accept",
    response={200: ApplicationOut, **PROBLEMS},
    operation_id="acceptApplication",
)
@requires("applications:write")
def accept(request: Request, application_id: Id, wish: Accepting) -> Application:
    """Let the person into the cohort and tell them."""
    application = get_application(request.user, application_id, may=can_decide)
    deciding.accept(application, by=request.user, capacity=wish.capacity)
    return application


@router.post(
    "/applications/{application_id}/wait", response={200: ApplicationOut, **PROBLEMS}, operation_id="waitApplication"
)
@requires("applications:write")
def wait(request: Request, application_id: Id, wish: Waiting) -> Application:
    """Put the person on the waiting list and tell them."""
    application = get_application(request.user, application_id, may=can_decide)
    deciding.wait(application, by=request.user, words=wish.words)
    return application


@router.post(
    "/applications/{application_id}/decline",
    response={200: ApplicationOut, **PROBLEMS},
    operation_id="declineApplication",
)
@requires("applications:write")
def decline(request: Request, application_id: Id, wish: Declining) -> Application:
    """Say no, kindly."""
    application = get_application(request.user, application_id, may=can_decide)
    deciding.decline(application, by=request.user, reason=wish.reason, note=wish.note, words=wish.words)
    return application
