"""Tell the other side that something waits for them, without saying what, and without repeating it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from trellis.notifications.actions import tell
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship


def tell_partner(
    relationship: Relationship,
    person: Person,
    name: str,
    *,
    link: str,
    by: Person,
    context: Mapping[str, Any] | None = None,
    once: bool = False,
    reply_to: str = "",
) -> None:
    """Tell `person`, in whose eyes `by` is the partner. With `once`, not again while the last one is unread."""
    if once and Notice.objects.visible_to(person).unread().filter(name=name, link=link).exists():
        return
    said = {"program": relationship.cohort.program.name, "partner_called": by.called(), **(context or {})}
    tell(person, name, said, link=link, reply_to=reply_to)


def tell_partners(relationship: Relationship, name: str, *, link: str, by: Person, once: bool = False) -> None:
    """Tell everybody else in it who hasn't left."""
    for party in relationship.parties.all():
        if party.person_id != by.pk and party.left_at is None:
            tell_partner(relationship, party.person, name, link=link, by=by, once=once)
