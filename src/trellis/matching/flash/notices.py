"""What the two of a flash conversation are told: when and with whom, never what about."""

from __future__ import annotations

from typing import Any

from trellis.matching.flash.calendars import invitation
from trellis.matching.flash.models import FlashBooking
from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of, moment_for
from trellis.relationships.meetings.calendars import CANCEL, REQUEST


def booked(booking: FlashBooking) -> None:
    """It is settled; here is the entry for your calendar."""
    _tell_both(booking, "matching/flash_booked", method=REQUEST)


def canceled(booking: FlashBooking) -> None:
    """It will not be; the entry goes from both calendars."""
    _tell_both(booking, "matching/flash_canceled", method=CANCEL)


def reminder(booking: FlashBooking) -> None:
    """Tomorrow."""
    _tell_both(booking, "matching/flash_reminder")


def log(booking: FlashBooking) -> None:
    """How was it? One line is enough."""
    _tell_both(booking, "matching/flash_log")


def _tell_both(booking: FlashBooking, name: str, *, method: str = "") -> None:
    for person in (booking.slot.mentor.person, booking.mentee.person):
        calendar = invitation(booking, person, method=method) if method else None
        tell(person, name, _said(booking, person), link=booking.get_absolute_url(), calendar=calendar, method=method)


def _said(booking: FlashBooking, person: Person) -> dict[str, Any]:
    zone = booking.zone_of(person)
    with eyes_of(person, zone):
        time = moment_for(booking.slot.starts_at, zone)
    return {
        "program": booking.slot.mentor.cohort.program.name,
        "partner_called": booking.others_of(person).called(),
        "time": time,
        "minutes": str(booking.slot.minutes),
    }


_SAMPLE: dict[str, Any] = {
    "program": "Thirty Minutes",
    "partner_called": "Mia",
    "time": "Thursday, 19 March 2026, 14:00 (Lisbon)",
    "minutes": "30",
}
SAMPLES: dict[str, dict[str, Any]] = {
    f"matching/flash_{name}": _SAMPLE for name in ("booked", "canceled", "reminder", "log")
}
