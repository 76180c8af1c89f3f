"""One click signs in as somebody of the demonstration, and only there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from django.test import Client

from tests.people.conftest import is_in
from trellis.people.models import Person


@dataclass
class Account:
    person_id: int
    name: str
    what: str


def listed() -> list[Account]:
    """What the rehearsal offers: Mia."""
    mia = Person.objects.get(name="Mia Holmqvist")
    return [Account(mia.pk, mia.name, "mentors")]


@pytest.fixture
def demo(settings: Any) -> None:
    settings.DEMO = True
    settings.DEMO_ACCOUNTS = f"{__name__}.listed"


def test_the_sign_in_page_lists_them(client: Client, mia: Person, demo: None) -> None:
    assert mia.name in client.get("/accounts/login/").content.decode()


def test_one_click_is_enough(client: Client, mia: Person, demo: None) -> None:
    response = client.post(f"/accounts/login/demo/{mia.pk}/", {"next": "/me/sign-in/"})

    assert (response.headers["Location"], is_in(client)) == ("/me/sign-in/", True)


def test_nobody_beyond_the_list_and_nowhere_else_afterwards(
    client: Client, mia: Person, ada: Person, demo: None
) -> None:
    beyond = client.post(f"/accounts/login/demo/{ada.pk}/")
    elsewhere = client.post(f"/accounts/login/demo/{mia.pk}/", {"next": "https://evil.example/"})

    assert (beyond.status_code, elsewhere.headers["Location"]) == (404, "/")


def test_outside_a_demonstration_there_is_nothing(client: Client, mia: Person, settings: Any) -> None:
    settings.DEMO_ACCOUNTS = f"{__name__}.listed"

    page = client.get("/accounts/login/").content.decode()
    response = client.post(f"/accounts/login/demo/{mia.pk}/")

    assert (response.status_code, is_in(client)) == (404, False)
    assert mia.name not in page


def test_without_a_rehearsal_the_list_is_empty(client: Client, organization: object, settings: Any) -> None:
    settings.DEMO = True
    settings.DEMO_ACCOUNTS = "trellis.nowhere.listed"

    assert client.get("/accounts/login/").status_code == 200
