"""A program of circles in the world: Mia leads one, Noor is in it, it has met once and meets again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests.factories import make_participation, make_program
from tests.pairs import book, meet, reload
from trellis.people.models import Person
from trellis.programs.models import Program, Role
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
    return Circle(circle=circle, topic=topic, met=met, coming=coming)
