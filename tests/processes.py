"""Real processes of the product, to be killed: on SQLite, or on PostgreSQL when the test run has one."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.parse import urlsplit
from urllib.request import Request, urlopen

ROOT = Path(__file__).resolve().parent.parent


class Process:
    """One `trellis` process in a group of its own."""

    def __init__(self, environment: dict[str, str], *arguments: str) -> None:
        self.log = Path(environment["DATA_DIR"]).parent / f"{arguments[0]}-{time.monotonic_ns()}.log"
        with self.log.open("w") as output:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "trellis.config.command", *arguments],
                env=environment,
                cwd=ROOT,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )

    def kill(self) -> None:
        """As a power cut does: no chance to say good-bye."""
        if self.process.poll() is None:
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait(10)

    def stop(self, seconds: float = 30) -> int:
        """As an administrator does."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(seconds)

    def said(self) -> str:
        return self.log.read_text()


class Server(Process):
    """`trellis serve` on a free port."""

    address = ""

    def wait_until_ready(self, seconds: float = 60) -> None:
        wait_for(self._has_started, seconds)

    def _has_started(self) -> bool:
        assert self.process.poll() is None, self.said()
        lines = [line for line in self.said().splitlines() if line.startswith("Trellis is at ")]
        if lines:
            self.address = lines[0].removeprefix("Trellis is at ")
        return bool(lines)

    def post(self, path: str, data: str = "") -> int:
        return self._ask(Request(self.address + path, data=data.encode(), method="POST"))  # noqa: S310

    def get(self, path: str) -> int:
        return self._ask(Request(self.address + path))  # noqa: S310

    def _ask(self, request: Request) -> int:
        """The status, or 0 when the server died while answering."""
        try:
            with urlopen(request, timeout=60) as answer:  # noqa: S310
                return int(answer.status)
        except (URLError, OSError) as error:
            return int(getattr(error, "code", 0))


class Installation:
    """A data folder and a database of its own, whatever becomes of the processes on it."""

    def __init__(self, folder: Path, database_url: str = "", **more: str) -> None:
        self.folder = folder / "data"
        self.database_url = database_url
        self.processes: list[Process] = []
        self.environment = {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": f"{ROOT / 'src'}{os.pathsep}{ROOT}",
            "DJANGO_SETTINGS_MODULE": "tests.jobs.crashing.settings",
            "DATA_DIR": str(self.folder),
            "PUBLIC_URL": "http://127.0.0.1",
            **more,
        }
        if database_url:
            self.environment["DATABASE_URL"] = database_url

    def serve(self) -> Server:
        server = Server(self.environment, "serve", "--port", "0")
        self.processes.append(server)
        server.wait_until_ready()
        return server

    def start(self, *arguments: str) -> Process:
        process = Process(self.environment, *arguments)
        self.processes.append(process)
        return process

    def run(self, *arguments: str) -> str:
        """Run a command to its end, which must be a good one."""
        process = self.start(*arguments)
        code = process.process.wait(60)
        assert code == 0, process.said()
        return process.said()

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        if self.database_url:
            return _postgres_rows(self.database_url, query)
        with closing(
            sqlite3.connect(f"file:{self.folder / 'trellis.sqlite3'}?mode=ro", uri=True, timeout=20)
        ) as database:
            return database.execute(query).fetchall()

    def names(self, start: str) -> list[str]:
        """The names of what was written, without their first word."""
        found = self.rows(f"SELECT name FROM jobs_timer WHERE name LIKE '{start} %' ORDER BY id")  # noqa: S608
        return [row[0].removeprefix(f"{start} ") for row in found]

    def end(self) -> None:
        for process in self.processes:
            process.kill()


def wait_for(happened: Callable[[], object], seconds: float = 60) -> None:
    """Look until it has happened; a test that waits for nothing fails."""
    until = time.monotonic() + seconds
    while not happened():
        assert time.monotonic() < until, "It didn’t happen in time."
        time.sleep(0.05)


@contextmanager
def fresh_database() -> Iterator[str]:
    """A PostgreSQL database of its own beside the one of the test run; empty when that runs on SQLite."""
    address = os.environ.get("TEST_DATABASE_URL", "")
    if not address:
        yield ""
        return
    name = f"trellis_crash_{os.getpid()}_{time.monotonic_ns()}"
    maintenance = urlsplit(address)._replace(path="/postgres").geturl()
    _postgres_run(maintenance, f"CREATE DATABASE {name}")
    try:
        yield urlsplit(address)._replace(path=f"/{name}").geturl()
    finally:
        _postgres_run(maintenance, f"DROP DATABASE {name} WITH (FORCE)")


def _postgres_run(address: str, command: str) -> None:
    import psycopg  # noqa: PLC0415  only there when PostgreSQL is tested

    with psycopg.connect(address, autocommit=True) as database:
        database.execute(command.encode())


def _postgres_rows(address: str, query: str) -> list[tuple[Any, ...]]:
    import psycopg  # noqa: PLC0415  only there when PostgreSQL is tested

    with psycopg.connect(address) as database:
        return database.execute(query.encode()).fetchall()
