"""Meetings, the times proposed for them, their agenda, and what people said they would do."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self
from uuid import uuid4

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed

SHORTEST, LONGEST = 5, 480
MOST_IN_SERIES = 12


class MeetingQuerySet(models.QuerySet["Meeting"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))

    def of(self, person: Person) -> Self:
        """In relationships that the person is in and hasn't left."""
        return self.filter(
            relationship__in=Relationship.objects.filter(parties__person=person, parties__left_at=None).values("pk")
        )

    def planned(self) -> Self:
        return self.filter(state=Meeting.State.PLANNED)

    def to_come(self) -> Self:
        """Planned and not over, the next first."""
        return self.planned().filter(ends_at__gt=timezone.now()).order_by("starts_at", "pk")

    def over(self) -> Self:
        """Planned, over, and not logged."""
        return self.planned().filter(ends_at__lte=timezone.now())


class Series(models.Model):
    """Meetings at the same hour of one clock, every so many weeks. Each is a meeting of its own."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="series")
    uid = models.UUIDField(default=uuid4, unique=True, editable=False)  # of its calendar entry
    every_weeks = models.PositiveSmallIntegerField(validators=[MinValueValidator(1), MaxValueValidator(13)])
    number = models.PositiveSmallIntegerField(validators=[MinValueValidator(2), MaxValueValidator(MOST_IN_SERIES)])
    zone = models.CharField(max_length=60)

    def __str__(self) -> str:
        return f"series {self.pk}"


class Meeting(Sealed):
    """One meeting. Texts: where, topics. The rest are facts that who leads the program may know."""

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        PLANNED = "planned", _("Planned")
        HELD = "held", _("Held")
        MISSED = "missed", _("Didn’t happen")
        CANCELED = "canceled", _("Canceled")

    class Mode(models.TextChoices):
        IN_PERSON = "person", _("In person")
        VIDEO = "video", _("Video")
        PHONE = "phone", _("Phone")
        WRITTEN = "written", _("In writing")

    NEXT: ClassVar = {
        State.PROPOSED: {State.PLANNED, State.CANCELED},
        State.PLANNED: {State.HELD, State.MISSED, State.CANCELED},
        State.HELD: {State.MISSED, State.HELD},
        State.MISSED: {State.HELD, State.MISSED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=8, choices=State, default=State.PROPOSED)
    mode = models.CharField(_("how"), max_length=7, choices=Mode, default=Mode.IN_PERSON)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")  # who made the latest proposal
    starts_at = models.DateTimeField(null=True)  # none while it is only proposed
    ends_at = models.DateTimeField(null=True)
    sequence = models.PositiveSmallIntegerField(default=0)  # of its calendar entry
    series = models.ForeignKey(Series, models.SET_NULL, null=True, related_name="meetings")
    original_at = models.DateTimeField(null=True)  # its place in the series, wherever it was moved to
    created_at = models.DateTimeField(auto_now_add=True)
    minutes = models.PositiveSmallIntegerField(
        _("minutes"), validators=[MinValueValidator(SHORTEST), MaxValueValidator(LONGEST)]
    )
    logged_at = models.DateTimeField(null=True)
    logged_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField(null=True)  # for its log, once
    reminded_at = models.DateTimeField(null=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        indexes = [
            models.Index(fields=["relationship", "state", "starts_at"], name="meeting_of_relationship"),
            models.Index(fields=["state", "ends_at"], name="meeting_to_log"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["proposed", "canceled"]) | Q(starts_at__isnull=False, ends_at__isnull=False),
                name="a_planned_meeting_has_its_time",
            ),
            models.CheckConstraint(condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at")), name="a_meeting_ends"),
        ]

    def __str__(self) -> str:
        return f"meeting {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:meeting", args=[self.relationship_id, self.pk])

    @property
    def program_id(self) -> int:
        return self.relationship.program_id

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and self.ends_at <= timezone.now()

    def set_time(self, starts_at: datetime, minutes: int) -> None:
        self.starts_at, self.minutes = starts_at, minutes
        self.ends_at = starts_at + timedelta(minutes=minutes)


class Option(models.Model):
    """A time that was proposed."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="options")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint("meeting", "starts_at", name="a_time_is_proposed_once")]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class TimeVote(models.Model):
    """What somebody says to a proposed time where more than two have to agree."""

    option = models.ForeignKey(Option, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    suits = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("option", "person", name="one_answer_to_a_time")]

    def __str__(self) -> str:
        return f"{self.person_id}: {self.suits}"


class AgendaItem(Sealed):
    """Something to talk about. Texts: text."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"agenda item {self.pk}"


class ToDo(Sealed):
    """Something a person said they would do; it stays with them until it is done. Texts: title."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="to_dos")
    meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, related_name="to_dos")
    person = models.ForeignKey(Person, models.PROTECT, related_name="to_dos")
    due_on = models.DateField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["person", "done_at"], name="to_do_of_person")]

    def __str__(self) -> str:
        return f"to do {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class CalendarFeed(models.Model):
    """The private address at which a person's calendar reads their meetings. A new `uid` is a new address."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="calendar_feed")
    uid = models.UUIDField(default=uuid4, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"calendar of {self.person_id}"
