"""The strategy session of a cohort, its charter in versions, and its objectives."""

from __future__ import annotations

import hashlib
import json
from decimal import Decimal
from typing import Any, ClassVar, Self

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program, TeamMember
from trellis.strategy import measures


class Session(models.Model):
    """The strategy questions, put to the leaders of one cohort. Open until somebody closes it."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="strategy_session")
    opened_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("strategy session")

    def __str__(self) -> str:
        return f"{self.cohort}"

    @property
    def is_open(self) -> bool:
        return self.closed_at is None

    @property
    def program_id(self) -> int:
        return self.cohort.program_id


class Leader(models.Model):
    """Somebody who was asked the strategy questions."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="leaders")
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    invited_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    invited_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("leader")
        constraints = [models.UniqueConstraint("session", "person", name="one_invitation_per_leader")]

    def __str__(self) -> str:
        return str(self.person)

    @property
    def program_id(self) -> int:
        return self.session.program_id


class AgreedAnswer(models.Model):
    """What the leaders agreed on one question, in the manager's words."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="agreed")
    code = models.SlugField(max_length=60)  # of the question
    text = models.TextField(_("agreed answer"), blank=True, max_length=4000)
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        constraints = [models.UniqueConstraint("session", "code", name="one_agreed_answer_per_question")]

    def __str__(self) -> str:
        return f"{self.session_id}: {self.code}"


class CharterQuerySet(models.QuerySet["Charter"]):
    def newest_first(self) -> Self:
        return self.order_by("-version")

    def visible_to(self, person: Person) -> Self:
        """The team of the program, its sponsors and evaluators too, and whoever is asked to sign."""
        team = TeamMember.objects.filter(person=person).values("program")
        return self.filter(Q(cohort__program__in=team) | Q(sponsor=person))


class Charter(models.Model):
    """One version of the page that says why and how; what was signed never changes."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        SENT = "sent", _("Waiting for signature")
        RETURNED = "returned", _("Sent back")
        SIGNED = "signed", _("Signed")
        WITHDRAWN = "withdrawn", _("Withdrawn")
        REPLACED = "replaced", _("Replaced by a newer one")

    NEXT: ClassVar = {
        State.DRAFT: {State.SENT},
        State.SENT: {State.SIGNED, State.RETURNED, State.WITHDRAWN},
        State.SIGNED: {State.REPLACED},
    }

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="charters")
    version = models.PositiveSmallIntegerField(default=1)
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    texts: models.JSONField[Any, Any] = models.JSONField(default=dict)  # section → text
    objectives: models.JSONField[Any, Any] = models.JSONField(default=list)  # as they were when it was sent
    edits = models.PositiveIntegerField(default=1)  # for two who edit the same draft
    changed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)
    sponsor = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="charters_to_sign")
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    sent_at = models.DateTimeField(null=True)
    signed_at = models.DateTimeField(null=True)
    signed_name = models.CharField(max_length=150, blank=True)  # as typed by the sponsor
    signed_digest = models.CharField(max_length=64, blank=True)
    comment = models.TextField(blank=True, max_length=2000)  # of the sponsor who sent it back

    objects = CharterQuerySet.as_manager()

    class Meta:
        verbose_name = _("charter")
        constraints = [
            models.UniqueConstraint("cohort", "version", name="one_charter_per_version"),
            models.UniqueConstraint("cohort", condition=Q(state="draft"), name="one_draft_charter"),
            models.UniqueConstraint("cohort", condition=Q(state="signed"), name="one_signed_charter"),
            models.CheckConstraint(
                condition=~Q(state="signed") | (Q(signed_at__isnull=False) & ~Q(signed_digest="")),
                name="signed_charter_has_its_digest",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.cohort.program}, {self.version}"

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    def digest(self) -> str:
        """SHA-256 of what is signed: which program, which version, every text and objective."""
        content = {
            "cohort": self.cohort_id,
            "version": self.version,
            "texts": self.texts,
            "objectives": self.objectives,
        }
        canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()

    @property
    def is_as_signed(self) -> bool:
        """Whether the text is still the one that was signed."""
        return bool(self.signed_digest) and self.signed_digest == self.digest()


class ObjectiveQuerySet(models.QuerySet["Objective"]):
    def visible_to(self, person: Person) -> Self:
        team = TeamMember.objects.filter(person=person).values("program")
        return self.filter(cohort__program__in=team)

    def led_by(self, person: Person) -> Self:
        return self.filter(cohort__program__in=Program.objects.led_by(person))


class Objective(models.Model):
    """A goal of the program that can be tracked: a measure, a target, a day."""

    cohort = models.ForeignKey(Cohort, models.CASCADE, related_name="objectives")
    position = models.PositiveSmallIntegerField(default=1)
    statement = models.CharField(_("what we want to reach"), max_length=200)
    measure = models.CharField(_("measured by"), max_length=40, choices=measures.CHOICES)
    target = models.DecimalField(
        _("target"), max_digits=10, decimal_places=1, validators=[MinValueValidator(Decimal(0))]
    )
    due_on = models.DateField(_("by"), null=True, blank=True)
    owner = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who looks after it")
    )
    value = models.DecimalField(max_digits=10, decimal_places=1, null=True, blank=True)  # only by hand
    valued_at = models.DateTimeField(null=True)

    objects = ObjectiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("objective")
        ordering = ["position", "pk"]

    def __str__(self) -> str:
        return self.statement

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def unit(self) -> str:
        return str(measures.MEASURES[self.measure].unit)

    @property
    def is_by_hand(self) -> bool:
        return self.measure == measures.BY_HAND
