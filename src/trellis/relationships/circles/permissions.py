"""Who may see and change what a circle plans: its members, while they are in it."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.relationships.circles.models import Topic
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import Check, get_relationship
from trellis.relationships.pairs.permissions import can_write as can_write_here


def get_circle(person: Person, pk: int, *, may: Check) -> Relationship:
    """A circle one is in; a pair has no such page."""
    found = get_relationship(person, pk, may=may)
    if not found.is_group:
        raise Http404
    return found


def get_topic(person: Person, circle: int, pk: int) -> Topic:
    """A topic of a circle one is in."""
    found = get_circle(person, circle, may=can_write_here)
    topic = get_object_or_404(found.topics, pk=pk)
    topic.relationship = found
    return topic


def can_take_down(person: Person, topic: Topic) -> bool:
    """Who put it up."""
    return topic.by_id == person.pk


def require_taking_down(person: Person, topic: Topic) -> None:
    if not can_take_down(person, topic):
        raise PermissionDenied
