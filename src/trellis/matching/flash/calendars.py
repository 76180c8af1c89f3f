"""A flash conversation as calendars read it (RFC 5546), in UTC: every calendar shows it on its own clock."""

from __future__ import annotations

from datetime import UTC
from email.utils import parseaddr
from urllib.parse import urlsplit

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from trellis.matching.flash.models import FlashBooking
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of
from trellis.relationships.meetings.calendars import CANCEL, REQUEST


def invitation(booking: FlashBooking, person: Person, *, method: str = REQUEST) -> bytes:
    """The entry of one conversation for one person. The only address in it is the reader's own."""
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//Mentoring//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    with eyes_of(person, booking.zone_of(person)):
        calendar.add_component(_entry(booking, person, method))
    return bytes(calendar.to_ical())


def _entry(booking: FlashBooking, person: Person, method: str) -> Event:
    entry, slot = Event(), booking.slot
    entry.add("uid", f"{booking.uid}@{urlsplit(settings.PUBLIC_URL).hostname}")
    entry.add("sequence", 1 if method == CANCEL else 0)
    entry.add("dtstamp", timezone.now().replace(microsecond=0))
    entry.add("dtstart", slot.starts_at.astimezone(UTC))
    entry.add("dtend", slot.ends_at.astimezone(UTC))
    entry.add("summary", _("Flash mentoring with %(name)s") % {"name": booking.others_of(person)})
    entry.add("class", "PRIVATE")
    if slot.where:
        entry.add("location", slot.where)
    entry.add("url", settings.PUBLIC_URL + booking.get_absolute_url())
    entry.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], slot.mentor.cohort.program.name))
    entry.add("attendee", _address(person.email, str(person)))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    return entry


def _address(email: str, name: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["cn"] = vText(name)
    return address
