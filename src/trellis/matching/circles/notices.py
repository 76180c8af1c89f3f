"""What people are told about circles and peers. Never who said no."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from trellis.matching.circles.models import Circle
from trellis.notifications.actions import tell
from trellis.people.models import Person


def asked_to_circle(circle: Circle) -> None:
    """There is a place for you, or a partner."""
    people = [seat.participation.person for seat in circle.seats.all()]
    if circle.grouping.is_of_peers:
        for person in people:
            partner = next((other for other in people if other.pk != person.pk), person)
            _tell(circle, person, "matching/peer_asked", partner=str(partner))
        return
    for person in people:
        _tell(circle, person, "matching/circle_asked", leads=False)
    if circle.facilitator:
        _tell(circle, circle.facilitator.person, "matching/circle_asked", leads=True)


def circle_fell(circle: Circle) -> None:
    """To those who said yes."""
    yes = Circle.Answer.ACCEPTED
    people = [seat.participation.person for seat in circle.seats.all() if seat.answer == yes]
    if circle.facilitator and circle.facilitator_answer == yes:
        people.append(circle.facilitator.person)
    for person in people:
        _tell(circle, person, "matching/circle_fell")


def _tell(circle: Circle, person: Person, name: str, **more: Any) -> None:
    grouping = circle.grouping
    with translation.override(person.language or settings.LANGUAGE_CODE):
        day = date_format(grouping.expires_on) if grouping.expires_on else ""
        context = {"program": grouping.cohort.program.name, "circle": str(circle), "day": day, **more}
    tell(person, name, context, link=reverse("matching:asked_to_circle", args=[circle.pk]))


_SAMPLE: dict[str, Any] = {"program": "Leading Together", "circle": "Leading without a title", "day": "12 October 2026"}
SAMPLES: dict[str, dict[str, Any]] = {
    "matching/circle_asked": _SAMPLE | {"leads": False},
    "matching/circle_fell": _SAMPLE,
    "matching/peer_asked": _SAMPLE | {"partner": "Mia Holmqvist"},
}
