"""What people are told about a speed mentoring."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format

from trellis.matching.rounds.models import SpeedEvent
from trellis.notifications.actions import tell
from trellis.people.models import Person


def announced(event: SpeedEvent, person: Person) -> None:
    """When, where, and that the list of whom they meet is on the page."""
    _tell(event, person, "matching/rounds_announced")


def called_off(event: SpeedEvent, person: Person) -> None:
    _tell(event, person, "matching/rounds_called_off")


def _tell(event: SpeedEvent, person: Person, name: str) -> None:
    zone = ZoneInfo(person.time_zone or event.cohort.program.organization.time_zone)
    with translation.override(person.language or settings.LANGUAGE_CODE), timezone.override(zone):
        when = date_format(timezone.localtime(event.starts_at), "DATETIME_FORMAT")
    context = {
        "program": event.cohort.program.name,
        "when": when,
        "place": event.place,
        "rounds": event.rounds,
        "minutes": event.minutes,
    }
    tell(person, name, context, link=event.get_absolute_url())


_SAMPLE: dict[str, Any] = {
    "program": "First Year Forward",
    "when": "12 October 2026, 16:00",
    "place": "The garden room",
    "rounds": 6,
    "minutes": 10,
}
SAMPLES: dict[str, dict[str, Any]] = {
    "matching/rounds_announced": _SAMPLE,
    "matching/rounds_called_off": _SAMPLE,
}
