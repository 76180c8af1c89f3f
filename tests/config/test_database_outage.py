"""Database locked, gone, or the disk full: a clear page, no corruption, and well again without a restart."""

from __future__ import annotations

import resource
import select
import socket
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.test import Client

from tests.processes import Installation, fresh_database, wait_for
from trellis.people.models import Person


def fail(*_arguments: Any) -> Any:
    raise OperationalError("database is locked")


def gone(*_arguments: Any) -> Any:
    raise InterfaceError("connection already closed")


@pytest.mark.parametrize("breaks", [fail, gone])
def test_a_page_says_when_to_come_back(breaks: Any, olga: Person) -> None:
    client = Client(raise_request_exception=False)
    client.force_login(olga)

    with connection.execute_wrapper(breaks):
        answer = client.get("/notices/")

    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "30")
    assert "Traceback" not in answer.content.decode()


def test_other_software_is_told_in_its_own_form(client: Client, db: None) -> None:
    client.raise_request_exception = False

    with connection.execute_wrapper(fail):
        answer = client.get("/api/v1/me", headers={"Authorization": "Bearer trellis_x"})

    assert (answer.status_code, answer.headers["Content-Type"]) == (503, "application/problem+json")
    assert answer.headers["Retry-After"] == "30"


def test_a_full_disk_is_no_mistake_of_ours(client: Client, monkeypatch: pytest.MonkeyPatch, olga: Person) -> None:
    client.raise_request_exception = False
    client.force_login(olga)

    def full(*_arguments: Any, **_more: Any) -> Any:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("trellis.notifications.views.page", full)

    assert client.get("/notices/").status_code == 503


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    place = Installation(tmp_path, DB_WAIT_SECONDS="1")
    yield place
    place.end()


@pytest.mark.crash
def test_a_locked_database_waits_then_says_so_then_goes_on(installation: Installation) -> None:
    server = installation.serve()
    with closing(sqlite3.connect(installation.folder / "trellis.sqlite3", isolation_level=None)) as other:
        other.execute("BEGIN EXCLUSIVE")
        locked = server.post("/crashing/write/while-locked/")
        still_alive = server.get("/healthz")
        other.execute("ROLLBACK")

    assert (locked, still_alive) == (503, 200)
    assert server.post("/crashing/write/afterwards/") == 201
    wait_for(lambda: installation.names("followed") == ["afterwards"])
    assert installation.names("written") == ["afterwards"]


@pytest.mark.crash
def test_a_full_disk_keeps_reading_and_breaks_nothing(installation: Installation) -> None:
    server = installation.serve()
    process = server.process.pid
    room = (installation.folder / "trellis.sqlite3").stat().st_size
    _soft, hard = resource.prlimit(process, resource.RLIMIT_FSIZE)
    resource.prlimit(process, resource.RLIMIT_FSIZE, (room // 4, hard))
    answers = [server.post(f"/crashing/write/{number}/") for number in range(60)]
    reads = server.get("/accounts/login/")
    resource.prlimit(process, resource.RLIMIT_FSIZE, (hard, hard))

    assert answers[-1] == 503
    assert set(answers) <= {201, 503}
    assert reads == 200
    assert server.post("/crashing/write/afterwards/") == 201
    assert installation.rows("PRAGMA integrity_check") == [("ok",)]
    assert len(installation.names("written")) == answers.count(201) + 1


class Line:
    """A line to PostgreSQL that can be cut."""

    def __init__(self, host: str, port: int) -> None:
        self.target = (host, port)
        self.is_up = True
        self.sockets: list[socket.socket] = []
        self.listening = socket.create_server(("127.0.0.1", 0))
        self.port = self.listening.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        self.is_up = False
        for side in self.sockets:
            side.close()
        self.sockets.clear()

    def mend(self) -> None:
        self.is_up = True

    def _accept(self) -> None:
        while True:
            caller, _address = self.listening.accept()
            if not self.is_up:
                caller.close()
                continue
            answerer = socket.create_connection(self.target)
            self.sockets += [caller, answerer]
            threading.Thread(target=self._carry, args=(caller, answerer), daemon=True).start()

    def _carry(self, caller: socket.socket, answerer: socket.socket) -> None:
        other = {caller: answerer, answerer: caller}
        try:
            while True:
                for side in select.select([caller, answerer], [], [], 0.2)[0]:
                    data = side.recv(65536)
                    if not data:
                        raise ConnectionResetError
                    other[side].sendall(data)
        except (OSError, ValueError):  # cut, or closed by one side
            caller.close()
            answerer.close()


@pytest.mark.crash
def test_postgresql_goes_and_comes_back(tmp_path: Path) -> None:
    with fresh_database() as address:
        if not address:
            pytest.skip("This run has no PostgreSQL.")
        parts = urlsplit(address)
        line = Line(parts.hostname or "", parts.port or 5432)
        user = parts.netloc.rpartition("@")[0]
        through = parts._replace(netloc=f"{user}@127.0.0.1:{line.port}").geturl()
        place = Installation(tmp_path, through)
        try:
            place.run("migrate")
            server = place.serve()
            before = server.post("/crashing/write/before/")
            line.cut()
            during = [server.post(f"/crashing/write/during-{number}/") for number in range(3)]
            line.mend()
            wait_for(lambda: server.post("/crashing/write/after/") == 201, 30)
            wait_for(lambda: sorted(place.names("followed")) == ["after", "before"], 30)
        finally:
            place.end()

    assert (before, during) == (201, [503, 503, 503])
