"""Ask for work, do it, stop it, try it again, and find what was left behind."""

import logging
import uuid
from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import IntegrityError, OperationalError, transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.tasks import task
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move

from . import leases
from .handlers import Canceled, Handler, LeaseLost, Run, background, handler_of, lease
from .models import Job

if TYPE_CHECKING:
    from trellis.people.models import Person

__all__ = ["Canceled", "LeaseLost", "Run", "background"]

logger = logging.getLogger(__name__)

MOST_ATTEMPTS = 5  # after as many deaths in the middle, the work itself is what kills
DATABASE_WAITS = (2, 10, 60, 300)  # seconds; a database that was away comes back
CARRIED_AGAIN_AFTER = timedelta(seconds=60)
KEPT = {
    Job.State.DONE: timedelta(days=14),
    Job.State.CANCELED: timedelta(days=14),
    Job.State.FAILED: timedelta(days=90),
}


def enqueue(kind: str, *, by: "Person | None" = None, key: str = "", due_at: datetime | None = None, **ids: Any) -> Job:
    """Ask for a job, kept or lost with the caller's transaction. While a job with this key lives, it is that one."""
    handler = handler_of(kind)
    if handler is None:
        raise LookupError(f"Nothing does jobs of kind {kind}.")
    now = timezone.now()
    while True:
        if key and (living := Job.objects.live().filter(key=key).first()):
            return living
        try:
            with transaction.atomic():
                job = Job.objects.create(
                    kind=kind,
                    queue=handler.queue,
                    payload=ids,
                    key=key,
                    owner=by,
                    language=translation.get_language() or "",
                    due_at=due_at or now,
                    carried_at=now,
                )
        except IntegrityError:
            if not key:
                raise
            continue  # somebody else asked for the same at this moment
        _carry_after_commit(job)
        return job


@transaction.atomic
def cancel(job: Job, *, by: "Person") -> None:
    """Stop it: at once when it waits, at its next step when it runs."""
    if Job.objects.filter(pk=job.pk, state=Job.State.RUNNING).update(stop_asked=True):
        job.refresh_from_db()
        return
    move(job, Job.State.CANCELED, finished_at=timezone.now())
    logger.info("Job %s (%s) was stopped by person %s.", job.pk, job.kind, by.pk)


def retry(job: Job, *, by: "Person") -> None:
    """Try it again from where it got to."""
    try:
        with transaction.atomic():
            move(
                job,
                Job.State.READY,
                attempts=0,
                error="",
                stop_asked=False,
                due_at=timezone.now(),
                carried_at=timezone.now(),
                finished_at=None,
            )
            _carry_after_commit(job)
    except IntegrityError as error:
        raise Refused(_("The same work is waiting or running already."), kind=Kind.CONFLICT) from error
    logger.info("Job %s (%s) was started again by person %s.", job.pk, job.kind, by.pk)


@task
def carry(job_id: int) -> None:
    """What a carrier brings to a worker: only the number of a job, which may be somebody else's by now."""
    run(job_id)


def run(job_id: int) -> Job | None:
    """Do that job, or answer None when it is not ours to do."""
    holder = uuid.uuid4()
    if not _claim(job_id, holder):
        return None
    job = Job.objects.select_related("owner").get(pk=job_id)
    with leases.kept(holder), translation.override(job.language or settings.LANGUAGE_CODE):
        _perform(job)
    return job


def run_next(queues: Collection[str] | None = None) -> Job | None:
    """Do the job that has waited longest, in these queues."""
    waiting = Job.objects.claimable(timezone.now()).order_by("due_at", "pk")
    if queues is not None:
        waiting = waiting.filter(queue__in=queues)
    for job_id in waiting.values_list("pk", flat=True)[:10]:
        if job := run(job_id):
            return job
    return None


def run_ready(most: int = 1000) -> list[Job]:
    """Do everything that is due, and what that asks for in turn, in this thread."""
    ran: list[Job] = []
    while len(ran) < most and (job := run_next()):
        ran.append(job)
    return ran


def sweep() -> int:
    """Send again what nobody carried and what died in the middle. Returns how many were sent."""
    now = timezone.now()
    _give_up(now)
    long_ago = now - max(CARRIED_AGAIN_AFTER, lease())
    died = Q(state=Job.State.RUNNING, carried_at__lt=F("lease_until"))
    left = Job.objects.claimable(now).filter(Q(carried_at=None) | Q(carried_at__lt=long_ago) | died)
    sent = [job for job in left if left.filter(pk=job.pk).update(carried_at=now)]
    for job in sent:
        _carry_after_commit(job)
    return len(sent)


def release_all() -> int:
    """At the start of the only process there is: whatever ran is ready again."""
    return Job.objects.filter(state=Job.State.RUNNING).update(lease_until=timezone.now() - timedelta(seconds=1))


def tidy() -> None:
    """Forget finished jobs after a while."""
    for state, kept in KEPT.items():
        Job.objects.filter(state=state, finished_at__lt=timezone.now() - kept).delete()


def _carry_after_commit(job: Job) -> None:
    def send() -> None:
        try:
            carry.using(queue_name=job.queue).enqueue(job.pk)
        except Exception:  # what the caller wrote is kept, and the sweep sends the job again
            logger.exception("Job %s could not be carried and waits for the sweep.", job.pk)

    transaction.on_commit(send)


def _claim(job_id: int, holder: uuid.UUID) -> bool:
    now = timezone.now()
    taken = Job.objects.claimable(now).filter(pk=job_id)
    return bool(
        taken.update(
            state=Job.State.RUNNING,
            holder=holder,
            lease_until=now + lease(),
            attempts=F("attempts") + 1,
            started_at=Coalesce(F("started_at"), now),
            error="",
        )
    )


def _perform(job: Job) -> None:
    this = Run(job)
    try:
        this.end(**_outcome(this, handler_of(job.kind)))
    except LeaseLost:
        logger.warning("Job %s (%s) was taken over by another process.", job.pk, job.kind)


def _outcome(this: Run, handler: Handler | None) -> dict[str, Any]:
    """Do it, and say how it ended."""
    try:
        this.check()
        if handler is None:
            raise Refused(_("This version of Trellis doesn’t know this kind of work."), kind=Kind.INVALID)
        handler.function(this, **this.job.payload)
    except LeaseLost:
        raise
    except Canceled:
        return {"state": Job.State.CANCELED, "finished_at": timezone.now()}
    except Refused as refusal:
        return {"state": Job.State.FAILED, "finished_at": timezone.now(), "error": refusal.sentence[:500]}
    except Exception as error:  # a job's mistake must not take its worker along
        logger.exception("Job %s (%s) failed at attempt %s.", this.job.pk, this.job.kind, this.job.attempts)
        return _after_error(this, handler, error)
    return {"state": Job.State.DONE, "finished_at": timezone.now()}


def _after_error(this: Run, handler: Handler | None, error: Exception) -> dict[str, Any]:
    """Wait and try again when its kind asks for that, or when the database was away; else it failed."""
    waits = handler.waits if handler else ()
    if isinstance(error, OperationalError) and not waits:
        waits = DATABASE_WAITS
    sentence = _("It stopped with an error (%(name)s). The log of the server has the details.") % {
        "name": type(error).__name__
    }
    now = timezone.now()
    tried = this.job.attempts
    if tried > len(waits):
        return {"state": Job.State.FAILED, "finished_at": now, "error": sentence}
    due_at = now + timedelta(seconds=waits[tried - 1])
    return {"state": Job.State.READY, "due_at": due_at, "carried_at": now, "error": sentence}


def _give_up(now: datetime) -> None:
    dying = Job.objects.filter(state=Job.State.RUNNING, lease_until__lt=now, attempts__gte=MOST_ATTEMPTS)
    for job in dying:
        handler = handler_of(job.kind)
        if handler is None or job.attempts > len(handler.waits):
            Job.objects.filter(pk=job.pk, lease_until__lt=now).update(
                state=Job.State.FAILED,
                holder=None,
                lease_until=None,
                finished_at=now,
                error=_("The process died %(times)s times while doing this.") % {"times": job.attempts},
            )
