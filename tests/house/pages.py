"""Every kind of page, for the walk with a browser.

Each address of addresses.py that answers somebody with a page is walked as the first of them. What needs more
than that (another role, a query, a page error) is added here by name.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from tests.house.addresses import ROWS, Row
from tests.house.world import World


@dataclass(frozen=True)
class PageKind:
    """A page and who looks at it."""

    name: str
    who: str
    path: Callable[[World], str]


# Answers that are no whole page.
PARTS = {
    "notifications:preview_mail",  # an e-mail, shown inside a frame
    "care:export",  # files
    "relationships:attachment",
    "insights:export",
    "recognition:pdf",
}

EXTRA = [
    PageKind("nothing here, for a stranger", "anonymous", lambda world: "/no/such/page/"),
    PageKind("nothing here, signed in", "noor", lambda world: "/no/such/page/"),
    PageKind("sign in", "anonymous", lambda world: reverse("account_login")),
    PageKind("sign in by a code", "anonymous", lambda world: reverse("account_request_login_code")),
    PageKind("cannot get in", "anonymous", lambda world: reverse("account_help")),
    PageKind("a new password", "anonymous", lambda world: reverse("account_reset_password")),
    PageKind("a closed account", "anonymous", lambda world: reverse("account_inactive")),
    PageKind("choose a password", "noor", lambda world: reverse("account_set_password")),
    PageKind("everyone", "ada", lambda world: reverse("people:list")),
    PageKind("a person, for administrators", "ada", lambda world: reverse("people:person", args=[world.noor.pk])),
    PageKind("close an account?", "ada", lambda world: reverse("people:close", args=[world.noor.pk])),
    PageKind("components", "anonymous", lambda world: "/dev/components/"),
    PageKind("components, right to left", "anonymous", lambda world: "/dev/components/?dir=rtl"),
]


def kinds() -> list[PageKind]:
    """All of them."""
    walked = [kind for name, row in ROWS.items() if name not in PARTS and (kind := kind_of(name, row))]
    return walked + EXTRA


def kind_of(name: str, row: Row) -> PageKind | None:
    """The page as the first who may see it; None for buttons and addresses that only lead on."""
    who = next((role for role, status in row.expected().items() if status == 200), None)
    if row.post or who is None:
        return None
    return PageKind(name, who, lambda world: reverse(name, args=row.args(world)) + row.query)
