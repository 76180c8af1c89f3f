"""Tokens: made once, shown once, within scopes, until revoked."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.api.conftest import Speak
from tests.cast import history_of
from trellis.api.models import Token
from trellis.people.models import Person

pytestmark = pytest.mark.django_db


def test_it_says_whose_it_is(speak: Speak, olga: Person) -> None:
    answer = speak(olga, "people:read").get("/api/v1/me")

    assert (answer.status_code, answer.json()["email"], answer.json()["scopes"]) == (200, olga.email, ["people:read"])


@pytest.mark.parametrize("header", ["", "Bearer", "Bearer wrong", "Basic abc", "Bearer " + "x" * 5000])
def test_without_a_valid_token_nothing_opens(header: str, db: None) -> None:
    answer = Client(headers={"Authorization": header}).get("/api/v1/people")

    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "application/problem+json")
    assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_scope_that_is_missing_is_named(speak: Speak, olga: Person) -> None:
    answer = speak(olga, "people:read").get("/api/v1/programs")

    assert (answer.status_code, "programs:read" in answer.json()["detail"]) == (403, True)


def test_revoked_expired_or_closed_it_opens_nothing(speak: Speak, olga: Person) -> None:
    client = speak(olga)
    Token.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    assert client.get("/api/v1/me").status_code == 401

    client = speak(olga)
    Person.objects.filter(pk=olga.pk).update(is_active=False)
    assert client.get("/api/v1/me").status_code == 401


def test_the_page_shows_the_secret_once(client: Client, olga: Person) -> None:
    client.force_login(olga)

    answer = client.post("/me/tokens/", {"name": "Payroll", "scopes": ["people:read"], "days": "30"})

    token = Token.objects.get()
    assert token.ends_in in answer.content.decode()
    assert b"trellis_" in answer.content
    assert b"trellis_" not in client.get("/me/tokens/").content
    assert history_of(token) == ["api.token_created"]


def test_the_page_revokes(client: Client, speak: Speak, olga: Person, sam: Person) -> None:
    spoken = speak(olga)
    token = Token.objects.get()
    client.force_login(sam)
    assert client.post(f"/me/tokens/{token.pk}/revoke/").status_code == 404

    client.force_login(olga)
    client.post(f"/me/tokens/{token.pk}/revoke/")

    assert spoken.get("/api/v1/me").status_code == 401


def test_a_form_with_a_gap_says_so_and_keeps_what_was_typed(client: Client, olga: Person) -> None:
    client.force_login(olga)

    answer = client.post("/me/tokens/", {"name": "Payroll", "days": "30"})

    assert (answer.status_code, b'value="Payroll"' in answer.content) == (422, True)
    assert Token.objects.count() == 0
