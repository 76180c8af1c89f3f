"""Every address is guarded: the table of addresses × roles holds, and no address is missing from it."""

from __future__ import annotations

from collections.abc import Iterator
from copy import copy

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from tests.house import world as worlds
from tests.house.addresses import EVERYBODY, LIBRARY_PREFIXES, ROWS, Row

HTMX = {"HX-Request": "true", "HX-Target": "main"}


def all_names() -> set[str]:
    """The full name of every address of ours."""
    return set(_names(get_resolver().url_patterns, ""))


def _names(patterns: list[URLPattern | URLResolver], prefix: str) -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
            yield from _names(pattern.url_patterns, inner)
        else:
            yield f"{prefix}{pattern.name}"


def test_every_address_has_a_row() -> None:
    missing = {name for name in all_names() - set(ROWS) if not name.startswith(LIBRARY_PREFIXES)}

    assert sorted(missing) == []


def test_no_row_without_an_address() -> None:
    assert sorted(set(ROWS) - all_names()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("app", sorted({name.partition(":")[0] for name in ROWS}))
def test_everybody_gets_what_the_table_says_and_no_more(app: str) -> None:
    world = worlds.build()
    clients = {role: client_of(world, role) for role in EVERYBODY}
    surprises: list[str] = []
    rows = {name: row for name, row in ROWS.items() if name.partition(":")[0] == app}
    for name, row in rows.items():
        address = reverse(name, args=row.args(world)) + row.query
        for role, expected in row.expected().items():
            for headers in ({},) if row.post or expected == 200 else ({}, HTMX):  # a part must not leak either
                got = _answer(clients[role], role, address, row, headers)
                allowed = {expected, 204 if headers and expected in (302, 999) else expected}
                if got not in allowed:
                    surprises.append(f"{name} as {role}{' (htmx)' if headers else ''}: {got}, not {expected}")
    assert surprises == []


def client_of(world: worlds.World, role: str) -> Client:
    """Signed in as this role, or not at all."""
    client = Client(raise_request_exception=False)
    if role != "anonymous":
        client.force_login(world.person(role))
    return client


def _answer(client: Client, role: str, address: str, row: Row, headers: dict[str, str]) -> int:
    """The status this role gets; whatever it did, to the database and to its session, is taken back."""
    cookies = copy(client.cookies)
    with transaction.atomic():
        response = client.post(address, row.data, headers=headers) if row.post else client.get(address, headers=headers)
        transaction.set_rollback(True)
    client.cookies = cookies
    if role == "anonymous" and response.status_code == 302 and "/accounts/login/" not in response.headers["Location"]:
        return 999  # sent on, but not to the sign-in page
    return response.status_code


def test_the_roles_of_the_table_are_the_cast() -> None:
    assert set(Row("").expected()) == set(EVERYBODY)
