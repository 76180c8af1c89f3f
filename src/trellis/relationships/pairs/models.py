"""A relationship and the people in it."""

from __future__ import annotations

from collections.abc import Collection
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Participation, Program, Role


class RelationshipQuerySet(models.QuerySet["Relationship"]):
    def visible_to(self, person: Person) -> Self:
        """Only the parties, while it lasts and afterwards: here is everything they write. Who left a circle is out."""
        return self.filter(pk__in=Party.objects.filter(person=person, left_at=None).values("relationship"))

    def facts_visible_to(self, person: Person) -> Self:
        """Of programs one leads: that they are together and when they met, never what they write."""
        return self.filter(cohort__program__in=Program.objects.led_by(person))

    def open(self) -> Self:
        return self.filter(state__in=Relationship.OPEN)

    def with_people(self) -> Self:
        """Everything that a page about it names, in three queries however many there are."""
        return self.select_related("cohort__program__organization", "key").prefetch_related(
            models.Prefetch("parties", Party.objects.select_related("person").order_by("pk"))
        )


class Relationship(models.Model):
    """Mentor and mentee, or more of each, for a time. Its key opens what they share."""

    class State(models.TextChoices):
        ACTIVE = "active", _("Active")
        PAUSED = "paused", _("Paused")
        CLOSING = "closing", _("Coming to its end")
        CLOSED = "closed", _("Ended")

    class Reason(models.TextChoices):
        """Why it ended. None of them says whose wish it was."""

        TERM_COMPLETE = "term", _("The agreed time is over")
        GOALS_MET = "goals", _("The goals were reached early")
        AGREED = "agreed", _("Ended by agreement")
        ASKED = "asked", _("It wasn’t the right fit")
        TIME = "time", _("Time or schedule")
        MOVED = "moved", _("Moved on or left")
        REPORTING_LINE = "line", _("A new reporting line or conflict of interest")
        UNREACHABLE = "unreachable", _("No contact any more")
        PROGRAM_ENDED = "program", _("The program ended")
        SEALED = "sealed", _("Not stated")

    NEXT: ClassVar = {
        State.ACTIVE: {State.PAUSED, State.CLOSING, State.CLOSED},
        State.PAUSED: {State.ACTIVE, State.CLOSING, State.CLOSED},
        State.CLOSING: {State.ACTIVE, State.CLOSED},
        State.CLOSED: {State.ACTIVE},  # for a week, see closure.actions.reopen
    }
    OPEN = (State.ACTIVE, State.PAUSED, State.CLOSING)

    cohort = models.ForeignKey(Cohort, models.PROTECT, related_name="relationships")
    state = models.CharField(max_length=8, choices=State, default=State.ACTIVE)
    format = models.CharField(max_length=12, choices=Program.Format, default=Program.Format.ONE_TO_ONE)
    name = models.CharField(_("name"), max_length=120, blank=True)  # of a circle, usually its topic
    key = models.OneToOneField(Key, models.SET_NULL, null=True, related_name="+")  # removed: erased for good
    meeting_every_weeks = models.PositiveSmallIntegerField(
        _("weeks between meetings"), default=2, validators=[MinValueValidator(1), MaxValueValidator(13)]
    )
    meeting_minutes = models.PositiveSmallIntegerField(
        _("minutes of a meeting"), default=60, validators=[MinValueValidator(15), MaxValueValidator(240)]
    )
    started_at = models.DateTimeField()
    ends_on = models.DateField(_("ends on"))
    closed_at = models.DateTimeField(null=True)
    closure_reason = models.CharField(max_length=12, choices=Reason, blank=True)

    objects = RelationshipQuerySet.as_manager()

    class Meta:
        verbose_name = _("relationship")
        indexes = [models.Index(fields=["cohort", "state"], name="relationship_of_cohort")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False) | (~Q(state="closed") & Q(closed_at=None)),
                name="an_ended_relationship_has_its_end",
            )
        ]

    def __str__(self) -> str:
        return self.name or get_text_list([str(party.person) for party in self.here()], gettext("and"))

    def get_absolute_url(self) -> str:
        return reverse("relationships:overview", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.cohort.program_id

    @property
    def needs_agreement(self) -> bool:
        """One meeting for one question needs none."""
        return self.format != Program.Format.FLASH

    @property
    def is_group(self) -> bool:
        """Several people around a topic; who joins and who leaves changes it, but doesn’t end it."""
        return self.format == Program.Format.GROUP

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def here(self) -> list[Party]:
        """Who is in it and hasn’t left; of an ended one, who was in it last."""
        return [party for party in self.parties.all() if party.left_at is None]

    def party_of(self, person: Person) -> Party | None:
        return next((party for party in self.parties.all() if party.person_id == person.pk), None)

    def others(self, person: Person) -> list[Person]:
        """The people on the other side of the table, in the order they came."""
        return [party.person for party in self.here() if party.person_id != person.pk]

    def called_for(self, person: Person) -> str:
        """What its link is named: “Grace and you”, or a circle’s own name."""
        if self.name:
            return self.name
        return gettext("%(names)s and you") % {"names": named([other.called() for other in self.others(person)])}

    def title_for(self, person: Person) -> str:
        """What its page is named: “Grace Nakamura-Obi and you”, or a circle’s own name."""
        if self.name:
            return self.name
        return gettext("%(names)s and you") % {"names": named([str(other) for other in self.others(person)])}

    def partner_called(self, person: Person) -> str:
        """Whom a sentence means by the other: “Grace”, or “your circle”."""
        if self.is_group:
            return gettext("your circle")
        return get_text_list([other.called() for other in self.others(person)], gettext("and"))

    def zone_of(self, person: Person) -> ZoneInfo:
        """The clock to write times on for this person: their own, else the organization's."""
        for name in (person.time_zone, self.cohort.program.organization.time_zone):
            try:
                if name:
                    return ZoneInfo(name)
            except (ValueError, OSError):
                continue
        return ZoneInfo("UTC")


class Party(models.Model):
    """One person in one relationship. Their key opens what only they may read."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="parties")
    participation = models.ForeignKey(Participation, models.PROTECT, related_name="parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="parties")
    role = models.CharField(max_length=6, choices=Role)
    function = models.CharField(_("function"), max_length=80, blank=True)  # in a mentor team: “clinical skills”
    key = models.OneToOneField(Key, models.SET_NULL, null=True, related_name="+")
    joined_at = models.DateTimeField(auto_now_add=True)
    left_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("party")
        constraints = [
            models.UniqueConstraint("relationship", "person", name="once_in_a_relationship"),
        ]

    def __str__(self) -> str:
        return f"{self.person} ({self.role})"


class Pause(models.Model):
    """A time in which the clocks of a relationship stood still."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="pauses")
    by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True)
    back_on = models.DateField(_("back on"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["relationship"], condition=Q(ends_at=None), name="one_pause_at_a_time"),
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="a_pause_goes_forward"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.relationship_id}: {self.starts_at:%Y-%m-%d}"


def named(names: Collection[str]) -> str:
    """Names before “and you”: “Grace”, “Grace, Tom”."""
    return ", ".join(names)
