"""What happened last between the pair, for their overview."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.people.models import Person
from trellis.relationships.conversations.models import Note
from trellis.relationships.goals.models import Step
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

EACH = 3


@dataclass(frozen=True)
class Entry:
    at: datetime
    text: str
    url: str


def lately(relationship: Relationship, reader: Person, *, most: int = 5) -> list[dict[str, Any]]:
    """The newest few, as the timeline takes them. Four queries."""
    found = [
        *_meetings(relationship),
        *_steps(relationship, reader),
        *_notes(relationship, reader),
        *_messages(relationship, reader),
    ]
    found.sort(key=lambda entry: entry.at, reverse=True)
    return [asdict(entry) for entry in found[:most]]


def _meetings(relationship: Relationship) -> Iterator[Entry]:
    rows = relationship.meetings.filter(state=Meeting.State.HELD).order_by("-starts_at")
    for meeting in rows[:EACH]:
        if meeting.starts_at:
            met = ngettext("You met for %d minute", "You met for %d minutes", meeting.minutes)
            yield Entry(meeting.starts_at, met % meeting.minutes, meeting.get_absolute_url())


def _steps(relationship: Relationship, reader: Person) -> Iterator[Entry]:
    rows = Step.objects.filter(goal__relationship=relationship).exclude(done_at=None).select_related("goal", "done_by")
    for step in rows.order_by("-done_at")[:EACH]:
        said = {
            "name": step.done_by.called() if step.done_by else "",
            "step": step.texts(relationship.key).get("title"),
        }
        text = _("You finished a step: %(step)s") if step.done_by == reader else _("%(name)s finished a step: %(step)s")
        if step.done_at:
            yield Entry(step.done_at, text % said, step.goal.get_absolute_url())


def _notes(relationship: Relationship, reader: Person) -> Iterator[Entry]:
    rows = relationship.notes.filter(audience=Note.Audience.SHARED).select_related("author").defer("sealed")
    for note in rows.order_by("-shared_at")[:EACH]:
        text = _("You shared a note") if note.author == reader else _("%(name)s shared a note")
        if note.shared_at:
            yield Entry(note.shared_at, text % {"name": note.author.called()}, note.get_absolute_url())


def _messages(relationship: Relationship, reader: Person) -> Iterator[Entry]:
    rows = relationship.messages.exclude(author=reader).select_related("author").defer("sealed")
    for message in rows.order_by("-pk")[:1]:
        text = _("%(name)s wrote you a message") % {"name": message.author.called()}
        yield Entry(message.created_at, text, reverse("relationships:messages", args=[relationship.pk]))
