"""A coordinator matches: a no leads to the next without typing, and a new manager turns a pair red the same day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.core.cache import cache
from django.urls import reverse

from tests.factories import make_participation, make_person, make_program
from tests.journeys.visitor import Visitor, letters_to, link_for, wait_until
from trellis.matching import actions
from trellis.matching.models import Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Organization, Role

WHY = "She and my sister don’t speak to each other."


@pytest.fixture
def clocks() -> time_machine.Traveller:  # type: ignore[misc]
    cache.clear()
    with time_machine.travel(datetime(2026, 9, 1, 8, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def cohort(db: None, clocks: time_machine.Traveller) -> Cohort:
    """Ada leads; Mia and Ben mentor, Noor learns."""
    Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")
    ada = make_person("Ada Brightwater", email="ada@kestrelbay.example")
    found = make_program("First Year Forward", by=ada, cohort_name="Autumn").cohorts.get()
    found.starts_on, found.ends_on = date(2026, 10, 5), date(2027, 7, 5)
    found.save()
    for name, role in (("Mia Holmqvist", Role.MENTOR), ("Ben Adler", Role.MENTOR), ("Noor El-Amin", Role.MENTEE)):
        email = f"{name.split()[0].lower()}@kestrelbay.example"
        make_participation(found, role, person=make_person(name, email=email))
    actions.change_settings(found, by=ada, floor=0)
    return found


def at(name: str) -> Visitor:
    """Somebody with a browser, signed in."""
    person = Person.objects.get(email=f"{name}@kestrelbay.example")
    visitor = Visitor(person.email)
    visitor.client.force_login(person)
    return visitor


def wait(clocks: time_machine.Traveller, **time: int) -> None:
    """Let the time pass; what runs at fixed hours is caught up."""
    wait_until(clocks, datetime.now(UTC) + timedelta(**time))


def asked_about(cohort: Cohort) -> str:
    """The first name of the mentor whom Noor is asked about now."""
    return cohort.proposals.latest("pk").mentor.person.called()


def propose_somebody(cohort: Cohort, ada: Visitor, clocks: time_machine.Traveller) -> str:
    """Find the pairs, publish, and let the ten minutes pass; who was proposed."""
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/").press("Find the best pairs")
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/publish/").press("Publish 1 pair")
    wait(clocks, minutes=11)
    return asked_about(cohort)


def test_after_a_private_no_the_next_goes_out_without_typing(cohort: Cohort, clocks: time_machine.Traveller) -> None:
    ada, noor = at("ada"), at("noor")
    first = propose_somebody(cohort, ada, clocks)

    noor.open(link_for(noor.address, "A mentor for you"))
    noor.press("Say no", {"Something else": True, "Anything they should know": WHY})

    second = asked_about(cohort)
    assert {first, second} == {"Mia", "Ben"}
    wait(clocks, minutes=11)
    assert any(f"A mentor for you: {second}" in letter.subject for letter in letters_to(noor.address))

    mentor = at(first.lower())
    told = " ".join(f"{letter.subject} {letter.body}" for letter in letters_to(mentor.address))
    page = mentor.open(cohort.proposals.earliest("pk").get_absolute_url()).reads
    other = at(second.lower()).open(cohort.proposals.latest("pk").get_absolute_url()).reads
    assert not [text for text in (told, page, other) if WHY in text]
    assert not [text for text in (told, page) if "Something else" in text]
    ada.open(f"/programs/{cohort.program.slug}/{cohort.slug}/match/proposals/").sees(
        "The next best, proposed automatically", "Something else", WHY
    )


def test_a_pair_in_one_line_is_impossible_everywhere_and_turns_red_the_same_day(
    cohort: Cohort, clocks: time_machine.Traveller
) -> None:
    ada = at("ada")
    noor, mia = (Person.objects.get(email=f"{name}@kestrelbay.example") for name in ("noor", "mia"))
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    here = f"/programs/{cohort.program.slug}/{cohort.slug}/match"
    mentee = cohort.participations.get(person=noor)
    ada.open(f"{here}/by-hand/?mentee={mentee.pk}").sees("Not allowed", "One of them is the other’s manager.")
    ada.sees_no("Propose Mia Holmqvist")
    assert propose_somebody(cohort, ada, clocks) == "Ben"

    for name in ("noor", "ben"):
        at(name).open(cohort.proposals.get().get_absolute_url()).press(
            f"Yes, I’d like to work with {'Ben' if name == 'noor' else 'Noor'}"
        )
    assert cohort.proposals.get().state == Proposal.State.ACCEPTED
    ada.open(cohort.get_absolute_url()).sees_no("In one reporting line")

    Person.objects.filter(pk=noor.pk).update(manager=Person.objects.get(email="ben@kestrelbay.example"))
    wait(clocks, hours=1)

    assert [letter.subject for letter in letters_to(ada.address)][-1].endswith("a pair is in one reporting line now")
    ada.open(reverse("care:board", args=cohort.address)).sees(
        "Stalled", "In one reporting line since a manager changed"
    )
