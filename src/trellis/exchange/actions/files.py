"""A file comes in, becomes rows, and is forgotten."""

from __future__ import annotations

from itertools import batched

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.common import spreadsheets
from trellis.common.errors import Refused
from trellis.common.spreadsheets import Sheet
from trellis.common.words import clean
from trellis.exchange.columns import guess
from trellis.exchange.models import ImportRow, Outcome, PeopleImport, Trace
from trellis.jobs.actions import Run, background, enqueue
from trellis.people.models import Person

QUICK = 300_000  # bytes of text that are read while somebody waits; workbooks always wait
State = PeopleImport.State


def upload(name: str, content: bytes, *, by: Person, encoding: str = "") -> PeopleImport:
    """Keep a list to be looked at. A short text is read at once, anything else in the background."""
    made = PeopleImport.objects.create(
        by=by, file_name=clean(name)[-120:] or "list", encoding=encoding, content=content
    )
    if len(content) <= QUICK and not content.startswith(b"PK"):
        read_rows(made)
    else:
        with transaction.atomic():
            made.job = enqueue("exchange.read", by=by, key=f"exchange.read-{made.pk}", import_id=made.pk)
            made.save(update_fields=["job"])
    return made


@background("exchange.read", title=_("Read a list of people"), long=True)
def read(run: Run, import_id: int) -> None:
    wanted = PeopleImport.objects.filter(pk=import_id, state=State.READING).first()
    if wanted:
        read_rows(wanted, run)


def read_rows(wanted: PeopleImport, run: Run | None = None) -> None:
    """From bytes to rows. What can't be read says why; the bytes are dropped in any case."""
    try:
        sheet = spreadsheets.read(bytes(wanted.content or b""), encoding=wanted.encoding)
    except Refused as refused:
        PeopleImport.objects.filter(pk=wanted.pk).update(
            state=State.UNREADABLE, problem=refused.sentence[:500], content=None
        )
    else:
        _keep(wanted, sheet, run)
    wanted.refresh_from_db()


def _keep(wanted: PeopleImport, sheet: Sheet, run: Run | None) -> None:
    ImportRow.objects.filter(of=wanted).delete()
    done = 0
    for some in batched(sheet.rows, 1_000):
        ImportRow.objects.bulk_create(
            ImportRow(of=wanted, number=row.number, cells=row.cells, faults=row.faults) for row in some
        )
        done += len(some)
        if run:
            run.progress(done, len(sheet.rows))
            run.check()
    PeopleImport.objects.filter(pk=wanted.pk).update(
        state=State.COLUMNS,
        kind=sheet.kind,
        header=sheet.header,
        notes=sheet.notes,
        columns=guess(sheet.header),
        row_count=len(sheet.rows),
        content=None,
    )


def enqueue_forgetting() -> None:
    """Ask for old rows to be forgotten, if there are any."""
    if PeopleImport.objects.outlived().exists():
        enqueue("exchange.forget", key="exchange.forget")


@background("exchange.forget", title=_("Forget the rows of old imports"))
def forget(run: Run) -> None:
    forget_old()


def forget_old() -> int:
    """After a week the rows of an import go, and with them the way back. That it was, stays known."""
    forgotten = 0
    for old in PeopleImport.objects.outlived():
        with transaction.atomic():
            for rows in (ImportRow, Outcome, Trace):
                rows.objects.filter(of=old).delete()
            PeopleImport.objects.filter(pk=old.pk).update(
                content=None, header=[], notes=[], report={}, forgotten_at=timezone.now()
            )
        forgotten += 1
    return forgotten
