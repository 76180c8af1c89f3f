"""What happens while a job runs, and when it breaks, stops or dies in the middle."""

import uuid
from collections.abc import Callable
from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.conftest import RunJobs
from tests.jobs import kinds
from trellis.common.errors import Kind, Refused
from trellis.jobs import actions
from trellis.jobs.actions import LeaseLost, Run, cancel, enqueue, retry, run, run_ready, sweep, tidy
from trellis.jobs.models import Job
from trellis.people.models import Person


def die(job: Job, *, attempts: int = 1, ago: timedelta = timedelta(minutes=5)) -> None:
    """Leave the job as a process leaves it that is killed."""
    job.refresh_from_db()
    job.state, job.attempts, job.holder = Job.State.RUNNING, attempts, uuid.uuid4()
    job.lease_until = job.carried_at = timezone.now() - ago
    job.save()


def test_it_says_how_far_it_is(run_jobs: RunJobs) -> None:
    job = enqueue("tests.count", to=4)

    run_jobs()

    job.refresh_from_db()
    assert (job.done, job.total, job.percent, job.note) == (4, 4, 100, "4 counted")


def test_a_break_is_seen_and_a_retry_goes_on_from_there(run_jobs: RunJobs, told: list[str], ada: Person) -> None:
    job = enqueue("tests.count", to=4, dies_at=3)
    run_jobs(failing=True)
    job.refresh_from_db()
    assert (job.state, told) == (Job.State.FAILED, ["1", "2"])
    assert "RuntimeError" in job.error
    assert "a part broke" not in job.error

    retry(job, by=ada)
    run_jobs()

    job.refresh_from_db()
    assert (job.state, job.error, told) == (Job.State.DONE, "", ["1", "2", "3", "4"])


def test_a_refusal_is_told_in_its_own_words(run_jobs: RunJobs) -> None:
    job = enqueue("tests.refuse")

    run_jobs(failing=True)

    job.refresh_from_db()
    assert (job.state, job.error) == (Job.State.FAILED, "The program has ended, so nobody is matched.")


def test_patient_work_waits_longer_each_time_then_gives_up(db: None, told: list[str]) -> None:
    with time_machine.travel(timezone.now(), tick=False) as clock:
        job = enqueue("tests.patient")
        for wait in (60, 600):
            run_ready()
            job.refresh_from_db()
            assert (job.state, job.due_at - timezone.now()) == (Job.State.READY, timedelta(seconds=wait))
            clock.shift(wait)
        run_ready()

    job.refresh_from_db()
    assert (job.state, told) == (Job.State.FAILED, ["attempt 1", "attempt 2", "attempt 3"])


def test_work_waits_for_a_database_that_went_away(db: None) -> None:
    job = enqueue("tests.locked")

    run_ready()

    job.refresh_from_db()
    assert job.state == Job.State.READY
    assert job.due_at > timezone.now()


def test_what_died_in_the_middle_is_done_once_by_another(run_jobs: RunJobs, told: list[str]) -> None:
    job = enqueue("tests.count", to=3)
    Job.objects.filter(pk=job.pk).update(saved={"reached": 1})
    die(job)

    assert sweep() == 1
    assert sweep() == 0
    run_jobs()

    job.refresh_from_db()
    assert (job.state, job.attempts, told) == (Job.State.DONE, 2, ["2", "3"])


def test_nobody_takes_what_is_being_done(run_jobs: RunJobs, told: list[str]) -> None:
    job = enqueue("tests.tell", word="mine")
    die(job, ago=timedelta(seconds=-20))

    assert run(job.pk) is None
    assert run_jobs() == []
    assert told == []


def test_who_lost_the_lease_writes_nothing_more(db: None) -> None:
    job = enqueue("tests.count", to=3)
    die(job)
    job.refresh_from_db()
    late = Run(job)
    Job.objects.filter(pk=job.pk).update(holder=uuid.uuid4())

    writes: list[Callable[[], None]] = [
        lambda: late.progress(1, 3),
        lambda: late.save(reached=1),
        late.check,
        lambda: late.end(Job.State.DONE),
    ]
    for write in writes:
        with pytest.raises(LeaseLost):
            write()

    job.refresh_from_db()
    assert (job.done, job.saved, job.state) == (0, {}, Job.State.RUNNING)


def test_work_that_kills_its_process_is_given_up(db: None) -> None:
    job = enqueue("tests.count", to=3)
    die(job, attempts=actions.MOST_ATTEMPTS)

    sweep()

    job.refresh_from_db()
    assert (job.state, run_ready()) == (Job.State.FAILED, [])
    assert "died 5 times" in job.error


def test_the_sweep_sends_what_nobody_carried(db: None) -> None:
    job = enqueue("tests.tell", word="forgotten")
    assert sweep() == 0
    Job.objects.filter(pk=job.pk).update(carried_at=timezone.now() - timedelta(minutes=5))

    assert sweep() == 1


def test_waiting_work_stops_at_once(run_jobs: RunJobs, told: list[str], ada: Person) -> None:
    job = enqueue("tests.tell", word="no")

    cancel(job, by=ada)

    assert (job.state, run_jobs(), told) == (Job.State.CANCELED, [], [])
    with pytest.raises(Refused) as refused:
        cancel(job, by=ada)
    assert refused.value.kind == Kind.TOO_LATE


def test_running_work_stops_at_its_next_step(db: None, told: list[str], ada: Person) -> None:
    job = enqueue("tests.count", to=3)
    die(job, ago=timedelta(seconds=-20))

    cancel(job, by=ada)
    Job.objects.filter(pk=job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    run_ready()

    job.refresh_from_db()
    assert (job.state, told) == (Job.State.CANCELED, [])


def test_a_retry_never_doubles_living_work(run_jobs: RunJobs, ada: Person) -> None:
    broken = enqueue("tests.refuse", key="only-one")
    run_jobs(failing=True)
    enqueue("tests.refuse", key="only-one")
    broken.refresh_from_db()

    with pytest.raises(Refused) as refused:
        retry(broken, by=ada)

    assert refused.value.kind == Kind.CONFLICT


def test_a_kind_of_another_version_fails_in_words(run_jobs: RunJobs) -> None:
    job = enqueue("tests.tell", word="x")
    Job.objects.filter(pk=job.pk).update(kind="tests.of_tomorrow")

    run_jobs(failing=True)

    job.refresh_from_db()
    assert job.error == "This version of Trellis doesn’t know this kind of work."


def test_quick_work_never_waits_behind_long_work(db: None, told: list[str]) -> None:
    enqueue("tests.count", to=2)
    enqueue("tests.tell", word="quick")

    assert actions.run_next(["default"]) is not None
    assert actions.run_next(["default"]) is None

    assert told == ["quick"]


def test_finished_work_is_forgotten_after_a_while(run_jobs: RunJobs) -> None:
    enqueue("tests.tell", word="old")
    enqueue("tests.refuse")
    run_jobs(failing=True)

    with time_machine.travel(timezone.now() + timedelta(days=20)):
        tidy()

    assert [job.kind for job in Job.objects.all()] == ["tests.refuse"]


def test_two_functions_cannot_do_the_same_kind() -> None:
    with pytest.raises(ValueError, match=r"tests\.tell"):
        actions.background("tests.tell", title="Another")(kinds.refuse)
