"""What a pair wrote, part by part, for those who may look at it for an hour."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.relationships.conversations.queries import OpenFile, open_messages
from trellis.relationships.models import (
    AgendaItem,
    Agreement,
    Goal,
    GoalVersion,
    Meeting,
    Need,
    Note,
    NoteVersion,
    Party,
    Relationship,
    Step,
    ToDo,
    Vision,
)
from trellis.relationships.sealed import Sealed


@dataclass(frozen=True)
class Passage:
    """Something that somebody wrote."""

    at: datetime | None
    by: Person | None
    what: str
    texts: list[str]
    files: list[OpenFile]


type Read = Callable[[Relationship], list[Passage]]


def messages_of(relationship: Relationship) -> list[Passage]:
    rows = relationship.messages.select_related("author").order_by("-pk")
    return [
        Passage(one.message.created_at, one.message.author, "", [one.text], one.files)
        for one in open_messages(rows, relationship.key)
    ]


def notes_of(relationship: Relationship) -> list[Passage]:
    """Shared and private ones, as they read and as they read before."""
    keys = {
        party.person_id: party.key for party in Party.objects.filter(relationship=relationship).select_related("key")
    }
    notes = Note.objects.filter(relationship=relationship).select_related("author")
    before = NoteVersion.objects.filter(note__relationship=relationship).select_related("note__author")
    found = [_written(note, _key(note, keys), note.edited_at or note.created_at, note.author) for note in notes]
    found += [_written(one, _key(one.note, keys), one.written_at, one.note.author) for one in before]
    return _newest_first(found)


def meetings_of(relationship: Relationship) -> list[Passage]:
    """What was talked about, planned and promised."""
    key = relationship.key
    rows = Meeting.objects.filter(relationship=relationship).select_related("logged_by")
    items = AgendaItem.objects.filter(meeting__relationship=relationship).select_related("by")
    found = [_written(one, key, one.starts_at or one.created_at, one.logged_by) for one in rows]
    found += [_written(one, key, one.created_at, one.by) for one in items]
    to_dos = ToDo.objects.filter(relationship=relationship).select_related("person")
    found += [_written(one, key, one.created_at, one.person) for one in to_dos]
    return _newest_first(found)


def goals_of(relationship: Relationship) -> list[Passage]:
    key = relationship.key
    visions = Vision.objects.filter(relationship=relationship).select_related("person")
    found = [_written(one, key, one.updated_at, one.person) for one in visions]
    goals = Goal.objects.filter(relationship=relationship).select_related("owner")
    found += [_written(one, key, one.created_at, one.owner) for one in goals]
    before = GoalVersion.objects.filter(goal__relationship=relationship).select_related("by")
    found += [_written(one, key, one.replaced_at, one.by) for one in before]
    needs = Need.objects.filter(relationship=relationship).select_related("person")
    found += [_written(one, key, one.created_at, one.person) for one in needs]
    steps = Step.objects.filter(goal__relationship=relationship).select_related("goal__owner")
    found += [_written(one, key, one.done_at or one.goal.created_at, one.goal.owner) for one in steps]
    return _newest_first(found)


def agreements_of(relationship: Relationship) -> list[Passage]:
    rows = Agreement.objects.filter(relationship=relationship).select_related("by")
    return _newest_first(_written(one, relationship.key, one.created_at, one.by) for one in rows)


@dataclass(frozen=True)
class Part:
    """One page of an opened pair."""

    name: str
    label: str | Promise
    read: Read


PARTS = (
    Part("messages", _("Messages"), messages_of),
    Part("notes", _("Notes"), notes_of),
    Part("meetings", _("Meetings"), meetings_of),
    Part("goals", _("Goals"), goals_of),
    Part("agreement", _("Agreement"), agreements_of),
)


def _key(note: Note, keys: dict[int, Key | None]) -> Key | None:
    return keys.get(note.author_id) if note.is_private else note.relationship.key


def _written(row: Sealed, key: Key | None, at: datetime | None, by: Person | None) -> Passage:
    return Passage(at, by, str(row._meta.verbose_name), [text for text in row.texts(key).values() if text], [])


def _newest_first(found: Iterable[Passage]) -> list[Passage]:
    """Those that say something."""
    said = [one for one in found if one.texts]
    return sorted(said, key=lambda one: (one.at is not None, one.at), reverse=True)
