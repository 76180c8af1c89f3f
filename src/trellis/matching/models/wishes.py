"""Who is kept apart, and who wishes for whom."""

from __future__ import annotations

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation


class KeptApart(models.Model):
    """A coordinator’s decision that two people of a cohort are not paired."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="kept_apart")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    reason = models.CharField(max_length=200, blank=True)  # for those who lead the program alone
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("pair kept apart")
        constraints = [models.UniqueConstraint("mentee", "mentor", name="kept_apart_once")]

    def __str__(self) -> str:
        return f"{self.mentee_id}, {self.mentor_id}"


class Wish(models.Model):
    """Whom somebody would like to be paired with, the first choice is 1."""

    participation = models.ForeignKey(Participation, models.CASCADE, related_name="wishes")
    other = models.ForeignKey(Participation, models.CASCADE, related_name="wished_by")
    rank = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(5)])

    class Meta:
        verbose_name = _("wish")
        constraints = [
            models.UniqueConstraint("participation", "other", name="one_wish_per_person"),
            models.UniqueConstraint("participation", "rank", name="one_wish_per_rank"),
        ]

    def __str__(self) -> str:
        return f"{self.participation_id}: {self.rank}"


class Avoidance(models.Model):
    """Somebody asked not to be paired with somebody. Nobody else is ever shown who asked, or that they did."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="avoidances")
    other = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        verbose_name = _("avoidance")
        constraints = [
            models.UniqueConstraint("person", "other", name="avoided_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="nobody_avoids_themselves"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
