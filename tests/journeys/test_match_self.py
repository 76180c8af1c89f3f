"""A self-directed program from the list of mentors to the first page together, over the pages, without script."""

from __future__ import annotations

import pytest

from tests.factories import make_participation, make_program
from tests.journeys.visitor import Visitor
from tests.matching.conftest import offers, wants
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role


def visitor(person: Person) -> Visitor:
    found = Visitor(person.email)
    found.client.force_login(person)
    return found


@pytest.fixture
def bridge(olga: Person, mia: Person, noor: Person, sam: Person) -> Cohort:
    """Mia and Sam mentor, Noor looks for somebody to teach her handovers."""
    cohort = make_program("Research Bridge", by=olga, preset="research").cohorts.get()
    for mentor in (mia, sam):
        make_participation(cohort, Role.MENTOR, person=mentor)
    make_participation(cohort, Role.MENTEE, person=noor)
    offers(mia, handover=5)
    wants(noor, handover=4)
    return cohort


def test_match_self_directed(bridge: Cohort, noor: Person, mia: Person, sam: Person) -> None:
    mentee, mentor, other = visitor(noor), visitor(mia), visitor(sam)

    mentee.open("/").follow("Find a mentor").sees(
        "2 mentors have a free place", "Mia can help with all you want to learn"
    )
    mentee.press("To my list : Sam").sees("Sam is on your list.")
    mentee.follow("Ask Mia").press(
        "Ask Mia", {"What you would like to say": "May I learn handovers from you?", "ask the next on my list": True}
    )
    mentee.sees("Mia is asked.", "1 of 3 open")

    mentor.open("/").follow("Read and answer").sees("May I learn handovers from you?", "Why the two of you")
    mentor.press("Say no", {"I don’t have the time now": True}).sees("Your no is kept.")

    mentee.open("/").follow("Find a mentor").sees_no("Mia Holmqvist")
    other.open("/").follow("Read and answer").sees("May I learn handovers from you?")
    other.press("Yes, I’d like to mentor Noor", twice=True).sees("Noor El-Amin and you")
    mentee.open("/").sees("Agree with Sam how you work together")
