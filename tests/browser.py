"""Pages as people see them: a Chromium on this machine, with every complaint of its console kept.

    def test_it_opens(visit: Visit, olga: Person) -> None:
        page = visit("/programs/", person=olga, width=390, scheme="dark")
        assert_accessible(page)

Without a Chromium (`CHROMIUM` may name it) these tests are skipped and say so. A test that leaves a
complaint of the console, of the content security policy, or of a missing file behind fails at its end.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any, Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, Request, sync_playwright

from trellis.people.models import Person

type Scheme = Literal["light", "dark"]
type Visit = Callable[..., Page]

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--force-color-profile=srgb",
]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
HEIGHTS = {1440: 1000, 390: 844}


def chromium_path() -> str | None:
    """Where a Chromium is on this machine."""
    names = [os.environ.get("CHROMIUM", ""), "chromium", "google-chrome", "chromium-browser"]
    return next((path for name in names if name and (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the whole run."""
    path = chromium_path()
    if path is None:
        pytest.skip("There is no Chromium on this machine; set CHROMIUM to one.")
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"  # the driver keeps a loop in this thread; the tests don't
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def complaints() -> list[str]:
    """What the browser complained about so far; a test that expects one takes it out."""
    return []


@pytest.fixture
def visit(django_db_setup: None, chromium: Browser, live_server: Any, complaints: list[str]) -> Iterator[Visit]:
    """Open an address as somebody, in a window of that width and scheme."""
    contexts: list[BrowserContext] = []

    def go(
        path: str,
        *,
        person: Person | None = None,
        width: int = 1440,
        scheme: Scheme = "light",
        script: bool = True,
    ) -> Page:
        size = {"width": width, "height": HEIGHTS.get(width, 900)}
        context = chromium.new_context(
            base_url=live_server.url,
            viewport=size,  # type: ignore[arg-type]
            color_scheme=scheme,
            reduced_motion="reduce",
            java_script_enabled=script,
        )
        contexts.append(context)
        if person:
            sign_in(context, person, live_server.url)
        page = context.new_page()
        listen(page, live_server.url, complaints)
        page.goto(path)
        return page

    yield go
    for context in contexts:
        context.close()
    assert "\n".join(complaints) == ""


def sign_in(context: BrowserContext, person: Person, address: str) -> None:
    """Give the window the cookie of somebody who has signed in."""
    client = Client()
    client.force_login(person)
    value = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": address}])


def listen(page: Page, home: str, complaints: list[str]) -> None:
    """Keep errors of the console and of scripts, and every request that goes to another place."""

    def said(message: ConsoleMessage) -> None:
        place = message.location.get("url", "")
        of_the_page = place == page.url and message.text.startswith("Failed to load resource")
        if message.type in {"error", "warning"} and not of_the_page:
            complaints.append(f"{page.url}: {message.text} ({place})")

    def asked(request: Request) -> None:
        if not request.url.startswith((home, "data:", "blob:")):
            complaints.append(f"{page.url}: asked for {request.url}")

    page.on("console", said)
    page.on("pageerror", lambda error: complaints.append(f"{page.url}: {error}"))
    page.on("request", asked)


def problems_of(page: Page) -> list[str]:
    """What axe finds by the rules of WCAG 2.2 AA and good practice, one line for each element."""
    run = {"type": "tag", "values": RULES}
    found = Axe().run(page, options={"runOnly": run, "resultTypes": ["violations"]})
    return [
        f"{violation['id']}: {node['failureSummary'].splitlines()[-1].strip()} {node['html'][:160]}"
        for violation in found.response["violations"]
        for node in violation["nodes"]
    ]


def overflow_of(page: Page) -> int:
    """How many pixels the page is wider than its window."""
    width: int = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    return width


def missing_icons(page: Page) -> list[str]:
    """Icons that the page draws from the sprite and that aren't in it."""
    found: list[str] = page.evaluate(
        """async () => {
            const drawn = [...document.querySelectorAll("use[href*='icons.svg#']")];
            const uses = drawn.map((use) => use.getAttribute("href"));
            if (!uses.length) return [];
            const sprite = await (await fetch(uses[0].split("#")[0])).text();
            return [...new Set(uses)].filter((use) => !sprite.includes(`id="${use.split("#")[1]}"`));
        }"""
    )
    return found


def assert_accessible(page: Page) -> None:
    """No violation, nothing wider than the window, every icon there."""
    assert (problems_of(page), overflow_of(page), missing_icons(page)) == ([], 0, [])
