"""Record what was done, and take it back where that is natural."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.models import Cursor, Event

if TYPE_CHECKING:
    from trellis.people.models import Person

type Undoer = Callable[[Event, Person], None]
_UNDOERS: dict[str, tuple[Undoer, timedelta]] = {}
SETTLED_AFTER = timedelta(seconds=5)


def record(
    verb: str,
    target: models.Model,
    *,
    by: Person | None,
    program: models.Model | None = None,
    facts: Mapping[str, Any] | None = None,
) -> Event:
    """Append one event in the caller's transaction. `by` is None when the clock did it."""
    return Event.objects.create(
        verb=verb,
        target_type=target._meta.label_lower,
        target_id=str(target.pk),
        by=by,
        program_id=program.pk if program is not None else _program_of(target),
        facts=dict(facts or {}),
    )


def undoes(verb: str, *, within: timedelta = timedelta(days=7)) -> Callable[[Undoer], Undoer]:
    """Register how an event of this verb is undone, and for how long it may be."""

    def register(undoer: Undoer) -> Undoer:
        _UNDOERS[verb] = (undoer, within)
        return undoer

    return register


def can_undo(event: Event) -> bool:
    if event.undone_at or event.verb not in _UNDOERS:
        return False
    return timezone.now() - event.at <= _UNDOERS[event.verb][1]


@transaction.atomic
def undo(event: Event, *, by: Person) -> None:
    """Take an event back, once. Only who did it may press Undo; others use the page of the thing."""
    if event.by_id != by.pk:
        raise Refused(_("Only the person who did this can undo it here."))
    if not can_undo(event):
        raise Refused(_("It is too late to undo this."), kind=Kind.TOO_LATE)
    taken = Event.objects.filter(pk=event.pk, undone_at=None).update(undone_at=timezone.now())
    if not taken:
        raise Refused(_("This was undone already."), kind=Kind.TOO_LATE)
    _UNDOERS[event.verb][0](event, by)
    Event.objects.create(
        verb="history.undone",
        target_type=event.target_type,
        target_id=event.target_id,
        by=by,
        program_id=event.program_id,
        facts={"verb": event.verb},
    )


def read_outbox(name: str, *, most: int = 500) -> Iterator[Event]:
    """Events that reader `name` has not seen, in order; the cursor moves past each one taken.

    Events younger than five seconds wait, because transactions that began earlier may still
    commit a smaller id.
    """
    cursor, _new = Cursor.objects.get_or_create(name=name)
    settled = timezone.now() - SETTLED_AFTER
    unseen = Event.objects.filter(pk__gt=cursor.last_event_id, at__lte=settled).order_by("pk")
    for event in unseen[:most]:
        yield event
        Cursor.objects.filter(pk=cursor.pk).update(last_event_id=event.pk)


def _program_of(target: models.Model) -> int | None:
    if target._meta.label_lower == "programs.program":
        return int(target.pk)
    found = getattr(target, "program_id", None)
    return int(found) if found is not None else None
