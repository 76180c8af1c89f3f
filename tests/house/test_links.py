"""No dead ends: whatever a page links to, its reader may open."""

from __future__ import annotations

import re
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse

from tests.house import world as worlds
from tests.house.addresses import ROWS
from tests.house.test_addresses import client_of

LINK = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["anonymous", "noor", "mia", "olga", "sponsor", "ada"])
def test_every_link_leads_somewhere(role: str) -> None:
    world = worlds.build()
    client = client_of(world, role)
    seen: set[str] = set()
    dead: list[str] = []
    for name, row in ROWS.items():
        if row.post or row.expected()[role] != 200:
            continue
        address = reverse(name, args=row.args(world)) + row.query
        for link in _links(client, address):
            if link in seen:
                continue
            seen.add(link)
            if not link or (link.startswith("/") and client.get(link).status_code >= 400):
                dead.append(f"{name}: “{link}”")
    assert dead == []


def _links(client: Client, address: str) -> list[str]:
    """Where the page's links lead, without the places on them; an empty one stands for the page itself by mistake."""
    response = client.get(address)
    if not response.headers.get("Content-Type", "").startswith("text/html"):
        return []
    found = [unescape(link) for link in LINK.findall(response.content.decode())]
    return [link.partition("#")[0] if not link.startswith("#") else "/" for link in found]
