"""A self-directed program in which Noor and Lea look for a mentor, and Mia and Ben can be asked."""

from __future__ import annotations

import pytest

from tests.factories import make_participation, make_person
from tests.matching.conftest import offers, wants
from trellis.matching.requests import actions
from trellis.matching.requests.models import MentorRequest
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role


def set_mode(program: Program, mode: str) -> None:
    Program.objects.filter(pk=program.pk).update(match_mode=mode)
    program.refresh_from_db()


@pytest.fixture
def self_cohort(cohort: Cohort) -> Cohort:
    set_mode(cohort.program, Program.MatchMode.SELF)
    cohort.refresh_from_db()
    return cohort


@pytest.fixture
def mia_is_there(self_cohort: Cohort, mia: Person) -> Participation:
    """Mia has one place and knows handovers."""
    offers(mia, handover=5, coaching=4)
    return make_participation(self_cohort, Role.MENTOR, person=mia)


@pytest.fixture
def ben_is_there(self_cohort: Cohort) -> Participation:
    """Ben has two places and knows budgets."""
    ben = make_person("Ben Adler", department="Finance", site="Harbour", languages=["de", "en"])
    offers(ben, budgets=4)
    return make_participation(self_cohort, Role.MENTOR, person=ben, capacity=2)


@pytest.fixture
def noor_looks(self_cohort: Cohort, noor: Person) -> Participation:
    wants(noor, handover=4, coaching=2)
    return make_participation(self_cohort, Role.MENTEE, person=noor)


@pytest.fixture
def lea_looks(self_cohort: Cohort) -> Participation:
    lea = make_person("Lea Fontaine", department="Care", site="Harbour")
    wants(lea, budgets=3)
    return make_participation(self_cohort, Role.MENTEE, person=lea)


@pytest.fixture
def asked(noor_looks: Participation, mia_is_there: Participation) -> MentorRequest:
    """Noor has asked Mia."""
    return actions.ask(noor_looks, mia_is_there, by=noor_looks.person, message="I would like to lead a handover.")


def home(cohort: Cohort) -> str:
    """The beginning of every address of it."""
    return f"/programs/{cohort.program.slug}/{cohort.slug}"


def fresh(request: MentorRequest) -> MentorRequest:
    return MentorRequest.objects.with_people().get(pk=request.pk)
