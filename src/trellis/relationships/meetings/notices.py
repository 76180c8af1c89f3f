"""What the pair is told about meetings: when and with whom, never what about."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of, moment_for
from trellis.relationships.meetings.calendars import CANCEL, REQUEST, invitation
from trellis.relationships.meetings.links import meeting_link
from trellis.relationships.meetings.models import Meeting

type Saying = Callable[[Meeting], None]


def proposed(meeting: Meeting, *, times: Sequence[datetime], by: Person) -> None:
    """Choose one of these times."""
    for person in _present(meeting):
        if person != by:
            said = {"partner_called": by.called(), "times": [_time(meeting, person, one) for one in times]}
            _tell(meeting, person, "relationships/meeting_proposed", said)


def planned(meeting: Meeting, *, further: Sequence[Meeting] = ()) -> None:
    """It is settled, with those of its series; here is the entry for your calendar."""
    for person in _present(meeting):
        said = _when(meeting, person) | {"further": len(further)}
        entry = invitation(meeting, person, further=further, whole=True)
        _tell(meeting, person, "relationships/meeting_planned", said, calendar=entry, method=REQUEST)


def moved(meeting: Meeting) -> None:
    """It has another time or place; the entry in your calendar changes with it."""
    for person in _present(meeting):
        entry = invitation(meeting, person)
        said = _when(meeting, person)
        _tell(meeting, person, "relationships/meeting_moved", said, calendar=entry, method=REQUEST)


def no_common_time(meeting: Meeting) -> None:
    """To who proposed: all have answered, and no time suits everybody."""
    for person in _present(meeting):
        if person.pk == meeting.by_id:
            _tell(
                meeting, person, "relationships/meeting_no_common_time", {"partner_called": _partner(meeting, person)}
            )


def canceled(meeting: Meeting, *, was_planned: bool, by: Person | None, further: Sequence[Meeting] = ()) -> None:
    """It will not be. Who canceled needs the entry gone from their calendar too; nobody did when the mentoring ends."""
    for person in _present(meeting):
        if was_planned:
            said = {
                "time": _time(meeting, person, meeting.starts_at),
                "partner_called": _partner(meeting, person),
                "has_ended": by is None,
                "further": len(further),
            }
            entry = invitation(meeting, person, method=CANCEL, further=further)
            _tell(meeting, person, "relationships/meeting_canceled", said, calendar=entry, method=CANCEL)
        elif by and person != by:
            said = {"partner_called": by.called()}
            _tell(meeting, person, "relationships/meeting_declined", said)


def log_wanted(meeting: Meeting) -> None:
    """Did you meet? One minute, without signing in."""
    for person in _present(meeting):
        said = {"time": _time(meeting, person, meeting.starts_at), "partner_called": _partner(meeting, person)}
        _tell(meeting, person, "relationships/meeting_log", said)


def reminder(meeting: Meeting) -> None:
    """Tomorrow."""
    for person in _present(meeting):
        said = {"time": _time(meeting, person, meeting.starts_at), "partner_called": _partner(meeting, person)}
        _tell(meeting, person, "relationships/meeting_reminder", said)


def _when(meeting: Meeting, person: Person) -> dict[str, Any]:
    time = _time(meeting, person, meeting.starts_at)
    return {"time": time, "partner_called": _partner(meeting, person), "minutes": str(meeting.minutes)}


def _present(meeting: Meeting) -> list[Person]:
    return [party.person for party in meeting.relationship.parties.all() if party.left_at is None]


def _partner(meeting: Meeting, person: Person) -> str:
    return meeting.relationship.partner_called(person)


def _time(meeting: Meeting, person: Person, moment: datetime | None) -> str:
    if moment is None:
        return ""
    zone = meeting.relationship.zone_of(person)
    with eyes_of(person, zone):
        return moment_for(moment, zone)


def _tell(
    meeting: Meeting,
    person: Person,
    name: str,
    said: dict[str, Any],
    *,
    calendar: bytes | None = None,
    method: str = "",
) -> None:
    context = {"program": meeting.relationship.cohort.program.name, **said}
    tell(person, name, context, link=meeting_link(meeting, person), calendar=calendar, method=method)


_WHEN = {"program": "First Year Forward", "partner_called": "Mia", "time": "Thursday, 19 March 2026, 14:00 (Lisbon)"}
SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/meeting_proposed": {
        "program": "First Year Forward",
        "partner_called": "Mia",
        "times": ["Thursday, 19 March 2026, 14:00 (Lisbon)", "Friday, 20 March 2026, 9:00 (Lisbon)"],
    },
    "relationships/meeting_planned": {**_WHEN, "minutes": "45", "further": 5},
    "relationships/meeting_no_common_time": {"program": "First Year Forward", "partner_called": "Mia and Rui"},
    "relationships/meeting_moved": {**_WHEN, "minutes": "45"},
    "relationships/meeting_canceled": {**_WHEN, "further": 0},
    "relationships/meeting_declined": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/meeting_log": _WHEN,
    "relationships/meeting_reminder": _WHEN,
}
