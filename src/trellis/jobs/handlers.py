"""Kinds of jobs: the function that does one, and what that function may say while it runs."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Concatenate

from django.conf import settings
from django.utils import timezone

from .models import Job

if TYPE_CHECKING:
    from trellis.people.models import Person

type Title = str | Any  # a lazily translated string

QUICK, LONG = "default", "long"


class Canceled(Exception):
    """Somebody pressed stop."""


class LeaseLost(Exception):
    """This process was taken for dead and another one does the job now: write nothing more."""


@dataclass(frozen=True)
class Handler:
    kind: str
    function: Callable[..., None]
    title: Title
    queue: str
    waits: tuple[int, ...]


known: dict[str, Handler] = {}


def background[**P](
    kind: str, *, title: Title, long: bool = False, waits: tuple[int, ...] = ()
) -> Callable[[Callable[Concatenate[Run, P], None]], Callable[Concatenate[Run, P], None]]:
    """Make the function the one that does jobs of this kind.

    It takes the run and the ids given to `enqueue`, and may be started again after a crash: it goes on from
    `run.saved` and does no harm when it repeats its last step. `long` work leaves a worker free for quick work;
    `waits` are the seconds before each new attempt after an error.
    """

    def register(function: Callable[Concatenate[Run, P], None]) -> Callable[Concatenate[Run, P], None]:
        before = known.get(kind)
        if before and before.function.__qualname__ != function.__qualname__:
            raise ValueError(f"Two functions want to do {kind}.")
        known[kind] = Handler(kind, function, title, LONG if long else QUICK, waits)
        return function

    return register


def handler_of(kind: str) -> Handler | None:
    """Who does jobs of this kind; nobody when that version of Trellis knew it and this one does not."""
    return known.get(kind)


def title_of(kind: str) -> str:
    handler = known.get(kind)
    return str(handler.title) if handler else kind


def lease() -> timedelta:
    return timedelta(seconds=settings.JOB_LEASE_SECONDS)


class Run:
    """One attempt at a job. Everything it writes is refused once another process holds the job."""

    SECONDS_BETWEEN_WRITES = 0.5

    def __init__(self, job: Job) -> None:
        self.job = job
        self.saved: dict[str, Any] = dict(job.saved)
        self._written = 0.0

    @property
    def by(self) -> Person | None:
        """Who asked for it."""
        return self.job.owner

    def progress(self, done: int, total: int | None = None, *, note: str | None = None) -> None:
        """Say how far it is. Call it as often as you like; it is written twice a second at most."""
        self.job.done = done
        self.job.total = self.job.total if total is None else total
        self.job.note = self.job.note if note is None else note[:300]
        if time.monotonic() - self._written >= self.SECONDS_BETWEEN_WRITES:
            self._written = time.monotonic()
            self._write(**self._reached())

    def save(self, **facts: Any) -> None:
        """Remember where to go on after a crash; inside a transaction it is kept or lost with it."""
        self.saved |= facts
        self._write(saved=self.saved, **self._reached())

    def check(self) -> None:
        """Raise Canceled when somebody pressed stop, LeaseLost when another process took over."""
        asked = self._mine().values_list("stop_asked", flat=True).first()
        if asked is None:
            raise LeaseLost
        if asked:
            raise Canceled

    def end(self, state: Job.State, **facts: Any) -> None:
        """Let go of the job."""
        self._write(state=state, holder=None, lease_until=None, **self._reached(), **facts)

    def _reached(self) -> dict[str, Any]:
        return {"done": self.job.done, "total": self.job.total, "note": self.job.note}

    def _mine(self) -> Any:
        return Job.objects.filter(pk=self.job.pk, state=Job.State.RUNNING, holder=self.job.holder)

    def _write(self, **facts: Any) -> None:
        if self._mine().update(**{"lease_until": timezone.now() + lease()} | facts) == 0:
            raise LeaseLost
        for name, value in facts.items():
            setattr(self.job, name, value)
