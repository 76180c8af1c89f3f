"""On which days a pair looks at itself."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews.models import Review

Kind = Review.Kind
EARLY = 60
LONG_ENOUGH = 60  # days, for a middle
APART = 14  # days that the early one keeps from the middle


def due_days(relationship: Relationship, *, rested: int = 0) -> dict[str, date]:
    """By kind; fewer when the whole is short. Days in which it rested move them on."""
    began_on = relationship.started_at.date()
    length = (relationship.ends_on - began_on).days
    found: dict[str, date] = {}
    if length >= LONG_ENOUGH:
        found[Kind.MIDPOINT] = began_on + timedelta(days=length // 2)
    if length // 2 >= EARLY + APART:
        found[Kind.SIXTY] = began_on + timedelta(days=EARLY)
    return {kind: day + timedelta(days=rested) for kind, day in found.items()}
