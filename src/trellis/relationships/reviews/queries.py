"""Where a review stands, as the pair may read it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews.models import Review, View
from trellis.relationships.sealed import Texts

MOST = 20


def is_complete(review: Review) -> bool:
    """Everybody who is still in it has answered."""
    present = review.relationship.parties.filter(left_at=None)
    return not present.exclude(pk__in=View.objects.filter(review=review).values("party")).exists()


@dataclass(frozen=True)
class OpenView:
    """One side's words."""

    person: Person
    texts: Texts


@dataclass(frozen=True)
class Joint:
    """What both may read: nothing before everybody has answered, and then no wish with a name on it."""

    views: list[OpenView]
    wants_change: bool
    agreed: str


def joint(review: Review) -> Joint | None:
    if not is_complete(review):
        return None
    key = review.relationship.key
    rows = list(View.objects.filter(review=review).select_related("party__person").order_by("party"))
    return Joint(
        views=[OpenView(row.party.person, row.texts(key)) for row in rows],
        wants_change=any(row.wish == View.Wish.CHANGE for row in rows),
        agreed=review.texts(key).get("agreed", ""),
    )


def own_view(review: Review, person: Person) -> View | None:
    return View.objects.filter(review=review, party__person=person).first()


def waiting_for(person: Person, relationships: Iterable[int]) -> list[Review]:
    """Reviews this person hasn't answered yet; of a pair that came to the middle the early one is past."""
    rows = Review.objects.filter(relationship__in=list(relationships), talked_at=None)
    rows = rows.exclude(views__party__person=person).order_by("-asked_at", "-pk")
    newest: dict[int, Review] = {}
    for review in rows[:MOST]:
        newest.setdefault(review.relationship_id, review)
    return list(newest.values())


def open_review(relationship: Relationship) -> Review | None:
    """The newest one that hasn't been talked through."""
    return relationship.reviews.filter(talked_at=None).order_by("-asked_at", "-pk").first()
