"""A review is the pair's."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.relationships.pairs.permissions import Check, get_relationship
from trellis.relationships.reviews.models import Review


def get_review(person: Person, relationship: int, kind: str, *, may: Check) -> Review:
    found = get_relationship(person, relationship, may=may)
    review = get_object_or_404(found.reviews, kind=kind)
    review.relationship = found
    return review
