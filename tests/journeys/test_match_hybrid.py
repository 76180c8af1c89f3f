"""A hybrid program: a mentee ranks mentors from the list, and the match counts it."""

from __future__ import annotations

from tests.factories import make_participation, make_program
from tests.journeys.test_match_self import visitor
from trellis.jobs.actions import run_ready
from trellis.matching import actions
from trellis.people.models import Person
from trellis.programs.models import Role


def test_match_hybrid(olga: Person, mia: Person, noor: Person, sam: Person) -> None:
    cohort = make_program("Career", by=olga, preset="career").cohorts.get()
    mentors = [make_participation(cohort, Role.MENTOR, person=one) for one in (mia, sam)]
    make_participation(cohort, Role.MENTEE, person=noor)
    actions.change_settings(cohort, by=olga, floor=0)
    mentee = visitor(noor)

    mentee.open("/").follow("Find a mentor").sees("where your choices count").sees_no("Ask Mia")
    mentee.press("To my choices : Mia").press("To my choices : Sam")
    mentee.follow("Your choices").press("Move Sam Okonkwo up")
    assert list(mentors[0].wished_by.values_list("rank", flat=True)) == [2]

    run = actions.start_run(cohort, by=olga)
    run_ready()

    suggestion = run.suggestions.get()
    assert suggestion.mentor == mentors[1]
    choice = next(reason for reason in suggestion.reasons if reason["key"] == "choice")
    assert choice["facts"]["mentee"] == 1
