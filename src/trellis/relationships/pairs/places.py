"""How many places are taken: counted beside the capacity, so that the database itself forbids one too many.

`take` adds, so that of two who take the last place at once one is refused even if neither waited for the other;
`settle` counts anew, whenever somebody leaves or a mentoring ends or goes on.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.programs.models import Participation
from trellis.relationships.pairs.queries import loads


def take(participation: Participation, places: int) -> None:
    """Take so many places, or be refused."""
    try:
        with transaction.atomic():
            Participation.objects.filter(pk=participation.pk).update(taken=F("taken") + places)
    except IntegrityError as full:
        said = _("%(person)s has no room for another.") % {"person": participation.person}
        raise Refused(said, kind=Kind.FULL) from full


def settle(participations: Iterable[int]) -> None:
    """Count the places that are taken now."""
    for pk, load in loads(participations).items():
        Participation.objects.filter(pk=pk).exclude(taken=load).update(taken=load)
