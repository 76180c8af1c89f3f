"""The demo organization: three hundred people and four programs, each at another stage, relative to today."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from django.core.management import call_command
from django.core.management.base import CommandError
from django.db.models import Q

from trellis.common.dates import at, today
from trellis.history.actions import record
from trellis.history.models import Event
from trellis.notifications.actions import mark_read
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Organization, Program, Role, Stage
from trellis.recognition import actions as recognition
from trellis.rehearsal import (
    asking,
    choosing,
    circles,
    clock,
    designs,
    matching_day,
    opening,
    places,
    recruiting,
    together,
)
from trellis.rehearsal.backstage import do_jobs, in_a_hurry, keep_mail_at_home
from trellis.rehearsal.designs import Design
from trellis.rehearsal.people import COUPLES, make_people
from trellis.relationships.models import Relationship

WEEK = timedelta(weeks=1)
PEOPLE = 300
SEED = 7
LOADED = "rehearsal.loaded"
HALF_WAY = 19 * WEEK  # the days on which both sides of each pair are asked how the first half was
OFFICES = ("Emergency", "Therapies", "Digital and data", "Finance and people")

type Say = Callable[[str], object]


@dataclass
class Stagehand:
    """What every scene needs: who plays what, chance, and the day it is."""

    cast: dict[str, Person]
    chance: Random
    today: date

    def days_ago(self, least: int, most: int) -> date:
        """Some day of the last weeks."""
        return self.today - timedelta(days=self.chance.randint(least, most))

    def people(self, *departments: str, levels: tuple[int, ...], most: int) -> list[Person]:
        """People who have no part of their own, always the same ones."""
        found = Person.objects.filter(level__in=levels).exclude(pk__in=[person.pk for person in self.cast.values()])
        if departments:
            found = found.filter(department__in=departments)
        return list(found.order_by("pk")[:most])

    def leaders(self, count: int) -> list[Person]:
        """Heads of departments and their superiors, always in one order."""
        found = Person.objects.filter(level__gte=5).order_by("-level", "name")
        return list(found[:count])


def is_loaded() -> bool:
    """Whether it is here to its end."""
    return Event.objects.filter(verb=LOADED).exists()


def clear() -> None:
    """Take away what an interrupted load left; refused where anybody is not of the demo."""
    if Person.objects.exclude(email__endswith=f"@{places.DOMAIN}").exists():
        raise CommandError("There are people here who don’t belong to the demo. Set DATA_DIR to a folder of its own.")
    call_command("flush", interactive=False)


def load(*, say: Say = print, people: int = PEOPLE, only: str = "") -> None:
    """Everything, or `only` the program of one scene, from an empty database. Nobody is e-mailed."""
    with in_a_hurry():
        Organization.objects.create(
            name=places.ORGANIZATION, contact_email=f"mentoring@{places.DOMAIN}", time_zone="Europe/London"
        )
        cast = make_people(people, seed=SEED)
        say(f"{people} people work at {places.ORGANIZATION}.")
        hands = Stagehand(cast, Random(SEED), today())  # noqa: S311  for variety, not for secrets
        for name, scene in SCENES.items():
            if only in ("", name):
                say(scene(hands))
        have_been_here(hands)
        keep_mail_at_home()
        record(LOADED, Organization.objects.get(), by=None)


def strategy_scene(hands: Stagehand) -> str:
    """Returning Together: the leaders were asked, two have answered."""
    cast, manager = hands.cast, hands.cast["coordinator"]
    start = hands.today - 2 * WEEK
    program = opening.found(designs.RETURNING, by=cast["administrator"], manager=manager, cohort_name="Pilot", on=start)
    opening.hold_strategy(program.cohorts.get(), designs.RETURNING, hands.leaders(5), manager=manager, on=start)
    return f"{program} asks its leaders why."


def recruiting_scene(hands: Stagehand) -> str:
    """Research Mentors: doors opened three weeks ago; some are in, some wait, one is still writing."""
    manager, chance = hands.cast["coordinator"], hands.chance
    start = hands.today + 6 * WEEK
    cohort = founded(designs.RESEARCH, hands, manager=manager, cohort_name="First cohort", starts_on=start)
    opening.enter(cohort, Stage.RECRUIT, on=hands.today - 3 * WEEK, by=manager)
    recruiting.open_doors(cohort, by=manager, on=hands.today - 3 * WEEK)
    mentors = hands.people("Research", levels=(3, 4), most=9)
    mentees = hands.people("Research", levels=(1, 2), most=14)
    sent = [
        recruiting.apply(cohort, person, role, chance=chance, on=hands.days_ago(3, 20))
        for role, people in ((Role.MENTOR, mentors), (Role.MENTEE, mentees))
        for person in people
    ]
    for number, application in enumerate(sent):
        if number % 7 == 3:
            continue  # still to be decided
        if number % 11 == 10:
            recruiting.put_on_list(application, by=manager, on=hands.days_ago(1, 2))
        else:
            recruiting.accept(application, by=manager, on=hands.days_ago(1, 2))
    recruiting.apply(cohort, hands.cast["applicant"], Role.MENTEE, chance=chance, on=hands.today, send=False)
    return f"{cohort.program} takes applications."


def matching_scene(hands: Stagehand) -> str:
    """Ward Leaders: some were asked early and answered in every way; for the others three plans wait for review."""
    manager = hands.cast["coordinator"]
    start = hands.today + 2 * WEEK
    cohort = founded(designs.WARD_LEADERS, hands, manager=manager, cohort_name="First cohort", starts_on=start)
    gather(
        cohort,
        hands,
        manager=manager,
        opens_on=hands.today - 7 * WEEK,
        mentors=hands.people(
            "Emergency", "Therapies", "Digital and data", "Finance and people", levels=(3, 4), most=22
        ),
        mentees=hands.people("Emergency", "Therapies", "Digital and data", "Finance and people", levels=(2,), most=26),
    )
    opening.enter(cohort, Stage.MATCH, on=hands.today - timedelta(days=11), by=manager)
    asking.early_birds(cohort, by=manager, today=hands.today)
    run = matching_day.search(cohort, by=manager, on=hands.today - timedelta(days=1))
    matching_day.compare(cohort, by=manager, on=hands.today - timedelta(days=1))
    return f"{cohort.program} reviews {run.suggestions.count()} suggestions."


def closing_scene(hands: Stagehand) -> str:
    """First Year Forward, its first cohort: the year ends in these days, with goodbyes and certificates."""
    manager, now = hands.cast["manager"], hands.today
    starts_on = now - 38 * WEEK
    cohort = founded(designs.FIRST_YEAR, hands, manager=manager, cohort_name=season(starts_on), starts_on=starts_on)
    novices, veterans = ward_people(hands)
    begin(cohort, hands, manager=manager, mentors=veterans[:9], mentees=novices[:9])
    live(cohort, hands, until=now - WEEK)
    close(cohort, hands, manager=manager, on=now - 5 * timedelta(days=1))
    return f"{cohort.program} says goodbye to its first cohort."


def running_scene(hands: Stagehand) -> str:
    """First Year Forward, its second cohort: half way through."""
    manager, cast, now = hands.cast["manager"], hands.cast, hands.today
    if not Program.objects.filter(name=designs.FIRST_YEAR.name).exists():
        closing_scene(hands)
    program = Program.objects.get(name=designs.FIRST_YEAR.name)
    with clock.at(at(now - 40 * WEEK, 10)):
        cohort = programs.start_cohort(program, season(now - HALF_WAY), by=manager)
    again(cohort, hands, manager=manager, starts_on=now - HALF_WAY)
    novices, veterans = ward_people(hands)
    mentees = [cast["mentee"], cast["quiet mentee"], cast["asking"], *novices[9:34]]
    mentors = [cast["mentor"], cast["quiet mentor"], *veterans[9:33]]
    begin(cohort, hands, manager=manager, mentors=mentors, mentees=mentees)
    live(cohort, hands, until=now)
    together.ask_for_help(cohort, cast["asking"], manager=manager, today=now)
    pairs = Relationship.objects.filter(cohort__program=program).count()
    return f"{program} runs with {pairs} pairs in two cohorts."


def ward_people(hands: Stagehand) -> tuple[list[Person], list[Person]]:
    """Those in their first year, and those with some behind them."""
    wards = ("Critical care", "Paediatrics", "Maternity", "Renal")
    return hands.people(*wards, levels=(1,), most=60), hands.people(*wards, levels=(2, 3, 4), most=60)


def again(cohort: Cohort, hands: Stagehand, *, manager: Person, starts_on: date) -> None:
    """The next cohort holds itself to the same objectives; its leaders were asked again."""
    design, sponsor = designs.FIRST_YEAR, hands.cast["sponsor"]
    opening.hold_strategy(cohort, design, hands.leaders(2), manager=manager, on=starts_on - 15 * WEEK)
    opening.sign_charter(cohort, design, manager=manager, sponsor=sponsor, on=starts_on - 14 * WEEK)
    opening.settle_dates(cohort, design, starts_on=starts_on, by=manager)


def begin(cohort: Cohort, hands: Stagehand, *, manager: Person, mentors: list[Person], mentees: list[Person]) -> None:
    """From open doors to pairs that have said yes, all before the cohort's first day."""
    start = cohort.starts_on or hands.today
    gather(cohort, hands, manager=manager, opens_on=start - 8 * WEEK, mentors=mentors, mentees=mentees)
    opening.enter(cohort, Stage.MATCH, on=start - 2 * WEEK, by=manager)
    run = matching_day.search(cohort, by=manager, on=start - 2 * WEEK)
    couples = [(hands.cast[mentee], hands.cast[mentor]) for mentee, mentor in COUPLES]
    for mentee, mentor in couples:
        if mentee in mentees:
            matching_day.put_together(run, mentee, mentor, by=manager, on=start - 2 * WEEK)
    published_on = start - timedelta(days=13)
    matching_day.publish(run, by=manager, on=published_on)
    certain = [person for couple in couples for person in couple]
    matching_day.everybody_answers(cohort, chance=hands.chance, on=published_on, certain=certain)
    opening.enter(cohort, Stage.SUPPORT, on=start, by=manager)
    opening.tick_off(cohort, until=hands.today, by=manager)


def live(cohort: Cohort, hands: Stagehand, *, until: date) -> None:
    """The months of each pair; some fall silent, some are slow to sign."""
    chance = hands.chance
    rows = Relationship.objects.filter(cohort=cohort).with_people().order_by("pk")
    for number, relationship in enumerate(rows):
        pair = together.pair_of(relationship, number)
        if number % 10 != 7:
            together.agree(pair, on=pair.began_on + timedelta(days=chance.randint(5, 20)))
        together.set_goals(pair, on=pair.began_on + timedelta(days=chance.randint(8, 25)), until=until, chance=chance)
        silent = until - timedelta(days=chance.randint(38, 60)) if number % 11 == 8 else None
        together.meet(pair, until=until, chance=chance, quiet_since=silent)
        together.check_in(pair, until=until, chance=chance, waits=number % 6 == 0, is_dull=number % 8 == 5)
        if number % 3 == 0:
            together.write(pair, until=until)
            together.look_back(pair, until=until)
        if silent is None and number % 2 == 0 and relationship.ends_on > until + 2 * WEEK:
            together.book_next(pair, today=until, chance=chance)


def close(cohort: Cohort, hands: Stagehand, *, manager: Person, on: date) -> None:
    """The year is over: most pairs have said goodbye, certificates are out, two are still to finish."""
    rows = list(Relationship.objects.filter(cohort=cohort).open().with_people().order_by("pk"))
    for number, relationship in enumerate(rows[:-2]):
        together.part(together.pair_of(relationship, number), on=on)
    opening.enter(cohort, Stage.CELEBRATE, on=on, by=manager)
    with clock.at(at(on + timedelta(days=1), 10)):
        recognition.issue_all(cohort, by=manager)
        do_jobs()


def season(day: date) -> str:
    """What people call the cohort that starts then."""
    names = ("Winter", "Spring", "Summer", "Autumn")
    return f"{names[day.month % 12 // 3]} {day.year} cohort"


def gather(
    cohort: Cohort, hands: Stagehand, *, manager: Person, opens_on: date, mentors: list[Person], mentees: list[Person]
) -> None:
    """Recruit and train: doors open for three weeks, nearly everybody is let in and learns within two more."""
    chance = hands.chance
    opening.enter(cohort, Stage.RECRUIT, on=opens_on, by=manager)
    recruiting.open_doors(cohort, by=manager, on=opens_on)
    everybody = [(Role.MENTOR, person) for person in mentors] + [(Role.MENTEE, person) for person in mentees]
    joined = []
    for number, (role, person) in enumerate(everybody):
        day = opens_on + timedelta(days=chance.randint(1, 19))
        application = recruiting.apply(cohort, person, role, chance=chance, on=day)
        if number % 17 == 16:
            recruiting.decline(application, by=manager, on=opens_on + 3 * WEEK)
        else:
            joined.append(recruiting.accept(application, by=manager, on=opens_on + 3 * WEEK))
    recruiting.close_doors(cohort, by=manager, on=opens_on + 3 * WEEK)
    opening.enter(cohort, Stage.TRAIN, on=opens_on + 3 * WEEK, by=manager)
    for number, participation in enumerate(joined):
        if number % 19 != 18:  # now and then somebody is late
            recruiting.train(
                participation, on=opens_on + 3 * WEEK + timedelta(days=chance.randint(1, 12)), chance=chance
            )


def founded(design: Design, hands: Stagehand, *, manager: Person, cohort_name: str, starts_on: date) -> Cohort:
    """A program from its strategy to its settled design."""
    cast = hands.cast
    begin = starts_on - 20 * WEEK
    program = opening.found(design, by=cast["administrator"], manager=manager, cohort_name=cohort_name, on=begin)
    cohort = program.cohorts.get()
    opening.hold_strategy(cohort, design, hands.leaders(len(design.said) + 1), manager=manager, on=begin)
    opening.sign_charter(cohort, design, manager=manager, sponsor=cast["sponsor"], on=begin + 3 * WEEK)
    opening.settle_dates(cohort, design, starts_on=starts_on, by=manager)
    cohort.refresh_from_db()
    return cohort


def have_been_here(hands: Stagehand) -> None:
    """Whoever takes part or is on a team has signed in lately."""
    here = Q(participations__isnull=False) | Q(teams__isnull=False)
    people = list(Person.objects.filter(here).distinct().order_by("pk"))
    for person in people:
        person.last_login = at(hands.days_ago(1, 20), hands.chance.randint(7, 20))
    Person.objects.bulk_update(people, ["last_login"])
    for person in people:
        told = Notice.objects.visible_to(person).filter(created_at__lt=person.last_login)
        mark_read(person, told.values_list("pk", flat=True))


def circles_scene(hands: Stagehand) -> str:
    """Leading Together: two circles meet, and somebody waits for a place."""
    manager, start = hands.cast["coordinator"], hands.today - 6 * WEEK
    cohort = founded(designs.CIRCLES, hands, manager=manager, cohort_name=season(start), starts_on=start)
    gather(
        cohort,
        hands,
        manager=manager,
        opens_on=start - 8 * WEEK,
        mentors=hands.people("Renal", "Maternity", levels=(4,), most=4),
        mentees=hands.people("Renal", "Maternity", "Critical care", levels=(2, 3), most=16),
    )
    opening.enter(cohort, Stage.MATCH, on=start - 2 * WEEK, by=manager)
    grouping = circles.find(cohort, by=manager, on=start - 2 * WEEK)
    circles.ask(grouping, by=manager, on=start - timedelta(days=13))
    circles.answer(grouping, on=start - timedelta(days=13))
    opening.enter(cohort, Stage.SUPPORT, on=start, by=manager)
    opening.tick_off(cohort, until=hands.today, by=manager)
    running = list(Relationship.objects.filter(cohort=cohort).with_people().order_by("pk"))
    for circle in running:
        circles.live(circle, until=hands.today, chance=hands.chance)
    return f"{cohort.program}: {len(running)} circles meet."


SCENES: dict[str, Callable[[Stagehand], str]] = {
    "strategy": strategy_scene,
    "recruiting": recruiting_scene,
    "matching": matching_scene,
    "closing": closing_scene,
    "running": running_scene,
    "circles": circles_scene,
    "choosing": choosing.choosing_scene,
    "flash": choosing.flash_scene,
}
