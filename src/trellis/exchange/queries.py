"""What the pages of an import show."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _

from trellis.common.spreadsheets import column_name
from trellis.exchange.columns import FIELDS, KEPT_FIELDS, date_orders, has_slashed
from trellis.exchange.models import ImportRow, Outcome, PeopleImport
from trellis.people.models import Person

EXAMPLES = 3


@dataclass(frozen=True)
class FileColumn:
    """One column of a file, with what stands in its first rows."""

    place: int
    letter: str
    name: str
    examples: list[str]


def file_columns(wanted: PeopleImport) -> list[FileColumn]:
    rows = list(ImportRow.objects.filter(of=wanted).order_by("number").values_list("cells", flat=True)[:50])
    return [
        FileColumn(place, column_name(place), name, list(islice(_filled(rows, place), EXAMPLES)))
        for place, name in enumerate(wanted.header)
    ]


def _filled(rows: Sequence[list[str]], place: int) -> Iterator[str]:
    seen: set[str] = set()
    for cells in rows:
        if cells[place] and cells[place] not in seen:
            seen.add(cells[place])
            yield cells[place][:60]


def days_in(wanted: PeopleImport, place: int) -> tuple[bool, set[str]]:
    """Whether a column holds days like 03/04/2026, and which orders of day and month fit all of them."""
    cells = [row[place] for row in ImportRow.objects.filter(of=wanted).values_list("cells", flat=True).iterator()]
    return has_slashed(cells), date_orders(cells)


def with_problems(wanted: PeopleImport) -> Iterator[list[str]]:
    """The rows that can't go in, as in the file, and why; for a file to be mended elsewhere."""
    why, width = dict(_reasons(wanted)), len(wanted.header)
    rows = ImportRow.objects.filter(of=wanted, number__in=list(why)).order_by("number")
    for number, cells in rows.values_list("number", "cells").iterator():
        yield [*cells[:width], why[number], *cells[width:]]


def _reasons(wanted: PeopleImport) -> Iterator[tuple[int, str]]:
    rows = Outcome.objects.filter(of=wanted, state=Outcome.State.PROBLEM)
    for number, problems in rows.values_list("number", "problems"):
        yield number, " ".join(problem["said"] for problem in problems)


def what_changes(outcome: Outcome, names: dict[int, str]) -> list[tuple[str, str, str]]:
    """Each changed field with its value before and after, in words."""
    found = []
    for key, (before, after) in outcome.changes.items():
        pair = [before, after]
        if key == "manager":
            pair = [names.get(one, str(one or "")) for one in pair]
        found.append((str(FIELDS[key].label), str(pair[0] or _("nothing")), str(pair[1])))
    return found


def manager_names(outcomes: Sequence[Outcome]) -> dict[int, str]:
    """The names behind the ids in these outcomes: one query."""
    ids = {one for outcome in outcomes for one in outcome.changes.get("manager", []) if isinstance(one, int)}
    return dict(Person.objects.filter(pk__in=ids).values_list("pk", "name"))


# ── Out ───────────────────────────────────────────────────────────────────────────────────
def exported_header() -> list[str]:
    """Names that our own import knows."""
    return [str(FIELDS[key].label) for key in KEPT_FIELDS]


def exported_rows(*, with_closed: bool) -> Iterator[list[object]]:
    """Everybody, in the order of names, with the manager by address."""
    rows = Person.objects.all() if with_closed else Person.objects.active()
    rows = rows.order_by("name", "pk").select_related("manager")
    only = rows.only(*(key for key in KEPT_FIELDS), "manager__email")
    for person in only.iterator(chunk_size=2_000):
        yield [_cell(person, key) for key in KEPT_FIELDS]


def _cell(person: Person, key: str) -> object:
    if key == "manager":
        return person.manager.email if person.manager else ""
    value = getattr(person, key)
    return value.isoformat() if key == "started_on" and value else value if value is not None else ""
