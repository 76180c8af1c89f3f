"""Jobs and timers."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from trellis.people.models import Person


class JobQuerySet(models.QuerySet["Job"]):
    def visible_to(self, person: Person) -> Self:
        """Administrators see all work, everybody else what they asked for."""
        return self if person.is_administrator else self.filter(owner=person)

    def claimable(self, now: datetime) -> Self:
        """Ready and due, or left behind by a process that died."""
        return self.filter(
            Q(state=Job.State.READY, due_at__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now),
        )

    def live(self) -> Self:
        return self.filter(state__in=Job.LIVE)


class Job(models.Model):
    """One piece of work: which, how far it came, how it ended."""

    class State(models.TextChoices):
        READY = "ready", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", _("Done")
        FAILED = "failed", _("Failed")
        CANCELED = "canceled", _("Stopped")

    LIVE = (State.READY, State.RUNNING)
    NEXT: ClassVar = {
        State.READY: {State.CANCELED},
        State.FAILED: {State.READY},
        State.CANCELED: {State.READY},
    }

    kind = models.CharField(max_length=80)
    queue = models.CharField(max_length=20, default="default")
    payload = models.JSONField(default=dict)
    key = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=12, blank=True)
    owner = models.ForeignKey(  # the work goes on without the person who asked for it
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="jobs"
    )

    state = models.CharField(max_length=10, choices=State, default=State.READY)
    attempts = models.PositiveIntegerField(default=0)
    due_at = models.DateTimeField(default=timezone.now)
    carried_at = models.DateTimeField(null=True)
    holder = models.UUIDField(null=True)
    lease_until = models.DateTimeField(null=True)
    stop_asked = models.BooleanField(default=False)

    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
    note = models.CharField(max_length=300, blank=True)
    saved = models.JSONField(default=dict)
    error = models.CharField(max_length=500, blank=True)

    created_at = models.DateTimeField(auto_now_add=True)
    started_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=["key"],
                condition=~Q(key="") & Q(state__in=["ready", "running"]),
                name="jobs_job_key_once_while_live",
            ),
        )
        indexes = (
            models.Index(fields=["state", "due_at"], name="jobs_job_state_due"),
            models.Index(fields=["-created_at"], name="jobs_job_created"),
        )

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_live(self) -> bool:
        return self.state in self.LIVE

    @property
    def percent(self) -> int | None:
        """How far, or nothing while the end is unknown."""
        return min(100, self.done * 100 // self.total) if self.total else None


class Timer(models.Model):
    """When a fixed hour of the clock last came; so a missed one is caught up once, and never comes twice."""

    name = models.CharField(max_length=80, unique=True)
    last_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name
