"""Events, appended only, and the cursors of those who read them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from trellis.history import verbs


class EventQuerySet(models.QuerySet["Event"]):
    def about(self, row: models.Model) -> Self:
        return self.filter(target_type=row._meta.label_lower, target_id=str(row.pk))

    def of_program(self, program_id: int) -> Self:
        return self.filter(program_id=program_id)

    def newest_first(self) -> Self:
        return self.order_by("-pk")


class Event(models.Model):
    """One thing that somebody did. `facts` are small and never confidential."""

    at = models.DateTimeField(auto_now_add=True, db_index=True)
    by = models.ForeignKey(  # a person is never removed while history needs the name; see privacy
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="events"
    )
    verb = models.CharField(max_length=80)
    target_type = models.CharField(max_length=80)
    target_id = models.CharField(max_length=40)
    program_id = models.BigIntegerField(null=True, db_index=True)
    facts = models.JSONField(default=dict)
    undone_at = models.DateTimeField(null=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["target_type", "target_id"], name="event_target")]
        verbose_name = _("event")

    def __str__(self) -> str:
        return f"{self.verb} {self.target_type} {self.target_id}"

    def sentence(self) -> str:
        """What was done, in words: “accepted an application”."""
        return verbs.sentence(self.verb, self.facts)


class Cursor(models.Model):
    """How far one reader of the outbox has come."""

    name = models.CharField(max_length=80, unique=True)
    last_event_id = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return self.name
