"""Two programs in which people choose for themselves: one of requests in every state, one of flash conversations."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import cycle
from typing import TYPE_CHECKING

from trellis.common.dates import at
from trellis.matching.flash import actions as flash
from trellis.matching.flash.queries import offered_to
from trellis.matching.models import FlashBooking, FlashSlot, MentorRequest
from trellis.matching.requests import actions as requests
from trellis.matching.requests import finding
from trellis.matching.requests.finding import Sought
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role, Stage
from trellis.rehearsal import clock, designs, opening
from trellis.rehearsal.backstage import do_jobs
from trellis.rehearsal.designs import Design

if TYPE_CHECKING:
    from trellis.rehearsal.demo import Stagehand

WEEK = timedelta(weeks=1)
HELLO = (
    "I have never done research and would like to begin with a small interview study on our ward.",
    "You wrote that you take people through their first ethics form. That is where I am stuck.",
    "My notes of two years lie in a drawer. I would like to make something of them, with somebody who asks questions.",
)
QUESTIONS = ("How do I begin my first ethics form?", "Should I change wards now, or finish the year first?")


def choosing_scene(hands: Stagehand) -> str:
    """Research Bridge: mentees ask mentors; there is a request in every state, and one line to stand in."""
    cast = hands.cast["mentee"]
    cohort = founded(designs.RESEARCH_BRIDGE, hands, on=hands.today - 6 * WEEK)
    mentors = [
        take_in(cohort, one, Role.MENTOR, hands, capacity=1 + n % 2) for n, one in enumerate(veterans(hands, 14))
    ]
    mentees = [take_in(cohort, one, Role.MENTEE, hands) for one in [cast, *novices(hands, 11)]]
    make_requests(mentees, mentors, today=hands.today)
    return f"{cohort.program} has {MentorRequest.objects.filter(cohort=cohort).count()} requests."


def flash_scene(hands: Stagehand) -> str:
    """Thirty Minutes: times to book, some that are booked, one that has been."""
    cohort = founded(designs.THIRTY_MINUTES, hands, on=hands.today - 6 * WEEK)
    mentors = [take_in(cohort, one, Role.MENTOR, hands) for one in [hands.cast["mentor"], *veterans(hands, 5)]]
    mentees = [take_in(cohort, one, Role.MENTEE, hands) for one in [hands.cast["mentee"], *novices(hands, 5)]]
    offer_times(mentors, today=hands.today)
    book_some(mentees, today=hands.today)
    return f"{cohort.program} offers {FlashSlot.objects.free().count()} times."


def founded(design: Design, hands: Stagehand, *, on: date) -> Cohort:
    """A program that people join at any time of the year."""
    manager = hands.cast["coordinator"]
    program = opening.found(design, by=hands.cast["administrator"], manager=manager, cohort_name="This year", on=on)
    cohort = program.cohorts.get()
    opening.settle_dates(cohort, design, starts_on=on + WEEK, by=manager)
    opening.enter(cohort, Stage.MATCH, on=on + WEEK, by=manager)
    cohort.refresh_from_db()
    return cohort


def veterans(hands: Stagehand, most: int) -> list[Person]:
    return hands.people("Research", "Therapies", levels=(3, 4), most=most)


def novices(hands: Stagehand, most: int) -> list[Person]:
    return hands.people("Research", "Therapies", levels=(1, 2), most=most)


def take_in(cohort: Cohort, person: Person, role: Role, hands: Stagehand, *, capacity: int = 1) -> Participation:
    """Let in and ready, some weeks ago."""
    with clock.at(at(hands.today - 5 * WEEK, 10)):
        joined = programs.admit(cohort, person, role, by=hands.cast["coordinator"], capacity=capacity)
        if joined.state == Participation.State.PREPARING:
            programs.mark_ready(joined, by=hands.cast["coordinator"])
    return joined


def make_requests(mentees: list[Participation], mentors: list[Participation], *, today: date) -> None:
    """Yes, no, nothing in time, taken back, open and in line: whom each asks is whom the list shows them first."""
    words, asked = cycle(HELLO), set[int]()

    def asks(mentee: Participation, days_ago: int) -> MentorRequest:
        day = today - timedelta(days=days_ago)
        ids = [match.mentor for match in finding.find(mentee, Sought(), today=day).matches]
        mentor = Participation.objects.select_related("person").get(pk=next(pk for pk in ids if pk not in asked))
        asked.add(mentor.pk)
        return ask(mentee, mentor, next(words), on=day)

    _late = asks(mentees[1], 14)
    yes, no, back = (asks(mentee, 12) for mentee in mentees[2:5])
    with clock.at(at(today - timedelta(days=10), 16)):
        requests.accept(yes, by=yes.mentor.person)
        requests.decline(no, by=no.mentor.person, reason=MentorRequest.Reason.TIME, note="Two people are my limit.")
        requests.take_back(back, by=back.mentee.person)
    with clock.at(at(today - timedelta(days=6), 6)):
        requests.expire()
    for mentee, days_ago in zip((mentees[0], *mentees[5:7]), (1, 4, 3), strict=True):
        asks(mentee, days_ago)
    stand_in_line(mentees[7:], yes.mentor, today=today)
    kept = [match.mentor for match in finding.find(mentees[0], Sought(), today=today).matches]
    chosen = Participation.objects.filter(pk__in=kept[2:4])
    requests.set_choices(mentees[0], list(chosen), by=mentees[0].person)
    do_jobs()


def stand_in_line(mentees: list[Participation], mentor: Participation, *, today: date) -> None:
    """Two whom no rule keeps apart from a mentor who has no room."""
    may = [one for one in mentees if any(match.mentor == mentor.pk for match in finding.one(one, mentor.pk).matches)]
    for mentee in may[:2]:
        ask(mentee, mentor, HELLO[0], on=today - timedelta(days=2))


def ask(mentee: Participation, mentor: Participation, message: str, *, on: date) -> MentorRequest:
    with clock.at(at(on, 11)):
        made = requests.ask(mentee, mentor, by=mentee.person, message=message)
        do_jobs()
    return made


def offer_times(mentors: list[Participation], *, today: date) -> None:
    """Each some times in the weeks to come, and one that lies behind us."""
    topics = cycle(("First ethics form", "Changing wards", "Speaking up", "A first article", ""))
    for number, mentor in enumerate(mentors):
        with clock.at(at(today - 3 * WEEK, 9)):
            days = (-2 - number, 3 + number, 10 + number)
            times = [at(today + timedelta(days=day), 12 + number % 5) for day in days]
            flash.offer(mentor, by=mentor.person, times=times, minutes=30, mode="video", topics=next(topics))


def book_some(mentees: list[Participation], *, today: date) -> None:
    """One has talked and says what came of it, one has talked, two have booked."""
    with clock.at(at(today - 2 * WEEK, 10)):
        past = [take_first(mentee, before=today) for mentee in mentees[1:3]]
    with clock.at(at(today, 9)):
        flash.log(past[0], by=past[0].mentee.person, held=True, text="Begin with the people, not with the form.")
        for mentee in (mentees[0], mentees[4]):
            take_first(mentee)
        do_jobs()


def take_first(mentee: Participation, *, before: date | None = None) -> FlashBooking:
    """The first time that is offered to this mentee."""
    offered = offered_to(mentee, "")
    slot = (offered.filter(starts_at__date__lt=before) if before else offered)[0]
    return flash.book(slot, mentee, by=mentee.person, question=QUESTIONS[mentee.pk % 2])
