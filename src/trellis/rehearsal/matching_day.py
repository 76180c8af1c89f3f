"""The day of the match: search, publish, and both sides say yes."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, timedelta
from random import Random

from trellis.common.dates import at
from trellis.matching.actions import answers, changes, publishing, runs
from trellis.matching.models import MatchRun, Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.rehearsal import clock
from trellis.rehearsal.backstage import do_jobs


def search(cohort: Cohort, *, by: Person, on: date) -> MatchRun:
    """Look for the best pairs; the plan waits for review."""
    with clock.at(at(on, 10)):
        run = runs.start_run(cohort, by=by)
        do_jobs()
    run.refresh_from_db()
    return run


def compare(cohort: Cohort, *, by: Person, on: date) -> None:
    """Two more plans of the same people, beside the one under review: the fairest, and the best total."""
    with clock.at(at(on, 11)):
        for aim in ("fairest", "total"):
            runs.start_scenario(cohort, by=by, aim=aim)
        do_jobs()


def publish(run: MatchRun, *, by: Person, on: date) -> None:
    """Propose every pair of the plan and tell both sides after the held minutes."""
    with clock.at(at(on, 14)):
        publishing.publish(run, by=by)
    with clock.at(at(on, 14, 30)):
        do_jobs()


def put_together(run: MatchRun, mentee: Person, mentor: Person, *, by: Person, on: date) -> None:
    """By hand, unless the search has put them together already."""
    suggestion = run.suggestions.get(mentee__person=mentee)
    other = Participation.objects.get(cohort=run.cohort, role=Role.MENTOR, person=mentor)
    if suggestion.mentor_id != other.pk:
        with clock.at(at(on, 11)):
            changes.move_to(suggestion, other, by=by)


def everybody_answers(cohort: Cohort, *, chance: Random, on: date, certain: Collection[Person] = ()) -> None:
    """Within four days both sides say yes; one mentee says no, and why, in private, but nobody who is `certain`."""
    waiting = list(Proposal.objects.filter(cohort=cohort, state=Proposal.State.OPEN).with_people().order_by("pk"))
    unsure = [one for one in waiting if not {one.mentee.person, one.mentor.person} & set(certain)]
    for proposal in waiting:
        day = on + timedelta(days=1 + chance.randint(0, 3))
        with clock.at(at(day, chance.randint(8, 19))):
            if proposal == unsure[-1]:
                note = "We were neighbors once. I would feel watched."
                answers.decline(proposal, by=proposal.mentee.person, reason=Proposal.Reason.CLOSE, note=note)
                continue
            for person in (proposal.mentee.person, proposal.mentor.person):
                answers.accept(proposal, by=person)
