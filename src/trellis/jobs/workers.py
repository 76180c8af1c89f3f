"""Threads that do jobs, in `trellis serve` or in a process of their own."""

import logging
import threading
import time
from collections.abc import Collection

from django.db import close_old_connections, connection

from . import actions, leases
from .carriers import bell
from .handlers import LONG, QUICK

logger = logging.getLogger(__name__)

LOOK_EVERY = 1.0  # seconds, for jobs that another process asked for
WAIT_AFTER_TROUBLE = 5.0


class Worker(threading.Thread):
    """Does one job after another until it is told to stop."""

    def __init__(self, number: int, queues: Collection[str]) -> None:
        super().__init__(name=f"worker {number}", daemon=True)
        self.queues = queues
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            try:
                worked = actions.run_next(self.queues)
            except Exception:  # the database went away, most likely; a worker goes on whatever it was
                logger.exception("A worker was interrupted and goes on.")
                connection.close()
                self._stopping.wait(WAIT_AFTER_TROUBLE)
                continue
            if worked is None and not self._stopping.is_set():
                bell.wait(LOOK_EVERY)
        connection.close()

    def stop(self) -> None:
        self._stopping.set()


class Crew:
    """The workers of one process: the first does quick work only, so that mail never waits behind an import."""

    def __init__(self, size: int = 2) -> None:
        queues = [[QUICK], *[[QUICK, LONG]] * (size - 1)] if size > 1 else [[QUICK, LONG]] * size
        self.workers = [Worker(number, names) for number, names in enumerate(queues, start=1)]
        self.keeper = leases.Keeper()

    def start(self) -> None:
        self.keeper.start()
        for worker in self.workers:
            worker.start()

    def stop(self, seconds: float) -> bool:
        """Let running jobs finish for that long; what doesn't is let go, to be done after the next start."""
        for worker in self.workers:
            worker.stop()
        bell.ring()
        until = time.monotonic() + seconds
        for worker in self.workers:
            worker.join(max(0.0, until - time.monotonic()))
        self.keeper.stop()
        finished = not any(worker.is_alive() for worker in self.workers)
        if not finished:
            leases.let_go()
        return finished
