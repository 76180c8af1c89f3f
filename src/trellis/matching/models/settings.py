"""What counts in a cohort, and what is ruled out."""

from __future__ import annotations

from typing import Any

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from pairing.people import WEIGHTS
from trellis.programs.models import Cohort


def standard_weights() -> dict[str, float]:
    return dict(WEIGHTS)


class MatchSettings(models.Model):
    """What counts how much when a cohort is matched."""

    class Aim(models.TextChoices):
        """What makes one plan better than another; each aim is followed by the greatest total."""

        PEOPLE = "people", _("Most people, then the best total")
        FAIREST = "fairest", _("Most people, then the worst pair as good as possible")
        CHOICES = "choices", _("Most people, then what they chose")
        TOTAL = "total", _("The best total, even when fewer people have somebody")

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="match_settings")
    aim = models.CharField(_("what comes first"), max_length=8, choices=Aim, default=Aim.PEOPLE)
    weights = models.JSONField(default=standard_weights)  # {"goals": 35, …}, see pairing.people.CRITERIA
    floor = models.PositiveSmallIntegerField(
        _("lowest fit that is suggested"), default=40, validators=[MaxValueValidator(100)]
    )
    load = models.PositiveSmallIntegerField(
        _("points off for each mentee a mentor has already"), default=5, validators=[MaxValueValidator(50)]
    )
    chain_depth = models.PositiveSmallIntegerField(  # H3; none is any distance
        _("levels of the reporting line that keep two people apart"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(20)],
    )
    needs_language = models.BooleanField(_("a language in common is needed"), default=False)
    needs_hours = models.BooleanField(_("a free hour in common is needed"), default=False)  # H11
    levels_ahead = models.PositiveSmallIntegerField(  # H12
        _("levels a mentor must be ahead"), null=True, blank=True, validators=[MaxValueValidator(20)]
    )
    never_same_department = models.BooleanField(_("never within one department"), default=False)
    walls = models.JSONField(default=list, blank=True)  # H13: [["Litigation", "Procurement"]], departments
    prefers_other_department = models.BooleanField(_("another department is better"), default=False)
    answer_days = models.PositiveSmallIntegerField(
        _("days to answer a proposal"), default=7, validators=[MinValueValidator(1), MaxValueValidator(60)]
    )
    seconds = models.PositiveSmallIntegerField(  # none: until nothing better exists
        _("seconds a search may take"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(3600)],
    )
    measured = models.JSONField(default=list, blank=True)  # groups of the fairness audit: ["site", "level"]
    needs_approval = models.BooleanField(
        _("a second person approves the pairs before they are published"), default=False
    )
    words: models.JSONField[Any, Any] = models.JSONField(  # how rare each word is: {"model": …, "weights": […]}
        default=dict, blank=True
    )
    seed = models.PositiveIntegerField(default=1)  # decides between plans of equal worth

    class Meta:
        verbose_name = _("settings of matching")

    def __str__(self) -> str:
        return str(self.cohort)


class FormCriterion(models.Model):
    """A question of the application forms that counts when people are matched."""

    class How(models.TextChoices):
        LIKE = "like", _("The more alike, the better")
        COMPLEMENT = "complement", _("The more different, the better")
        COVER = "cover", _("The mentor has what the mentee asks for")
        SHARE = "share", _("They must have one in common")
        DIFFER = "differ", _("They must have none in common")

    RULES = (How.SHARE, How.DIFFER)

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="form_criteria")
    mentee_code = models.SlugField(max_length=60)  # of the question that mentees answer
    mentor_code = models.SlugField(max_length=60)  # and of the one it is compared with
    title = models.CharField(max_length=200)
    how = models.CharField(max_length=10, choices=How)
    weight = models.PositiveSmallIntegerField(default=10, validators=[MaxValueValidator(100)])

    class Meta:
        verbose_name = _("question that counts")
        constraints = [
            models.UniqueConstraint("cohort", "mentee_code", name="a_question_counts_once"),
            models.CheckConstraint(condition=Q(weight__lte=100), name="a_question_weighs_at_most_100"),
        ]

    def __str__(self) -> str:
        return self.title
