"""Jobs carried by Celery through Redis or Valkey. What the broker loses, the sweep sends again."""

from __future__ import annotations

from typing import Any

from celery import Celery
from django.conf import settings
from django.tasks import TaskResult
from django.tasks.backends.base import BaseTaskBackend
from django.utils.module_loading import import_string

from .carriers import accepted
from .handlers import LONG, QUICK
from .leases import Keeper

app = Celery("trellis", broker=settings.TASKS_URL.removeprefix("celery+"))
app.conf.update(
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    task_default_queue=QUICK,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={
        "visibility_timeout": 12 * 3600,
        "socket_timeout": 10,
        "global_keyprefix": f"{settings.REDIS_PREFIX}:",
    },
)


@app.task(name="django.task")  # type: ignore[untyped-decorator]
def run_task(path: str, args: list[Any], kwargs: dict[str, Any]) -> None:
    """Run any `django.tasks` task by its path."""
    import_string(path).call(*args, **kwargs)


class CeleryBackend(BaseTaskBackend):
    """A `django.tasks` backend that hands every task to Celery."""

    supports_priority = True

    def enqueue(self, task: Any, args: Any, kwargs: Any) -> TaskResult[Any, Any]:
        self.validate_task(task)
        app.send_task("django.task", [task.module_path, list(args), dict(kwargs)], queue=task.queue_name, retry=False)
        return accepted(self.alias, task, args, kwargs)


def work(size: int) -> None:
    """Be a worker until told to stop."""
    keeper = Keeper()
    keeper.start()
    worker = app.Worker(
        pool_cls="threads", concurrency=size, queues=[QUICK, LONG], loglevel="WARNING", without_mingle=True
    )
    worker.start()
    keeper.stop()
