"""Ask for a review, answer it, write down what comes of it."""

from __future__ import annotations

from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.jobs.actions import Run, background
from trellis.people.models import Person
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews import notices
from trellis.relationships.reviews.models import Review, View
from trellis.relationships.reviews.queries import is_complete
from trellis.relationships.reviews.schedule import due_days

LATE = timedelta(days=14)  # after that the moment has gone by


@transaction.atomic
def ask(relationship: Relationship, kind: str) -> Review:
    """Open a review for everybody in it, and tell them; once."""
    review, is_new = Review.objects.get_or_create(
        relationship=relationship, kind=kind, defaults={"asked_at": timezone.now()}
    )
    if is_new:
        record("relationships.review_asked", review, by=None)
        for party in relationship.parties.all():
            if party.left_at is None:
                notices.due(review, party.person)
    return review


@transaction.atomic
def answer(review: Review, *, by: Person, wish: str, **texts: str) -> View:
    """Say one's view. Changed until everybody has answered; then it is there to be read."""
    relationship = review.relationship
    require_open(relationship)
    party = relationship.party_of(by)
    if party is None:
        raise Refused(_("Only the two of you can do this."))
    if is_complete(review):
        raise Refused(_("You have both answered. Talk about it, and write down what you change."), kind=Kind.TOO_LATE)
    view = View.objects.filter(review=review, party=party).first() or View(review=review, party=party)
    view.wish = wish
    view.put(relationship.key, **texts)
    view.save()
    record("relationships.review_answered", review, by=None)  # nobody's name: it would say who is late
    if is_complete(review):
        notices.complete(review, by=by)
    return view


@transaction.atomic
def conclude(review: Review, *, by: Person, agreed: str) -> None:
    """Write down what the two of you make of it; written again, it is replaced."""
    require_open(review.relationship)
    if not is_complete(review):
        raise Refused(_("That comes when you have both answered."))
    review.put(review.relationship.key, agreed=agreed)
    review.talked_at = timezone.now()
    review.save(update_fields=["sealed", "talked_at"])
    record("relationships.review_concluded", review, by=by)


@background("relationships.reviews", title=gettext_lazy("Ask pairs to look at their mentoring"))
def run_reviews(run: Run) -> None:
    """Each in a transaction of its own, so a second run goes on with the rest."""
    ask_those_due(timezone.now().date())
    run.check()


def ask_those_due(today: date) -> None:
    """Every morning: the reviews whose day has come, of pairs that neither rest nor end."""
    running = Relationship.objects.filter(state=Relationship.State.ACTIVE, started_at__date__lt=today)
    for relationship in running.with_people().prefetch_related("reviews", "pauses").order_by("pk"):
        asked = {review.kind for review in relationship.reviews.all()}
        for kind, day in due_days(relationship, rested=_rested(relationship)).items():
            if day <= today <= day + LATE and kind not in asked:
                ask(relationship, kind)


def _rested(relationship: Relationship) -> int:
    return sum((pause.ends_at - pause.starts_at).days for pause in relationship.pauses.all() if pause.ends_at)
