"""What a list of pairs says, row by row: who is meant, since when, and what keeps a row from being taken."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Q
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common import spreadsheets
from trellis.common.errors import Kind, Refused
from trellis.common.words import fold
from trellis.matching import words
from trellis.matching.rules import Now, look
from trellis.programs.models import Cohort, Participation, Role

type Typed = Sequence[str]  # number of the row, mentee, mentor, day

LIMITS = spreadsheets.Limits(bytes=2 * 1024 * 1024, rows=500, columns=40)
MENTEE, MENTOR, BEGAN, PAIR = "mentee", "mentor", "began", "pair"
HEADERS: Mapping[str, set[str]] = {
    MENTEE: {"mentee", "mentee email", "mentee e mail", "mentee id", "mentee number"},
    MENTOR: {"mentor", "mentor email", "mentor e mail", "mentor id", "mentor number"},
    BEGAN: {"began", "began on", "start", "start date", "started", "started on", "since"},
}
TITLES: Mapping[str, Promise] = {
    MENTEE: gettext_lazy("Mentee"),
    MENTOR: gettext_lazy("Mentor"),
    BEGAN: gettext_lazy("Began on"),
    PAIR: gettext_lazy("The pair"),
}


@dataclass
class Checked:
    """One row: the people it means, and what is wrong, by column."""

    number: int
    typed: tuple[str, str, str]
    mentee: Participation | None = None
    mentor: Participation | None = None
    began_on: date | None = None
    faults: dict[str, str] = field(default_factory=dict)

    def said(self) -> list[tuple[str, str]]:
        """Column and sentence of everything that is wrong."""
        return [(str(TITLES[column]), sentence) for column, sentence in self.faults.items()]


def rows_of(content: bytes) -> list[list[str]]:
    """The rows of a file that say something. Refused when it can't be read, or a column is missing."""
    sheet = spreadsheets.read(content, limits=LIMITS)
    names = [re.sub(r"[^a-z0-9]+", " ", fold(name)).strip() for name in sheet.header]
    places = {
        column: next((at for at, name in enumerate(names) if name in known), -1) for column, known in HEADERS.items()
    }
    if places[MENTEE] < 0 or places[MENTOR] < 0:
        said = _("The first row needs the columns “mentee” and “mentor”, with e-mail addresses or employee numbers.")
        raise Refused(said, kind=Kind.INVALID)
    found = []
    for row in sheet.rows:
        cells = [row.cells[at].strip() if 0 <= at < len(row.cells) else "" for at in places.values()]
        if any(cells):
            found.append([str(row.number), *cells])
    if not found:
        raise Refused(_("There is no pair in this file."), kind=Kind.INVALID)
    return found


def check(cohort: Cohort, rows: Sequence[Typed], *, hold: bool = False) -> list[Checked]:
    """Every row as it stands today; with `hold` the people are kept from others until the transaction ends."""
    people = _people(cohort, {cell.casefold() for _number, mentee, mentor, _day in rows for cell in (mentee, mentor)})
    found = [_row(typed, people) for typed in rows]
    _find_repeated(found)
    whole = [one for one in found if one.mentee and one.mentor]
    now = look(
        cohort,
        [one.mentee.pk for one in whole if one.mentee],
        [one.mentor.pk for one in whole if one.mentor],
        hold=hold,
    )
    _apply_rules(now, whole)
    return found


def _people(cohort: Cohort, cells: set[str]) -> dict[tuple[str, str], Participation]:
    """Participations by what may be typed of their people, and role."""
    rows = cohort.participations.select_related("person", "cohort__program")
    named = Q(person__email__in=cells) | Q(person__external_id__in=cells) | ~Q(person__external_id=None)
    found: dict[tuple[str, str], Participation] = {}
    for one in rows.filter(named):
        found[one.person.email, one.role] = one
        if one.person.external_id:
            found[one.person.external_id.casefold(), one.role] = one
    return found


def _row(typed: Typed, people: Mapping[tuple[str, str], Participation]) -> Checked:
    number, mentee, mentor, day = typed
    row = Checked(int(number), (mentee, mentor, day))
    row.mentee = _person(row, MENTEE, mentee, Role.MENTEE, people)
    row.mentor = _person(row, MENTOR, mentor, Role.MENTOR, people)
    if day:
        row.began_on = _day(row, day)
    return row


def _person(
    row: Checked, column: str, cell: str, role: Role, people: Mapping[tuple[str, str], Participation]
) -> Participation | None:
    found = people.get((cell.casefold(), role))
    if found:
        return found
    if not cell:
        row.faults[column] = _("Nobody is named here. Write an e-mail address or an employee number.")
    elif (cell.casefold(), role.other()) in people:
        row.faults[column] = _("%(cell)s takes part here, but on the other side.") % {"cell": cell}
    else:
        row.faults[column] = _("Nobody with “%(cell)s” takes part here as this. Let them in first.") % {"cell": cell}
    return None


def _day(row: Checked, cell: str) -> date | None:
    try:
        found = date.fromisoformat(cell[:10])
    except ValueError:
        row.faults[BEGAN] = _("“%(cell)s” isn’t a day. Write it like 2026-05-31.") % {"cell": cell}
        return None
    if found > timezone.now().date():
        row.faults[BEGAN] = _("The day they began can’t lie in the future.")
    return found


def _find_repeated(rows: Sequence[Checked]) -> None:
    first: dict[tuple[int, int], int] = {}
    for row in rows:
        if row.mentee and row.mentor:
            before = first.setdefault((row.mentee.pk, row.mentor.pk), row.number)
            if before != row.number:
                row.faults[PAIR] = _("The same pair stands in row %(row)s.") % {"row": before}


def _apply_rules(now: Now, rows: Sequence[Checked]) -> None:
    """The hard rules for each pair, and the places that the rows before it took."""
    took: Counter[int] = Counter()
    for row in rows:
        if row.faults or row.mentee is None or row.mentor is None:
            continue
        if found := now.forbidden(row.mentee.pk, row.mentor.pk):
            row.faults[PAIR] = found[0].sentence
        elif took[row.mentor.pk] >= now.free.get(row.mentor.pk, 0):
            row.faults[PAIR] = words.rule("H9")
        elif took[row.mentee.pk] >= max(0, row.mentee.capacity - row.mentee.taken):
            row.faults[PAIR] = _("An earlier row of this list gives this mentee a mentor.")
        else:
            took[row.mentor.pk] += 1
            took[row.mentee.pk] += 1
