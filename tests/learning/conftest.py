"""Noor and Mia have been let in and have their training before them."""

from __future__ import annotations

import pytest

from tests.factories import make_participation
from trellis.learning import actions
from trellis.learning.models import Module
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role


@pytest.fixture
def first_steps(db: None) -> Module:
    """The module that mentees need."""
    return Module.objects.get(key="mentee-first")


@pytest.fixture
def noor_prepares(cohort: Cohort, noor: Person) -> Participation:
    return make_participation(cohort, Role.MENTEE, person=noor, ready=False)


@pytest.fixture
def mia_prepares(cohort: Cohort, mia: Person) -> Participation:
    return make_participation(cohort, Role.MENTOR, person=mia, ready=False, capacity=2)


def read_all(module: Module, person: Person) -> None:
    """Read every part."""
    for number in range(1, len(module.parts) + 1):
        actions.read_part(module, number, person=person)


def right_answers(module: Module) -> dict[int, int]:
    return {number: question["right"] for number, question in enumerate(module.questions, start=1)}


def wrong_answers(module: Module) -> dict[int, int]:
    return {
        number: right % len(module.questions[number - 1]["options"]) + 1
        for number, right in right_answers(module).items()
    }


def learn(module: Module, person: Person) -> None:
    """Read it and answer well."""
    read_all(module, person)
    actions.answer(module, right_answers(module), person=person)
