"""The same form sent twice acts once."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.cache import cache
from django.http import HttpResponse
from django.test import Client, RequestFactory

from tests.ui.addresses import acts
from trellis.people.models import Person
from trellis.ui.middleware import OnceMiddleware

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("test_addresses")]


@pytest.fixture
def noors(client: Client, noor: Person) -> Client:
    client.force_login(noor)
    return client


def test_the_second_sending_is_led_to_the_result_of_the_first(noors: Client) -> None:
    first = noors.post("/act/", {"text": "hello", "once": "abc"})
    second = noors.post("/act/", {"text": "hello", "once": "abc"})

    assert acts == ["hello"]
    assert first.headers["Location"] == second.headers["Location"] == "/done/1/"


def test_the_drafts_of_the_page_learn_that_it_was_saved(noors: Client) -> None:
    assert noors.post("/act/", {"text": "hello", "once": "abc"}).cookies["acted"].value == "abc"
    assert "acted" not in noors.post("/act/", {"text": "", "once": "def"}).cookies


def test_another_form_acts_again(noors: Client) -> None:
    noors.post("/act/", {"text": "hello", "once": "abc"})
    noors.post("/act/", {"text": "hello", "once": "def"})

    assert acts == ["hello", "hello"]


@pytest.mark.parametrize("text", ["", "refuse"])
def test_what_did_not_act_may_be_sent_again(noors: Client, text: str) -> None:
    noors.post("/act/", {"text": text, "once": "abc"})
    noors.post("/act/", {"text": "hello", "once": "abc"})

    assert acts == ["hello"]


def test_being_asked_to_sign_in_is_no_acting() -> None:
    """The session had ended: the drafts are kept, and the same form may be sent after signing in."""
    answer = Client().post("/write/", {"text": "hello", "once": "abc"})

    assert answer.headers["Location"] == "/accounts/login/?next=/write/"
    assert "acted" not in answer.cookies


def test_another_person_with_the_same_token_is_another_form(noors: Client, mia: Person) -> None:
    noors.post("/act/", {"text": "hello", "once": "abc"})
    mias = Client()
    mias.force_login(mia)
    mias.post("/act/", {"text": "hi", "once": "abc"})

    assert acts == ["hello", "hi"]


def test_htmx_hears_nothing_the_second_time(noors: Client) -> None:
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/done/1/"}
    noors.post("/act/", {"text": "hello", "once": "abc"}, headers=headers)

    assert noors.post("/act/", {"text": "hello", "once": "abc"}, headers=headers).status_code == 204
    assert acts == ["hello"]


def test_a_second_sending_waits_for_the_first(rf: RequestFactory) -> None:
    """The first is still at work; when it is done the second follows it."""
    request = rf.post("/act/", {"text": "hello", "once": "abc"})
    request.user = Person(pk=7)
    once = OnceMiddleware(lambda _request: HttpResponse("acted twice"))
    cache.add("once:7:abc", once.PENDING, 60)
    with ThreadPoolExecutor() as pool:
        waiting = pool.submit(once, request)
        cache.set("once:7:abc", "/done/7/", 60)

        assert waiting.result().headers["Location"] == "/done/7/"
