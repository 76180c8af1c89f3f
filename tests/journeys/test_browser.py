"""The main path in a Chromium, script and all: apply, say yes, propose a meeting, write a note. Every button twice."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.browser import Visit
from trellis.jobs.actions import run_ready
from trellis.matching import actions as matching
from trellis.people.models import Person, Skill
from trellis.programs.actions import mark_ready
from trellis.programs.models import Cohort, Participation
from trellis.recruitment.actions import calls, deciding
from trellis.recruitment.models import Application
from trellis.relationships.models import Meeting, Note, Relationship

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
WISH = "I would like to speak up sooner and worry less afterwards."


@pytest.fixture
def doors(cohort: Cohort, olga: Person, noor: Person) -> Cohort:
    """Applications are open, and there is something to learn."""
    Skill.objects.update_or_create(name="Asking good questions", defaults={"is_listed": True})
    calls.open_recruiting(cohort, by=olga)
    return cohort


def test_from_the_public_page_to_the_first_note(
    doors: Cohort, mia_mentors: Participation, noor: Person, mia: Person, olga: Person, visit: Visit
) -> None:
    page = visit("/p/first-year-forward/", person=noor, width=390)
    apply(page)
    application = Application.objects.get(person=noor)
    assert application.state == Application.State.SUBMITTED

    deciding.accept(application, by=olga)
    noor_learns = Participation.objects.get(person=noor)
    if noor_learns.state == Participation.State.PREPARING:
        mark_ready(noor_learns, by=None)
    propose(doors, noor_learns, mia_mentors, olga)

    page.goto("/")
    page.get_by_role("link", name="Read and answer").click()
    page.get_by_role("button", name="Yes, I’d like to work with Mia").dblclick()
    expect(page.get_by_text("You said yes.")).to_be_visible()
    hers = visit("/", person=mia)
    hers.get_by_role("link", name="Read and answer").click()
    hers.get_by_role("button", name="Yes, I’d like to work with Noor").dblclick()
    expect(hers.get_by_role("heading", name="Noor El-Amin and you")).to_be_visible()
    pair = Relationship.objects.get()

    page.goto("/")
    page.get_by_role("link", name="Propose times").click()
    in_three_days = timezone.localtime() + timedelta(days=3)
    page.get_by_label("A time that suits you").fill(f"{in_three_days:%Y-%m-%dT10:00}")
    page.get_by_label("Where").fill("The garden room")
    page.get_by_role("button", name="Send the times").dblclick()
    expect(page.get_by_text("Mia hasn’t answered yet.")).to_be_visible()
    assert Meeting.objects.filter(relationship=pair).count() == 1

    page.get_by_role("link", name="Notes").click()
    page.get_by_label("Note", exact=True).fill("Ask her about the night shift.")
    page.get_by_role("button", name="Keep as private note").dblclick()
    expect(page.get_by_role("heading", name="Private, only you can read this")).to_be_visible()
    assert Note.objects.filter(relationship=pair).count() == 1


def apply(page: Page) -> None:
    """Three steps on a phone; on the second the session ends while she writes."""
    page.get_by_role("link", name="I’d like a mentor").first.click()
    page.get_by_role("button", name="Next: your answers").click()
    page.get_by_label("What would you like to be different").fill(WISH)
    cookies = page.context.cookies()
    page.context.clear_cookies(name=settings.SESSION_COOKIE_NAME)
    page.get_by_role("button", name="Next: check and send").click()
    page.wait_for_url("**/apply/mentee/")  # a stranger begins with the first step
    page.wait_for_load_state()
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto("/p/first-year-forward/apply/mentee/answers/")
    page.get_by_role("button", name="Put it back").click()
    expect(page.get_by_label("What would you like to be different")).to_have_value(WISH)

    page.locator("[name=q-skills-wanted_0]").select_option(label="Asking good questions")
    page.locator("[name=q-skills-wanted_1]").select_option("4")
    for words in ("Talking about careers and choices", "Monday morning", "In person", "English", "I can give it"):
        page.get_by_label(words).check()
    page.get_by_role("button", name="Next: check and send").click()
    expect(page.get_by_text(WISH)).to_be_visible()
    page.get_by_role("button", name="Send my application").dblclick()
    expect(page.get_by_text("We have it.", exact=True)).to_be_visible()


def propose(cohort: Cohort, mentee: Participation, mentor: Participation, by: Person) -> None:
    """And let the ten minutes pass in which it could be taken back."""
    proposal = matching.propose(cohort, mentee=mentee, mentor=mentor, by=by)
    with time_machine.travel(proposal.held_until, tick=True):
        run_ready()
