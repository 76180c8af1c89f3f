"""Who may see an event: who meets somebody there, and who leads the program."""

from __future__ import annotations

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.matching.permissions import can_match
from trellis.matching.rounds.models import SpeedEvent
from trellis.people.models import Person


def get_event(person: Person, pk: int) -> SpeedEvent:
    """Not found for strangers."""
    visible = SpeedEvent.objects.visible_to(person).select_related("cohort__program__organization", "job")
    return get_object_or_404(visible, pk=pk)


def get_led_event(person: Person, pk: int) -> SpeedEvent:
    """To announce it or call it off."""
    event = get_event(person, pk)
    if not can_match(person, event.cohort.program):
        raise PermissionDenied
    return event
