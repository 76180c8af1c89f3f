"""Say what it takes, rate oneself, choose what comes first."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.words import fold
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.relationships.needs.models import Moment, Need, Rating
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship

MOST, FIRST = 20, 3

type Levels = tuple[int | None, int | None]  # have, want


@transaction.atomic
def add(relationship: Relationship, *, by: Person, name: str, kind: str = Need.Kind.COMPETENCY) -> Need:
    """One more thing it takes. Said again, it is the one that is there already."""
    require_open(relationship)
    own = list(relationship.needs.filter(person=by))
    for need in own:
        if fold(need.texts(relationship.key).get("name", "")) == fold(name):
            return need
    if len(own) >= MOST:
        raise Refused(_("Twenty are the most. Take one out that matters less."), kind=Kind.FULL)
    need = Need(relationship=relationship, person=by, kind=kind)
    need.put(relationship.key, name=name)
    need.save()
    record("relationships.need_added", need, by=by)
    return need


@transaction.atomic
def remove(need: Need, *, by: Person) -> None:
    """Take it out with its ratings; goals that came from it stay."""
    require_open(need.relationship)
    record("relationships.need_removed", need, by=by)
    need.delete()


@transaction.atomic
def rate(relationship: Relationship, levels: Mapping[Need, Levels], *, by: Person) -> None:
    """Keep how much there is and how much it takes, now: at the start, in the middle or at the end.

    Sent again, it is corrected.
    """
    require_open(relationship)
    moment = Moment.of(relationship, timezone.localdate())
    before = {row.need_id: row for row in Rating.objects.filter(need__in=list(levels), moment=moment)}
    changed = [need for need, wish in levels.items() if _is_new(before.get(need.pk), wish)]
    for need in changed:
        have, want = levels[need]
        said = {"have": have, "want": want, "rated_at": timezone.now()}
        Rating.objects.update_or_create(need=need, moment=moment, defaults=said)
    if changed:
        record("relationships.needs_rated", relationship, by=by, facts={"number": len(changed)})


@transaction.atomic
def put_first(relationship: Relationship, needs: Collection[Need], *, by: Person) -> None:
    """What to work on first, three at most."""
    require_open(relationship)
    if len(needs) > FIRST:
        raise Refused(_("Three at most: what you work on first comes to something."), kind=Kind.INVALID)
    own = relationship.needs.filter(person=by)
    chosen = [need.pk for need in needs]
    own.filter(pk__in=chosen).update(comes_first=True)
    own.exclude(pk__in=chosen).update(comes_first=False)


def _is_new(before: Rating | None, wish: Levels) -> bool:
    return wish != ((before.have, before.want) if before else (None, None))
