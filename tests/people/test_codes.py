"""Signing in by a code, choosing a password, and the e-mails that carry both."""

from __future__ import annotations

import re
from typing import Any

import pytest
import time_machine
from django.core.cache import cache
from django.test import Client

from tests.people.conftest import PASSWORD, is_in, newest_code, sign_in
from trellis.jobs.actions import run_ready
from trellis.jobs.models import Job
from trellis.notifications.models import Notice
from trellis.people import throttle
from trellis.people.models import Letter, Person


@pytest.fixture(autouse=True)
def _no_counts() -> None:
    cache.clear()


def ask_for_code(client: Client, email: str) -> Any:
    """Press the second button of the sign-in page."""
    return client.post("/accounts/login/code/", {"login": email, "password": ""}, follow=True)


def test_a_code_opens_the_door(client: Client, noor: Person, mailoutbox: list[Any]) -> None:
    ask_for_code(client, noor.email)
    code = newest_code(mailoutbox)

    client.post("/accounts/login/code/confirm/", {"code": code})

    assert is_in(client)


def test_the_code_may_be_typed_small_and_without_its_dash(client: Client, noor: Person, mailoutbox: list[Any]) -> None:
    ask_for_code(client, noor.email)

    client.post("/accounts/login/code/confirm/", {"code": newest_code(mailoutbox).lower().replace("-", "")})

    assert is_in(client)


def test_a_code_is_too_old_after_a_quarter_of_an_hour(client: Client, noor: Person, mailoutbox: list[Any]) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        ask_for_code(client, noor.email)
        code = newest_code(mailoutbox)
        clock.shift(15 * 60 + 1)
        client.post("/accounts/login/code/confirm/", {"code": code})

    assert not is_in(client)


def test_five_wrong_codes_end_it(client: Client, noor: Person, mailoutbox: list[Any]) -> None:
    ask_for_code(client, noor.email)
    code = newest_code(mailoutbox)
    for _ in range(5):
        client.post("/accounts/login/code/confirm/", {"code": "AAAA-AAAA"})

    client.post("/accounts/login/code/confirm/", {"code": code})

    assert not is_in(client)


def test_an_unknown_address_gets_the_same_page_and_no_e_mail(
    client: Client, noor: Person, mailoutbox: list[Any]
) -> None:
    known = ask_for_code(client, noor.email)
    unknown = ask_for_code(Client(), "nobody@kestrelbay.example")
    run_ready()

    def without_tokens(response: Any, email: str) -> str:
        text = response.content.decode().replace(email, "…")
        return re.sub(r'name="(csrfmiddlewaretoken|once)" value="[^"]+"', "", text)

    assert without_tokens(known, noor.email) == without_tokens(unknown, "nobody@kestrelbay.example")
    assert [message.to for message in mailoutbox] == [[noor.email]]


def test_a_code_wakes_a_resting_password(client: Client, nomvula: Person, mailoutbox: list[Any]) -> None:
    for number in range(throttle.MOST_TRIES):
        throttle.failed(nomvula.email, f"203.0.113.{number}")
    ask_for_code(client, nomvula.email)
    client.post("/accounts/login/code/confirm/", {"code": newest_code(mailoutbox)})
    client.logout()

    sign_in(client, nomvula.email, PASSWORD)

    assert is_in(client)


def test_the_e_mail_speaks_the_persons_language_and_leaves_no_trace(
    client: Client, noor: Person, mailoutbox: list[Any]
) -> None:
    noor.language = "de"
    noor.save()
    ask_for_code(client, noor.email)
    code = newest_code(mailoutbox)

    (message,) = mailoutbox
    kept = [str(row) for row in [*Job.objects.values("payload", "note", "error"), *Notice.objects.values()]]
    assert message.extra_headers["Auto-Submitted"] == "auto-generated"
    assert [kind for _body, kind in message.alternatives] == ["text/html"]
    assert "List-Unsubscribe" not in message.extra_headers
    assert message.subject == f"Ihr Code zum Anmelden: {code}"
    assert 'lang="de"' in message.alternatives[0][0]
    assert code in message.body
    assert Letter.objects.count() == 0
    assert not [text for text in kept if code in text]


def test_a_slow_mail_server_is_tried_again(client: Client, noor: Person, settings: Any, mailoutbox: list[Any]) -> None:
    ask_for_code(client, noor.email)
    settings.MAILERS = {
        "default": {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {"host": "127.0.0.1", "port": 9},
        }
    }

    run_ready()

    assert Letter.objects.count() == 1
    assert Job.objects.get(kind="people.post").state == Job.State.READY


def reset_link(client: Client, email: str, mailoutbox: list[Any]) -> str:
    client.post("/accounts/password/reset/", {"email": email})
    run_ready()
    found = re.search(r"http://127\.0\.0\.1:8000(/accounts/password/reset/key/\S+)", mailoutbox[-1].body)
    assert found
    return found.group(1)


def test_a_forgotten_password_is_chosen_anew_through_a_link(
    client: Client, nomvula: Person, mailoutbox: list[Any]
) -> None:
    link = reset_link(client, nomvula.email, mailoutbox)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another lantern entirely"})
    nomvula.refresh_from_db()
    run_ready()

    assert is_in(client)
    assert nomvula.check_password("another lantern entirely")
    assert mailoutbox[-1].subject == "Your password was changed"


def test_the_link_works_once(client: Client, nomvula: Person, mailoutbox: list[Any]) -> None:
    link = reset_link(client, nomvula.email, mailoutbox)
    form = client.get(link, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": "another lantern entirely"})

    again = Client().get(link, follow=True)

    assert "no longer works" in again.content.decode()


def test_the_link_names_our_address_whatever_host_was_asked(
    client: Client, nomvula: Person, mailoutbox: list[Any], settings: Any
) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client.post("/accounts/password/reset/", {"email": nomvula.email}, headers={"Host": "evil.example"})
    run_ready()

    assert "evil.example" not in mailoutbox[-1].body
    assert "http://127.0.0.1:8000/accounts/password/reset/key/" in mailoutbox[-1].body


def test_resetting_tells_nobody_who_has_an_account(client: Client, noor: Person, mailoutbox: list[Any]) -> None:
    known = client.post("/accounts/password/reset/", {"email": noor.email})
    unknown = client.post("/accounts/password/reset/", {"email": "nobody@kestrelbay.example"})
    run_ready()

    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    assert [message.to for message in mailoutbox] == [[noor.email]]


@pytest.mark.parametrize(
    ("password", "taken"),
    [
        ("too short", False),
        ("passwordpassword", True),
        ("noor@kestrelbay.example", False),
        ("a" * 64, True),
        ("vier kleine Möwen 海", True),
    ],
)
def test_a_password_is_long_not_odd_and_not_ones_own_name(
    client: Client, nomvula: Person, password: str, taken: bool
) -> None:
    client.force_login(nomvula)

    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": password})

    nomvula.refresh_from_db()
    assert nomvula.check_password(password) is taken


def test_changing_it_keeps_this_device_and_ends_the_others(client: Client, nomvula: Person) -> None:
    elsewhere = Client()
    sign_in(client, nomvula.email, PASSWORD)
    sign_in(elsewhere, nomvula.email, PASSWORD)

    response = client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": "another lantern here"})

    assert response.headers["Location"] == "/me/sign-in/"
    assert client.get("/me/sign-in/").status_code == 200
    assert elsewhere.get("/me/sign-in/").status_code == 302


def test_who_signs_in_by_codes_may_choose_a_password(client: Client, noor: Person) -> None:
    client.force_login(noor)

    client.post("/accounts/password/set/", {"password1": "a first lantern of mine"})

    noor.refresh_from_db()
    assert noor.check_password("a first lantern of mine")
