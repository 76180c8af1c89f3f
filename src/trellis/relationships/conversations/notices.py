"""That there is something to read, never what."""

from typing import Any

from django.urls import reverse

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.conversations.relay import reply_address
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.telling import tell_partner, tell_partners


def message_sent(relationship: Relationship, *, by: Person) -> None:
    """You have a new message; once, until it is read. Answered by e-mail where there is a mailbox for it."""
    link = reverse("relationships:messages", args=[relationship.pk])
    for party in relationship.parties.all():
        if party.person_id == by.pk or party.left_at is not None:
            continue
        address = reply_address(relationship, party.person)
        said = {"can_reply": bool(address)}
        name = "relationships/message"
        tell_partner(relationship, party.person, name, link=link, by=by, context=said, once=True, reply_to=address)


def answer_lost(relationship: Relationship, person: Person, *, why: str) -> None:
    """Your answer by e-mail did not become a message."""
    link = reverse("relationships:messages", args=[relationship.pk])
    said = {"partner_called": relationship.partner_called(person), "why": why}
    tell(person, "relationships/answer_lost", said, link=link)


def note_shared(relationship: Relationship, *, by: Person) -> None:
    """There is a note to read; once, until it is."""
    link = reverse("relationships:notes", args=[relationship.pk])
    tell_partners(relationship, "relationships/note_shared", link=link, by=by, once=True)


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/message": {"program": "First Year Forward", "partner_called": "Mia", "can_reply": True},
    "relationships/answer_lost": {"partner_called": "Mia", "why": "We found no words of yours in it."},
    "relationships/note_shared": {"program": "First Year Forward", "partner_called": "Mia"},
}
