"""Mia mentors two, Noor learns, and a plan or a proposal between them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import RunJobs
from tests.factories import make_participation, make_person
from trellis.matching import actions
from trellis.matching.models import MatchRun, Proposal
from trellis.people.models import Person, PersonSkill, Skill
from trellis.programs.models import Cohort, Participation, Role

type Match = Callable[[], MatchRun]


def offers(person: Person, **levels: int) -> None:
    """What somebody can teach, with levels from 1 to 5."""
    _say(person, PersonSkill.Kind.OFFERED, levels)


def wants(person: Person, **levels: int) -> None:
    """What somebody wants to learn."""
    _say(person, PersonSkill.Kind.WANTED, levels)


def _say(person: Person, kind: PersonSkill.Kind, levels: dict[str, int]) -> None:
    for name, level in levels.items():
        skill, _new = Skill.objects.get_or_create(name=name)
        PersonSkill.objects.create(person=person, skill=skill, kind=kind, level=level)


@pytest.fixture
def ben_mentors(cohort: Cohort, mia_mentors: Participation) -> Participation:
    """Ben, ready to mentor one, knows budgets."""
    ben = make_person("Ben Adler", department="Finance", site="Harbour")
    offers(ben, budgets=4)
    offers(mia_mentors.person, handover=5, coaching=4)
    return make_participation(cohort, Role.MENTOR, person=ben)


@pytest.fixture
def lea_learns(cohort: Cohort, noor_learns: Participation) -> Participation:
    """Lea wants budgets, Noor wants to lead a handover."""
    lea = make_person("Lea Fontaine", department="Care", site="Harbour")
    wants(lea, budgets=3)
    wants(noor_learns.person, handover=4, coaching=2)
    return make_participation(cohort, Role.MENTEE, person=lea)


@pytest.fixture
def match(cohort: Cohort, olga: Person, run_jobs: RunJobs) -> Match:
    """Run a search to its end and give the plan."""

    def search() -> MatchRun:
        run = actions.start_run(cohort, by=olga)
        run_jobs()
        run.refresh_from_db()
        return run

    return search


@pytest.fixture
def run(
    match: Match,
    mia_mentors: Participation,
    ben_mentors: Participation,
    noor_learns: Participation,
    lea_learns: Participation,
) -> MatchRun:
    """Mia with Noor, Ben with Lea."""
    return match()


@pytest.fixture
def held(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person) -> Proposal:
    """Mia and Noor are going to be asked."""
    return actions.propose(cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)


@pytest.fixture
def proposal(held: Proposal, run_jobs: RunJobs) -> Proposal:
    """Mia and Noor have been asked."""
    return opened(held, run_jobs)


def opened(proposal: Proposal, run_jobs: RunJobs) -> Proposal:
    """The same proposal after people were told."""
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        run_jobs()
    return Proposal.objects.with_people().get(pk=proposal.pk)
