"""Who has room for one more."""

from collections.abc import Iterable

from django.db.models import Count, Q

from trellis.programs.models import Participation, Role
from trellis.relationships.pairs.models import Party, Relationship


def loads(participations: Iterable[Participation | int]) -> dict[int, int]:
    """Partners now, by participation: a mentor's mentees, a mentee's relationships. Nobody twice, none left out."""
    ids = [one.pk if isinstance(one, Participation) else one for one in participations]
    here = Party.objects.filter(participation__in=ids, left_at=None, relationship__state__in=Relationship.OPEN)
    mentees = Q(relationship__parties__role=Role.MENTEE, relationship__parties__left_at=None)
    mentors = here.filter(role=Role.MENTOR).values("participation")
    learners = here.filter(role=Role.MENTEE).values("participation")
    found = dict.fromkeys(ids, 0)
    for rows in (
        mentors.annotate(load=Count("relationship__parties", filter=mentees)),
        learners.annotate(load=Count("pk")),
    ):
        found |= dict(rows.values_list("participation", "load"))
    return found


def is_used(relationship: Relationship) -> bool:
    """Whether anybody wrote, planned, signed or agreed anything in it."""
    theirs = (row for row in Relationship._meta.related_objects if row.related_model._meta.app_label == "relationships")
    return any(
        row.related_model._default_manager.filter(**{row.field.name: relationship}).exists()
        for row in theirs
        if row.related_model is not Party
    )
