"""Who may open a note or a message: its author, and for what is shared the pair. Nobody else, ever."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.relationships.conversations.models import Attachment, Note
from trellis.relationships.pairs.permissions import can_read, get_relationship


def can_edit(person: Person, note: Note) -> bool:
    """Its author; what the other one wrote is theirs."""
    return note.author_id == person.pk


def get_attachment(person: Person, relationship: int, pk: int) -> Attachment:
    """A file of a conversation one is in, and its relationship with its people."""
    found = get_relationship(person, relationship, may=can_read)
    rows = Attachment.objects.filter(message__relationship=found).select_related("message")
    attachment = get_object_or_404(rows, pk=pk)
    attachment.message.relationship = found
    return attachment


def get_own_note(person: Person, relationship: int, pk: int) -> Note:
    """A note one wrote oneself; a partner's shared one may be read, not changed."""
    note = get_note(person, relationship, pk)
    if not can_edit(person, note):
        raise PermissionDenied
    return note


def get_note(person: Person, relationship: int, pk: int) -> Note:
    """A note one may read, and its relationship with its people."""
    found = get_relationship(person, relationship, may=can_read)
    note = get_object_or_404(Note.objects.visible_to(person).filter(relationship=found).select_related("author"), pk=pk)
    note.relationship = found
    return note
