"""How far an ending has come."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.functional import Promise

from trellis.people.models import Person
from trellis.questions.models import Response
from trellis.relationships.closure import content
from trellis.relationships.closure.models import ClosingStep, Farewell, Renewal
from trellis.relationships.pairs.models import Relationship

Contact = Farewell.Contact


@dataclass(frozen=True)
class Line:
    """One line of the closing checklist."""

    code: str
    text: str | Promise
    is_done: bool


def checklist(relationship: Relationship) -> list[Line]:
    """All steps in order, with what is ticked."""
    ticked = set(relationship.closing_steps.values_list("code", flat=True))
    return [Line(code.value, code.label, code.value in ticked) for code in ClosingStep.Code]


@dataclass(frozen=True)
class Word:
    """What one of the pair left behind, for a reader of the pair."""

    by: Person
    text: str
    is_shared: bool
    is_mine: bool


def words_for(person: Person, relationship: Relationship) -> list[Word]:
    """My look back, and what the other shared."""
    rows = Farewell.objects.readable_by(person).filter(party__relationship=relationship)
    found = []
    for row in rows.select_related("party__person", "party__key").order_by("party__joined_at", "pk"):
        key = relationship.key if row.is_shared else row.party.key
        text = row.texts(key).get("text", "")
        if text:
            found.append(Word(row.party.person, text, row.is_shared, row.party.person_id == person.pk))
    return found


def contact_agreed(relationship: Relationship) -> Farewell.Contact | None:
    """How they stay in touch, once all have said: the least that anybody wished, so that nobody is singled out."""
    rows = Farewell.objects.filter(party__relationship=relationship, party__left_at=None)
    wishes = [wish for wish in rows.values_list("contact", flat=True) if wish]
    if len(wishes) < relationship.parties.filter(left_at=None).count():
        return None
    return min((Contact(wish) for wish in wishes), key=Farewell.CLOSENESS.index)


def wish_of(person: Person, relationship: Relationship) -> int | None:
    """For how many months more this side would like to go on."""
    rows = Renewal.objects.filter(party__relationship=relationship, party__person=person)
    return rows.values_list("months", flat=True).first()


def has_answered(person: Person, relationship: Relationship) -> bool:
    """Whether this side's closing questions were sent."""
    keys = content.keys_of(relationship)
    responses = Response.objects.by(person).about(relationship).submitted()
    return responses.filter(questionnaire__key__in=keys).exists()


def answered(relationships: Iterable[Relationship]) -> set[tuple[int, int]]:
    """(relationship, person) of all closing questions that were sent, in one query."""
    ids = [str(row.pk) for row in relationships]
    rows = Response.objects.submitted().filter(
        about_type=Relationship._meta.label_lower, about_id__in=ids, questionnaire__owner=content.OWNER
    )
    return {(int(about), person) for about, person in rows.values_list("about_id", "respondent_id") if person}
