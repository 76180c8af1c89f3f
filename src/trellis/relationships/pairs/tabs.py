"""The tabs of a relationship. Apps above add theirs: feedback, for example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.urls import reverse

from trellis.ui.navigation import Item, Words

if TYPE_CHECKING:
    from trellis.people.models import Person
    from trellis.relationships.pairs.models import Relationship

type Counter = Callable[[Relationship, Person], int]
type Applies = Callable[[Relationship], bool]


@dataclass(frozen=True)
class Tab:
    """One page of a relationship; its address takes the relationship's number."""

    name: str
    label: Words
    address: str
    place: int
    count: Counter | None = None
    waits_for_you: Words = ""  # what the count means when it needs the reader: “unread”
    applies: Applies | None = None  # none: to every relationship


_TABS: dict[str, Tab] = {}


def add_tab(tab: Tab) -> None:
    """Called by an app's `ready`; `place` is its position from the left."""
    _TABS[tab.name] = tab


def tabs_for(person: Person, relationship: Relationship, *, current: str) -> list[Item]:
    """The tabs with their counts; one query for each that counts."""
    return [
        _item(tab, person, relationship, current=current)
        for tab in sorted(_TABS.values(), key=lambda one: one.place)
        if tab.applies is None or tab.applies(relationship)
    ]


def _item(tab: Tab, person: Person, relationship: Relationship, *, current: str) -> Item:
    number = tab.count(relationship, person) if tab.count else 0
    return Item(
        tab.label,
        reverse(tab.address, args=[relationship.pk]),
        count=number or None,
        attention=bool(number and tab.waits_for_you),
        note=tab.waits_for_you,
        current=tab.name == current,
    )
