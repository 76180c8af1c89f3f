"""Jobs that run in this process keep their lease; a process that dies lets go of them by saying nothing."""

import logging
import threading
import uuid
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from django.db import DatabaseError, connection
from django.utils import timezone

from .handlers import lease
from .models import Job

logger = logging.getLogger(__name__)

_held: set[uuid.UUID] = set()


@contextmanager
def kept(holder: uuid.UUID) -> Iterator[None]:
    """While the block runs, the keeper renews this lease."""
    _held.add(holder)
    try:
        yield
    finally:
        _held.discard(holder)


def renew() -> None:
    """Say that all jobs of this process are still being done."""
    if holders := list(_held):
        Job.objects.filter(holder__in=holders, state=Job.State.RUNNING).update(lease_until=timezone.now() + lease())


def let_go() -> None:
    """This process ends now: what it still holds may start elsewhere at once."""
    if holders := list(_held):
        Job.objects.filter(holder__in=holders, state=Job.State.RUNNING).update(
            state=Job.State.READY, holder=None, lease_until=None, due_at=timezone.now(), carried_at=None
        )


class Keeper(threading.Thread):
    """Renews the leases of this process, three times as often as they end."""

    def __init__(self) -> None:
        super().__init__(name="lease keeper", daemon=True)
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.wait(lease().total_seconds() / 3):
            try:
                renew()
            except DatabaseError:
                logger.warning("Leases could not be renewed; trying again.")
                with suppress(DatabaseError):
                    connection.close()
        connection.close()

    def stop(self) -> None:
        self._stopping.set()
