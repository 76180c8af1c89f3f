"""What the pair is told about its reviews: the same to both, and never what anybody said."""

from __future__ import annotations

from typing import Any

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.pairs.telling import tell_partners
from trellis.relationships.reviews.models import Review


def due(review: Review, person: Person) -> None:
    """It is time to look at it together."""
    relationship = review.relationship
    context = {
        "program": relationship.cohort.program.name,
        "partner_called": relationship.partner_called(person),
        "is_midpoint": review.kind == Review.Kind.MIDPOINT,
    }
    tell(person, "relationships/review_due", context, link=review.get_absolute_url())


def complete(review: Review, *, by: Person) -> None:
    """Everybody has answered: the page is open to read."""
    tell_partners(review.relationship, "relationships/review_complete", link=review.get_absolute_url(), by=by)


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/review_due": {"program": "First Year Forward", "partner_called": "Mia", "is_midpoint": True},
    "relationships/review_complete": {"program": "First Year Forward", "partner_called": "Mia"},
}
