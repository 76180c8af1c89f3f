"""A step of an import that a job does, and that falls back when it can't be done."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError, transaction
from django.utils.translation import gettext as _

from trellis.common.states import move
from trellis.exchange.models import PeopleImport
from trellis.jobs.actions import enqueue
from trellis.jobs.handlers import LeaseLost
from trellis.people.models import Person

SMALL = 1_000  # rows that are checked while somebody waits
State = PeopleImport.State
FALL_BACK = {
    State.READING: State.UNREADABLE,
    State.CHECKING: State.COLUMNS,
    State.COMMITTING: State.CHECKED,
    State.UNDOING: State.DONE,
}


def begin(wanted: PeopleImport, kind: str, to: PeopleImport.State, *, by: Person) -> None:
    """Take the step and ask for its work, once however often somebody presses."""
    with transaction.atomic():
        move(wanted, to)
        wanted.job = enqueue(kind, by=by, key=f"{kind}-{wanted.pk}", import_id=wanted.pk)
        wanted.save(update_fields=["job"])


def settle(wanted: PeopleImport) -> None:
    """When its work was stopped or died for good, put the import back to where somebody can press again."""
    if wanted.is_working and wanted.job is not None and not wanted.job.is_live:
        to, problem = FALL_BACK[State(wanted.state)], wanted.job.error or str(_("Reading was stopped."))
        found = PeopleImport.objects.filter(pk=wanted.pk, state=wanted.state)
        if found.update(state=to, problem=problem if to == State.UNREADABLE else ""):
            wanted.refresh_from_db(fields=["state", "problem"])


@contextmanager
def falling_back(wanted: PeopleImport) -> Iterator[None]:
    """Put the import back to where somebody can press again, unless the work itself will be tried again."""
    try:
        yield
    except (LeaseLost, OperationalError):
        raise
    except BaseException:
        PeopleImport.objects.filter(pk=wanted.pk, state=wanted.state).update(state=FALL_BACK[State(wanted.state)])
        raise
