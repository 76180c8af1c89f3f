"""One list of pairs that were decided elsewhere."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort


class PairImport(models.Model):
    """A list as it was uploaded. It is checked anew whenever somebody looks, and taken whole or not at all."""

    class State(models.TextChoices):
        CHECKED = "checked", _("Not taken yet")
        DONE = "done", _("Taken")

    NEXT: ClassVar = {State.CHECKED: {State.DONE}, State.DONE: {State.CHECKED}}

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="pair_imports")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    file_name = models.CharField(max_length=200)
    rows = models.JSONField(default=list)  # [number, mentee, mentor, day they began] as typed
    state = models.CharField(max_length=8, choices=State, default=State.CHECKED)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("list of pairs")

    def __str__(self) -> str:
        return self.file_name

    def get_absolute_url(self) -> str:
        return reverse("matching:decided_list", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id
