"""How workers in this process learn of a new job: a bell. The job table is the queue."""

from __future__ import annotations

import threading
from typing import Any

from django.tasks import TaskResult, TaskResultStatus
from django.tasks.backends.base import BaseTaskBackend
from django.tasks.exceptions import InvalidTask
from django.utils import timezone
from django.utils.crypto import get_random_string

CARRY = "trellis.jobs.actions.carry"


class Bell:
    """Rung when there may be work; every waiting worker looks once."""

    def __init__(self) -> None:
        self._rung = threading.Condition()

    def ring(self) -> None:
        with self._rung:
            self._rung.notify_all()

    def wait(self, seconds: float) -> None:
        with self._rung:
            self._rung.wait(seconds)


bell = Bell()


class BellBackend(BaseTaskBackend):
    """A `django.tasks` backend for `carry` alone: workers of this process wake, those elsewhere look every second."""

    supports_priority = True

    def validate_task(self, task: Any) -> None:
        super().validate_task(task)
        if task.module_path != CARRY:
            raise InvalidTask(f"{task.module_path} would never run: make it a job with @background.")

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        self.validate_task(task)
        bell.ring()
        return accepted(self.alias, task, args, kwargs)


def accepted(alias: str, task: Any, args: Any, kwargs: Any) -> TaskResult[Any, Any]:
    """What a carrier that keeps no results answers."""
    return TaskResult(
        task=task,
        id=get_random_string(32),
        status=TaskResultStatus.READY,
        enqueued_at=timezone.now(),
        started_at=None,
        finished_at=None,
        last_attempted_at=None,
        args=list(args),
        kwargs=dict(kwargs),
        backend=alias,
        errors=[],
        worker_ids=[],
    )
