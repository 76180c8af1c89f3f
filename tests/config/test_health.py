"""Two addresses for machines that watch."""

from typing import Any

from django.db import OperationalError, connection
from django.test import Client

from trellis.config import health


def test_alive_and_ready(client: Client, db: None) -> None:
    assert client.get("/healthz").json() == {"status": "ok"}
    assert client.get("/readyz").json() == {"status": "ok", "database": "ok", "tables": "ok", "disk": "ok"}


def test_alive_but_not_ready_without_a_database(client: Client, db: None) -> None:
    def fail(*_arguments: Any) -> Any:
        raise OperationalError("the database went away")

    with connection.execute_wrapper(fail):
        alive, ready = client.get("/healthz"), client.get("/readyz")

    assert alive.status_code == 200
    assert (ready.status_code, ready.json()["database"]) == (503, "failing")
    assert "went away" not in ready.content.decode()


def test_not_ready_when_the_disk_is_full(client: Client, db: None, monkeypatch: Any) -> None:
    monkeypatch.setattr(health, "LEAST_DISK", 10**18)

    assert client.get("/readyz").json()["disk"] == "failing"
