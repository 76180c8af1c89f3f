"""Every error of the API is problem+json, also those outside the routes, and its type says what it means."""

from http import HTTPStatus

import pytest
from django.test import Client

from tests.api.conftest import Speak
from trellis.api.problems import KINDS
from trellis.api.root import kind_of
from trellis.common.errors import Kind
from trellis.people.models import Person


def test_a_wrong_address_is_a_problem(speak: Speak, olga: Person) -> None:
    answer = speak(olga).get("/api/v1/nothing")

    assert (answer.status_code, answer["Content-Type"]) == (404, "application/problem+json")
    assert answer.json()["type"] == "/docs/problems#not-found"


def test_a_wrong_method_is_a_problem_that_names_the_right_ones(speak: Speak, olga: Person) -> None:
    answer = speak(olga).delete("/api/v1/people")

    assert (answer.status_code, answer["Content-Type"], answer["Allow"]) == (405, "application/problem+json", "GET")
    assert answer.json()["title"] == "Method Not Allowed"


def test_a_page_is_still_a_page(client: Client, olga: Person) -> None:
    assert client.get("/nothing/")["Content-Type"].startswith("text/html")


@pytest.mark.parametrize("kind", [*Kind, *map(kind_of, (400, 401, 403, 404, 405, 422, 429, 500, 503))])
def test_its_type_leads_to_a_sentence(client: Client, olga: Person, kind: str) -> None:
    page = client.get("/docs/problems").content.decode()

    assert f'id="{kind}"' in page
    assert str(KINDS[kind])


def test_titles_are_those_of_http(speak: Speak, olga: Person) -> None:
    assert speak(olga).get("/api/v1/people/0").json()["title"] == HTTPStatus(422).phrase
