"""The review board in a Chromium: dragged with the cost in sight, undone, published, and both sides say yes."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from tests.browser import Visit, assert_accessible
from tests.matching.conftest import Match
from tests.matching.test_run import pairs
from trellis.jobs.actions import run_ready
from trellis.matching import actions
from trellis.matching.models import MatchRun
from trellis.people.models import Person
from trellis.programs.models import Participation
from trellis.relationships.models import Relationship

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
STUDIO = "/programs/first-year-forward/autumn-2026/match/"


@pytest.fixture
def plan(run: MatchRun, match: Match, mia_mentors: Participation, olga: Person) -> MatchRun:
    """Mia with Noor, Ben with Lea, one place each, and every fit is allowed."""
    actions.change_settings(run.cohort, by=olga, floor=0)
    Participation.objects.filter(pk=mia_mentors.pk).update(capacity=1)
    return match()


def row(page: Page, name: str) -> Locator:
    return page.locator(".pairs tbody tr").filter(has_text=name)


def carry(page: Page, name: str, onto: str) -> Locator:
    """Take somebody by the handle and hold them over a row."""
    handle, place = row(page, name).locator(".grip").bounding_box(), row(page, onto).bounding_box()
    assert handle
    assert place
    page.mouse.move(handle["x"] + 10, handle["y"] + 10)
    page.mouse.down()
    page.mouse.move(handle["x"] - 40, handle["y"] + 20, steps=4)
    page.mouse.move(place["x"] + 250, place["y"] + place["height"] / 2, steps=4)
    return row(page, onto).locator(".drop-cost")


def test_drag_undo_publish_and_accept(plan: MatchRun, olga: Person, mia: Person, noor: Person, visit: Visit) -> None:
    before = pairs(plan)
    page = visit(STUDIO, person=olga)

    cost = carry(page, "Noor El-Amin", onto="Ben Adler")
    expect(cost).to_contain_text("−")
    expect(page.locator(".drag-ghost")).to_contain_text("Lea Fontaine would move to Mia Holmqvist")
    assert pairs(plan) == before  # nothing happens before it is dropped
    page.mouse.up()

    expect(page.get_by_text("Noor El-Amin was moved to Ben Adler.", exact=True)).to_be_visible()
    assert pairs(plan) == {"Lea": "Mia", "Noor": "Ben"}
    page.locator(".change-bar").get_by_role("button", name="Undo").click()
    expect(page.locator(".change-bar")).to_have_count(0)
    assert pairs(plan) == before

    page.get_by_role("link", name="Publish 2 pairs").click()
    page.get_by_role("dialog").get_by_role("button", name="Publish 2 pairs").click()
    expect(page.get_by_text("2 pairs published.").first).to_be_visible()
    with time_machine.travel(timezone.now() + timedelta(minutes=11), tick=True):
        run_ready()
    for person, other in ((noor, "Mia"), (mia, "Noor")):
        theirs = visit("/", person=person)
        theirs.get_by_role("link", name="Read and answer").click()
        theirs.get_by_role("button", name=f"Yes, I’d like to work with {other}").click()
        theirs.wait_for_load_state()
    expect(theirs.get_by_role("heading", name="Noor El-Amin and you")).to_be_visible()
    assert Relationship.objects.count() == 1


def test_a_drag_that_is_given_up_changes_nothing(plan: MatchRun, olga: Person, visit: Visit) -> None:
    before = pairs(plan)
    page = visit(STUDIO, person=olga, width=834)

    expect(carry(page, "Noor El-Amin", onto="Ben Adler")).to_be_visible()
    page.keyboard.press("Escape")
    page.mouse.up()

    expect(page.locator(".drop-cost")).to_have_count(0)
    assert page.url.endswith(STUDIO)
    assert pairs(plan) == before


def test_the_handle_pressed_by_key_leads_to_the_list(plan: MatchRun, olga: Person, visit: Visit) -> None:
    page = visit(STUDIO, person=olga)

    row(page, "Noor El-Amin").locator(".grip").focus()
    page.keyboard.press("Enter")
    page.get_by_role("button", name="Move to Ben Adler").click()

    expect(page.get_by_text("Noor El-Amin was moved to Ben Adler.", exact=True)).to_be_visible()
    assert pairs(plan) == {"Lea": "Mia", "Noor": "Ben"}


@pytest.mark.parametrize(("width", "scheme"), [(1440, "dark"), (834, "light"), (390, "light")])
def test_it_is_accessible_at_every_width(
    plan: MatchRun, olga: Person, visit: Visit, width: int, scheme: str, ben_mentors: Participation
) -> None:
    noor = plan.suggestions.get(mentee__person__name="Noor El-Amin")
    actions.move_to(noor, ben_mentors, by=olga)
    actions.remark(plan, text="Is Ben back from leave by then?", about=noor.mentee, by=olga)
    page = visit(f"{STUDIO}?pair={noor.pk}", person=olga, width=width, scheme=scheme)
    expect(page.get_by_text("Is Ben back")).to_be_visible()

    assert_accessible(page)
