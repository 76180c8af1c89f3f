"""Notes for oneself or for the pair, and the messages between them."""

from __future__ import annotations

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Party, Relationship
from trellis.relationships.sealed import Sealed


class NoteQuerySet(models.QuerySet["Note"]):
    def visible_to(self, person: Person) -> Self:
        """One's own, and what was shared in one's relationships. A private note is its author's alone."""
        inside = Q(relationship__in=Relationship.objects.visible_to(person))
        return self.filter(inside & (Q(audience=Note.Audience.SHARED) | Q(author=person)))


class Note(Sealed):
    """Something written down. Texts: text. Private ones are sealed with the author's own key."""

    class Audience(models.TextChoices):
        PRIVATE = "private", _("Only I can read this")
        SHARED = "shared", _("We can both read this")

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    audience = models.CharField(max_length=7, choices=Audience, default=Audience.PRIVATE)
    created_at = models.DateTimeField(auto_now_add=True)
    edited_at = models.DateTimeField(null=True)
    shared_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    objects = NoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("note")
        indexes = [models.Index(fields=["relationship", "audience", "-created_at"], name="note_newest")]

    def __str__(self) -> str:
        return f"note {self.pk}"

    def get_absolute_url(self) -> str:
        return reverse("relationships:notes", args=[self.relationship_id]) + f"#note-{self.pk}"

    @property
    def is_private(self) -> bool:
        return self.audience == self.Audience.PRIVATE


class NoteVersion(Sealed):
    """How a note read before it was edited, under the same key as the note. Texts: text."""

    note = models.ForeignKey(Note, models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    written_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint("note", "number", name="one_text_per_version")]

    def __str__(self) -> str:
        return f"note {self.note_id}, version {self.number}"


class MessageQuerySet(models.QuerySet["Message"]):
    def visible_to(self, person: Person) -> Self:
        return self.filter(relationship__in=Relationship.objects.visible_to(person))


class Message(Sealed):
    """One message to the others. Texts: text. Whether others may supervise it is settled when it is written."""

    relationship = models.ForeignKey(Relationship, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    created_at = models.DateTimeField(auto_now_add=True)
    is_supervised = models.BooleanField(default=False)
    came_as = models.CharField(max_length=64, null=True, unique=True)  # the mark of the e-mail it was

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        indexes = [models.Index(fields=["relationship", "id"], name="message_in_order")]

    def __str__(self) -> str:
        return f"message {self.pk}"


def sealed_name(attachment: Attachment, _uploaded: str = "") -> str:
    """Where its sealed content lies; the name that people see is sealed too."""
    return f"pairs/{attachment.uid.hex}"


class Attachment(Sealed):
    """A file that goes with a message, sealed as a whole. Texts: name."""

    message = models.ForeignKey(Message, models.CASCADE, related_name="attachments")
    kind = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    file = models.FileField(upload_to=sealed_name)

    class Meta:
        ordering = ["pk"]

    def __str__(self) -> str:
        return f"attachment {self.pk}"


class Reading(models.Model):
    """Up to which message somebody has read."""

    party = models.OneToOneField(Party, models.CASCADE, related_name="reading")
    last = models.BigIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.party_id} to {self.last}"
