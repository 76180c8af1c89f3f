"""An event, and who meets whom in which round."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.jobs.models import Job
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program

CHANGE = timedelta(minutes=2)  # to find the next table


class SpeedEventQuerySet(models.QuerySet["SpeedEvent"]):
    def visible_to(self, person: Person) -> Self:
        """To those who meet somebody there, once it is announced; to those who lead the program always."""
        told = self.filter(state=SpeedEvent.State.ANNOUNCED)
        own = Encounter.objects.filter(models.Q(mentee__person=person) | models.Q(mentor__person=person))
        here = told.filter(pk__in=own.values("event"))
        return self.filter(
            models.Q(pk__in=here.values("pk")) | models.Q(cohort__program__in=Program.objects.led_by(person))
        )


class SpeedEvent(models.Model):
    """Several short meetings, one after the other, on one day."""

    class State(models.TextChoices):
        WORKING = "working", _("Planning the rounds")
        PLANNED = "planned", _("Nobody is told yet")
        ANNOUNCED = "announced", _("Everybody is told")
        CANCELED = "canceled", _("Called off")

    NEXT: ClassVar = {
        State.WORKING: {State.PLANNED, State.CANCELED},
        State.PLANNED: {State.ANNOUNCED, State.CANCELED},
        State.ANNOUNCED: {State.CANCELED},
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="speed_events")
    state = models.CharField(max_length=9, choices=State, default=State.WORKING)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    starts_at = models.DateTimeField(_("begins"))
    place = models.CharField(_("where"), max_length=200)
    rounds = models.PositiveSmallIntegerField(
        _("rounds"), default=6, validators=[MinValueValidator(1), MaxValueValidator(20)]
    )
    minutes = models.PositiveSmallIntegerField(
        _("minutes of a round"), default=10, validators=[MinValueValidator(3), MaxValueValidator(60)]
    )
    seed = models.PositiveIntegerField(default=1)
    meetings = models.PositiveIntegerField(default=0)
    possible = models.PositiveIntegerField(default=0)  # no rotation has more

    objects = SpeedEventQuerySet.as_manager()

    class Meta:
        verbose_name = _("speed mentoring")

    def __str__(self) -> str:
        return f"{self.cohort_id}: {self.starts_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("matching:speed_event", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def ends_at(self) -> datetime:
        return self.begins(self.rounds + 1) - CHANGE

    def begins(self, number: int) -> datetime:
        """When a round begins, the first is 1; between two are two minutes to change places."""
        return self.starts_at + (number - 1) * (timedelta(minutes=self.minutes) + CHANGE)


class Encounter(models.Model):
    """Two who meet in a round."""

    event = models.ForeignKey(SpeedEvent, models.CASCADE, related_name="encounters")
    number = models.PositiveSmallIntegerField()
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint("event", "number", "mentee", name="a_mentee_meets_one_at_a_time"),
            models.UniqueConstraint("event", "number", "mentor", name="a_mentor_meets_one_at_a_time"),
            models.UniqueConstraint("event", "mentee", "mentor", name="two_meet_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event_id}, {self.number}: {self.mentee_id}, {self.mentor_id}"
