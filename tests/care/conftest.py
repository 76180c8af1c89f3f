"""Mia and Noor, together, and a second coordinator."""

from __future__ import annotations

import pytest

from tests.factories import make_person
from tests.pairs import reload
from trellis.people.models import Person
from trellis.programs.actions import add_to_team
from trellis.programs.models import Cohort, Participation, Program, TeamMember
from trellis.relationships.pairs import actions
from trellis.relationships.pairs.models import Relationship


@pytest.fixture
def pair(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation) -> Relationship:
    """Mia mentors Noor."""
    return reload(actions.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None))


@pytest.fixture
def carl(program: Program, olga: Person) -> Person:
    """Carl coordinates the program beside Olga."""
    found = make_person("Carl Lindgren", email="carl@kestrelbay.example")
    add_to_team(program, found, TeamMember.Role.COORDINATOR, by=olga)
    return found


@pytest.fixture
def paula(program: Program, olga: Person) -> Person:
    """Paula sponsors it: she sees figures, never people."""
    found = make_person("Paula Reyes", email="paula@kestrelbay.example")
    add_to_team(program, found, TeamMember.Role.SPONSOR, by=olga)
    return found
