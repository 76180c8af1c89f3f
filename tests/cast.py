"""The small cast of every story.

Ada runs the installation, Olga coordinates First Year Forward, Mia mentors in it, Noor learns in it,
Rui leads another program, Sam is a stranger who has an account.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import models

from tests.factories import make_participation, make_person, make_program
from trellis.history.models import Event
from trellis.jobs.actions import run_ready
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Cohort, Organization, Participation, Program, Role


@pytest.fixture
def organization(db: None) -> Organization:
    return Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")


@pytest.fixture
def ada(organization: Organization) -> Person:
    return make_person("Ada Brightwater", email="ada@kestrelbay.example", is_administrator=True)


@pytest.fixture
def olga(organization: Organization) -> Person:
    return make_person("Olga Santangelo", email="olga@kestrelbay.example", time_zone="Europe/Lisbon")


@pytest.fixture
def mia(organization: Organization) -> Person:
    return make_person("Mia Holmqvist", email="mia@kestrelbay.example", department="Critical care", site="Harbour")


@pytest.fixture
def noor(organization: Organization) -> Person:
    return make_person("Noor El-Amin", email="noor@kestrelbay.example", department="Paediatrics", site="Moorside")


@pytest.fixture
def rui(organization: Organization) -> Person:
    return make_person("Rui Tavares", email="rui@kestrelbay.example")


@pytest.fixture
def sam(organization: Organization) -> Person:
    return make_person("Sam Okonkwo", email="sam@kestrelbay.example")


@pytest.fixture
def program(olga: Person) -> Program:
    return make_program(
        "First Year Forward",
        by=olga,
        cohort_name="Autumn 2026",
        preset="onboarding",
        promise="Every new nurse gets a mentor from another ward.",
    )


@pytest.fixture
def cohort(program: Program) -> Cohort:
    found = program.cohorts.get()
    found.starts_on, found.ends_on = date(2026, 10, 5), date(2027, 7, 5)
    found.save()
    return found


@pytest.fixture
def other_program(rui: Person) -> Program:
    return make_program("Ward Leaders", by=rui, cohort_name="Spring 2027")


@pytest.fixture
def mia_mentors(cohort: Cohort, mia: Person) -> Participation:
    """Mia, ready to mentor two."""
    return make_participation(cohort, Role.MENTOR, person=mia, capacity=2)


@pytest.fixture
def noor_learns(cohort: Cohort, noor: Person) -> Participation:
    """Noor, ready for a mentor."""
    return make_participation(cohort, Role.MENTEE, person=noor)


def history_of(row: models.Model) -> list[str]:
    """The verbs recorded about it, oldest first."""
    return list(Event.objects.about(row).order_by("pk").values_list("verb", flat=True))


def notices_to(person: Person) -> list[str]:
    """The names of what the person was told, oldest first."""
    return list(Notice.objects.filter(person=person).order_by("pk").values_list("name", flat=True))


def mail_sent(mailoutbox: list[Any]) -> list[tuple[str, str]]:
    """Run what waits, then (to, subject) of every e-mail."""
    run_ready()
    return [(message.to[0], message.subject) for message in mailoutbox]
