"""Asking for work."""

from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.tasks import task
from django.tasks.exceptions import InvalidTask
from django.utils import timezone, translation

from tests.conftest import RunJobs
from trellis.config import backends
from trellis.jobs.actions import enqueue
from trellis.jobs.models import Job
from trellis.people.models import Person


def test_it_is_done_by_the_next_free_worker(run_jobs: RunJobs, told: list[str], olga: Person) -> None:
    job = enqueue("tests.tell", by=olga, word="hello")

    run_jobs()

    job.refresh_from_db()
    assert told == ["hello"]
    assert (job.state, job.attempts, job.owner, job.holder) == (Job.State.DONE, 1, olga, None)
    assert job.started_at
    assert job.finished_at


def test_the_same_key_acts_once_while_it_lives(run_jobs: RunJobs, told: list[str]) -> None:
    first = enqueue("tests.tell", key="greeting", word="hello")
    second = enqueue("tests.tell", key="greeting", word="hello")
    run_jobs()

    third = enqueue("tests.tell", key="greeting", word="hello again")
    run_jobs()

    assert first == second != third
    assert told == ["hello", "hello again"]


def test_a_change_that_is_taken_back_takes_its_job_along(run_jobs: RunJobs, told: list[str]) -> None:
    def change_and_regret() -> None:
        with transaction.atomic():
            enqueue("tests.tell", word="never")
            raise LookupError

    with pytest.raises(LookupError):
        change_and_regret()

    assert run_jobs() == []
    assert told == []


def test_it_waits_until_it_is_due(run_jobs: RunJobs, told: list[str]) -> None:
    later = timezone.now() + timedelta(hours=1)
    enqueue("tests.tell", due_at=later, word="later")

    run_jobs()

    assert told == []


def test_an_unknown_kind_is_a_mistake_of_the_caller(db: None) -> None:
    with pytest.raises(LookupError, match=r"tests\.nobody"):
        enqueue("tests.nobody")


def test_it_speaks_the_language_of_who_asked(run_jobs: RunJobs, told: list[str]) -> None:
    with translation.override("de"):
        enqueue("tests.language")

    run_jobs()

    assert told == ["de"]


def stray() -> None:
    """Not a job."""


def test_only_jobs_are_carried() -> None:
    with pytest.raises(InvalidTask, match="make it a job"):
        task(stray)


def test_tasks_url_names_a_carrier_we_have() -> None:
    with pytest.raises(ImproperlyConfigured):
        backends.tasks("rabbit://")
