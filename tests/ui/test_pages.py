"""A whole page, a part of it, and going elsewhere."""

import pytest
from django.test import Client

from trellis.people.models import Person

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("test_addresses", "organization")]


def htmx(target: str, **headers: str) -> dict[str, str]:
    return {"HX-Request": "true", "HX-Target": target, "HX-Request-Type": "partial"} | headers


def test_a_browser_gets_the_whole_page(client: Client) -> None:
    answer = client.get("/parts/").content.decode()

    assert "<h1>Whole</h1>" in answer
    assert '<main class="shell__main ' in answer


@pytest.mark.parametrize(
    ("target", "expected"),
    [("div#first", "<p>first hello</p>"), ("div#second", "<p>second</p>")],
)
def test_htmx_gets_the_part_it_will_fill(client: Client, target: str, expected: str) -> None:
    assert client.get("/parts/", headers=htmx(target)).content.decode().strip() == expected


@pytest.mark.parametrize("headers", [htmx("main#main"), htmx("div#first", **{"HX-Request-Type": "full"}), {}])
def test_another_target_gets_the_whole_page(client: Client, headers: dict[str, str]) -> None:
    assert "<h1>Whole</h1>" in client.get("/parts/", headers=headers).content.decode()


def test_what_was_just_said_comes_along_with_a_part(client: Client) -> None:
    answer = client.get("/say/", headers=htmx("div#first")).content.decode()

    assert answer.startswith("<p>first hello</p>")
    assert 'id="messages" class="messages" hx-swap-oob="true"' in answer
    assert "35 pairs published." in answer


def test_a_part_asked_for_after_signing_out_leads_to_signing_in(client: Client) -> None:
    headers = htmx("div#list", **{"HX-Current-URL": "http://testserver/more/"})
    answer = client.get("/more/", headers=headers)

    assert answer.status_code == 204
    assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/more/"


def test_more_shows_the_navigation_to_those_signed_in(client: Client, noor: Person) -> None:
    client.force_login(noor)

    assert client.get("/more/").status_code == 200


def test_the_language_of_the_person_decides_words_and_direction(client: Client, noor: Person) -> None:
    noor.language = "ar"
    noor.save()
    client.force_login(noor)

    assert '<html lang="ar" dir="rtl"' in client.get("/parts/").content.decode()


def test_the_scheme_and_the_person_are_said_on_the_root(client: Client, noor: Person) -> None:
    noor.scheme = "dark"
    noor.save()
    client.force_login(noor)

    assert f'data-scheme="dark" data-person="{noor.pk}"' in client.get("/parts/").content.decode()
