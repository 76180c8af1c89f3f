"""Who came into one reporting line after they began: found within the hour, told to the team, shown in red by care."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy

from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching import notices
from trellis.matching.models import LineConflict
from trellis.people.queries import in_one_line, managers
from trellis.relationships.pairs.models import Relationship


def watch() -> None:
    """Have all open pairs compared with the reporting lines of today."""
    enqueue("matching.lines", key="matching.lines")


@background("matching.lines", title=gettext_lazy("Look for pairs in one reporting line"))
def look_at_lines(job: Run) -> None:
    """Mark pairs that are in one line now, and take the mark off those that are not any more."""
    manager_of = managers()
    marked = set(LineConflict.objects.filter(gone_at=None).values_list("relationship", flat=True))
    found = {pk for pk, people in _people().items() if _is_in_line(people, manager_of)}
    for pk in sorted(found - marked):
        job.check()
        _mark(pk)
    for pk in sorted(marked - found):
        _unmark(pk)


type People = tuple[set[int], set[int]]  # mentors, mentees


def _people() -> dict[int, People]:
    """Mentors and mentees of every open pair."""
    rows = Relationship.objects.open().filter(parties__left_at=None)
    pairs: dict[int, People] = {}
    for pk, person, role in rows.values_list("pk", "parties__person", "parties__role"):
        mentors, mentees = pairs.setdefault(pk, (set(), set()))
        (mentors if role == "mentor" else mentees).add(person)
    return pairs


def _is_in_line(people: People, manager_of: dict[int, int | None]) -> bool:
    mentors, mentees = people
    return any(in_one_line(mentor, mentee, manager_of) for mentor in mentors for mentee in mentees)


def _mark(pk: int) -> None:
    relationship = Relationship.objects.select_related("cohort__program").get(pk=pk)
    try:
        with transaction.atomic():
            LineConflict.objects.create(relationship=relationship, found_at=timezone.now())
            record("matching.line_found", relationship, by=None)
            notices.line_found(relationship)
    except IntegrityError:  # found twice at this moment
        return


@transaction.atomic
def _unmark(pk: int) -> None:
    gone = LineConflict.objects.filter(relationship=pk, gone_at=None).update(gone_at=timezone.now())
    relationship = Relationship.objects.select_related("cohort__program").get(pk=pk)
    if gone and relationship.is_open:
        record("matching.line_gone", relationship, by=None)
