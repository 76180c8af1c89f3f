"""What the team says about a plan while it reviews it."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.matching.models.runs import MatchRun
from trellis.people.models import Person
from trellis.programs.models import Participation


class Remark(models.Model):
    """A comment for those who lead the program, about a whole plan or about one mentee in it."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="remarks")
    mentee = models.ForeignKey(Participation, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    text = models.TextField(max_length=1000)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("remark on a plan")
        indexes = [models.Index(fields=["run", "mentee"], name="remarks_of_pair")]

    def __str__(self) -> str:
        return self.text[:60]


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def standing(self) -> Self:
        return self.filter(ended_at=None)


class Approval(models.Model):
    """A second person looked at a plan and agrees. It ends when somebody is moved afterwards."""

    run = models.ForeignKey(MatchRun, models.CASCADE, related_name="approvals")
    by = models.ForeignKey(Person, models.CASCADE, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True)

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval of a plan")
        constraints = [
            models.UniqueConstraint("run", "by", condition=Q(ended_at=None), name="approves_a_plan_once"),
        ]

    def __str__(self) -> str:
        return str(self.by)
