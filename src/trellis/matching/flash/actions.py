"""Offer times, book one, call it off, and say in a line what came of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.matching.flash import notices
from trellis.matching.flash.models import LONGEST, SHORTEST, FlashBooking, FlashSettings, FlashSlot
from trellis.matching.flash.queries import PLACES, booked_in_month_of, settings_of
from trellis.matching.rules import look
from trellis.people.models import Person
from trellis.privacy.keys import new_key
from trellis.programs.models import Cohort, Participation

State = FlashBooking.State
LATEST = timedelta(days=400)
MOST_TIMES = 12
REMIND_BEFORE = timedelta(hours=24)
ASK_AFTER = timedelta(hours=1)
AT_ONCE = 200


@transaction.atomic
def offer(
    mentor: Participation,
    *,
    by: Person,
    times: Sequence[datetime],
    minutes: int,
    mode: str,
    where: str = "",
    topics: str = "",
) -> list[FlashSlot]:
    """Offer one or several times. Where is shown to whoever books."""
    Participation.objects.select_for_update().get(pk=mentor.pk)
    _check_times(mentor, times, minutes)
    length = timedelta(minutes=minutes)
    slots = [
        FlashSlot(mentor=mentor, starts_at=at, ends_at=at + length, mode=mode, where=where, topics=topics)
        for at in times
    ]
    FlashSlot.objects.bulk_create(slots)
    record("matching.flash_offered", mentor, by=by, program=mentor.cohort.program, facts={"times": len(slots)})
    return slots


def _check_times(mentor: Participation, times: Sequence[datetime], minutes: int) -> None:
    now = timezone.now()
    if not SHORTEST <= minutes <= LONGEST:
        said = _("A conversation takes from %(least)d to %(most)d minutes.") % {"least": SHORTEST, "most": LONGEST}
        raise Refused(said, kind=Kind.INVALID)
    if not times or len(times) > MOST_TIMES or any(not now < at < now + LATEST for at in times):
        raise Refused(_("Choose times that are still to come, twelve at most, within a year."), kind=Kind.INVALID)
    length = timedelta(minutes=minutes)
    for at in times:
        others = mentor.flash_slots.filter(is_offered=True, starts_at__lt=at + length, ends_at__gt=at)
        if others.exists():
            raise Refused(_("You offer another time that overlaps with this one."), kind=Kind.CONFLICT)


@transaction.atomic
def withdraw(slot: FlashSlot, *, by: Person) -> Event:
    """Offer a time no longer. Who has booked it is told, with the entry in their calendar."""
    booking = slot.bookings.filter(state=State.BOOKED).with_people().first()
    if booking:
        cancel(booking, by=by)
    if not FlashSlot.objects.filter(pk=slot.pk, is_offered=True).update(is_offered=False) and not booking:
        raise Refused(_("You don’t offer this time any more."), kind=Kind.TOO_LATE)
    facts = {"was_booked": booking is not None}
    return record("matching.flash_withdrawn", slot, by=by, program=slot.mentor.cohort.program, facts=facts)


@undoes("matching.flash_withdrawn")
def _undo_withdraw(event: Event, by: Person) -> None:
    """Offer it again, as long as nobody was told."""
    slot = FlashSlot.objects.get(pk=event.target_id)
    if event.facts["was_booked"] or slot.starts_at <= timezone.now():
        raise Refused(_("This can’t be undone. Offer the time anew."), kind=Kind.TOO_LATE)
    FlashSlot.objects.filter(pk=slot.pk).update(is_offered=True)


@transaction.atomic
def book(slot: FlashSlot, mentee: Participation, *, by: Person, question: str = "") -> FlashBooking:
    """Take a time, so often a month as the program allows. Of two who press together one gets it."""
    now = look(mentee.cohort, [mentee.pk], [slot.mentor_id], hold=True)
    if found := [one for one in now.forbidden(mentee.pk, slot.mentor_id) if one.code not in PLACES]:
        raise Refused(found[0].said_openly, kind=Kind.NOT_ALLOWED)
    slot.refresh_from_db(fields=["is_offered", "starts_at", "ends_at"])
    if not slot.is_offered or slot.starts_at <= timezone.now():
        raise Refused(_("This time isn’t offered any more. Choose another."), kind=Kind.TOO_LATE)
    _check_month(slot, mentee)
    booking = FlashBooking(slot=slot, mentee=mentee, key=new_key())
    booking.put(booking.key, question=question)
    try:
        with transaction.atomic():
            booking.save()
    except IntegrityError as taken:
        raise Refused(_("Somebody has just taken this time. Choose another."), kind=Kind.FULL) from taken
    record("matching.flash_booked", booking, by=by)
    notices.booked(booking)
    return booking


def _check_month(slot: FlashSlot, mentee: Participation) -> None:
    most = settings_of(mentee.cohort).per_month
    if booked_in_month_of(mentee, slot.starts_at) >= most:
        said = ngettext(
            "You have %(most)d conversation in that month, as many as there may be. Choose another month.",
            "You have %(most)d conversations in that month, as many as there may be. Choose another month.",
            most,
        )
        raise Refused(said % {"most": most}, kind=Kind.FULL)
    clash = mentee.flash_bookings.standing().filter(slot__starts_at__lt=slot.ends_at, slot__ends_at__gt=slot.starts_at)
    if clash.exclude(slot=slot).exists():
        raise Refused(_("You have booked another conversation at this time."), kind=Kind.CONFLICT)


@transaction.atomic
def cancel(booking: FlashBooking, *, by: Person) -> None:
    """Call it off before it begins. The time is free again, unless it was the mentor who called it off."""
    if booking.slot.starts_at <= timezone.now():
        raise Refused(_("This conversation has begun. Say below whether it took place."), kind=Kind.TOO_LATE)
    move(booking, State.CANCELED, ended_at=timezone.now())
    if booking.slot.mentor.person_id == by.pk:
        FlashSlot.objects.filter(pk=booking.slot_id).update(is_offered=False)
    record("matching.flash_canceled", booking, by=by)
    notices.canceled(booking)


@transaction.atomic
def log(booking: FlashBooking, *, by: Person, held: bool, text: str = "") -> None:
    """Say whether it took place, and in a line what came of it, for the two of you."""
    if booking.slot.starts_at > timezone.now():
        raise Refused(_("This conversation is still to come. You can log it when it has begun."), kind=Kind.TOO_LATE)
    texts = booking.texts(booking.key)
    booking.put(booking.key, **(texts | {"log": text}))
    move(booking, State.HELD if held else State.MISSED, ended_at=timezone.now(), sealed=booking.sealed)
    record("matching.flash_logged", booking, by=by, facts={"held": held})


def remind() -> int:
    """The day before, once."""
    now = timezone.now()
    soon = FlashBooking.objects.filter(
        state=State.BOOKED, reminded_at=None, slot__starts_at__gt=now, slot__starts_at__lte=now + REMIND_BEFORE
    )
    return sum(_once(booking, "reminded_at") for booking in soon.with_people().order_by("pk")[:AT_ONCE])


def ask_for_logs() -> int:
    """Afterwards, once."""
    late = timezone.now() - ASK_AFTER
    over = FlashBooking.objects.filter(state=State.BOOKED, asked_at=None, slot__ends_at__lte=late)
    return sum(_once(booking, "asked_at") for booking in over.with_people().order_by("pk")[:AT_ONCE])


@transaction.atomic
def _once(booking: FlashBooking, field: str) -> bool:
    rows = FlashBooking.objects.filter(pk=booking.pk, state=State.BOOKED, **{field: None})
    if not rows.update(**{field: timezone.now()}):
        return False
    tell = notices.reminder if field == "reminded_at" else notices.log
    tell(booking)
    return True


@transaction.atomic
def change_settings(cohort: Cohort, *, by: Person, per_month: int) -> None:
    """How often a mentee may book."""
    FlashSettings.objects.update_or_create(cohort=cohort, defaults={"per_month": per_month})
    record("matching.flash_changed", cohort, by=by, program=cohort.program, facts={"per_month": per_month})
