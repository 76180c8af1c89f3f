"""What was shown of people's answers, so that two reports can't be compared to find one person."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.programs.models import Cohort


class ShownAnswers(models.Model):
    """The figure of one question about one set of people, as it was shown from that day on.

    `people` holds who answered with which response: only to see by how many people a later set differs.
    """

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="shown_answers")
    wave = models.SlugField(max_length=40)  # "check-in", "closing-mentee"
    code = models.SlugField(max_length=60)
    people: models.JSONField[Any, Any] = models.JSONField(default=list)  # [[person, response], …]
    figure: models.JSONField[Any, Any] = models.JSONField(default=dict)
    shown_at = models.DateTimeField()

    class Meta:
        verbose_name = _("shown answers")
        indexes = [models.Index(fields=["cohort", "wave", "code", "shown_at"], name="shown_answers_of_wave")]

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.wave} {self.code}"
