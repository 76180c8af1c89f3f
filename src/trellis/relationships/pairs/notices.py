"""What the pair is told about itself."""

from typing import Any

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.programs.models import Role
from trellis.relationships.pairs.models import Party, Relationship


def started(party: Party) -> None:
    """You have a mentor, or somebody to mentor."""
    relationship = party.relationship
    program = relationship.cohort.program
    tell(
        party.person,
        "relationships/started",
        {
            "program": program.name,
            "partner": ", ".join(str(other) for other in relationship.others(party.person)),
            "partner_called": relationship.partner_called(party.person),
            "partner_role": program.word("mentee" if party.role == Role.MENTOR else "mentor"),
            "weeks": relationship.meeting_every_weeks,
        },
        link=relationship.get_absolute_url(),
    )


def paused(relationship: Relationship, person: Person) -> None:
    _tell(relationship, person, "relationships/paused")


def resumed(relationship: Relationship, person: Person) -> None:
    _tell(relationship, person, "relationships/resumed")


def _tell(relationship: Relationship, person: Person, name: str) -> None:
    context = {
        "program": relationship.cohort.program.name,
        "partner_called": relationship.partner_called(person),
    }
    tell(person, name, context, link=relationship.get_absolute_url())


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/started": {
        "program": "First Year Forward",
        "partner": "Mia Holmqvist",
        "partner_called": "Mia",
        "partner_role": "mentor",
        "weeks": 2,
    },
    "relationships/paused": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/resumed": {"program": "First Year Forward", "partner_called": "Mia"},
}
