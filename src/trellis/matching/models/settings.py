"""What counts in a cohort."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from pairing.people import WEIGHTS
from trellis.programs.models import Cohort


def standard_weights() -> dict[str, float]:
    return dict(WEIGHTS)


class MatchSettings(models.Model):
    """What counts how much when a cohort is matched."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="match_settings")
    weights = models.JSONField(default=standard_weights)  # {"goals": 35, …}, see pairing.people.CRITERIA
    floor = models.PositiveSmallIntegerField(
        _("lowest fit that is suggested"), default=40, validators=[MaxValueValidator(100)]
    )
    load = models.PositiveSmallIntegerField(
        _("points off for each mentee a mentor has already"), default=5, validators=[MaxValueValidator(50)]
    )
    needs_language = models.BooleanField(_("a language in common is needed"), default=False)
    prefers_other_department = models.BooleanField(_("another department is better"), default=False)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    seed = models.PositiveIntegerField(default=1)  # decides between plans of equal worth

    class Meta:
        verbose_name = _("settings of matching")

    def __str__(self) -> str:
        return str(self.cohort)
