"""What the pair is told about itself."""

from typing import Any

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.programs.models import Program, Role
from trellis.relationships.pairs.models import Party, Relationship


def started(party: Party) -> None:
    """You have a mentor, somebody to mentor, a peer or a circle."""
    relationship = party.relationship
    program = relationship.cohort.program
    if relationship.format in (Program.Format.GROUP, Program.Format.PEER):
        _tell_peers(party)
        return
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


def _tell_peers(party: Party) -> None:
    relationship = party.relationship
    context = {
        "program": relationship.cohort.program.name,
        "name": relationship.name,
        "partner": ", ".join(str(other) for other in relationship.others(party.person)),
        "partner_called": relationship.partner_called(party.person),
        "is_leading": party.role == Role.MENTOR,
        "weeks": relationship.meeting_every_weeks,
    }
    name = "relationships/circle_started" if relationship.is_group else "relationships/peers_started"
    tell(party.person, name, context, link=relationship.get_absolute_url())


def joined(relationship: Relationship, newcomer: Person) -> None:
    """The newcomer learns where they are, the others who came."""
    context = {"program": relationship.cohort.program.name, "name": str(relationship), "newcomer": str(newcomer)}
    for party in _here(relationship):
        name = "relationships/welcome_to_circle" if party.person_id == newcomer.pk else "relationships/joined"
        tell(party.person, name, context, link=relationship.get_absolute_url())


def left(relationship: Relationship, leaver: Person) -> None:
    """The others learn that somebody left; never why."""
    context = {"program": relationship.cohort.program.name, "name": str(relationship), "leaver": str(leaver)}
    for party in _here(relationship):
        tell(party.person, "relationships/left", context, link=relationship.get_absolute_url())


def _here(relationship: Relationship) -> list[Party]:
    return list(relationship.parties.filter(left_at=None).select_related("person").order_by("pk"))


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
    "relationships/circle_started": {
        "program": "Leading Together",
        "name": "Leading without a title",
        "partner": "Mia Holmqvist, Ben Adeyemi, Ana Sousa",
        "partner_called": "your circle",
        "is_leading": False,
        "weeks": 3,
    },
    "relationships/peers_started": {
        "program": "Returning Together",
        "name": "",
        "partner": "Mia Holmqvist",
        "partner_called": "Mia",
        "is_leading": False,
        "weeks": 2,
    },
    "relationships/welcome_to_circle": {
        "program": "Leading Together",
        "name": "Leading without a title",
        "newcomer": "Noor El-Amin",
    },
    "relationships/joined": {
        "program": "Leading Together",
        "name": "Leading without a title",
        "newcomer": "Noor El-Amin",
    },
    "relationships/left": {"program": "Leading Together", "name": "Leading without a title", "leaver": "Ben Adeyemi"},
    "relationships/paused": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/resumed": {"program": "First Year Forward", "partner_called": "Mia"},
}
