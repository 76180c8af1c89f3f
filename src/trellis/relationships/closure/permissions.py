"""Who may end what, and take it back."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from trellis.people.models import Person
from trellis.relationships.closure.models import Ending
from trellis.relationships.pairs.models import Relationship

DAYS_TO_REOPEN = 7


def ending_of(relationship: Relationship) -> Ending | None:
    """Its ending, when it has begun."""
    return Ending.objects.filter(relationship=relationship).first()


def is_recent(relationship: Relationship) -> bool:
    """Still coming to its end, or closed a few days ago."""
    if relationship.state == Relationship.State.CLOSING:
        return True
    closed_at = relationship.closed_at
    return closed_at is not None and timezone.now() - closed_at <= timedelta(days=DAYS_TO_REOPEN)


def can_take_back(person: Person, relationship: Relationship, ending: Ending | None) -> bool:
    """Who asked for it, nobody else of the pair: the other must not learn that there is something to take back."""
    return ending is not None and ending.asked_by_id == person.pk and is_recent(relationship)


def can_reopen(person: Person, relationship: Relationship) -> bool:
    """Who leads the program, for mistakes."""
    return relationship.cohort.program.is_led_by(person) and is_recent(relationship)
