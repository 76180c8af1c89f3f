"""A program of circles in the world: Mia leads one, Noor is in it, it has met once and meets again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests.factories import make_participation, make_program
from tests.pairs import book, meet, reload
from trellis.jobs.actions import run
from trellis.matching.circles import actions as matching
from trellis.matching.models import Circle as MatchedCircle
from trellis.matching.models import Grouping, Seat, SpeedEvent
from trellis.matching.rounds import actions as rounds
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Program, Role
from trellis.relationships.circles import actions
from trellis.relationships.models import Meeting, Relationship, Topic
from trellis.relationships.pairs import actions as pairs


@dataclass(frozen=True)
class Circle:
    """What the addresses of circles name."""

    circle: Relationship
    topic: Topic
    met: Meeting
    coming: Meeting
    reviewed: Cohort  # whose circles are under review
    seat: Seat
    asked: MatchedCircle  # Noor is asked
    event: SpeedEvent  # Mia and Noor are there
    planned: SpeedEvent


def build(*, olga: Person, mia: Person, noor: Person) -> Circle:
    """Of a program that Olga leads."""
    program = make_program("Leading Together", by=olga)
    Program.objects.filter(pk=program.pk).update(format=Program.Format.GROUP, mentor_capacity=6)
    cohort = program.cohorts.select_related("program").get()
    mentor = make_participation(cohort, Role.MENTOR, person=mia, capacity=6)
    learning = [make_participation(cohort, Role.MENTEE, person=one) for one in (noor, None, None)]
    started = pairs.start(cohort, mentors=[mentor], mentees=learning, by=olga, name="Leading without a title")
    circle = reload(started)
    topic = actions.put_up(circle, by=noor, text="Saying no to my own boss")
    met, coming = meet(circle), book(circle, timezone.now() + timedelta(days=9))
    reviewed, asking, meeting = (
        programs.start_cohort(program, name, by=olga) for name in ("Under review", "Asking", "Meeting")
    )
    for role, one in ((Role.MENTOR, mia), (Role.MENTOR, None), (Role.MENTEE, noor), (Role.MENTEE, None)):
        make_participation(meeting, role, person=one)
    seat = _found(reviewed, olga, noor).seats.placed().order_by("pk")[0]
    grouping = _found(asking, olga, noor)
    matching.ask(grouping, by=olga)
    return Circle(
        circle=circle,
        topic=topic,
        met=met,
        coming=coming,
        reviewed=reviewed,
        seat=seat,
        asked=grouping.circles.get(),
        event=_event(meeting, olga, announced=True),
        planned=_event(meeting, olga),
    )


def _event(cohort: Cohort, by: Person, *, announced: bool = False) -> SpeedEvent:
    """One round for everybody who is ready."""
    begins = timezone.now() + timedelta(days=3)
    event = rounds.plan(cohort, by=by, starts_at=begins, place="Garden room", rounds=1, minutes=10)
    assert event.job
    run(event.job.pk)
    event.refresh_from_db()
    if announced:
        rounds.announce(event, by=by)
    return event


def _found(cohort: Cohort, by: Person, noor: Person) -> Grouping:
    """Circles of four, Noor among them."""
    for one in (noor, None, None, None):
        make_participation(cohort, Role.MENTEE, person=one)
    grouping = matching.look_for_circles(cohort, by=by)
    assert grouping.job
    run(grouping.job.pk)
    grouping.refresh_from_db()
    return grouping
