"""What our modules do in a browser, and that pages work without them."""

import re
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.browser import Visit, assert_accessible, sign_in
from tests.ui.addresses import acts
from trellis.people.models import Person

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("test_addresses"),
]
DRAFT = "You wrote something here that was never sent."


@pytest.fixture
def writing(visit: Visit, noor: Person) -> Page:
    return visit("/write/", person=noor)


def save(page: Page) -> None:
    page.get_by_role("button", name="Save it").click()


def test_the_page_is_for_everybody(writing: Page) -> None:
    assert_accessible(writing)


def test_a_double_click_acts_once(writing: Page) -> None:
    writing.get_by_label("Text").fill("I met Grace.")
    writing.get_by_role("button", name="Save it").dblclick()
    writing.wait_for_url("**/done/1/")

    assert acts == ["I met Grace."]


def test_the_button_is_busy_until_the_answer_comes(writing: Page) -> None:
    sending = """() => {
        document.addEventListener("submit", (event) => event.preventDefault());
        const button = document.querySelector("#form button");
        button.click();
        return button.getAttribute("aria-busy");
    }"""

    assert writing.evaluate(sending) == "true"


def test_an_error_summary_has_the_focus_and_leads_to_the_field(writing: Page) -> None:
    save(writing)

    expect(writing).to_have_title(re.compile("^Problem: Writing"))
    expect(writing.locator(".error-summary")).to_be_focused()
    assert_accessible(writing)
    writing.get_by_role("link", name="Fill this in.").click()
    expect(writing.get_by_label("Text")).to_be_focused()


def test_htmx_brings_only_the_form_back_and_keeps_the_focus_where_it_matters(
    writing: Page, complaints: list[str]
) -> None:
    writing.goto("/write/?part")
    writing.evaluate("window.same = true")
    save(writing)

    expect(writing.locator(".error-summary")).to_be_focused()
    assert writing.evaluate("window.same") is True
    writing.get_by_label("Text").fill("refuse")
    save(writing)
    expect(writing.get_by_role("alert").filter(has_text="Not now.")).to_be_visible()
    expect(writing.get_by_label("Text")).to_have_value("refuse")
    assert "409 (Conflict)" in complaints.pop()
    writing.get_by_label("Text").fill("I met Grace.")
    save(writing)
    writing.wait_for_url("**/done/1/")
    assert acts == ["I met Grace."]


def test_what_was_typed_comes_back_after_the_session_ended(writing: Page) -> None:
    writing.get_by_label("Text").fill("A long thought.")
    cookies = writing.context.cookies()
    writing.context.clear_cookies(name="sessionid")
    save(writing)
    writing.wait_for_url("**/accounts/login/**")
    writing.context.add_cookies([cookie for cookie in cookies if cookie.get("name") == "sessionid"])  # type: ignore[misc]
    writing.goto("/write/")

    expect(writing.get_by_text(DRAFT)).to_be_visible()
    assert_accessible(writing)
    writing.get_by_role("button", name="Put it back").click()
    expect(writing.get_by_label("Text")).to_have_value("A long thought.")
    expect(writing.get_by_text(DRAFT)).to_have_count(0)


def test_what_was_saved_is_not_offered_again(writing: Page) -> None:
    writing.get_by_label("Text").fill("I met Grace.")
    save(writing)
    writing.wait_for_url("**/done/1/")
    writing.goto("/write/")

    expect(writing.get_by_text(DRAFT)).to_have_count(0)
    assert kept(writing) == []


def test_a_refused_text_is_offered_where_it_was_written(writing: Page) -> None:
    writing.get_by_label("Text").fill("refuse")
    save(writing)

    expect(writing.get_by_text("Not now.")).to_be_visible()
    expect(writing.get_by_text(DRAFT)).to_be_visible()


def test_a_draft_thrown_away_is_gone(writing: Page) -> None:
    writing.get_by_label("Text").fill("Never mind.")
    writing.reload()
    writing.get_by_role("button", name="Throw it away").click()
    writing.reload()

    expect(writing.get_by_text(DRAFT)).to_have_count(0)


def test_a_private_text_stays_in_its_tab(writing: Page) -> None:
    writing.get_by_label("Secret").fill("Only mine.")

    assert kept(writing) == []
    writing.reload()
    expect(writing.get_by_text(DRAFT)).to_be_visible()


def test_signing_out_takes_every_draft_away(writing: Page) -> None:
    writing.get_by_label("Text").fill("A thought.")
    writing.get_by_label("Secret").fill("Only mine.")
    writing.get_by_role("button", name="Sign out").click()
    writing.wait_for_load_state()

    assert kept(writing) == []
    assert kept(writing, "sessionStorage") == []


def test_the_next_person_on_this_browser_finds_nothing(writing: Page, mia: Person, live_server: Any) -> None:
    writing.get_by_label("Text").fill("A thought.")
    assert len(kept(writing)) == 1
    writing.context.clear_cookies()
    sign_in(writing.context, mia, live_server.url)
    writing.goto("/write/")

    assert kept(writing) == []
    expect(writing.get_by_text(DRAFT)).to_have_count(0)


def kept(page: Page, store: str = "localStorage") -> list[str]:
    keys: list[str] = page.evaluate(f"Object.keys({store}).filter((key) => key.startsWith('draft:'))")
    return keys


def test_a_dialog_asks_before_what_cannot_be_undone(writing: Page) -> None:
    writing.get_by_role("link", name="End this pair").click()
    dialog = writing.get_by_role("dialog", name="End this pair?")

    expect(dialog).to_be_visible()
    assert_accessible(writing)
    dialog.get_by_role("button", name="Keep going").click()
    expect(dialog).to_be_hidden()
    expect(writing.get_by_role("link", name="End this pair")).to_be_focused()
    assert acts == []


def test_undo_is_offered_until_it_is_dismissed(writing: Page) -> None:
    writing.get_by_role("link", name="End this pair").click()
    writing.get_by_role("button", name="End it").click()
    toast = writing.locator(".toast")

    expect(toast).to_contain_text("Ended.")
    expect(toast.get_by_role("button", name="Undo")).to_be_visible()
    toast.get_by_role("button", name="Dismiss").click()
    expect(toast).to_have_count(0)


def test_a_menu_closes_with_escape_and_gives_the_focus_back(writing: Page) -> None:
    menu = writing.locator("details.menu summary")
    menu.click()
    writing.keyboard.press("Tab")
    writing.keyboard.press("Escape")

    expect(writing.get_by_role("link", name="Write to both")).to_be_hidden()
    expect(menu).to_be_focused()


def test_the_first_key_leads_past_the_navigation(writing: Page) -> None:
    writing.keyboard.press("Tab")
    expect(writing.get_by_role("link", name="Skip to main content")).to_be_focused()
    writing.keyboard.press("Enter")

    expect(writing.locator("#main")).to_be_focused()


def test_everything_works_without_script(visit: Visit, noor: Person) -> None:
    page = visit("/write/", person=noor, script=False)
    page.get_by_label("Text").fill("I met Grace.")
    page.get_by_role("button", name="Save it").click()
    page.wait_for_url("**/done/1/")
    page.goto("/write/")
    page.get_by_role("link", name="End this pair").click()
    page.wait_for_url("**/end/")
    page.get_by_role("button", name="End it").click()
    page.wait_for_url("**/done/1/")

    assert acts == ["I met Grace.", "ended"]


def test_the_policy_stops_what_was_not_ours(writing: Page, complaints: list[str]) -> None:
    ran = writing.evaluate(
        "() => { const s = document.createElement('script'); s.textContent = 'window.ran = true';"
        " document.body.append(s); return window.ran === true; }"
    )

    assert ran is False
    assert "Content Security Policy" in complaints.pop()
