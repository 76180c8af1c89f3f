"""What the pair is told at the end: both the same, and never whose wish it was."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils import formats

from trellis.notifications.actions import tell
from trellis.people import links
from trellis.people.models import Person
from trellis.relationships.closure.models import Ending
from trellis.relationships.pairs.models import Relationship

LINK = "closing"


def coming_to_its_end(ending: Ending, person: Person) -> None:
    _tell(ending.relationship, person, "relationships/closing", closes_on=formats.date_format(ending.closes_on))


def ended(relationship: Relationship, person: Person, *, is_early: bool) -> None:
    """With a link to a few questions that works without signing in."""
    address = reverse("relationships:closing_link", args=[links.sign(LINK, person, relationship.pk)])
    _tell(relationship, person, "relationships/ended", link=address, is_early=is_early)


def goes_on(relationship: Relationship, person: Person) -> None:
    _tell(relationship, person, "relationships/reopened", link=relationship.get_absolute_url())


def renewed(relationship: Relationship, person: Person) -> None:
    """Both wished it, so both may know."""
    ends_on = formats.date_format(relationship.ends_on)
    _tell(relationship, person, "relationships/renewed", link=relationship.get_absolute_url(), ends_on=ends_on)


def _tell(relationship: Relationship, person: Person, name: str, *, link: str = "", **facts: Any) -> None:
    context = {
        "program": relationship.cohort.program.name,
        "partner_called": relationship.partner_called(person),
        **facts,
    }
    tell(person, name, context, link=link or reverse("relationships:end", args=[relationship.pk]))


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/closing": {
        "program": "First Year Forward",
        "partner_called": "Mia",
        "closes_on": "5 July 2027",
    },
    "relationships/ended": {"program": "First Year Forward", "partner_called": "Mia", "is_early": False},
    "relationships/renewed": {"program": "First Year Forward", "partner_called": "Mia", "ends_on": "5 July 2027"},
    "relationships/reopened": {"program": "First Year Forward", "partner_called": "Mia"},
}
