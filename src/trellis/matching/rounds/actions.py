"""Plan the rounds of an event, tell everybody, call it off."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pairing import Objective, ProblemError
from pairing.variants.rounds import check_rounds, solve_rounds
from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.jobs.actions import Run, background, enqueue
from trellis.matching.actions.runs import refusal
from trellis.matching.inputs import day_of, gather, in_pool, settings_for
from trellis.matching.rounds import notices
from trellis.matching.rounds.models import Encounter, SpeedEvent
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation

State = SpeedEvent.State


@transaction.atomic
def plan(cohort: Cohort, *, by: Person, starts_at: datetime, place: str, rounds: int, minutes: int) -> SpeedEvent:
    """Ask for a rotation of everybody who is ready; it waits to be looked at."""
    if starts_at <= timezone.now():
        raise Refused(_("Choose a time that lies in the future."), kind=Kind.INVALID)
    event = SpeedEvent.objects.create(
        cohort=cohort,
        by=by,
        starts_at=starts_at,
        place=place,
        rounds=rounds,
        minutes=minutes,
        seed=settings_for(cohort).seed,
    )
    event.job = enqueue("matching.rounds", by=by, key=f"matching.rounds-{event.pk}", event_id=event.pk)
    event.save(update_fields=["job"])
    record("matching.rounds_planned", event, by=by, program=cohort.program, facts={"rounds": rounds})
    return event


@background("matching.rounds", title=gettext_lazy("Plan the rounds of speed mentoring"), long=True)
def plan_rounds(job: Run, event_id: int) -> None:
    """Everybody meets somebody new in each round, as many as there can be. Nothing is kept until the end."""
    event = SpeedEvent.objects.select_related("cohort__program").get(pk=event_id)
    if event.state != State.WORKING:
        return
    cohort = event.cohort
    pool = in_pool(Participation.objects.filter(cohort=cohort)).filter(state=Participation.State.READY)
    inputs = gather(pool.mentees(), pool.mentors(), settings_for(cohort), on=day_of(cohort))
    try:
        problem = inputs.problem()
        found = solve_rounds(problem, event.rounds, Objective(floor=0), seed=event.seed)
    except ProblemError as error:
        move(event, State.CANCELED)
        raise refusal(error) from error
    if findings := check_rounds(problem, found):
        raise RuntimeError(f"The rounds of event {event.pk} don’t add up: {findings}")
    job.check()
    with transaction.atomic():
        Encounter.objects.bulk_create(
            Encounter(
                event=event, number=number, mentee_id=inputs.mentee_rows[one], mentor_id=inputs.mentor_rows[other]
            )
            for number, pairs in enumerate(found.rounds, 1)
            for one, other in pairs
        )
        move(event, State.PLANNED, meetings=found.value.people, possible=found.bound.people)


@transaction.atomic
def announce(event: SpeedEvent, *, by: Person) -> int:
    """Tell everybody where to be and when; returns how many."""
    if not event.encounters.exists():
        raise Refused(_("Nobody would meet anybody. Let people get ready first, and plan it again."), kind=Kind.INVALID)
    if event.starts_at <= timezone.now():
        raise Refused(_("Its time has passed. Plan another one."), kind=Kind.TOO_LATE)
    move(event, State.ANNOUNCED)
    people = people_of(event)
    for person in people:
        notices.announced(event, person)
    record("matching.rounds_announced", event, by=by, program=event.cohort.program, facts={"people": len(people)})
    return len(people)


@transaction.atomic
def call_off(event: SpeedEvent, *, by: Person) -> None:
    """Who was told hears that it doesn’t take place."""
    was_told = event.state == State.ANNOUNCED
    move(event, State.CANCELED)
    if was_told:
        for person in people_of(event):
            notices.called_off(event, person)
    record("matching.rounds_called_off", event, by=by, program=event.cohort.program)


def people_of(event: SpeedEvent) -> list[Person]:
    """Everybody who meets somebody there."""
    ids = {one for pair in event.encounters.values_list("mentee__person", "mentor__person") for one in pair}
    return list(Person.objects.filter(pk__in=ids).order_by("pk"))
