"""Notes and messages, opened for those who may read them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from trellis.people.models import Person
from trellis.privacy.keys import unseal_bytes
from trellis.privacy.models import Key
from trellis.relationships.conversations.models import Attachment, Message, Note, Reading
from trellis.relationships.pairs.models import Party, Relationship


@dataclass(frozen=True)
class OpenNote:
    note: Note
    text: str


@dataclass(frozen=True)
class OpenVersion:
    number: int
    written_at: datetime
    text: str


@dataclass(frozen=True)
class OpenFile:
    attachment: Attachment
    name: str


@dataclass(frozen=True)
class OpenMessage:
    message: Message
    text: str
    files: list[OpenFile] = field(default_factory=list)


def own_key(relationship: Relationship, person: Person) -> Key | None:
    """The key that opens only this person's private notes here."""
    party = Party.objects.filter(relationship=relationship, person=person).select_related("key").first()
    return party.key if party else None


def key_of(note: Note) -> Key | None:
    """The author's own for a private note, the relationship's for a shared one."""
    return own_key(note.relationship, note.author) if note.is_private else note.relationship.key


def notes_for(person: Person, relationship: Relationship, *, show: str = "") -> QuerySet[Note]:
    """What the person may read here, newest first; `show` is "private", "shared" or both."""
    rows = Note.objects.visible_to(person).filter(relationship=relationship)
    if show in Note.Audience:
        rows = rows.filter(audience=show)
    return rows.select_related("author").order_by("-created_at", "-pk")


def open_notes(notes: Iterable[Note], relationship: Relationship, person: Person) -> list[OpenNote]:
    """Their texts: the private ones with the reader's own key, the others with the pair's."""
    mine = own_key(relationship, person)
    return [OpenNote(note, note.texts(mine if note.is_private else relationship.key).get("text", "")) for note in notes]


def read_note(note: Note) -> str:
    return note.texts(key_of(note)).get("text", "")


def versions_of(note: Note) -> list[OpenVersion]:
    """How it read before, the newest first."""
    key = key_of(note)
    return [
        OpenVersion(one.number, one.written_at, one.texts(key).get("text", ""))
        for one in note.versions.order_by("-number")[:50]
    ]


def count_notes(relationship: Relationship, person: Person) -> int:
    """For the tab: those the reader may open."""
    return Note.objects.visible_to(person).filter(relationship=relationship).count()


def counts(relationship: Relationship, person: Person) -> dict[str, int]:
    """Private, shared, and together."""
    rows = Note.objects.visible_to(person).filter(relationship=relationship)
    found = rows.aggregate(
        private=Count("pk", filter=Q(audience=Note.Audience.PRIVATE)),
        shared=Count("pk", filter=Q(audience=Note.Audience.SHARED)),
    )
    return {**found, "all": found["private"] + found["shared"]}


def notes_to_take_along(relationship: Relationship, person: Person) -> str:
    """One's private notes as a text to take along, the oldest first."""
    key = own_key(relationship, person)
    rows = Note.objects.filter(relationship=relationship, author=person, audience=Note.Audience.PRIVATE)
    return "\n\n".join(
        f"{note.created_at:%Y-%m-%d %H:%M} UTC\n{note.texts(key).get('text', '')}" for note in rows.order_by("pk")
    )


def open_messages(messages: Iterable[Message], key: Key | None) -> list[OpenMessage]:
    """With the names of their files. One query more."""
    rows = list(messages)
    files: dict[int, list[OpenFile]] = {}
    for one in Attachment.objects.filter(message__in=rows).order_by("pk"):
        files.setdefault(one.message_id, []).append(OpenFile(one, one.texts(key).get("name", "")))
    return [OpenMessage(one, one.texts(key).get("text", ""), files.get(one.pk, [])) for one in rows]


def content_of(attachment: Attachment) -> bytes | None:
    """What is in a file; nothing when it or its key has been erased."""
    key, name = attachment.message.relationship.key, attachment.file.name
    if key is None or not name or not attachment.file.storage.exists(name):
        return None
    with attachment.file.open() as sealed:
        return unseal_bytes(key, sealed.read(), about=about_content(attachment))


def about_content(attachment: Attachment) -> tuple[str, str, str]:
    """What its sealed content is bound to."""
    return (attachment._meta.db_table, str(attachment.uid), "content")


def count_unread(relationship: Relationship, person: Person) -> int:
    """Messages of others that the person hasn't read."""
    return unread(person, [relationship.pk]).get(relationship.pk, 0)


def unread(person: Person, relationships: Iterable[int] | None = None) -> dict[int, int]:
    """By relationship, those without left out: for the navigation and the home. One query."""
    own = Reading.objects.filter(party__relationship=OuterRef("relationship"), party__person=person)
    rows = Message.objects.filter(relationship__in=Relationship.objects.visible_to(person)).exclude(author=person)
    if relationships is not None:
        rows = rows.filter(relationship__in=list(relationships))
    new = rows.annotate(read=Coalesce(Subquery(own.values("last")[:1]), Value(0))).filter(pk__gt=F("read"))
    return dict(new.values_list("relationship").annotate(number=Count("pk")).order_by())
