"""The times that are offered, those one has booked, and how much of it a program sees."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db.models import Count, Q
from django.utils import timezone

from trellis.common.words import fold
from trellis.matching.flash.models import FlashBooking, FlashSettings, FlashSlot, FlashSlotQuerySet
from trellis.matching.rules import look
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

PLACES = {"H9", "ASKED"}  # a conversation takes nobody's place
State = FlashBooking.State


def settings_of(cohort: Cohort) -> FlashSettings:
    """The standard until somebody changed it."""
    return FlashSettings.objects.filter(cohort=cohort).first() or FlashSettings(cohort=cohort)


def offered_to(own: Participation, words: str) -> FlashSlotQuerySet:
    """Free times of mentors with whom this mentee may talk, the soonest first."""
    free = FlashSlot.objects.free().filter(mentor__cohort=own.cohort_id).exclude(mentor__person=own.person_id)
    taking = free.filter(mentor__in=Participation.objects.taking_part(), mentor__is_paused=False)
    for word in fold(words).split()[:8]:
        taking = taking.filter(Q(mentor__person__search_text__contains=word) | Q(topics__icontains=word))
    mentors = set(taking.order_by().values_list("mentor", flat=True).distinct())
    return taking.exclude(mentor__in=kept_apart(own, mentors)).with_people().order_by("starts_at", "pk")


def kept_apart(own: Participation, mentors: Iterable[int]) -> list[int]:
    """Those of these mentors with whom a rule forbids even one conversation."""
    ids = list(mentors)
    now = look(own.cohort, [own.pk], ids) if ids else None
    return [pk for pk in ids if now and any(one.code not in PLACES for one in now.forbidden(own.pk, pk))]


@dataclass(frozen=True)
class Offered:
    """One of a mentor's own times, and who has it."""

    slot: FlashSlot
    booking: FlashBooking | None


def slots_of(mentor: Participation) -> list[Offered]:
    """What a mentor offers from now on, with who has booked it."""
    rows = mentor.flash_slots.filter(is_offered=True, ends_at__gt=timezone.now()).order_by("starts_at")
    slots = list(rows[:100])
    standing = FlashBooking.objects.standing().filter(slot__in=slots).with_people()
    taken = {booking.slot_id: booking for booking in standing}
    return [Offered(slot, taken.get(slot.pk)) for slot in slots]


@dataclass(frozen=True)
class Mine:
    """One's own bookings."""

    to_come: list[FlashBooking]
    over: list[FlashBooking]


def bookings_of(person: Person, cohort: Cohort) -> Mine:
    """As mentee or as mentor; those to come first, then the latest twenty."""
    rows = FlashBooking.objects.visible_to(person).filter(slot__mentor__cohort=cohort).with_people()
    now = timezone.now()
    coming = rows.filter(state=State.BOOKED, slot__ends_at__gt=now).order_by("slot__starts_at", "pk")
    over = rows.exclude(state=State.BOOKED, slot__ends_at__gt=now).exclude(state=State.CANCELED)
    return Mine(list(coming[:50]), list(over.order_by("-slot__starts_at", "-pk")[:20]))


def booked_in_month_of(mentee: Participation, moment: datetime) -> int:
    """How many conversations a mentee has in that month, on the organization's calendar."""
    zone = ZoneInfo(mentee.cohort.program.organization.time_zone or "UTC")
    first = moment.astimezone(zone).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    after = first.replace(year=first.year + first.month // 12, month=first.month % 12 + 1)
    standing = mentee.flash_bookings.standing()
    return standing.filter(slot__starts_at__gte=first, slot__starts_at__lt=after).count()


def numbers_of(cohort: Cohort) -> Mapping[str, int]:
    """Bookings by state, and times that are free: counts alone."""
    rows = FlashBooking.objects.filter(slot__mentor__cohort=cohort).values("state").order_by()
    counts = {row["state"]: row["number"] for row in rows.annotate(number=Count("pk"))}
    return counts | {"free": FlashSlot.objects.free().filter(mentor__cohort=cohort).count()}
