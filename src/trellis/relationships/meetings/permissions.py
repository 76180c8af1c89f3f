"""Meetings are the pair's: whoever may open the relationship may open them."""

from __future__ import annotations

from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.relationships.meetings.models import AgendaItem, Meeting, ToDo
from trellis.relationships.pairs.permissions import Check, get_relationship


def get_meeting(person: Person, relationship: int, pk: int, *, may: Check) -> Meeting:
    """One meeting, and its relationship with its people."""
    found = get_relationship(person, relationship, may=may)
    meeting: Meeting = get_object_or_404(found.meetings.select_related("series"), pk=pk)
    meeting.relationship = found
    return meeting


def get_agenda_item(person: Person, relationship: int, meeting: int, pk: int, *, may: Check) -> AgendaItem:
    found = get_meeting(person, relationship, meeting, may=may)
    item: AgendaItem = get_object_or_404(found.agenda.all(), pk=pk)
    item.meeting = found
    return item


def get_to_do(person: Person, relationship: int, pk: int, *, may: Check) -> ToDo:
    found = get_relationship(person, relationship, may=may)
    to_do: ToDo = get_object_or_404(found.to_dos.all(), pk=pk)
    to_do.relationship = found
    return to_do
