"""The agreement as the pair reads it, and as a date for who leads the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, Max, OuterRef, QuerySet

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.relationships.agreements.models import Agreement, Signature
from trellis.relationships.agreements.sections import LIMITS, SECTIONS, level_words, rhythm_words
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Texts
from trellis.ui.navigation import Words


@dataclass(frozen=True)
class Reading:
    """One version, opened."""

    agreement: Agreement
    texts: Texts
    sections: list[tuple[Words, str]]
    digest: str
    signatures: list[Signature]

    def is_signed_by(self, person: Person) -> bool:
        return any(one.person_id == person.pk for one in self.signatures)


def read(agreement: Agreement, key: Key | None) -> Reading:
    """Open one version; sections without words are left out."""
    texts = agreement.texts(key)
    return Reading(
        agreement=agreement,
        texts=texts,
        sections=[(section.title, text) for section in SECTIONS if (text := _words(agreement, texts, section.key))],
        digest=agreement.digest(key),
        signatures=list(agreement.signatures.order_by("pk")),
    )


def _words(agreement: Agreement, texts: Texts, key: str) -> str:
    """What a section says, with what was chosen beside it."""
    said = [texts.get(key, "")]
    if key == "rhythm":
        said = [rhythm_words(agreement.every_weeks, agreement.minutes), *said]
    if key == "confidentiality":
        said = [level_words(texts.get("level", "")), *said, str(LIMITS)]
    return "\n".join(filter(None, said))


def latest(relationship: Relationship) -> Agreement | None:
    return relationship.agreements.newest_first().first()


def in_force(relationship: Relationship) -> Agreement | None:
    """The newest version that everybody has signed."""
    return relationship.agreements.newest_first().exclude(signed_at=None).first()


def waiting_for(person: Person, relationships: Iterable[int]) -> dict[int, bool]:
    """The relationships in which this person has an agreement to sign (True), or nobody has written one (False)."""
    ids = list(relationships)
    own = Signature.objects.filter(agreement=OuterRef("pk"), person=person)
    rows = Agreement.objects.filter(relationship__in=ids).newest_first().annotate(is_signed=Exists(own))
    newest: dict[int, bool] = {}
    for pk, is_signed in rows.values_list("relationship", "is_signed"):
        newest.setdefault(pk, is_signed)
    return {pk: pk in newest for pk in ids if not newest.get(pk)}


def signed_at(relationships: QuerySet[Relationship] | Sequence[int]) -> dict[int, datetime]:
    """When each was last signed by everybody; those without are left out. A fact, for who leads the program."""
    rows = Agreement.objects.filter(relationship__in=relationships).exclude(signed_at=None)
    return dict(rows.values_list("relationship").annotate(at=Max("signed_at")))
