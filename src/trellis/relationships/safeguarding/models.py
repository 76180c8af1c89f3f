"""Requests to open what a pair wrote."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Program, TeamMember
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.sealed import Sealed

NOTICE = timedelta(hours=24)  # from telling the pair to opening
PATIENCE = timedelta(days=7)  # in which it has to be opened
LOOKING = timedelta(minutes=60)
QUIET = timedelta(days=30)  # until the pair is told after all


class OpeningQuerySet(models.QuerySet["Opening"]):
    def visible_to(self, person: Person) -> Self:
        """Who leads the program or is its safeguarding lead; nobody ever sees one about themselves here."""
        leads = TeamMember.objects.filter(person=person, role=TeamMember.Role.SAFEGUARDING).values("program")
        inside = Q(relationship__cohort__program__in=Program.objects.led_by(person))
        inside |= Q(relationship__cohort__program__in=leads)
        own = Party.objects.filter(person=person).values("relationship")
        return self.filter(inside).exclude(relationship__in=own)

    def told(self) -> Self:
        """Those that the pair knows of."""
        return self.exclude(told_at=None)


class Opening(Sealed):
    """Somebody asks to read what a pair wrote, because somebody may be in danger. Texts: why."""

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for a second person")
        ALLOWED = "allowed", _("Allowed")
        REFUSED = "refused", _("Not allowed")

    class Reason(models.TextChoices):
        CHILD = "child", _("The safety of somebody under 18")
        HARM = "harm", _("Somebody may be hurt")
        CONDUCT = "conduct", _("A complaint about how somebody behaved")
        LAW = "law", _("A court or an authority asks for it")

    NEXT: ClassVar = {State.ASKED: {State.ALLOWED, State.REFUSED}}

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="openings")
    key = models.OneToOneField(Key, models.SET_NULL, null=True, related_name="+")  # its own: the pair’s may be erased
    state = models.CharField(max_length=7, choices=State, default=State.ASKED)
    reason = models.CharField(_("reason"), max_length=7, choices=Reason)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    opens_at = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    told_at = models.DateTimeField(null=True)  # the pair; none while a safeguarding lead has it sealed

    objects = OpeningQuerySet.as_manager()

    class Meta:
        verbose_name = _("opening")
        indexes = [models.Index(fields=["state", "told_at"], name="opening_to_tell")]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_by=None) | ~Q(decided_by=F("asked_by")), name="an_opening_takes_two_people"
            ),
            models.UniqueConstraint(
                fields=["relationship"], condition=Q(state="asked"), name="one_opening_asked_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"opening {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id

    @property
    def closes_at(self) -> datetime | None:
        return self.begun_at + LOOKING if self.begun_at else None

    @property
    def is_open(self) -> bool:
        """It may be read just now."""
        return self.closes_at is not None and timezone.now() < self.closes_at

    @property
    def may_begin(self) -> bool:
        """Allowed, due, not begun, and not forgotten."""
        if self.opens_at is None or self.begun_at is not None:
            return False
        return self.opens_at <= timezone.now() < self.opens_at + PATIENCE
