"""Circles in the demo: found, asked, begun; what they talk about, and who came."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from trellis.common.dates import at
from trellis.matching.circles import actions as circles
from trellis.matching.models import Circle, Grouping
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.rehearsal import clock
from trellis.rehearsal.backstage import do_jobs
from trellis.relationships.circles import actions
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.models import Meeting, Relationship

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)
TOPICS = (
    "How do you say no to somebody you report to?",
    "My team meets every Monday and nobody knows why.",
    "What I would like to have known before my first appraisal talk",
    "Leading people who were my friends last month",
    "When is “good enough” good enough?",
)


def find(cohort: Cohort, *, by: Person, on: date) -> Grouping:
    """Search for circles; they wait for review."""
    with clock.at(at(on, 10)):
        grouping = circles.look_for_circles(cohort, by=by, least=4, most=6, kind="site")
        do_jobs()
    grouping.refresh_from_db()
    return grouping


def ask(grouping: Grouping, *, by: Person, on: date) -> None:
    with clock.at(at(on, 14)):
        circles.ask(grouping, by=by)
        do_jobs()


def answer(grouping: Grouping, *, on: date) -> None:
    """Everybody in the circles says yes within three days."""
    for circle in Circle.objects.filter(grouping=grouping).with_people().order_by("number"):
        people = [seat.participation.person for seat in circle.seats.all()]
        if circle.facilitator:
            people.append(circle.facilitator.person)
        for number, person in enumerate(people):
            with clock.at(at(on + DAY, 8 + number)):
                circles.answer_circle(circle, by=person, yes=True)


def live(circle: Relationship, *, until: date, chance: Random) -> None:
    """A meeting every few weeks with most of them there, topics that wait, and the next one booked."""
    people = [party.person for party in circle.here()]
    day = circle.started_at.date() + timedelta(days=9)
    with clock.at(at(day, 9)):
        topics = [
            actions.put_up(circle, by=people[number % len(people)], text=text) for number, text in enumerate(TOPICS)
        ]
        for number, topic in enumerate(topics):
            for person in people[number:]:
                actions.want(topic, by=person, wanted=True)
    while day < until - DAY:
        with clock.at(at(day, 19)):
            met = meetings.log_past(
                circle,
                by=people[0],
                starts_at=at(day, 16),
                minutes=circle.meeting_minutes,
                mode=Meeting.Mode.IN_PERSON,
                topics="",
                to_dos=[],
            )
            met.relationship = circle
            actions.note_who_came(met, chance.sample(people, max(3, len(people) - 1)), by=people[0])
            if topics:
                actions.talked_about(topics.pop(0), by=people[0])
        day += timedelta(weeks=circle.meeting_every_weeks)
