"""Matching columns, the dry run, and mending what it found."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import batched

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.exchange import checking
from trellis.exchange.checking import Known, Plan, Result
from trellis.exchange.columns import FIELDS
from trellis.exchange.findings import Finding, Line
from trellis.exchange.models import ImportRow, Outcome, PeopleImport
from trellis.jobs.actions import Run, background
from trellis.people.models import Person

from . import steps

State = PeopleImport.State


@dataclass(frozen=True)
class Mending:
    """What somebody typed for one row: new cells by field, leaving it out, or another row in its favor."""

    cells: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False
    instead_of: int | None = None


def match_columns(wanted: PeopleImport, columns: Sequence[str], *, date_order: str, by: Person) -> None:
    """Say what each column holds, then check."""
    chosen = [key for key in columns if key]
    if len(columns) != len(wanted.header) or any(key not in FIELDS for key in chosen):
        raise Refused(_("These columns don’t belong to this file. Load the page again."), kind=Kind.INVALID)
    if len(set(chosen)) != len(chosen):
        raise Refused(_("Two columns hold the same. Choose one of them."), kind=Kind.INVALID)
    if not {"email", "external_id"} & set(chosen):
        raise Refused(_("Say which column holds the e-mail address or the employee number."), kind=Kind.INVALID)
    if wanted.state not in {State.COLUMNS, State.CHECKED}:
        raise Refused(_("The columns can’t be changed any more."), kind=Kind.TOO_LATE)
    PeopleImport.objects.filter(pk=wanted.pk).update(columns=list(columns), date_order=date_order)
    wanted.refresh_from_db()
    check(wanted, by=by)


def mend(wanted: PeopleImport, mendings: Mapping[int, Mending], *, existing: str, by: Person) -> None:
    """Keep what was typed for some rows and how to treat known people, then check again."""
    if wanted.state != State.CHECKED:
        raise Refused(_("This import is not waiting for corrections any more."), kind=Kind.TOO_LATE)
    with transaction.atomic():
        for row in ImportRow.objects.filter(of=wanted, number__in=list(mendings)):
            _mend_row(wanted, row, mendings[row.number])
        instead = [mending.instead_of for mending in mendings.values() if mending.instead_of]
        ImportRow.objects.filter(of=wanted, number__in=instead).update(is_left_out=True)
        if existing in PeopleImport.Existing.values:
            PeopleImport.objects.filter(pk=wanted.pk).update(existing=existing)
    wanted.refresh_from_db()
    check(wanted, by=by)


def _mend_row(wanted: PeopleImport, row: ImportRow, mending: Mending) -> None:
    row.is_left_out = mending.is_left_out
    for key, text in mending.cells.items():
        if key in wanted.columns:
            place = wanted.columns.index(key)
            row.cells[place] = text
            row.faults.pop(str(place), None)
    row.save(update_fields=["cells", "faults", "is_left_out"])


def check(wanted: PeopleImport, *, by: Person) -> None:
    """The dry run: at once for a short list, in the background for a long one."""
    if wanted.row_count > steps.SMALL:
        steps.begin(wanted, "exchange.check", State.CHECKING, by=by)
        return
    move(wanted, State.CHECKING)
    with steps.falling_back(wanted):
        keep_outcomes(wanted, look(wanted))
    wanted.refresh_from_db()


@background("exchange.check", title=gettext_lazy("Check a list of people"), long=True)
def run_check(run: Run, import_id: int) -> None:
    wanted = PeopleImport.objects.get(pk=import_id)
    if wanted.state == State.CHECKING:
        with steps.falling_back(wanted):
            keep_outcomes(wanted, look(wanted, run), run)


def look(wanted: PeopleImport, run: Run | None = None, *, known: Known | None = None) -> Result:
    """Go through all rows without writing anything."""

    def seen(count: int) -> None:
        if run and count % 200 == 0:
            run.progress(count, wanted.row_count)
            run.check()

    plan = Plan(wanted.columns, wanted.date_order, leaves_known=wanted.existing == PeopleImport.Existing.LEAVE)
    return checking.check(lines_of(wanted), plan, known or checking.whom_we_know(), seen=seen)


def lines_of(wanted: PeopleImport) -> Iterator[Line]:
    rows = ImportRow.objects.filter(of=wanted).order_by("number")
    for row in rows.values_list("number", "cells", "faults", "is_left_out").iterator(chunk_size=2_000):
        yield Line(*row)


def keep_outcomes(wanted: PeopleImport, result: Result, run: Run | None = None) -> None:
    """Replace what the last check found."""
    Outcome.objects.filter(of=wanted).delete()
    for some in batched(result.findings, 500):
        Outcome.objects.bulk_create(outcome_of(wanted, finding) for finding in some)
        if run:
            run.check()
    PeopleImport.objects.filter(pk=wanted.pk, state=State.CHECKING).update(
        state=State.CHECKED, counts=result.counts(), is_cut=result.is_cut
    )


def outcome_of(wanted: PeopleImport, finding: Finding) -> Outcome:
    return Outcome(
        of=wanted,
        number=finding.number,
        state=finding.state,
        title=finding.named()[:254],
        place=finding.place()[:254],
        person_id=finding.person_id,
        problems=[problem.as_dict() for problem in finding.problems],
        changes=finding.changes,
    )
