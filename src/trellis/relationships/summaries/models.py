"""A summary as it was shared, and each time it was opened."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


class Summary(Sealed):
    """What one person chose to show, as it was that day. Texts: to, words, body (what is shown, as JSON)."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="summaries")
    person = models.ForeignKey(Person, models.PROTECT, related_name="+")
    to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # nobody: a link to hand over
    shared_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("summary")
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"summary {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class Visit(models.Model):
    """Somebody opened the link of a summary."""

    summary = models.ForeignKey(Summary, models.CASCADE, related_name="openings")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return f"{self.summary_id}: {self.at:%Y-%m-%d %H:%M}"
