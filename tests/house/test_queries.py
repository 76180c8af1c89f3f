"""Pages ask the database before they are drawn, and no more often than is written down.

When a page rightly needs more queries, run the test with UPDATE_QUERY_COUNTS=1 and look at the difference.
"""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.template import Template
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from tests.house import world as worlds
from tests.house.addresses import ROWS
from trellis.programs import brand

COUNTS = Path(__file__).parent / "query_counts.json"


def pages(world: worlds.World) -> Iterator[tuple[str, str, Client]]:
    """Each page once: its name, its address, and a client of the first role that gets it."""
    for name, row in ROWS.items():
        roles = [role for role, status in row.expected().items() if status == 200 and role != "anonymous"]
        if roles and not row.post:
            client = Client()
            client.force_login(world.person(roles[-1] if "olga" not in roles else "olga"))
            yield name, reverse(name, args=row.args(world)) + row.query, client


@pytest.mark.django_db
def test_no_template_asks_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    world = worlds.build()
    draw: Callable[..., str] = Template.render
    asked: list[str] = []

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        asked.append(sql)  # raising would not do: {% if %} and filters swallow errors
        return execute(sql, *rest)

    def watched(self: Template, context: Any) -> str:
        with connection.execute_wrapper(note):
            return draw(self, context)

    monkeypatch.setattr(Template, "render", watched)
    asking: dict[str, list[str]] = {}
    for name, address, client in pages(world):
        client.get(address)
        if asked:
            asking[name] = [*asked]
            asked.clear()

    assert asking == {}


@pytest.mark.django_db
def test_no_page_asks_more_than_is_written_down(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(brand, "KEPT_FOR", 3600)  # it must not run out between two looks
    world = worlds.build()
    now: dict[str, int] = {}
    for name, address, client in pages(world):
        client.get(address)  # what is kept in caches is not counted
        with CaptureQueriesContext(connection) as asked:
            client.get(address)
        now[name] = len(asked)
    if os.environ.get("UPDATE_QUERY_COUNTS"):
        COUNTS.write_text(json.dumps(now, indent=1, sort_keys=True) + "\n")
    written = json.loads(COUNTS.read_text())

    more = {name: (count, written.get(name, 0)) for name, count in now.items() if count > written.get(name, 0)}
    assert more == {}, "page: (queries now, queries written down)"
