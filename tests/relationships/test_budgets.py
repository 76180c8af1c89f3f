"""A page asks the database as often with fifty rows as with two."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from trellis.people.models import Person
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.goals import actions as goals
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.pairs.models import Relationship

BUDGETS = {"": 32, "goals/": 18, "meetings/": 22, "notes/": 18, "messages/": 20}


def fill(pair: Relationship, mia: Person, noor: Person, rows: int) -> None:
    for number in range(rows):
        start = pair.started_at - timedelta(hours=number + 1)
        meetings.log_past(pair, by=noor, starts_at=start, minutes=30, mode="phone", to_dos=[(mia, "Call")])
        goal = goals.add(pair, by=noor, owner=noor, title="A goal")
        goals.finish_step(goals.add_step(goal, by=mia, title="A step"), by=noor)
        conversations.write_note(pair, by=mia, text="A note", audience="shared")
        conversations.send(pair, by=mia, text="A message")


@pytest.mark.parametrize("page", BUDGETS)
def test_it_keeps_its_budget(client: Client, pair: Relationship, mia: Person, noor: Person, page: str) -> None:
    client.force_login(noor)
    asked = []
    for rows in (2, 12):
        fill(pair, mia, noor, rows)
        pair.started_at -= timedelta(hours=rows)
        with CaptureQueriesContext(connection) as queries:
            client.get(f"/pairs/{pair.pk}/{page}")
        asked.append(len(queries))

    assert asked[1] <= asked[0]
    assert asked[1] <= BUDGETS[page], queries_of(queries)


def queries_of(queries: Any) -> str:
    return "\n".join(query["sql"][:200] for query in queries)
