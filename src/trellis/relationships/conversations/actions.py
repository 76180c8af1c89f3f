"""Write notes, share them, send messages."""

from __future__ import annotations

from collections.abc import Sequence

from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.privacy.keys import seal_bytes
from trellis.relationships.conversations import notices
from trellis.relationships.conversations.attachments import MOST_FILES, Looked
from trellis.relationships.conversations.models import Attachment, Message, Note, NoteVersion, Reading
from trellis.relationships.conversations.queries import about_content, key_of, read_note
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Party, Relationship

Audience = Note.Audience


@transaction.atomic
def write_note(relationship: Relationship, *, by: Person, text: str, audience: str = Audience.PRIVATE) -> Note:
    """Write something down, for oneself or for both."""
    require_open(relationship)
    note = Note(relationship=relationship, author=by, audience=audience)
    if not note.is_private:
        note.shared_at = timezone.now()
    note.put(key_of(note), text=text)
    note.save()
    if not note.is_private:
        notices.note_shared(relationship, by=by)
    return note


@transaction.atomic
def edit_note(note: Note, *, by: Person, text: str, version: int) -> None:
    """Say it anew; how it read before is kept. Refused when it was changed meanwhile, in another window."""
    require_open(note.relationship)
    _require_author(note, by)
    now, key = timezone.now(), key_of(note)
    before = NoteVersion(note=note, number=version, written_at=note.edited_at or note.created_at)
    before.put(key, text=read_note(note))
    note.put(key, text=text)
    rows = Note.objects.filter(pk=note.pk, version=version, audience=note.audience)
    if not rows.update(sealed=note.sealed, version=version + 1, edited_at=now):
        raise Refused(
            _("This note was changed in another window. Your text is still here; compare the two and send it again."),
            kind=Kind.CONFLICT,
        )
    before.save()
    note.version, note.edited_at = version + 1, now


@transaction.atomic
def share_note(note: Note, *, by: Person) -> None:
    """Let the other one read it, as it is now. What it said before is thrown away: it was meant for nobody else."""
    relationship = note.relationship
    require_open(relationship)
    _require_author(note, by)
    text = read_note(note)
    note.put(relationship.key, text=text)
    rows = Note.objects.filter(pk=note.pk, audience=Audience.PRIVATE, version=note.version)
    if not rows.update(audience=Audience.SHARED, sealed=note.sealed, shared_at=timezone.now()):
        raise Refused(_("This note is shared already, or was just changed."), kind=Kind.TOO_LATE)
    note.versions.all().delete()
    note.audience = Audience.SHARED
    notices.note_shared(relationship, by=by)


@transaction.atomic
def remove_note(note: Note, *, by: Person) -> None:
    """Throw a private note away for good, after the end too. What was shared has been read and stays."""
    _require_author(note, by)
    if not Note.objects.filter(pk=note.pk, audience=Audience.PRIVATE).delete()[0]:
        raise Refused(_("A shared note stays: it has been read."))


@transaction.atomic
def send(
    relationship: Relationship, *, by: Person, text: str, files: Sequence[Looked] = (), came_as: str | None = None
) -> Message:
    """Say something to the others, with files that were looked at. An e-mail, marked `came_as`, is taken once."""
    require_open(relationship)
    if came_as and (there := Message.objects.filter(came_as=came_as).first()):
        return there
    supervised = relationship.cohort.program.has_minors
    message = Message(relationship=relationship, author=by, is_supervised=supervised, came_as=came_as)
    message.put(relationship.key, text=text)
    message.save()
    for looked in files[:MOST_FILES]:
        _attach(message, looked)
    notices.message_sent(relationship, by=by)
    return message


def _attach(message: Message, looked: Looked) -> None:
    attachment = Attachment(message=message, kind=looked.kind, size=len(looked.content))
    key = message.relationship.key
    attachment.put(key, name=looked.name)
    if key:
        sealed = seal_bytes(key, looked.content, about=about_content(attachment))
        attachment.file.save("sealed", ContentFile(sealed), save=False)
    attachment.save()


def mark_read(relationship: Relationship, *, by: Person, last: int) -> None:
    """The person has seen all messages up to this one. It never goes back."""
    party = Party.objects.filter(relationship=relationship, person=by).first()
    if party is None or not last:
        return
    reading, _new = Reading.objects.get_or_create(party=party, defaults={"last": last})
    if reading.last < last:
        Reading.objects.filter(pk=reading.pk, last__lt=last).update(last=last)


def _require_author(note: Note, by: Person) -> None:
    if note.author_id != by.pk:
        raise Refused(_("Only who wrote a note can change it."))
