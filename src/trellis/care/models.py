"""Check-ins, help requests, and what those who lead a program do for its pairs."""

from __future__ import annotations

from typing import ClassVar, Self

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Program, Role
from trellis.questions.models import Response
from trellis.relationships.models import Relationship
from trellis.relationships.sealed import Sealed

DAYS = [MinValueValidator(1), MaxValueValidator(365)]


class CarePolicy(models.Model):
    """When a program's pairs need somebody. Without a row the usual numbers hold."""

    program = models.OneToOneField(Program, models.CASCADE, related_name="care_policy")
    first_meeting_days = models.PositiveSmallIntegerField(_("days to a first meeting"), default=14, validators=DAYS)
    nudge_after = models.DecimalField(
        _("a nudge after this many times the agreed rhythm"), max_digits=3, decimal_places=1, default=1.5
    )
    stalled_after = models.DecimalField(
        _("stalled after this many times the agreed rhythm"), max_digits=3, decimal_places=1, default=2.5
    )
    agreement_days = models.PositiveSmallIntegerField(_("days to a signed agreement"), default=30, validators=DAYS)
    check_in_late_days = models.PositiveSmallIntegerField(_("days to answer a check-in"), default=7, validators=DAYS)
    low_pulse = models.PositiveSmallIntegerField(_("a check-in is low at"), default=3)
    very_low_pulse = models.PositiveSmallIntegerField(_("a check-in is very low at"), default=2)
    help_days = models.PositiveSmallIntegerField(_("working days to answer a request"), default=3, validators=DAYS)
    nudge_gap_days = models.PositiveSmallIntegerField(_("days between nudges"), default=7, validators=DAYS)
    is_pulse_seen = models.BooleanField(_("the team sees each person’s check-in score"), default=True)
    someone_else = models.ForeignKey(  # when the coordinator is the problem
        Person, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("who else can be asked")
    )

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(stalled_after__gt=models.F("nudge_after")), name="stalled_comes_later")
        ]

    def __str__(self) -> str:
        return f"care in {self.program_id}"


class CheckInQuerySet(models.QuerySet["CheckIn"]):
    def open(self) -> Self:
        return self.filter(state=CheckIn.State.ASKED)

    def due(self) -> Self:
        return self.filter(state=CheckIn.State.PLANNED)


class CheckIn(models.Model):
    """A few questions to one side of a pair, on a day."""

    class Kind(models.TextChoices):
        PULSE = "pulse", _("Check-in")
        MIDPOINT = "midpoint", _("Midpoint")

    class State(models.TextChoices):
        PLANNED = "planned", _("Planned")
        ASKED = "asked", _("Asked")
        ANSWERED = "answered", _("Answered")
        SKIPPED = "skipped", _("Skipped")
        LAPSED = "lapsed", _("No answer")

    NEXT: ClassVar = {
        State.PLANNED: {State.ASKED, State.LAPSED},
        State.ASKED: {State.ANSWERED, State.SKIPPED, State.LAPSED},
        State.SKIPPED: {State.ANSWERED},
        State.LAPSED: {State.ANSWERED},
    }

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="check_ins")
    person = models.ForeignKey(Person, models.CASCADE, related_name="check_ins")
    role = models.CharField(max_length=6, choices=Role)
    kind = models.CharField(max_length=10, choices=Kind, default=Kind.PULSE)
    due_on = models.DateField()
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    asked_at = models.DateTimeField(null=True)
    reminded_at = models.DateTimeField(null=True)
    answered_at = models.DateTimeField(null=True)
    response = models.ForeignKey(Response, models.SET_NULL, null=True, related_name="+")
    pulse = models.PositiveSmallIntegerField(null=True)  # the lower of the two scores
    is_latest = models.BooleanField(default=False)  # of this person's answers in this relationship

    objects = CheckInQuerySet.as_manager()

    class Meta:
        verbose_name = _("check-in")
        constraints = [
            models.UniqueConstraint("relationship", "person", "kind", "due_on", name="one_check_in_a_day"),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) | (~Q(state="answered") & Q(answered_at=None)),
                name="an_answered_check_in_has_its_time",
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="check_in_due")]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("care:check_in", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class HelpRequestQuerySet(models.QuerySet["HelpRequest"]):
    def readable_by(self, person: Person) -> Self:
        """One's own; those to the team of a program that one leads; those to oneself by name. Nobody else, ever."""
        to_team = Q(to=None, cohort__program__in=Program.objects.led_by(person))
        return self.filter(Q(person=person) | Q(to=person) | to_team)

    def addressed_to(self, person: Person) -> Self:
        """Those that the person should answer."""
        to_team = Q(to=None, cohort__program__in=Program.objects.led_by(person))
        return self.filter(Q(to=person) | to_team).exclude(person=person)

    def unanswered(self) -> Self:
        return self.filter(state=HelpRequest.State.OPEN)


class HelpRequest(models.Model):
    """Somebody asks for help, in private. `to` is empty when it goes to the whole team that leads the program."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for an answer")
        ANSWERED = "answered", _("Answered")
        CLOSED = "closed", _("Closed")

    NEXT: ClassVar = {
        State.OPEN: {State.ANSWERED, State.CLOSED},
        State.ANSWERED: {State.OPEN, State.CLOSED},
        State.CLOSED: {State.OPEN, State.ANSWERED},
    }

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="help_requests")
    relationship = models.ForeignKey(Relationship, models.SET_NULL, null=True, related_name="help_requests")
    person = models.ForeignKey(Person, models.CASCADE, related_name="help_requests")
    to = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    key = models.OneToOneField(Key, models.SET_NULL, null=True, related_name="+")  # removed: erased for good
    opened_at = models.DateTimeField(auto_now_add=True)
    waits_since = models.DateTimeField(null=True)  # for an answer; none while it is the asker's turn

    objects = HelpRequestQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for help")
        indexes = [models.Index(fields=["cohort", "state"], name="help_of_cohort")]

    def __str__(self) -> str:
        return f"help request {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("care:request", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id


class HelpMessage(Sealed):
    """One message of a request. Texts: text."""

    request = models.ForeignKey(HelpRequest, models.CASCADE, related_name="messages")
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"message {self.pk}"


class Watch(models.Model):
    """What the team keeps about a pair: until when to look away, and the key of its notes."""

    relationship = models.OneToOneField(Relationship, models.CASCADE, related_name="watch")
    key = models.OneToOneField(Key, models.SET_NULL, null=True, related_name="+")
    snoozed_until = models.DateField(null=True)
    snoozed_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")

    def __str__(self) -> str:
        return f"watch on {self.relationship_id}"


class CaseNote(Sealed):
    """What the team noted about a pair, for the team alone. Texts: text."""

    class Kind(models.TextChoices):
        NOTE = "note", _("Note")
        OUTCOME = "outcome", _("Outcome")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="case_notes")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.NOTE)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"note {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id


class Nudge(models.Model):
    """A friendly word to both, at most once in a while."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="nudges")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-pk"]

    def __str__(self) -> str:
        return f"nudge {self.pk}"

    @property
    def program_id(self) -> int:
        return self.relationship.program_id
