"""The rules say no: in a sentence, where the button was."""

import pytest
from django.test import Client

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("test_addresses", "organization")]

SENTENCE = "This application was already decided."


def test_a_button_leads_back_to_its_page_with_the_sentence(client: Client) -> None:
    answer = client.post("/refuse/", headers={"Referer": "http://testserver/parts/"})

    assert answer.status_code == 302
    assert answer.headers["Location"] == "http://testserver/parts/"
    assert SENTENCE in client.get("/parts/").content.decode()


@pytest.mark.parametrize("before", ["https://elsewhere.example/", "javascript:alert(1)", ""])
def test_it_never_leads_to_another_site(client: Client, before: str) -> None:
    assert client.post("/refuse/", headers={"Referer": before}).headers["Location"] == "/"


def test_a_page_that_is_refused_says_so_itself(client: Client) -> None:
    answer = client.get("/refuse/")

    assert answer.status_code == 409
    assert SENTENCE in answer.content.decode()


def test_htmx_puts_the_sentence_on_top_and_leaves_the_page_alone(client: Client) -> None:
    answer = client.post("/refuse/", headers={"HX-Request": "true", "HX-Target": "div#list"})

    assert answer.status_code == 409
    assert answer.headers["HX-Retarget"] == "#messages"
    assert answer.content.decode().count(SENTENCE) == 1
    assert "<html" not in answer.content.decode()
