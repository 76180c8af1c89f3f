"""Calendar files as two libraries that know nothing of each other read them: they have to agree."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import vobject
from icalendar import Calendar


@dataclass(frozen=True)
class Entry:
    """What a calendar program shows of one event, and when."""

    method: str
    uid: str
    sequence: int
    start: datetime  # UTC
    end: datetime
    summary: str
    location: str
    status: str


def read(content: bytes) -> list[Entry]:
    """Every event, once both libraries have said the same."""
    entries = _by_icalendar(content)
    assert _by_vobject(content) == entries
    return entries


def _by_icalendar(content: bytes) -> list[Entry]:
    calendar: Any = Calendar.from_ical(content)
    return [
        Entry(
            method=str(calendar["method"]),
            uid=str(event["uid"]),
            sequence=int(event["sequence"]),
            start=event.start.astimezone(UTC),
            end=event.end.astimezone(UTC),
            summary=str(event["summary"]),
            location=str(event.get("location", "")),
            status=str(event.get("status", "")),
        )
        for event in calendar.events
    ]


def _by_vobject(content: bytes) -> list[Entry]:
    calendar: Any = vobject.readOne(content.decode())
    return [
        Entry(
            method=calendar.method.value,
            uid=event.uid.value,
            sequence=int(event.sequence.value),
            start=event.dtstart.value.astimezone(UTC),
            end=event.dtend.value.astimezone(UTC),
            summary=event.summary.value,
            location=event.location.value if hasattr(event, "location") else "",
            status=event.status.value if hasattr(event, "status") else "",
        )
        for event in calendar.contents.get("vevent", [])
    ]
