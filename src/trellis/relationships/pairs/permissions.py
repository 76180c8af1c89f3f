"""Who may open a relationship. The page “Who can see what” is drawn from `SEEN_BY`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship

type Check = Callable[[Person, Relationship], bool]


def can_read(person: Person, relationship: Relationship) -> bool:
    """The pair, while it lasts and afterwards."""
    return relationship.party_of(person) is not None


def can_write(person: Person, relationship: Relationship) -> bool:
    """Those of the pair who haven't left it. Whether it still runs is for the action to say."""
    party = relationship.party_of(person)
    return party is not None and party.left_at is None


def can_see_facts(person: Person, relationship: Relationship) -> bool:
    """Who leads the program: dates and counts."""
    return relationship.cohort.program.is_led_by(person)


def get_relationship(person: Person, pk: int, *, may: Check) -> Relationship:
    """With its people. Not found for everybody outside it, those who lead the program too."""
    visible = Relationship.objects.visible_to(person).with_people()
    relationship = get_object_or_404(visible, pk=pk)
    if not may(person, relationship):
        raise PermissionDenied
    return relationship


def get_facts_of(person: Person, pk: int) -> Relationship:
    """For who leads the program, to pause or end it: the row with its people, nothing that they wrote."""
    visible = Relationship.objects.facts_visible_to(person).with_people()
    return get_object_or_404(visible, pk=pk)


@dataclass(frozen=True)
class Seen:
    """One line of “Who can see what”."""

    what: str | Promise
    you: str | Promise
    partner: str | Promise
    program: str | Promise


SEEN_BY = (
    Seen(_("Private notes"), _("Read and write"), _("Nothing"), _("Nothing, not even that there are any")),
    Seen(_("Shared notes and messages"), _("Read and write"), _("Read and write"), _("Nothing")),
    Seen(
        _("Agreement"),
        _("Read, write and sign"),
        _("Read, write and sign"),
        _("That it is signed, and when"),
    ),
    Seen(
        _("Vision, needs and goals"),
        _("Read and write"),
        _("Read and write"),
        _("How many there are and how far along, never what they say"),
    ),
    Seen(_("What you say in a review"), _("Read and write"), _("Once both have answered"), _("That it took place")),
    Seen(
        _("A summary you share upward"),
        _("Write, share and take back"),
        _("Nothing"),
        _("That there is one, not what it says"),
    ),
    Seen(
        _("Meetings"),
        _("Read and write"),
        _("Read and write"),
        _("Date, length and kind; not the place, topics or agenda"),
    ),
    Seen(_("Things to do"), _("Read and write"), _("Read and write"), _("Nothing")),
)
