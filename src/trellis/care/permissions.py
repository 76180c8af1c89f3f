"""Who may answer a check-in, read a request for help, and care for a pair."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.care.models import CheckIn, HelpRequest
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.models import Relationship


def get_check_in(person: Person, pk: int) -> CheckIn:
    """One's own and nobody else's."""
    rows = CheckIn.objects.select_related("relationship__cohort__program", "person", "response__questionnaire")
    return get_object_or_404(rows, pk=pk, person=person)


def get_request(person: Person, pk: int) -> HelpRequest:
    """For who asked and whom they asked; everybody else finds nothing."""
    rows = HelpRequest.objects.readable_by(person)
    return get_object_or_404(rows.select_related("cohort__program", "person", "to", "key", "relationship"), pk=pk)


def can_answer(person: Person, request: HelpRequest) -> bool:
    """Whom it is addressed to. Nobody looks after a request of their own."""
    if request.person_id == person.pk:
        return False
    return request.to_id == person.pk or (request.to_id is None and request.cohort.program.is_led_by(person))


def require_answerer(person: Person, request: HelpRequest) -> None:
    if not can_answer(person, request):
        raise PermissionDenied


def get_pair(person: Person, cohort: Cohort, pk: int) -> Relationship:
    """A pair of this cohort, as facts. Nobody cares for a pair they are in: they would read notes about themselves."""
    found = get_object_or_404(Relationship.objects.with_people(), pk=pk, cohort=cohort)
    if found.party_of(person) is not None:
        raise Http404
    return found
