"""Topics that wait, who cares for what at a meeting, and who came."""

from __future__ import annotations

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Sealed


class Topic(Sealed):
    """Something that somebody would like to talk about in the circle. Texts: text."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        DONE = "done", _("Talked about")

    NEXT: ClassVar = {State.WAITING: {State.DONE}, State.DONE: {State.WAITING}}

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="topics")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    state = models.CharField(max_length=7, choices=State, default=State.WAITING)
    created_at = models.DateTimeField(auto_now_add=True)
    done_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("topic of a circle")
        indexes = [models.Index(fields=["relationship", "state"], name="topic_of_circle")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="done", done_at__isnull=False) | Q(state="waiting", done_at=None),
                name="a_topic_is_done_at_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"topic {self.pk}"


class Vote(models.Model):
    """Somebody would like to talk about a topic too."""

    topic = models.ForeignKey(Topic, models.CASCADE, related_name="votes")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("topic", "person", name="one_vote_each")]

    def __str__(self) -> str:
        return f"{self.topic_id}: {self.person_id}"


class Duty(models.TextChoices):
    """What somebody cares for at a meeting; it goes round."""

    HOST = "host", _("Opens and keeps the round")
    TIME = "time", _("Watches the time")
    NOTES = "notes", _("Writes down what we take away")


class Turn(models.Model):
    """Somebody took a duty at a meeting that was another’s turn."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="turns")
    duty = models.CharField(max_length=5, choices=Duty)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint("meeting", "duty", name="one_for_each_duty")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.duty}"


class Attendance(models.Model):
    """Whether somebody came to a meeting."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    came = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("meeting", "person", name="came_once")]

    def __str__(self) -> str:
        return f"{self.meeting_id}: {self.person_id}"
