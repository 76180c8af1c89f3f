"""That there is something to read, never what."""

from typing import Any

from django.urls import reverse

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.telling import tell_partners


def message_sent(relationship: Relationship, *, by: Person) -> None:
    """You have a new message; once, until it is read."""
    link = reverse("relationships:messages", args=[relationship.pk])
    tell_partners(relationship, "relationships/message", link=link, by=by, once=True)


def note_shared(relationship: Relationship, *, by: Person) -> None:
    """There is a note to read; once, until it is."""
    link = reverse("relationships:notes", args=[relationship.pk])
    tell_partners(relationship, "relationships/note_shared", link=link, by=by, once=True)


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/message": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/note_shared": {"program": "First Year Forward", "partner_called": "Mia"},
}
