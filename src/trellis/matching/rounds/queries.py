"""A rotation as a sheet of rounds, and as one person's list."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from trellis.matching.rounds.models import Encounter, SpeedEvent
from trellis.people.models import Person


@dataclass(frozen=True)
class Round:
    number: int
    begins: datetime
    encounters: list[Encounter]


@dataclass(frozen=True)
class Turn:
    """One meeting of one person; nobody when they have a pause."""

    number: int
    begins: datetime
    partner: Person | None


def rounds_of(event: SpeedEvent) -> list[Round]:
    """All rounds with their pairs, in one query."""
    rows = event.encounters.select_related("mentee__person", "mentor__person")
    found: dict[int, list[Encounter]] = {number: [] for number in range(1, event.rounds + 1)}
    for one in rows.order_by("number", "mentor__person__name", "pk"):
        found[one.number].append(one)
    return [Round(number, event.begins(number), encounters) for number, encounters in found.items()]


def turns_of(event: SpeedEvent, person: Person) -> list[Turn]:
    """Whom this person meets in each round."""
    partners = {
        one.number: one.mentor.person if one.mentee.person_id == person.pk else one.mentee.person
        for round_ in rounds_of(event)
        for one in round_.encounters
        if person.pk in (one.mentee.person_id, one.mentor.person_id)
    }
    numbers = range(1, event.rounds + 1)
    return [Turn(number, event.begins(number), partners.get(number)) for number in numbers] if partners else []
