"""What a made-up season needs behind the scenes: jobs done at once, no letter sent, no waiting for the disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from trellis.jobs.actions import run_next
from trellis.notifications.models import Delivery


def do_jobs() -> None:
    """Whatever waits is done now, apart from sending e-mails to people who don't exist."""
    keep_mail_at_home()
    while run_next():
        keep_mail_at_home()  # a job may have told somebody something


def keep_mail_at_home() -> None:
    """What was told stays in the product; no e-mail leaves."""
    Delivery.objects.filter(state=Delivery.State.WAITING).update(state=Delivery.State.SKIPPED)


@contextmanager
def in_a_hurry() -> Iterator[None]:
    """On SQLite: what is made up can be made up again, so no commit waits until it lies on the disk."""
    if connection.vendor != "sqlite" or connection.in_atomic_block:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA synchronous")
        (before,) = cursor.fetchone()
        cursor.execute("PRAGMA synchronous=OFF")
        try:
            yield
        finally:
            cursor.execute(f"PRAGMA synchronous={before}")
