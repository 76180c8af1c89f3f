"""Keep a list, take it whole, take it back; register one pair that exists already."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record, undoes
from trellis.history.models import Event
from trellis.matching import notices, rules
from trellis.matching.actions.publishing import propose_pairs
from trellis.matching.decided.checking import Checked, check, rows_of
from trellis.matching.decided.models import PairImport
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.models import Relationship

State = PairImport.State


@transaction.atomic
def upload(cohort: Cohort, *, by: Person, name: str, content: bytes) -> PairImport:
    """Keep what a file says. Nobody is paired or told yet."""
    return PairImport.objects.create(cohort=cohort, by=by, file_name=name[:200], rows=rows_of(content))


@transaction.atomic
def take(wanted: PairImport, *, by: Person, ask_first: bool, expected: int) -> Event:
    """Take every pair of a list, or none: they begin today or on the day of the list, or both sides are asked first.

    `expected` is the number of pairs that the person saw: who tells many people says how many.
    """
    move(wanted, State.DONE, done_at=timezone.now())
    found = check(wanted.cohort, wanted.rows, hold=True)
    _require_whole(found)
    if expected != len(found):
        raise Refused(
            _("These are %(number)d pairs. Write that number to go on.") % {"number": len(found)}, kind=Kind.INVALID
        )
    facts = _asked(wanted, found, by=by) if ask_first else _begun(wanted, found, by=by)
    return record("matching.pairs_taken", wanted, by=by, facts=facts)


def _require_whole(found: Sequence[Checked]) -> None:
    wrong = [row.number for row in found if row.faults]
    if wrong:
        said = ngettext(
            "Row %(rows)s needs you, so nothing was taken. Mend the file and upload it again.",
            "Rows %(rows)s need you, so nothing was taken. Mend the file and upload it again.",
            len(wrong),
        )
        raise Refused(said % {"rows": ", ".join(map(str, wrong[:10]))}, kind=Kind.INVALID)


def _asked(wanted: PairImport, found: Sequence[Checked], *, by: Person) -> dict[str, list[int]]:
    asked = [(row.mentee.pk, row.mentor.pk) for row in found if row.mentee and row.mentor]
    return {"proposals": [one.pk for one in propose_pairs(wanted.cohort, asked, by=by)]}


def _begun(wanted: PairImport, found: Sequence[Checked], *, by: Person) -> dict[str, list[int]]:
    decided = [(row.mentee, row.mentor, row.began_on) for row in found if row.mentee and row.mentor]
    return {"relationships": [one.pk for one in rules.begin_many(wanted.cohort, decided, by=by)]}


@transaction.atomic
def register(cohort: Cohort, *, mentee: str, mentor: str, began_on: date | None, by: Person) -> Relationship:
    """Take in a pair that found each other, by e-mail address or employee number, since whatever day."""
    (row,) = check(cohort, [("1", mentee, mentor, began_on.isoformat() if began_on else "")], hold=True)
    if row.faults:
        raise Refused(" ".join(row.faults.values()), kind=Kind.INVALID)
    assert row.mentee  # noqa: S101  a row without a fault names both
    assert row.mentor  # noqa: S101  as above
    begun = rules.begin(cohort, mentors=[row.mentor], mentees=[row.mentee], by=by, started_on=row.began_on)
    record("matching.pair_registered", begun, by=by)
    return begun


@undoes("matching.pairs_taken", within=timedelta(days=7))
def _undo_taking(event: Event, by: Person) -> None:
    """As if the list had not been taken; refused when somebody of it has begun to use their page, or was asked."""
    wanted = (
        PairImport.objects.select_for_update(of=("self",)).select_related("cohort__program").get(pk=event.target_id)
    )
    move(wanted, State.CHECKED, done_at=None)
    for relationship in Relationship.objects.with_people().filter(pk__in=event.facts.get("relationships", ())):
        people = relationship.others(by)
        pairs.take_back(relationship, by=by)
        notices.taken_back(wanted.cohort, people)
    proposals = wanted.cohort.proposals.filter(pk__in=event.facts.get("proposals", ()))
    if proposals.exclude(state="held").exists():
        raise Refused(_("People have been told already. Take proposals back one by one."), kind=Kind.TOO_LATE)
    proposals.delete()
