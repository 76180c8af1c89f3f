"""People, for other software: the same people that the pages show to the token's person."""

from typing import Any

from ninja import Field, Query, Router, Schema

from trellis.common.rest import PROBLEMS, Id, Paged, Paging, Text, requires
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.people.permissions import can_see, get_person

router = Router(tags=["people"])


class PersonOut(Schema):
    """The public part of a profile."""

    id: int
    name: str
    title: str
    department: str
    site: str
    is_active: bool


class PersonFilter(Paging):
    search: Text = Field("", max_length=200)


@router.get("/people", response={200: Paged[PersonOut], **PROBLEMS}, operation_id="listPeople")
@requires("people:read")
def list_people(request: Request, query: Query[PersonFilter]) -> dict[str, Any]:
    """People you may see, by id."""
    people = Person.objects.visible_to(request.user).search(query.search)
    return query.page(people)


@router.get("/people/{person_id}", response={200: PersonOut, **PROBLEMS}, operation_id="getPerson")
@requires("people:read")
def one_person(request: Request, person_id: Id) -> Person:
    """One person whom you may see."""
    return get_person(request.user, person_id, may=can_see)
