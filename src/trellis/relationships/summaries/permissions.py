"""A summary is its writer's: the other one of the pair finds nothing here."""

from __future__ import annotations

from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.relationships.goals.permissions import who_may_have_goals
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.permissions import Check, get_relationship
from trellis.relationships.summaries.models import Summary


def get_own_side(person: Person, pk: int, *, may: Check) -> Relationship:
    """The relationship, for somebody who may have goals in it."""
    relationship = get_relationship(person, pk, may=may)
    if person not in who_may_have_goals(person, relationship):
        raise Http404
    return relationship


def get_summary(person: Person, relationship: int, pk: int, *, may: Check) -> Summary:
    """One's own."""
    found = get_own_side(person, relationship, may=may)
    summary = get_object_or_404(found.summaries.filter(person=person).select_related("to"), pk=pk)
    summary.relationship = found
    return summary
