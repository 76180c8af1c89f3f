"""The list goes in: all that is ready, or nothing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import batched
from typing import Any

from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Kind, Refused
from trellis.exchange import checking
from trellis.exchange.checking import Known, Result
from trellis.exchange.findings import Finding, Node
from trellis.exchange.findings import State as Found
from trellis.exchange.models import Outcome, PeopleImport, Trace
from trellis.history.actions import record
from trellis.jobs.actions import Run, background
from trellis.people.actions.keeping import refresh_search
from trellis.people.models import Person

from . import checks, steps

State = PeopleImport.State


def commit(wanted: PeopleImport, *, by: Person) -> None:
    """Import what is ready, in the background. Nobody is e-mailed."""
    if wanted.is_cut:
        raise Refused(_("Too many rows have problems. Look at the columns, or mend the file."), kind=Kind.INVALID)
    if not wanted.ready:
        raise Refused(_("No row is ready. Mend some, then check again."), kind=Kind.INVALID)
    steps.begin(wanted, "exchange.commit", State.COMMITTING, by=by)


@background("exchange.commit", title=gettext_lazy("Import people"), long=True)
def run_commit(run: Run, import_id: int) -> None:
    wanted = PeopleImport.objects.get(pk=import_id)
    if wanted.state != State.COMMITTING:
        return
    with steps.falling_back(wanted):
        known = checking.whom_we_know()
        result = checks.look(wanted, run, known=known)
        run.check()
        run.progress(wanted.row_count, note=_("Writing everything at once. This takes a moment."))
        run.save()
        if is_overtaken(wanted, result) or not write(wanted, result.findings, known, by=run.by):
            PeopleImport.objects.filter(pk=wanted.pk).update(state=State.CHECKING)
            checks.keep_outcomes(wanted, checks.look(wanted, run), run)
            raise Refused(_("People changed since the check, so nothing was imported. Look at the rows again."))


def is_overtaken(wanted: PeopleImport, result: Result) -> bool:
    """True when a row that was ready would now do something else than it was shown to do."""
    shown = {
        row[0]: row[1:]
        for row in Outcome.objects.filter(of=wanted).values_list("number", "state", "person_id", "changes").iterator()
    }
    now = {found.number: (str(found.state.value), found.person_id, _plain(found.changes)) for found in result.findings}
    return shown != now


def _plain(changes: dict[str, list[Any]]) -> dict[str, list[Any]]:
    return {key: list(pair) for key, pair in changes.items()}


@transaction.atomic
def write(wanted: PeopleImport, findings: Sequence[Finding], known: Known, *, by: Person | None) -> bool:
    """Everything in one transaction, people before those who report to them. No, when people changed meanwhile."""
    _one_at_a_time()
    changed = [finding for finding in findings if finding.state == Found.CHANGED]
    if checking.whom_we_know() != known or not _are_as_seen(changed):
        return False
    new = [finding for finding in findings if finding.is_fine and finding.person_id is None]
    made: dict[Node, int] = {}
    for generation in generations(new):
        for some in batched(generation, 500):
            people = Person.objects.bulk_create([_person(finding, made) for finding in some])
            made |= {finding.node: person.pk for finding, person in zip(some, people, strict=True)}
    traces = [Trace(of=wanted, person_id=made[f.node], is_new=True, after=_typed(f)) for f in new]
    traces += [_change(wanted, finding, made) for finding in changed]
    Trace.objects.bulk_create(traces, batch_size=500)
    _look_after_addresses(changed)
    refresh_search(finding.person_id for finding in changed if finding.person_id is not None)
    PeopleImport.objects.filter(pk=wanted.pk).update(state=State.DONE, committed_at=timezone.now())
    record("exchange.imported", wanted, by=by, facts={"people": len(traces), "new": len(new), "changed": len(changed)})
    return True


def _one_at_a_time() -> None:
    """Another import that writes now is waited for; what it wrote is seen afterwards."""
    list(PeopleImport.objects.select_for_update().filter(state=State.COMMITTING).order_by("pk").values_list("pk"))


def _are_as_seen(changed: Sequence[Finding]) -> bool:
    """Nobody touched what is about to be changed."""
    now = checking.fields_of(finding.person_id for finding in changed if finding.person_id is not None)
    return all(now[f.person_id or 0][key] == pair[0] for f in changed for key, pair in f.changes.items())


def generations(new: Iterable[Finding]) -> Iterable[list[Finding]]:
    """Those without a manager in the file first, then those who report to them, and so on."""
    rest = list(new)
    waiting = {finding.node for finding in rest}
    while rest:
        now = [finding for finding in rest if finding.manager not in waiting]
        if not now:
            raise RuntimeError("The check let a circle of managers through.")
        yield now
        waiting -= {finding.node for finding in now}
        rest = [finding for finding in rest if finding.node in waiting]


def _person(finding: Finding, made: dict[Node, int]) -> Person:
    said = _typed(finding)
    day = said.pop("started_on", None)
    person = Person(
        **said,
        started_on=date.fromisoformat(str(day)) if day else None,
        manager_id=_id_of(finding.manager, made),
        password=make_password(None),
    )
    person.search_text = person.clean_search_text()
    return person


def _typed(finding: Finding) -> dict[str, Any]:
    return {key: value for key, value in finding.values.items() if value is not None and key != "manager"}


def _id_of(node: Node | None, made: dict[Node, int]) -> int | None:
    return made.get(node, node if isinstance(node, int) else None) if node is not None else None


def _change(wanted: PeopleImport, finding: Finding, made: dict[Node, int]) -> Trace:
    """Write one person's changes, and what was there before."""
    before = {key: pair[0] for key, pair in finding.changes.items()}
    after = {key: pair[1] for key, pair in finding.changes.items()}
    if "manager" in after:
        after["manager"] = _id_of(finding.manager, made)
    pk = finding.person_id or 0  # only known people change
    Person.objects.filter(pk=pk).update(**columns_of(after), version=F("version") + 1)
    return Trace(of=wanted, person_id=pk, is_new=False, before=before, after=after)


def columns_of(values: dict[str, Any]) -> dict[str, Any]:
    """Values of an import as columns of the table."""
    columns = dict(values)
    if "manager" in columns:
        columns["manager_id"] = columns.pop("manager")
    if columns.get("started_on"):
        columns["started_on"] = date.fromisoformat(columns["started_on"])
    return columns


def _look_after_addresses(changed: Iterable[Finding]) -> None:
    """An address that was replaced no longer signs anybody in."""
    ids = [finding.person_id for finding in changed if "email" in finding.changes]
    for some in batched(ids, 500):
        EmailAddress.objects.filter(user__in=some).delete()
