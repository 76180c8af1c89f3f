"""What an ended pair taught, and a plan for a rematch with its choices."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


class Lesson(Sealed):
    """What the team learned from a pair that ended, and what it weighed before a new one. Sealed, for the team."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="lesson")
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    kept_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("lesson of a pair")

    def __str__(self) -> str:
        return str(self.relationship_id)


class RematchPlan(models.Model):
    """New pairs beside those that stand, for several numbers of changes. Nothing of it happens by itself."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="rematch_plans")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    choices = models.JSONField(default=list)  # {"changed", "placed", "total", "moves": [[mentee, before, after], …]}
    created_at = models.DateTimeField(auto_now_add=True)
    found_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("plan for a rematch")

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.created_at:%Y-%m-%d}"

    @property
    def program_id(self) -> int:
        return self.cohort.program_id
