"""Who else finds a person: upper apps add their reasons, like taking part in one program."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.db.models import Q

if TYPE_CHECKING:
    from trellis.people.models import Person

type Reason = Callable[[Person], Q]
_REASONS: list[Reason] = []


def also_visible(reason: Reason) -> Reason:
    """Register a reason: given who looks, a condition on people. No joins, only `pk__in` of a subquery."""
    _REASONS.append(reason)
    return reason


def reasons(person: Person) -> Q:
    """All reasons together."""
    found = Q()
    for reason in _REASONS:
        found |= reason(person)
    return found
