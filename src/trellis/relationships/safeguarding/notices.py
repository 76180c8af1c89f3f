"""That somebody asks, that it is decided, and to the pair that their page is opened: never what anybody wrote."""

from __future__ import annotations

from typing import Any

from django.urls import reverse

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of, moment_for
from trellis.relationships.safeguarding.models import Opening


def asked(opening: Opening, deciders: list[Person]) -> None:
    """To those who may decide."""
    for person in deciders:
        said = {"asker": str(opening.asked_by), "program": _program(opening), "reason": opening.get_reason_display()}
        tell(person, "relationships/opening_asked", said, link=_page(opening), always=True)


def decided(opening: Opening) -> None:
    """To who asked."""
    said = {
        "program": _program(opening),
        "is_allowed": opening.state == Opening.State.ALLOWED,
        "decider": str(opening.decided_by),
    }
    tell(opening.asked_by, "relationships/opening_decided", said, link=_page(opening), always=True)


def told(opening: Opening) -> None:
    """To the pair: who, why, when."""
    relationship = opening.relationship
    link = reverse("relationships:privacy", args=[relationship.pk])
    for party in relationship.parties.all():
        zone = relationship.zone_of(party.person)
        with eyes_of(party.person, zone):
            reason = opening.get_reason_display()
            time = moment_for(opening.begun_at or opening.opens_at or opening.asked_at, zone)
        said = {
            "program": _program(opening),
            "partner_called": relationship.partner_called(party.person),
            "asker": str(opening.asked_by),
            "decider": str(opening.decided_by),
            "reason": reason,
            "time": time,
            "was_opened": opening.begun_at is not None,
        }
        tell(party.person, "relationships/opening_told", said, link=link, always=True)


def _program(opening: Opening) -> str:
    return opening.relationship.cohort.program.name


def _page(opening: Opening) -> str:
    return reverse("relationships:opening", args=[*opening.relationship.cohort.address, opening.pk])


_ASKED = {"program": "First Year Forward", "asker": "Olga Santangelo", "reason": "Somebody may be hurt"}
SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/opening_asked": _ASKED,
    "relationships/opening_decided": {
        "program": "First Year Forward",
        "is_allowed": True,
        "decider": "Lena Sørensen",
    },
    "relationships/opening_told": {
        **_ASKED,
        "partner_called": "Mia",
        "decider": "Lena Sørensen",
        "time": "Thursday, 19 March 2026, 14:00 (Lisbon)",
        "was_opened": False,
    },
}
