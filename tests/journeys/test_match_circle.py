"""Circles and peers over the pages: found, changed, asked, begun; topics, duties, who came; somebody leaves."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest
import time_machine
from django.core.cache import cache

from tests.factories import make_participation, make_person, make_program
from tests.journeys.visitor import Visitor, letters_to, link_for, wait_until
from trellis.matching import actions
from trellis.people.models import Person, PersonSkill, Skill
from trellis.programs.models import Cohort, Organization, Role
from trellis.relationships.models import Relationship


@pytest.fixture
def clocks() -> time_machine.Traveller:  # type: ignore[misc]
    cache.clear()
    with time_machine.travel(datetime(2026, 9, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


def program_of(preset: str) -> Cohort:
    """Ada leads it."""
    Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")
    ada = make_person("Ada Brightwater", email="ada@kestrelbay.example")
    found = make_program("Leading Together", by=ada, cohort_name="Autumn", preset=preset).cohorts.get()
    found.starts_on, found.ends_on = date(2026, 10, 5), date(2027, 4, 5)
    found.save()
    return found


def learner(cohort: Cohort, name: str, wish: str) -> Person:
    person = make_person(name, email=f"{name.split(maxsplit=1)[0].lower()}@kestrelbay.example", site="Harbour")
    skill = Skill.objects.get_or_create(name=wish)[0]
    PersonSkill.objects.create(person=person, skill=skill, kind=PersonSkill.Kind.WANTED, level=3)
    make_participation(cohort, Role.MENTEE, person=person)
    return person


def at(name: str) -> Visitor:
    """Somebody with a browser, signed in."""
    person = Person.objects.get(email=f"{name}@kestrelbay.example")
    visitor = Visitor(person.email)
    visitor.client.force_login(person)
    return visitor


@pytest.mark.django_db
def test_match_circle_from_the_search_to_the_first_topic(clocks: time_machine.Traveller) -> None:
    cohort = program_of("circle")
    names = ("Noor El-Amin", "Sam Okonkwo", "Rui Tavares", "Hana Kim", "Ellie Marsh")
    for name in names:
        learner(cohort, name, "Leading without a title")
    make_participation(
        cohort, Role.MENTOR, person=make_person("Mia Holmqvist", email="mia@kestrelbay.example"), capacity=6
    )
    ada, noor, mia = at("ada"), at("noor"), at("mia")

    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").press("Find circles", {"Members at least": "3"})
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/")
    ada.sees("5 people are placed", "Leading without a title", "5 of 5 want to learn this", "Mia Holmqvist")
    ada.follow("Ask the people").press("Ask them", twice=True).sees("Waiting for answers")

    for name in ("sam", "rui", "hana", "mia"):
        visitor = at(name)
        visitor.open(link_for(visitor.address, "A circle for you")).press("Yes, I’d like that")
    noor.open("/").follow("Read and answer").press("Yes, I’d like that")
    ellie = at("ellie")
    ellie.open(link_for(ellie.address, "A circle for you")).press("No, not this time").sees("You said no.")

    circle = Relationship.objects.get()
    assert circle.parties.count() == 5
    assert any("Your circle" in letter.subject for letter in letters_to(mia.address))
    noor.open(f"/pairs/{circle.pk}/circle/").press("Put it up", {"What would you like to talk about?": "My own boss"})
    mia.open(f"/pairs/{circle.pk}/circle/").sees("My own boss", "One of you wants it")
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").sees("Has begun").sees_no("My own boss")

    noor.open(f"/pairs/{circle.pk}/circle/").follow("Leave the circle").press("Leave the circle")
    mia.open(f"/pairs/{circle.pk}/circle/").sees_no("Noor El-Amin")


@pytest.mark.django_db
def test_match_peer_and_nobody_who_is_silent_holds_the_other_up(clocks: time_machine.Traveller) -> None:
    cohort = program_of("peer")
    ada = at("ada")
    for name in ("Noor El-Amin", "Sam Okonkwo", "Rui Tavares", "Hana Kim"):
        learner(cohort, name, "Coming back from leave")
    actions.change_settings(cohort, by=Person.objects.get(email=ada.address), floor=0)

    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").press("Find pairs of peers")
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").sees("4 people are placed")
    ada.follow("Ask the people").press("Ask them")

    noor = at("noor")
    noor.open(link_for(noor.address, "A partner for you")).press("Yes, I’d like that").sees("You said yes.")
    wait_until(clocks, datetime(2026, 9, 20, 12, tzinfo=UTC))

    assert not Relationship.objects.exists()
    assert any("didn’t come about" in letter.subject for letter in letters_to(noor.address))
    at("ada").open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").sees("Didn’t come about")
