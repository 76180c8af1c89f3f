"""Signing in with a password: who gets in, who is slowed down, and nobody learns who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.people.conftest import PASSWORD, is_in, sign_in
from trellis.people import throttle
from trellis.people.models import FailedSignIn, Person


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def test_address_and_password_open_the_door(client: Client, nomvula: Person) -> None:
    response = sign_in(client, nomvula.email, PASSWORD)

    assert (response.status_code, response.headers["Location"], is_in(client)) == (302, "/", True)


def test_the_address_may_be_typed_in_capitals(client: Client, nomvula: Person) -> None:
    sign_in(client, nomvula.email.upper(), PASSWORD)

    assert is_in(client)


def test_it_leads_on_to_the_page_that_was_wanted_but_never_elsewhere(client: Client, nomvula: Person) -> None:
    wanted = client.post("/accounts/login/?next=/me/sign-in/", {"login": nomvula.email, "password": PASSWORD})
    client.logout()
    elsewhere = client.post(
        "/accounts/login/?next=https://evil.example/", {"login": nomvula.email, "password": PASSWORD}
    )

    assert (wanted.headers["Location"], elsewhere.headers["Location"]) == ("/me/sign-in/", "/")


def test_a_new_session_is_made_at_the_door_and_dies_at_signing_out(client: Client, nomvula: Person) -> None:
    client.get("/accounts/login/")
    before = client.session.session_key
    sign_in(client, nomvula.email, PASSWORD)
    inside = client.session.session_key

    client.post("/accounts/logout/")

    assert before != inside
    assert not is_in(client)
    assert not client.session.exists(inside or "")


def test_a_stranger_and_a_wrong_password_get_the_same_answer(client: Client, nomvula: Person) -> None:
    wrong = sign_in(client, nomvula.email, "not the password at all")
    unknown = sign_in(client, "nobody@kestrelbay.example", "not the password at all")

    def said(response: Any) -> str:
        return str(response.context["form"].errors)

    assert said(wrong) == said(unknown)
    assert (wrong.status_code, unknown.status_code) == (200, 200)


def test_a_closed_account_stays_outside(client: Client, nomvula: Person) -> None:
    nomvula.is_active = False
    nomvula.save()

    response = sign_in(client, nomvula.email, PASSWORD)

    assert (response.headers["Location"], is_in(client)) == ("/accounts/closed/", False)
    assert client.get("/accounts/closed/").status_code == 200


def test_wrong_passwords_make_the_next_try_wait_longer(client: Client, nomvula: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        for _ in range(throttle.FREE_TRIES):
            sign_in(client, nomvula.email, "wrong wrong wrong wrong")
        waits = []
        for _ in range(3):
            wait = throttle.wait_before(nomvula.email, "127.0.0.1")
            waits.append(wait)
            clock.shift(wait + timedelta(seconds=1))
            sign_in(client, nomvula.email, "wrong wrong wrong wrong")

        refused = sign_in(client, nomvula.email, PASSWORD)

    assert waits == [timedelta(seconds=15), timedelta(seconds=30), timedelta(seconds=60)]
    assert not is_in(client)
    assert "Wait" in str(refused.context["form"].errors)


def test_guessing_from_elsewhere_locks_nobody_out(client: Client, nomvula: Person) -> None:
    for _ in range(20):
        throttle.failed(nomvula.email, "203.0.113.9")

    sign_in(client, nomvula.email, PASSWORD)

    assert is_in(client)
    assert throttle.wait_before(nomvula.email, "203.0.113.9") > timedelta()


def test_after_a_hundred_failures_the_password_rests_and_a_code_still_works(client: Client, nomvula: Person) -> None:
    for number in range(throttle.MOST_TRIES):
        throttle.failed(nomvula.email, f"203.0.113.{number}")

    refused = sign_in(client, nomvula.email, PASSWORD)

    assert not is_in(client)
    assert "rests" in str(refused.context["form"].errors)


def test_getting_in_forgets_the_failures(client: Client, nomvula: Person) -> None:
    sign_in(client, nomvula.email, "wrong wrong wrong wrong")
    sign_in(client, nomvula.email, PASSWORD)

    assert FailedSignIn.objects.count() == 0


def test_counts_hold_neither_addresses_nor_networks_and_are_dropped_after_a_day(nomvula: Person) -> None:
    throttle.failed(nomvula.email, "203.0.113.9")
    kept = [value for row in FailedSignIn.objects.values() for value in map(str, row.values())]
    FailedSignIn.objects.update(last_at=timezone.now() - timedelta(days=2))

    assert not [value for value in kept if "kestrelbay" in value or "203.0" in value]
    assert throttle.forget_old() == 2


def test_a_flood_from_one_source_is_told_to_wait(client: Client, nomvula: Person) -> None:
    answers = [sign_in(client, f"nobody{n}@x.example", "wrong").status_code for n in range(121)]

    assert answers[-1] == 429


@pytest.mark.parametrize(
    "address",
    [
        "/accounts/login/",
        "/accounts/login/code/",
        "/accounts/login/help/",
        "/accounts/password/reset/",
        "/accounts/password/reset/done/",
        "/accounts/closed/",
    ],
)
def test_the_pages_outside_are_open_to_everybody(client: Client, organization: object, address: str) -> None:
    response = client.get(address)

    assert response.status_code == 200
    assert b"signin__form" in response.content


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/", "/accounts/confirm-email/", "/accounts/"])
def test_what_the_library_offers_beyond_is_closed(client: Client, sam: Person, address: str) -> None:
    outside = client.get(address).status_code
    client.force_login(sam)

    assert (outside, client.get(address).status_code) == (404, 404)


def test_the_next_request_of_a_closed_account_is_a_strangers(client: Client, sam: Person) -> None:
    client.force_login(sam)
    assert client.get("/me/sign-in/").status_code == 200

    Person.objects.filter(pk=sam.pk).update(is_active=False)

    assert client.get("/me/sign-in/").status_code == 302
