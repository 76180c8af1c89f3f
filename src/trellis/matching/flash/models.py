"""Times that mentors offer for one conversation, and who booked them."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar, Self
from zoneinfo import ZoneInfo

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.programs.models import Cohort, Participation
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.sealed import Sealed

SHORTEST, LONGEST = 15, 120


class FlashSettings(models.Model):
    """How often a mentee may book."""

    cohort = models.OneToOneField(Cohort, models.CASCADE, related_name="flash")
    per_month = models.PositiveSmallIntegerField(
        _("conversations a mentee may book in a month"),
        default=2,
        validators=[MinValueValidator(1), MaxValueValidator(10)],
    )

    class Meta:
        verbose_name = _("settings of flash mentoring")

    def __str__(self) -> str:
        return str(self.cohort)


class FlashSlotQuerySet(models.QuerySet["FlashSlot"]):
    def visible_to(self, person: Person) -> Self:
        """To everybody who takes part in the cohort while the slot is offered, and to those who booked it."""
        own = Participation.objects.taking_part().filter(person=person).values("cohort")
        booked = FlashBooking.objects.filter(mentee__person=person).values("slot")
        return self.filter(Q(mentor__cohort__in=own, is_offered=True) | Q(mentor__person=person) | Q(pk__in=booked))

    def free(self) -> Self:
        """Offered, to come, and taken by nobody."""
        taken = FlashBooking.objects.standing().values("slot")
        return self.filter(is_offered=True, starts_at__gt=timezone.now()).exclude(pk__in=taken)

    def with_people(self) -> Self:
        return self.select_related("mentor__person", "mentor__cohort__program__organization")


class FlashSlot(models.Model):
    """One time at which a mentor can talk with one person."""

    mentor = models.ForeignKey(Participation, models.CASCADE, related_name="flash_slots")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    mode = models.CharField(_("how"), max_length=7, choices=Meeting.Mode, default=Meeting.Mode.VIDEO)
    where = models.CharField(_("where"), max_length=300, blank=True)  # shown to who has booked
    topics = models.CharField(_("what it can be about"), max_length=200, blank=True)
    is_offered = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = FlashSlotQuerySet.as_manager()

    class Meta:
        verbose_name = _("flash slot")
        indexes = [models.Index(fields=["mentor", "starts_at"], name="flash_slots_of_mentor")]
        constraints = [
            models.CheckConstraint(condition=Q(ends_at__gt=F("starts_at")), name="a_flash_slot_ends"),
            models.UniqueConstraint(
                "mentor", "starts_at", condition=Q(is_offered=True), name="one_flash_slot_at_a_time"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def program_id(self) -> int:
        return self.mentor.cohort.program_id

    @property
    def minutes(self) -> int:
        return (self.ends_at - self.starts_at) // timedelta(minutes=1)


class FlashBookingQuerySet(models.QuerySet["FlashBooking"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(Q(mentee__person=person) | Q(slot__mentor__person=person))

    def standing(self) -> Self:
        return self.exclude(state=FlashBooking.State.CANCELED)

    def with_people(self) -> Self:
        return self.select_related(
            "mentee__person", "slot__mentor__person", "slot__mentor__cohort__program__organization", "key"
        )


class FlashBooking(Sealed):
    """Somebody took a slot. Texts: question, log; for the two of them."""

    class State(models.TextChoices):
        BOOKED = "booked", _("Booked")
        HELD = "held", _("Held")
        MISSED = "missed", _("Didn’t happen")
        CANCELED = "canceled", _("Canceled")

    NEXT: ClassVar = {State.BOOKED: {State.HELD, State.MISSED, State.CANCELED}}

    slot = models.ForeignKey(FlashSlot, models.CASCADE, related_name="bookings")
    mentee = models.ForeignKey(Participation, models.CASCADE, related_name="flash_bookings")
    state = models.CharField(max_length=8, choices=State, default=State.BOOKED)
    key = models.ForeignKey(Key, models.SET_NULL, null=True, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    reminded_at = models.DateTimeField(null=True)
    asked_at = models.DateTimeField(null=True)  # for the log, once
    ended_at = models.DateTimeField(null=True)

    objects = FlashBookingQuerySet.as_manager()

    class Meta:
        verbose_name = _("flash booking")
        indexes = [models.Index(fields=["state"], name="flash_bookings_by_state")]
        constraints = [
            models.UniqueConstraint("slot", condition=~Q(state="canceled"), name="one_person_in_a_flash_slot"),
        ]

    def __str__(self) -> str:
        return f"flash booking {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("matching:flash_booking", args=[self.pk])

    @property
    def program_id(self) -> int:
        return self.slot.program_id

    @property
    def is_over(self) -> bool:
        return self.slot.starts_at <= timezone.now()

    def others_of(self, person: Person) -> Person:
        """The one this person meets."""
        mentor = self.slot.mentor.person
        return self.mentee.person if mentor.pk == person.pk else mentor

    def zone_of(self, person: Person) -> ZoneInfo:
        """The clock to write its times on: their own, else the organization's."""
        for name in (person.time_zone, self.slot.mentor.cohort.program.organization.time_zone):
            try:
                if name:
                    return ZoneInfo(name)
            except (ValueError, OSError):
                continue
        return ZoneInfo("UTC")

    def starts_at_for(self, person: Person) -> datetime:
        return self.slot.starts_at.astimezone(self.zone_of(person))
