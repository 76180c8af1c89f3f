"""A page asks the database as often with many rows as with few."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_person
from tests.recruitment.conftest import BOARD, PAGE, apply_as
from trellis.people.models import Person, Skill
from trellis.programs.models import Role
from trellis.recruitment.actions import inviting
from trellis.recruitment.models import Application, Call

BUDGETS = {BOARD: 26, f"{BOARD}figures/": 25, f"{BOARD}invite/": 20, f"{BOARD}words/": 16}


@pytest.mark.parametrize("page", BUDGETS)
def test_it_keeps_its_budget(client: Client, olga: Person, call: Call, skills: dict[str, Skill], page: str) -> None:
    client.force_login(olga)
    client.get(page)
    asked = []
    for rows in (2, 8):
        for _n in range(rows):
            applicant = make_person()
            inviting.invite(call.cohort, Role.MENTEE, [applicant], by=olga)
            apply_as(Role.MENTEE, applicant, call, skills)
        with CaptureQueriesContext(connection) as queries:
            assert client.get(page).status_code == 200
        asked.append(len(queries))

    assert asked[1] <= asked[0]
    assert asked[1] <= BUDGETS[page], "\n".join(query["sql"][:160] for query in queries)


def test_the_public_page_is_cheap(client: Client, call: Call) -> None:
    client.get(PAGE)
    with CaptureQueriesContext(connection) as queries:
        client.get(PAGE)

    assert len(queries) <= 6


def test_reading_an_application_has_its_budget(client: Client, olga: Person, noor_applied: Application) -> None:
    client.force_login(olga)
    client.get(f"{BOARD}{noor_applied.pk}/")
    with CaptureQueriesContext(connection) as queries:
        client.get(f"{BOARD}{noor_applied.pk}/")

    assert len(queries) <= 32
