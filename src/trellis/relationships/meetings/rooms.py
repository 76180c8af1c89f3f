"""Where a video call takes place: a room of the pair's own, at the address that the program gave."""

from __future__ import annotations

from django.utils.crypto import salted_hmac

from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship


def room_of(relationship: Relationship) -> str:
    """The link that the pair always meets at, “” when the program gave none. Nobody can guess another pair's."""
    link = relationship.cohort.program.video_link
    name = salted_hmac("relationships.room", str(relationship.pk), algorithm="sha256").hexdigest()[:24]
    return link.replace("{room}", f"mentoring-{name}")


def place_for(relationship: Relationship, mode: str, typed: str) -> str:
    """What was typed; for a video call without a place the pair's room, which no other meeting keeps by mistake."""
    room = room_of(relationship)
    if mode == Meeting.Mode.VIDEO:
        return typed or room
    return "" if typed == room else typed
