"""In a browser: drafts that survive, ticking without a reload, messages that arrive by themselves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.browser import Visit
from trellis.people.models import Person
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.goals import actions as goals
from trellis.relationships.pairs.models import Relationship

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_a_message_typed_survives_an_expired_session(pair: Relationship, noor: Person, visit: Visit) -> None:
    address = f"/pairs/{pair.pk}/messages/"
    page = visit(address, person=noor)
    cookies = page.context.cookies()
    page.get_by_label("Your message").fill("A long answer that took me ten minutes.")
    page.context.clear_cookies()

    page.get_by_role("button", name="Send to Mia").click()
    expect(page.get_by_role("button", name="Send to Mia")).to_have_count(0)
    page.context.add_cookies(cookies)  # type: ignore[arg-type]
    page.goto(address)
    page.get_by_role("button", name="Put it back").click()

    expect(page.get_by_label("Your message")).to_have_value("A long answer that took me ten minutes.")
    assert pair.messages.count() == 0


def test_the_frame_says_who_can_read_the_note(pair: Relationship, noor: Person, visit: Visit) -> None:
    page = visit(f"/pairs/{pair.pk}/notes/", person=noor)
    keep = page.get_by_role("button", name="Keep as private note")
    share = page.get_by_role("button", name="Share with Mia")
    expect(keep).to_be_visible()
    expect(share).to_be_hidden()

    page.get_by_label("Mia and I can read this").check()

    expect(share).to_be_visible()
    expect(keep).to_be_hidden()
    page.get_by_label("Note", exact=True).fill("Three things to try.")
    share.click()
    expect(page.get_by_role("heading", name="Shared with Mia")).to_be_visible()


def test_a_step_is_ticked_where_it_stands(pair: Relationship, noor: Person, visit: Visit) -> None:
    goal = goals.add(pair, by=noor, owner=noor, title="Lead the handover")
    for title in ("Watch one", "Lead one"):
        goals.add_step(goal, by=noor, title=title)
    page = visit(goal.get_absolute_url(), person=noor)

    page.get_by_label("Watch one").check()

    expect(page.get_by_text("1 of 2 done")).to_be_visible()
    expect(page.get_by_label("Watch one")).to_be_checked()


def test_without_script_a_button_ticks(pair: Relationship, noor: Person, visit: Visit) -> None:
    goal = goals.add(pair, by=noor, owner=noor, title="Lead the handover")
    goals.add_step(goal, by=noor, title="Watch one")
    page = visit(goal.get_absolute_url(), person=noor, script=False)

    page.get_by_role("button", name="Done", exact=True).click()

    expect(page.get_by_text("1 of 1 done")).to_be_visible()


def test_a_message_arrives_by_itself(pair: Relationship, mia: Person, noor: Person, visit: Visit) -> None:
    page = visit(f"/pairs/{pair.pk}/messages/", person=noor)
    page.get_by_label("Your message").fill("Half a sentence")

    conversations.send(pair, by=mia, text="I am early today.")

    expect(page.get_by_text("I am early today.")).to_be_visible(timeout=20_000)
    expect(page.get_by_label("Your message")).to_have_value("Half a sentence")
