"""A review that is due, what each side says to it, and what the pair makes of it."""

from __future__ import annotations

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.sealed import Sealed


class Review(Sealed):
    """One look back and ahead. Texts: agreed (what they change, written together)."""

    class Kind(models.TextChoices):
        SIXTY = "sixty", _("After sixty days")
        MIDPOINT = "midpoint", _("Half way")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="reviews")
    kind = models.CharField(max_length=8, choices=Kind)
    asked_at = models.DateTimeField()
    talked_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("review")
        constraints = [models.UniqueConstraint("relationship", "kind", name="one_review_of_a_kind")]

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.kind}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:review", args=[self.relationship_id, self.kind])

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class View(Sealed):
    """What one side says, for the other to read once both have. Texts: expected, goals, rhythm, change."""

    class Wish(models.TextChoices):
        GO_ON = "go_on", _("Go on as it is")
        CHANGE = "change", _("Go on, and change something")

    review = models.ForeignKey(Review, models.CASCADE, related_name="views")
    party = models.ForeignKey(Party, models.CASCADE, related_name="+")
    wish = models.CharField(max_length=6, choices=Wish)
    answered_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [models.UniqueConstraint("review", "party", name="one_view_each")]

    def __str__(self) -> str:
        return f"{self.review_id}: {self.party_id}"

    @property
    def person(self) -> Person:
        return self.party.person
