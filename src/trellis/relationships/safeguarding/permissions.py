"""Who may ask, who may decide, who may read. Nobody decides about a pair they are in, or on what they asked."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program
from trellis.programs.permissions import can_safeguard
from trellis.relationships.conversations.models import Attachment, Message
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.safeguarding.models import Opening

type Check = Callable[[Person, Opening], bool]


def can_watch(person: Person, program: Program) -> bool:
    """Who leads the program, and its safeguarding leads."""
    return program.is_led_by(person) or can_safeguard(person, program)


def can_decide(person: Person, opening: Opening) -> bool:
    """A second person; one of the two is a safeguarding lead."""
    program = opening.relationship.cohort.program
    if person.pk == opening.asked_by_id or not can_watch(person, program):
        return False
    return can_safeguard(person, program) or can_safeguard(opening.asked_by, program)


def can_seal(person: Person, opening: Opening) -> bool:
    """Only a safeguarding lead keeps it from the pair for a while."""
    return can_safeguard(person, opening.relationship.cohort.program)


def can_look(person: Person, opening: Opening) -> bool:
    """Who asked, as long as it is open."""
    return person.pk == opening.asked_by_id and opening.is_open


def can_see(person: Person, opening: Opening) -> bool:
    return True


def others_pairs(person: Person, cohort: Cohort) -> QuerySet[Relationship]:
    """Every pair of the cohort that the person isn't in."""
    own = Party.objects.filter(person=person).values("relationship")
    return cohort.relationships.exclude(pk__in=own).with_people().order_by("pk")


def get_pair(person: Person, cohort: Cohort, pk: int) -> Relationship:
    return get_object_or_404(others_pairs(person, cohort), pk=pk)


def get_opening(person: Person, cohort: Cohort, pk: int, *, may: Check) -> Opening:
    """With its pair and people."""
    rows = Opening.objects.visible_to(person).filter(relationship__cohort=cohort)
    found = get_object_or_404(rows.select_related("asked_by", "decided_by", "key"), pk=pk)
    found.relationship = get_pair(person, cohort, found.relationship_id)
    if not may(person, found):
        raise PermissionDenied
    return found


def supervised(relationship: Relationship) -> QuerySet[Message]:
    """What was written knowing that it is supervised."""
    return relationship.messages.filter(is_supervised=True).select_related("author")


def get_file(relationship: Relationship, pk: int, messages: QuerySet[Message]) -> Attachment:
    """A file of one of these messages."""
    rows = Attachment.objects.filter(message__in=messages.values("pk")).select_related("message")
    found = get_object_or_404(rows, pk=pk)
    found.message.relationship = relationship
    return found
