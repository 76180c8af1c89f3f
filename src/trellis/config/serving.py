"""`trellis serve`: pages, workers and clock in one process; `worker` and `scheduler` alone when it is scaled out."""

import fcntl
import logging
import os
import signal
import socket
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import FrameType
from typing import IO

import uvicorn
from django.conf import settings
from django.core.management.base import CommandError
from django.db import connection
from django.urls import get_resolver

from trellis.config import clock, health, migrating
from trellis.jobs import actions as jobs
from trellis.jobs.timers import Clock
from trellis.jobs.workers import Crew

logger = logging.getLogger(__name__)

__all__ = ["clock", "only_here", "schedule", "serve", "work"]


class Server(uvicorn.Server):
    """Uvicorn raises the signal again after its own end; here the running jobs may finish first."""

    def __init__(self, config: uvicorn.Config, *, started: Callable[[], None]) -> None:
        super().__init__(config)
        self._tell_started = started

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        before = {number: signal.signal(number, self.handle_exit) for number in (signal.SIGINT, signal.SIGTERM)}
        try:
            yield
        finally:
            for number, handler in before.items():
                signal.signal(number, handler)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        self._tell_started()


def serve(host: str, port: int, *, started: Callable[[str], None], first: Callable[[], None] | None = None) -> None:
    """Serve until told to stop. On SQLite it brings the tables up to date by itself, then does `first`."""
    listening = _listen(host, port)
    address = f"http://{host}:{listening.getsockname()[1]}"
    with only_here():
        _prepare()
        if first:
            first()
        with _behind_the_pages():
            _server(started=lambda: started(address)).run(sockets=[listening])


@contextmanager
def _behind_the_pages() -> Iterator[None]:
    """The clock and, when no broker carries jobs to workers elsewhere, the workers."""
    if settings.ROLE != "all":
        yield
        return
    crew = Crew(settings.WORKERS if settings.TASKS_URL == "db://" else 0)
    hours = Clock()
    crew.start()
    hours.start()
    try:
        yield
    finally:
        hours.stop()
        if not crew.stop(settings.STOP_SECONDS):
            logger.warning("A job was still running; it goes on after the next start.")


def work() -> None:
    """Do jobs until told to stop."""
    _know_all_kinds()
    if settings.TASKS_URL.startswith("celery+"):
        from trellis.jobs import celery  # noqa: PLC0415  Celery is there only when it is scaled out

        celery.work(settings.WORKERS)
        return
    crew = Crew(settings.WORKERS)
    crew.start()
    _wait_for_signal()
    crew.stop(settings.STOP_SECONDS)


def schedule() -> None:
    """Keep the hours until told to stop. A second scheduler does no harm."""
    hours = Clock()
    hours.start()
    _wait_for_signal()
    hours.stop()
    hours.join(settings.STOP_SECONDS)


def is_embedded() -> bool:
    return connection.vendor == "sqlite"


@contextmanager
def only_here() -> Iterator[None]:
    """One process at a time on one SQLite folder: the lock ends with the process, however it ends."""
    if not is_embedded():
        yield
        return
    folder = Path(settings.DATA_DIR)
    with (folder / "serve.lock").open("a+") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            file.seek(0)
            raise CommandError(
                f"Trellis is running on {folder} already (process {file.read().strip() or 'unknown'}). "
                "Stop it first, or set DATA_DIR to another folder."
            ) from error
        _write_number(file)
        yield


def _write_number(file: IO[str]) -> None:
    file.seek(0)
    file.truncate()
    file.write(f"{os.getpid()}\n")
    file.flush()


def _listen(host: str, port: int) -> socket.socket:
    try:
        family = socket.AF_INET6 if ":" in host else socket.AF_INET
        listening = socket.create_server((host, port), family=family, backlog=2048)
    except OSError as error:
        raise CommandError(
            f"Nothing can listen on {host}, port {port}: {error.strerror}. Choose another with --port."
        ) from error
    listening.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)  # else each answer waits 40 ms for its second half
    return listening


def _prepare() -> None:
    _know_all_kinds()
    sys.dont_write_bytecode = True  # a disk that fills up later would leave half a file, and no start after it
    if is_embedded():
        migrating.bring_up_to_date()
        jobs.release_all()
    elif not health.is_migrated():
        raise CommandError("The tables are of another version. Run `trellis migrate` once, then start again.")


def _know_all_kinds() -> None:
    """Reading every address reads every app, so each kind of job is known before the first one runs."""
    get_resolver().url_patterns  # noqa: B018


# WhiteNoise hands out files piece by piece; that they pass through a thread here costs nothing worth a warning.
warnings.filterwarnings("ignore", message="StreamingHttpResponse must consume synchronous iterators")


def _server(*, started: Callable[[], None]) -> Server:
    config = uvicorn.Config(
        "trellis.config.asgi:application",
        lifespan="off",
        log_config=None,
        access_log=False,
        server_header=False,
        proxy_headers=settings.TRUSTED_PROXY,
        forwarded_allow_ips="*" if settings.TRUSTED_PROXY else "",
        timeout_keep_alive=15,
        timeout_graceful_shutdown=settings.STOP_SECONDS,
        h11_max_incomplete_event_size=64 * 1024,
    )
    return Server(config, started=started)


def _wait_for_signal() -> None:
    told = threading.Event()

    def tell(number: int, frame: FrameType | None) -> None:
        told.set()

    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, tell)
    told.wait()
