"""Every kind of page in a browser: WCAG 2.2 AA, wide and narrow, light and dark, and a silent console."""

from __future__ import annotations

import os
from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page

from tests.browser import Scheme, Visit, missing_icons, overflow_of, problems_of
from tests.house import world as worlds
from tests.house.addresses import EVERYBODY
from tests.house.pages import PageKind, kinds
from trellis.people.models import Person

SETTLED = """async () => {
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
    const moving = document.getAnimations().filter((animation) => animation instanceof CSSTransition);
    await Promise.allSettled(moving.map((animation) => animation.finished));
}"""

# Each page in the first two; `WINDOWS=all` tries every width with every scheme.
EVERY_WINDOW: list[tuple[int, Scheme]] = [(1440, "light"), (390, "dark"), (1440, "dark"), (390, "light")]
WINDOWS = EVERY_WINDOW if os.environ.get("WINDOWS") == "all" else EVERY_WINDOW[:2]

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.mark.parametrize("who", EVERYBODY)
def test_every_page_is_for_everybody(who: str, visit: Visit, settings: Any) -> None:
    settings.DEMO = True  # the page of components is there only in a demo
    world = worlds.build()
    found = [f"{kind.name}, {problem}" for kind in kinds() if kind.who == who for problem in walk(kind, world, visit)]

    assert "\n".join(found) == ""


def walk(kind: PageKind, world: worlds.World, visit: Visit) -> Iterator[str]:
    """What is wrong with one page, in each window, and whether it fits one enlarged to 400%."""
    path = kind.path(world)
    if not is_page(path, kind.who, world):
        return
    page = visit(path, person=None if kind.who == "anonymous" else world.person(kind.who))
    yield from (f"icon {name} is not in the sprite" for name in missing_icons(page))
    for width, scheme in WINDOWS:
        page.set_viewport_size({"width": width, "height": 900})
        yield from (f"{width}, {scheme}: {problem}" for problem in lasting(page, scheme))
        yield from too_wide(page, width)
    page.set_viewport_size({"width": 320, "height": 640})
    yield from too_wide(page, 320)
    page.context.close()


def is_page(path: str, who: str, world: worlds.World) -> bool:
    """Whether a whole page of HTML answers, and no file, stream or part."""
    client = Client(raise_request_exception=False)
    if who != "anonymous":
        client.force_login(world.person(who))
    answer = client.get(path)
    html = answer.headers.get("Content-Type", "").startswith("text/html")
    return html and not answer.streaming and "<html" in answer.content.decode()


def lasting(page: Page, scheme: Scheme) -> list[str]:
    """What is still wrong at a second look: the first may catch a color on its way to the other scheme."""
    for _look in range(2):
        show(page, scheme)
        if not (found := problems_of(page)):
            return []
    return found


def show(page: Page, scheme: Scheme) -> None:
    """In that scheme, once it has been painted."""
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    page.evaluate(SETTLED)


def too_wide(page: Page, width: int) -> Iterator[str]:
    if more := overflow_of(page):
        yield f"{width}: {more} px wider than the window"


def test_pages_turn_round_where_text_runs_the_other_way(visit: Visit) -> None:
    world = worlds.build()
    Person.objects.filter(pk=world.noor.pk).update(language="ar")
    found = [
        f"{kind.name}: {problem}" for kind in kinds() if kind.who == "noor" for problem in turned(kind, world, visit)
    ]

    assert "\n".join(found) == ""


def turned(kind: PageKind, world: worlds.World, visit: Visit) -> Iterator[str]:
    path = kind.path(world)
    if not is_page(path, kind.who, world):
        return
    page = visit(path, person=world.noor)
    if page.locator("html").get_attribute("dir") != "rtl":
        yield "still runs from left to right"
    for width in (1440, 390):
        page.set_viewport_size({"width": width, "height": 900})
        yield from too_wide(page, width)
    page.context.close()


def test_the_focus_is_always_seen(visit: Visit, settings: Any) -> None:
    """Tab through every component: something around what has the focus is drawn each time."""
    settings.DEMO = True
    page = visit("/dev/components/")
    page.locator("#main").focus()
    unseen = [place for _key in range(70) if (place := after_tab(page))]

    assert unseen == []


def after_tab(page: Page) -> str:
    """Press Tab; the element that has the focus now, when nothing shows it."""
    page.keyboard.press("Tab")
    found: str = page.evaluate(
        """() => {
            const now = document.activeElement;
            const lined = (style) => style.outlineStyle !== "none" || style.boxShadow !== "none";
            const drawn = (element) => element && lined(getComputedStyle(element));
            const seen = now === document.body || drawn(now) || drawn(now.closest("label"));
            return seen ? "" : now.outerHTML.slice(0, 120);
        }"""
    )
    return found
