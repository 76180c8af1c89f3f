"""What the other one is told about goals: that, never what."""

from typing import Any

from django.urls import reverse

from trellis.people.models import Person
from trellis.relationships.goals.models import Goal
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.telling import tell_partners


def added(relationship: Relationship, *, by: Person) -> None:
    """There are goals to look at; once, however many were added."""
    link = reverse("relationships:goals", args=[relationship.pk])
    tell_partners(relationship, "relationships/goal_added", link=link, by=by, once=True)


def reached(goal: Goal, *, by: Person) -> None:
    """Something to be glad about."""
    tell_partners(goal.relationship, "relationships/goal_reached", link=goal.get_absolute_url(), by=by)


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/goal_added": {"program": "First Year Forward", "partner_called": "Noor"},
    "relationships/goal_reached": {"program": "First Year Forward", "partner_called": "Noor"},
}
