"""Choosing one of many: by keys, by pointer, and as a plain search without script."""

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import Visit, assert_accessible
from tests.factories import make_person
from tests.ui.addresses import acts
from trellis.people.models import Person

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("test_addresses", "organization")]


@pytest.fixture
def people() -> list[Person]:
    return [make_person("Priya Raghunathan", department="Outreach"), make_person("Priscille Nkemelu")]


@pytest.fixture
def picking(visit: Visit, people: list[Person]) -> Page:
    page = visit("/pick/")
    page.get_by_role("combobox", name="Mentor").press_sequentially("pri")
    expect(page.get_by_role("option")).to_have_count(2)
    return page


@pytest.mark.browser
def test_arrows_and_enter_take_what_was_found(picking: Page) -> None:
    box = picking.get_by_role("combobox")
    assert_accessible(picking)
    box.press("ArrowDown")
    box.press("ArrowDown")

    expect(picking.get_by_role("option", selected=True)).to_contain_text("Priya Raghunathan")
    expect(box).to_have_attribute(
        "aria-activedescendant", str(picking.get_by_role("option", selected=True).get_attribute("id"))
    )
    box.press("Enter")
    expect(box).to_have_value("Priya Raghunathan")
    expect(picking.get_by_role("listbox")).to_be_hidden()
    picking.get_by_role("button", name="Pick").click()
    picking.wait_for_url("**/done/1/")
    assert acts == ["Priya Raghunathan"]


@pytest.mark.browser
def test_a_click_takes_it_and_escape_leaves_it(picking: Page) -> None:
    box = picking.get_by_role("combobox")
    box.press("Escape")
    expect(picking.get_by_role("listbox")).to_be_hidden()
    box.press_sequentially("s")
    picking.get_by_role("option", name="Priscille Nkemelu").click()

    expect(box).to_have_value("Priscille Nkemelu")
    expect(box).to_be_focused()


@pytest.mark.browser
def test_it_says_aloud_how_many_were_found(picking: Page) -> None:
    expect(picking.locator("#announcer")).to_have_text("2 found")
    picking.get_by_role("combobox").press_sequentially("zzz")
    expect(picking.locator("#announcer")).to_have_text("Nothing found")


def test_without_script_the_words_find_the_only_one(client: Client, people: list[Person]) -> None:
    client.post("/pick/", {"mentor": "", "mentor_words": "Raghu"})

    assert acts == ["Priya Raghunathan"]


@pytest.mark.parametrize(
    ("typed", "error"),
    [
        ({"mentor_words": "pri"}, "More than one is found by “pri”. Write more of it."),
        ({"mentor_words": "zzz"}, "Nothing is called “zzz”."),
        ({"mentor": "999999"}, "Choose again: what you chose isn’t there any more."),
        ({"mentor": "9" * 40}, "Choose again: what you chose isn’t there any more."),
        ({"mentor": "1 or 1"}, "Choose again: what you chose isn’t there any more."),
        ({"mentor": "", "mentor_words": "  "}, "Fill this in."),
    ],
)
def test_what_is_not_clear_is_asked_again(
    client: Client, people: list[Person], typed: dict[str, str], error: str
) -> None:
    answer = client.post("/pick/", typed).content.decode()

    assert error in answer
    assert acts == []


def test_what_was_chosen_is_still_there_when_the_form_comes_back(client: Client, people: list[Person]) -> None:
    answer = client.post("/pick/", {"mentor": "", "mentor_words": "pri"}).content.decode()

    assert 'name="mentor_words" value="pri"' in answer
