"""A client that speaks for Olga or Sam."""

from collections.abc import Callable

import pytest
from django.test import Client

from trellis.api import actions
from trellis.common.rest import SCOPES
from trellis.people.models import Person

type Speak = Callable[..., Client]


@pytest.fixture
def speak() -> Speak:
    """`speak(olga)` has every scope; `speak(olga, "people:read")` only that one."""

    def make(person: Person, *scopes: str) -> Client:
        _token, secret = actions.create_token("Test", scopes=list(scopes or SCOPES), days=30, by=person)
        return Client(headers={"Authorization": f"Bearer {secret}"})

    return make
