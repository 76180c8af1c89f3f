"""Page errors in plain words."""

import pytest
from django.test import Client, RequestFactory

from trellis.people.models import Person
from trellis.ui import errors

pytestmark = pytest.mark.usefixtures("test_addresses")


@pytest.mark.django_db
def test_nothing_here_for_a_stranger_and_for_somebody_signed_in(client: Client, noor: Person) -> None:
    stranger = client.get("/no/such/page/")
    client.force_login(noor)
    known = client.get("/no/such/page/")

    assert (stranger.status_code, known.status_code) == (404, 404)
    assert "There is nothing at this address" in stranger.content.decode()
    assert "shell__main" in known.content.decode()


def test_a_break_on_our_side_asks_nothing_of_the_database(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    """No database mark on this test: a query would fail it."""
    client.raise_request_exception = False
    answer = client.get("/breaks/").content.decode()
    reference = next(line for line in caplog.messages if line.startswith("Reference")).split()[1].strip(":")

    assert "Something broke on our side" in answer
    assert reference in answer


@pytest.mark.django_db
def test_a_form_from_a_page_left_open_too_long(noor: Person) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(noor)
    answer = client.post("/act/", {"text": "hello"})

    assert answer.status_code == 403
    assert "This page had been open too long" in answer.content.decode()


def test_away_for_a_moment() -> None:
    answer = errors.unavailable(RequestFactory().get("/"))

    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "30"
    assert "We’ll be back in a moment" in answer.content.decode()


def test_what_we_cannot_read() -> None:
    answer = errors.bad_request(RequestFactory().get("/"))

    assert answer.status_code == 400
    assert "We couldn’t read that" in answer.content.decode()
