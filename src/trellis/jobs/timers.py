"""Fixed hours. A missed one is caught up once, two schedulers never do the same one twice."""

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from apscheduler.triggers.cron import CronTrigger
from django.db import close_old_connections, connection, transaction
from django.utils import timezone

from . import actions
from .handlers import lease
from .models import Timer

logger = logging.getLogger(__name__)

type Work = Callable[[], object]


@dataclass(frozen=True)
class Entry:
    name: str
    trigger: CronTrigger
    work: Work


entries: dict[str, Entry] = {}


def at(schedule: str) -> Callable[[Work], Work]:
    """Run the function at these times (five fields as in crontab, UTC). It decides what is due and asks for jobs."""

    def register(work: Work) -> Work:
        entries[work.__name__] = Entry(work.__name__, CronTrigger.from_crontab(schedule, timezone="UTC"), work)
        return work

    return register


def run_due(now: datetime | None = None) -> list[str]:
    """Do what came due since it was last done. Returns the names of what was done."""
    moment = now or timezone.now()
    known = dict(Timer.objects.values_list("name", "last_at"))
    done = []
    for entry in entries.values():
        if entry.name not in known:
            Timer.objects.get_or_create(name=entry.name, defaults={"last_at": moment})
        elif _is_due(entry, known[entry.name], moment) and _do(entry, known[entry.name], moment):
            done.append(entry.name)
    return done


def _is_due(entry: Entry, last_at: datetime, now: datetime) -> bool:
    due = entry.trigger.get_next_fire_time(last_at, now)
    return due is not None and due <= now


def _do(entry: Entry, last_at: datetime, now: datetime) -> bool:
    """The work and the note that it is done are one transaction; only one scheduler gets it."""
    try:
        with transaction.atomic():
            mine = Timer.objects.filter(name=entry.name, last_at=last_at).update(last_at=now)
            if mine:
                entry.work()
            return bool(mine)
    except Exception:  # one hour's mistake must not stop the clock
        logger.exception("The clock could not do %s; it tries again.", entry.name)
        return False


class Clock(threading.Thread):
    """Every few seconds: the hours that came due, and the jobs that were left behind."""

    MOST_SECONDS = 15.0

    def __init__(self) -> None:
        super().__init__(name="clock", daemon=True)
        self._stopping = threading.Event()

    def run(self) -> None:
        while not self._stopping.is_set():
            close_old_connections()
            try:
                run_due()
                actions.sweep()
            except Exception:  # the database went away, most likely; the clock goes on whatever it was
                logger.exception("The clock was interrupted and goes on.")
                connection.close()
            self._stopping.wait(min(self.MOST_SECONDS, lease().total_seconds()))
        connection.close()

    def stop(self) -> None:
        self._stopping.set()
