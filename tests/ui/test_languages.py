"""Five languages, one of them from right to left."""

import pytest
from django.conf import settings
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("test_addresses", "organization")]


def test_the_languages_of_the_first_release() -> None:
    assert [code for code, _name in settings.LANGUAGES] == ["en", "es", "de", "fr", "ar"]


@pytest.mark.parametrize(("language", "direction"), [("en", "ltr"), ("de", "ltr"), ("ar", "rtl")])
def test_a_stranger_may_choose_and_the_page_turns(client: Client, language: str, direction: str) -> None:
    client.post("/language/", {"language": language, "next": "/parts/"})

    assert f'<html lang="{language}" dir="{direction}"' in client.get("/parts/").content.decode()


def test_each_language_is_offered_by_its_own_name(client: Client) -> None:
    answer = client.get("/no/such/page/").content.decode()

    assert all(name in answer for name in ["English", "Español", "Deutsch", "Français", "العربيّة"])


def test_choosing_does_not_leak_into_the_next_request(client: Client) -> None:
    client.post("/language/", {"language": "ar", "next": "/parts/"})
    client.get("/parts/")

    assert '<html lang="en"' in Client().get("/parts/").content.decode()
