"""What people wish for before they are matched."""

from __future__ import annotations

from collections.abc import Sequence

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.matching.models import Avoidance, Wish
from trellis.people.models import Person
from trellis.programs.models import Participation

MOST = 3


@transaction.atomic
def wish(participation: Participation, *, others: Sequence[Participation], avoid: Sequence[Person], by: Person) -> None:
    """Say whom you would like, the first choice first, and whom you would rather not be paired with."""
    choose(participation, others)
    here = Participation.objects.filter(cohort=participation.cohort_id).values("person")
    Avoidance.objects.filter(person=participation.person_id, other__in=here).delete()
    Avoidance.objects.bulk_create(Avoidance(person_id=participation.person_id, other=other) for other in avoid)
    record("matching.wished", participation, by=by, program=participation.cohort.program)


def choose(participation: Participation, others: Sequence[Participation]) -> None:
    """Keep whom somebody would like, the first choice first; for the actions that record it."""
    if participation.state not in Participation.TAKING_PART:
        raise Refused(_("You don’t take part in this any more."), kind=Kind.TOO_LATE)
    if len(others) > MOST or len({other.pk for other in others}) != len(others):
        raise Refused(_("Choose up to three different people."), kind=Kind.INVALID)
    if any(other.cohort_id != participation.cohort_id or other.role == participation.role for other in others):
        raise Refused(_("Choose people of the other side of this program."), kind=Kind.INVALID)
    participation.wishes.all().delete()
    Wish.objects.bulk_create(
        Wish(participation=participation, other=other, rank=rank) for rank, other in enumerate(others, 1)
    )
