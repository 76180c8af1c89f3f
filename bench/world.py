"""Twenty thousand people and what belongs to them, in bulk: only as true as page times need."""

from __future__ import annotations

import random
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import batched

from django.contrib.auth import HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db import models, transaction
from django.utils import timezone

from trellis.history.models import Event
from trellis.jobs.models import Job
from trellis.matching.models import MatchSettings
from trellis.notifications.models import Notice
from trellis.people.models import Availability, Person, PersonSkill, Skill
from trellis.privacy.keys import new_key
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Organization, Participation, Program, Role
from trellis.recruitment.models import Application, Call
from trellis.rehearsal.names import FAMILY, GIVEN
from trellis.relationships.models import Meeting, Party, Relationship

WORK = [f"{kind} {name}" for kind in ("Clinical", "Digital", "Estates") for name in ("care", "safety", "teams")]
SITES = ["Harbour", "Moorside", "Northgate", "Riverside", "Southbank", "Westfield", "Eastgate", "Central"]


@dataclass
class World:
    """Who looks at the pages, and at what."""

    coordinator: Person
    mentee: Person
    cohort: Cohort
    pair: Relationship
    someone: Person


@transaction.atomic
def build(people: int = 20_000, pairs: int = 5_000, seed: int = 1) -> World:
    """Make it all. Takes some seconds per ten thousand people."""
    chance = random.Random(seed)
    Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")
    everybody = make_people(people, chance)
    add_skills(everybody, chance)
    administrator, coordinator = everybody[0], everybody[1]
    made = [program(name, coordinator, administrator) for name in ("First Year", "Ward Leaders", "Bridges", "Flash")]
    cohort = made[0].cohorts.get()
    fill(made, everybody[2:], pairs)
    mentee = Participation.objects.filter(cohort=cohort, role=Role.MENTEE).order_by("pk")[0].person
    add_meetings()
    add_applications(cohort, everybody[-600:])
    add_weight(everybody, administrator, chance)
    pair = Relationship.objects.filter(parties__person=mentee).get()
    return World(coordinator, mentee, cohort, pair, someone=everybody[people // 2])


def make_people(count: int, chance: random.Random) -> list[Person]:
    rows = []
    for number in range(count):
        name = f"{chance.choice(GIVEN)} {chance.choice(FAMILY)}-{chance.choice(FAMILY)}"
        person = Person(
            email=f"person.{number}@kestrelbay.example",
            name=name,
            title="Senior nurse" if number % 3 else "Team lead",
            department=chance.choice(WORK),
            site=chance.choice(SITES),
            level=1 + number % 7,
            external_id=str(number),
            visibility=Person.Visibility.EVERYONE,
            is_administrator=number == 0,
            biography="I have worked here for some years and like to see people grow. " * 3,
            password="!",  # noqa: S106  nobody signs in with it
        )
        person.search_text = person.clean_search_text()
        rows.append(person)
    made = save(Person, rows)
    for number, person in enumerate(made[1:], start=1):
        person.manager_id = made[(number - 1) // 8].pk
    Person.objects.bulk_update(made, ["manager"], batch_size=500)
    return made


def add_skills(people: list[Person], chance: random.Random) -> None:
    skills = save(Skill, (Skill(name=f"Competency {number}", is_listed=True) for number in range(80)))
    kinds = PersonSkill.Kind
    rows = []
    for person in people:
        offered, wanted, also = chance.sample(skills, 3)
        rows += [
            PersonSkill(person=person, skill=offered, kind=kinds.OFFERED, level=4),
            PersonSkill(person=person, skill=wanted, kind=kinds.WANTED, level=2),
            PersonSkill(person=person, skill=also, kind=kinds.OFFERED, level=3),
        ]
    save(PersonSkill, rows)
    save(Availability, (Availability(person=person, weekday=1, starts="09:00", ends="12:00") for person in people))


def program(name: str, manager: Person, by: Person) -> Program:
    return programs.create_program(name, by=by, manager=manager, preset="onboarding")


def fill(made: list[Program], people: list[Person], pairs: int) -> None:
    """Pairs, spread over the programs."""
    cohorts = [program.cohorts.get() for program in made]
    now, end = timezone.now(), date.today() + timedelta(days=200)  # noqa: DTZ011  any day will do
    couples = list(batched(people, 2, strict=False))[:pairs]
    roles = (Role.MENTOR, Role.MENTEE)
    taking = save(
        Participation,
        (
            Participation(
                cohort=cohorts[number % 4], person=person, role=role, state=Participation.State.MATCHED, matched_at=now
            )
            for number, couple in enumerate(couples)
            for person, role in zip(couple, roles, strict=True)
        ),
    )
    keys = [new_key() for _couple in couples[:40]]  # enough for the pairs that are looked at
    together = save(
        Relationship,
        (
            Relationship(
                cohort=cohorts[number % 4],
                key=keys[number] if number < len(keys) else None,
                started_at=now - timedelta(days=60),
                ends_on=end,
            )
            for number, _couple in enumerate(couples)
        ),
    )
    save(
        Party,
        (
            Party(relationship=together[number // 2], participation=one, person_id=one.person_id, role=one.role)
            for number, one in enumerate(taking)
        ),
    )


def add_meetings() -> None:
    """Twelve that were held and one to come, for each pair."""
    now, hour = timezone.now(), timedelta(hours=1)
    states = Meeting.State
    rows = []
    for pair in Relationship.objects.order_by("pk"):
        for week in range(-24, 3, 2):
            at = now + timedelta(weeks=week, hours=2)
            state = states.HELD if week < 0 else states.PLANNED
            rows.append(Meeting(relationship=pair, state=state, starts_at=at, ends_at=at + hour, minutes=60))
    save(Meeting, rows)


def add_applications(cohort: Cohort, people: list[Person]) -> None:
    """Of people without a pair, waiting to be read."""
    Call.objects.get_or_create(cohort=cohort, defaults={"opened_at": timezone.now()})
    submitted = {"state": Application.State.SUBMITTED, "submitted_at": timezone.now()}
    save(
        Application,
        (
            Application(cohort=cohort, role=Role.MENTEE, person=person, email=person.email, **submitted)
            for person in people
        ),
    )


def add_weight(people: list[Person], administrator: Person, chance: random.Random) -> None:
    """What gathers over a year: history, notices, finished work."""
    save(
        Event,
        (
            Event(verb="people.changed", target_type="people.person", target_id=str(chance.choice(people).pk), by=by)
            for by in chance.choices(people, k=100_000)
        ),
    )
    save(
        Notice,
        (
            Notice(person=person, name="relationships/started", subject="You have a mentor", body="Hello", link="/")
            for person in chance.choices(people, k=60_000)
        ),
    )
    done = {"state": Job.State.DONE, "finished_at": timezone.now()}
    save(Job, (Job(kind="notifications.deliver", owner=administrator, **done) for _number in range(3_000)))


def save[Row: models.Model](model: type[Row], rows: Iterable[Row]) -> list[Row]:
    made: list[Row] = []
    for some in batched(rows, 2_000, strict=False):
        made += model._default_manager.bulk_create(some, batch_size=500)
    return made


def sign_in(person: Person) -> str:
    """A session for this person; returns the key that its cookie holds."""
    session = SessionStore()
    session[SESSION_KEY] = str(person.pk)
    session["_auth_user_backend"] = "allauth.account.auth_backends.AuthenticationBackend"
    session[HASH_SESSION_KEY] = person.get_session_auth_hash()
    session.create()
    return str(session.session_key)


@transaction.atomic
def crowd_to_match(mentees: int, mentors: int, seed: int = 1) -> tuple[Person, Cohort]:
    """A coordinator, and a cohort in which so many wait for a mentor."""
    chance = random.Random(seed)
    Organization.objects.create(name="Kestrel Bay Health", contact_email="mentoring@kestrelbay.example")
    everybody = make_people(mentees + mentors + 2, chance)
    add_skills(everybody, chance)
    cohort = program("First Year", everybody[1], everybody[0]).cohorts.get()
    ready = {"cohort": cohort, "state": Participation.State.READY, "ready_at": timezone.now()}
    people = everybody[2:]
    chance.shuffle(people)
    save(Participation, (Participation(person=one, role=Role.MENTEE, **ready) for one in people[:mentees]))
    save(
        Participation,
        (
            Participation(person=one, role=Role.MENTOR, capacity=3 if number % 3 else 2, **ready)
            for number, one in enumerate(people[mentees:])
        ),
    )
    MatchSettings.objects.create(cohort=cohort, floor=0)
    return everybody[1], cohort
