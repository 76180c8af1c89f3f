"""A pair, page by page: an agreement signed, from why to goals, a look at the middle, an end without fault."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from tests.journeys.visitor import Visitor
from tests.pairs import make_pair, reload
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews import actions as reviews


@pytest.fixture
def pair(cohort: Cohort, mia: Person, noor: Person) -> Relationship:
    return make_pair(cohort, mentee=noor, mentor=mia)


def at_home(person: Person) -> Visitor:
    """Somebody who is signed in."""
    visitor = Visitor(person.email)
    visitor.client.force_login(person)
    return visitor


def test_relationship_agreement_signed_changed_and_signed_again(
    pair: Relationship, mia: Person, noor: Person, olga: Person
) -> None:
    noors, mias = at_home(noor), at_home(mia)
    noors.open("/mentoring/").follow("Write your agreement")
    noors.press("Save and read it through", {"Why we are doing this": "To feel at home here."}, twice=True)
    noors.press("Sign the agreement", {"Your full name": noor.name}).sees("not signed by everybody yet")

    mias.open("/mentoring/").follow("Read and sign").sees("To feel at home here.")
    mias.press("Sign the agreement", {"Your full name": mia.name}, twice=True).sees("signed by all of you")

    mias.follow("Suggest a change").press("Save and read it through", {"Why we are doing this": "To lead a bay."})
    mias.sees("Version 2", "Nobody has signed this version yet.")
    noors.open(f"/pairs/{pair.pk}/").sees("To feel at home here.", "A change waits for your signatures")
    board = at_home(olga).open(f"/programs/{pair.cohort.program.slug}/{pair.cohort.slug}/support/{pair.pk}/")
    board.sees_no("To feel at home here.", "To lead a bay.")


def test_relationship_from_why_to_goals(pair: Relationship, mia: Person, noor: Person) -> None:
    noors = at_home(noor).open(f"/pairs/{pair.pk}/goals/").follow("Begin with where you want to be")
    noors.press("Next: where I want to be", {"Why mentoring": "To stop pretending."})
    noors.press("Next: what it takes", {"where do you want to be?": "Leading my bay."}).sees("To stop pretending.")
    noors.press("Add", {"Something else I need": "Giving a clear handover"}, twice=True)
    noors.press("Next: the gap", {}).sees("Say for “Giving a clear handover”")
    number = re.search(r"have-(\d+)", str(noors.page))
    assert number
    noors.press("Next: the gap", {f"have-{number[1]}": "2", f"want-{number[1]}": "5"}).sees("3 to grow")
    noors.press("Next: goals").follow("Set a goal for this")
    noors.press("Next: the steps", {"What do you want to reach?": "Lead one handover", "As expected (0)": "One, alone"})
    noors.press("Add the step", {"The next step": "Watch two"}).sees("The gap it closes", "0 of 1 done")
    noors.press("Keep this level", {"As expected (0)": "level_2"}).sees("judged a goal as +0 of −2 to +2")

    mias = at_home(mia).open(f"/pairs/{pair.pk}/goals/").sees("Leading my bay.", "Giving a clear handover", "2 of 5")
    assert "Open the plan" not in mias.links()


def test_relationship_half_way(pair: Relationship, mia: Person, noor: Person, olga: Person) -> None:
    Relationship.objects.filter(pk=pair.pk).update(
        started_at=timezone.now() - timedelta(days=100), ends_on=timezone.localdate() + timedelta(days=100)
    )
    reviews.ask_those_due(timezone.localdate())
    noors = at_home(noor).open("/mentoring/").sees("Half way with Mia").follow("Look back")
    noors.press("Keep my answer", {"how you meet": "Mornings suit me.", "Go on, and change something": "change"})
    noors.sees("Mia hasn’t yet.")

    mias = at_home(mia).open("/mentoring/").follow("Look back").sees_no("Mornings suit me.")
    mias.press("Keep my answer", {"What did you hope for": "To listen.", "Go on as it is": "go_on"}, twice=True)
    mias.sees("Mornings suit me.", "Something should change")
    mias.press("We have talked about it", {"What you change": "Before nine."}).sees("Before nine.")
    assert "Half way with" not in mias.open("/mentoring/").reads
    board = at_home(olga).open(f"/programs/{pair.cohort.program.slug}/{pair.cohort.slug}/support/{pair.pk}/")
    board.sees_no("Mornings suit me.", "Before nine.")


def test_relationship_ends_without_fault(pair: Relationship, mia: Person, noor: Person, olga: Person) -> None:
    noors = at_home(noor).open(f"/pairs/{pair.pk}/").follow("End it well")
    noors.press("See what you both will read", {"It isn’t the right fit": "asked", "With one more meeting": "yes"})
    noors.sees("Word for word").press("Send this to both", twice=True).sees("For a good ending")

    told = [Notice.objects.filter(person=one, name="relationships/closing").get() for one in (mia, noor)]
    assert told[0].body.replace("Noor", "Mia") == told[1].body.replace("Noor", "Mia")
    mias = at_home(mia).open(f"/pairs/{pair.pk}/end/").sees("For a good ending")
    mias.sees_no("Changed your mind?", "It wasn’t the right fit")
    mias.press("Keep it", {"Looking back": "I learned to wait.", "Only me": "no", "Nothing planned": "none"})
    mias.follow("Close it now").press("Close it now", twice=True)
    assert reload(pair).state == Relationship.State.CLOSED
    board = at_home(olga).open(f"/programs/{pair.cohort.program.slug}/{pair.cohort.slug}/support/{pair.pk}/")
    board.sees_no("Noor asked", "I learned to wait.")
