"""Meetings as calendars read them: invitations (RFC 5546), files and feeds (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from trellis.common.timezones import vtimezone
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def invitation(meeting: Meeting, person: Person, *, method: str = REQUEST) -> bytes:
    """The calendar entry of one meeting for one person, on their clock.

    It names the partner and the place. The only address in it is the reader's own.
    """
    zone = meeting.relationship.zone_of(person)
    with eyes_of(person, zone):
        entry = _entry(meeting, person, zone)
        entry.add("url", settings.PUBLIC_URL + meeting.get_absolute_url())
        entry.add("organizer", _organizer(meeting))
        entry.add("attendee", _attendee(person))
        entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
        return _calendar([entry], zone, method=method)


def file_of(meetings: Iterable[Meeting], person: Person, zone: ZoneInfo) -> bytes:
    """Meetings to read, for a download or the person's feed: time, place and the partner's name, no more."""
    with eyes_of(person, zone):
        return _calendar([_entry(meeting, person, zone) for meeting in meetings], zone, method=PUBLISH)


def _calendar(entries: list[Event], zone: ZoneInfo, *, method: str) -> bytes:
    calendar = Calendar()
    calendar.add("prodid", "-//Trellis//Mentoring//EN")
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method)
    if zone.key != "UTC":
        years = [entry.start.year for entry in entries] or [timezone.now().year]
        calendar.add_component(vtimezone(zone, min(years)))
    for entry in entries:
        calendar.add_component(entry)
    return bytes(calendar.to_ical())


def _entry(meeting: Meeting, person: Person, zone: ZoneInfo) -> Event:
    relationship = meeting.relationship
    entry = Event()
    entry.add("uid", f"{meeting.uid}@{urlsplit(settings.PUBLIC_URL).hostname}")
    entry.add("sequence", meeting.sequence)
    entry.add("dtstamp", timezone.now().replace(microsecond=0))
    starts_at, ends_at = _on(zone, meeting.starts_at, meeting.ends_at)
    entry.add("dtstart", starts_at)
    entry.add("dtend", ends_at)
    entry.add("summary", _summary(relationship, person))
    entry.add("class", "PRIVATE")
    if where := meeting.texts(relationship.key).get("where"):
        entry.add("location", where)
    return entry


def _summary(relationship: Relationship, person: Person) -> str:
    names = ", ".join(str(other) for other in relationship.others(person))
    return _("Mentoring with %(names)s") % {"names": names}


def _on(zone: ZoneInfo, *moments: datetime | None) -> list[datetime]:
    """On that clock. In UTC where that is the clock, and in an hour that comes twice: a calendar takes the first."""
    if None in moments:
        raise ValueError("a meeting that is only proposed has no place in a calendar")
    local = [moment.astimezone(zone) for moment in moments if moment]
    if zone.key == "UTC" or any(moment.fold for moment in local):
        return [moment.astimezone(UTC) for moment in local]
    return local


def _organizer(meeting: Meeting) -> vCalAddress:
    """The program invites, from our own address: answers are given on the page, not by mail."""
    organizer = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organizer.params["cn"] = vText(meeting.relationship.cohort.program.name)
    return organizer


def _attendee(person: Person) -> vCalAddress:
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params["cn"] = vText(str(person))
    attendee.params["role"] = vText("REQ-PARTICIPANT")
    attendee.params["partstat"] = vText("ACCEPTED")
    attendee.params["rsvp"] = vText("FALSE")
    return attendee
