"""Meetings as calendars read them: invitations (RFC 5546), files and feeds (RFC 5545)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from email.utils import parseaddr
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress, vText

from trellis.common.timezones import vtimezone
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of
from trellis.relationships.meetings.models import Meeting, Series
from trellis.relationships.meetings.series import times
from trellis.relationships.pairs.models import Relationship

REQUEST, CANCEL, PUBLISH = "REQUEST", "CANCEL", "PUBLISH"


def invitation(
    meeting: Meeting, person: Person, *, method: str = REQUEST, further: Sequence[Meeting] = (), whole: bool = False
) -> bytes:
    """The calendar entry of one meeting for one person, on their clock.

    It names the partner and the place. The only address in it is the reader's own. A meeting of a series is that day
    of the series' entry, on the clock that the series keeps; `further` are called off with it, and `whole` is the
    series as it was just settled: the meeting and `further`.
    """
    series, relationship = meeting.series, meeting.relationship
    zone = ZoneInfo(series.zone) if series else relationship.zone_of(person)
    with eyes_of(person, relationship.zone_of(person)):
        entries = [_invited(one, person, zone, method) for one in ([meeting] if whole else [meeting, *further])]
        if series:
            _place_in(series, entries, [meeting] if whole else [meeting, *further], zone)
        if series and whole:
            _repeat(entries[0], series, meeting, further)
        return _calendar(entries, zone, method=method)


def _invited(meeting: Meeting, person: Person, zone: ZoneInfo, method: str) -> Event:
    entry = _entry(meeting, person, zone)
    entry.add("url", settings.PUBLIC_URL + meeting.get_absolute_url())
    entry.add("organizer", _organizer(meeting))
    entry.add("attendee", _attendee(person))
    entry.add("status", "CANCELLED" if method == CANCEL else "CONFIRMED")
    return entry


def _place_in(series: Series, entries: Sequence[Event], meetings: Sequence[Meeting], zone: ZoneInfo) -> None:
    """Each is one day of the series, named by the moment it had when that was settled (RFC 5545, 3.8.4.4)."""
    for entry, meeting in zip(entries, meetings, strict=True):
        entry["uid"] = vText(_uid(series.uid))
        entry.add("recurrence-id", _on(zone, meeting.original_at)[0])


def _repeat(entry: Event, series: Series, first: Meeting, further: Sequence[Meeting]) -> None:
    """The whole of it: every so many weeks, without the days on which somebody meets somebody else."""
    if first.starts_at is None:
        return
    del entry["recurrence-id"]
    kept = {first.starts_at, *(one.starts_at for one in further)}
    entry.add("rrule", {"freq": "weekly", "interval": series.every_weeks, "count": series.number})
    left_out = [moment for moment in times(series, first.starts_at) if moment not in kept]
    if left_out:
        entry.add("exdate", _on(ZoneInfo(series.zone), *left_out))


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
    entry.add("uid", _uid(meeting.uid))
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


def _uid(uid: UUID) -> str:
    return f"{uid}@{urlsplit(settings.PUBLIC_URL).hostname}"


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
