"""What pairs do in their months together: agree, set goals, meet, miss a meeting, go on."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from trellis.care import actions as care
from trellis.care.models import CheckIn
from trellis.common.dates import at
from trellis.common.types import JSON
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.questions.models import Question
from trellis.recognition import actions as recognition
from trellis.rehearsal import clock
from trellis.rehearsal.stories import (
    AGREED,
    BETWEEN,
    HELP,
    LOOKS,
    MESSAGES,
    PLACES,
    PRIVATE_NOTES,
    SHARED_NOTES,
    STORIES,
    THANKS,
    Story,
)
from trellis.relationships.agreements import actions as agreements
from trellis.relationships.agreements.sections import beginnings
from trellis.relationships.closure import actions as closure
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.conversations.models import Note
from trellis.relationships.goals import actions as goals
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.models import Need, Rating, Relationship, Review
from trellis.relationships.needs import actions as needs
from trellis.relationships.reviews import actions as reviews
from trellis.relationships.reviews.schedule import due_days

DAY, WEEK = timedelta(days=1), timedelta(weeks=1)


@dataclass
class Pair:
    """A relationship with its two people and the story that is theirs."""

    relationship: Relationship
    mentor: Person
    mentee: Person
    story: Story
    number: int

    @property
    def began_on(self) -> date:
        return self.relationship.started_at.date()


def pair_of(relationship: Relationship, number: int) -> Pair:
    """Who is who; the story goes by number, the demo's mentee has the first."""
    people = {party.role: party.person for party in relationship.parties.all()}
    story = STORIES[number % len(STORIES)]
    return Pair(relationship, people[Role.MENTOR], people[Role.MENTEE], story, number)


def agree(pair: Pair, *, on: date) -> None:
    """The mentee writes, both sign within three days."""
    relationship, program = pair.relationship, pair.relationship.cohort.program
    texts = beginnings(relationship) | {"purpose": pair.story.purpose, "between": BETWEEN[pair.number % len(BETWEEN)]}
    with clock.at(at(on, 12)):
        agreement = agreements.write(
            relationship,
            by=pair.mentee,
            based_on=0,
            every_weeks=program.meeting_every_weeks,
            minutes=program.meeting_minutes,
            **texts,
        )
        digest = agreement.digest(relationship.key)
        agreements.sign(agreement, by=pair.mentee, name=pair.mentee.name, digest=digest)
    with clock.at(at(on + 2 * DAY, 17)):
        agreements.sign(agreement, by=pair.mentor, name=pair.mentor.name, digest=digest)


def set_goals(pair: Pair, *, on: date, until: date, chance: Random) -> None:
    """Goals from the story; the further the months, the more steps are done."""
    relationship, ends_on = pair.relationship, pair.relationship.ends_on
    share = min(0.95, max(0.0, (until - on) / max(DAY, ends_on - on)) + chance.uniform(0, 0.25))
    with clock.at(at(on, 13)):
        goals.see(relationship, by=pair.mentee, why=pair.story.purpose, destination=pair.story.destination, version=0)
        first = _rate_needs(pair)
        steps = []
        for number, written in enumerate(pair.story.goals, start=1):
            due_on = on + (ends_on - on) * number // (len(pair.story.goals) + 1)
            goal = goals.add(
                relationship,
                by=pair.mentee,
                owner=pair.mentee,
                title=written.title,
                measure=written.measure,
                due_on=due_on,
                need=first[number - 1],
            )
            steps.append([goals.add_step(goal, by=pair.mentee, title=title) for title in written.steps])
    _look_again(pair, on=on, until=until, chance=chance)
    for row in steps:
        for number, step in enumerate(row[: round(share * len(row))], start=1):
            with clock.at(at(min(until, on + number * 3 * WEEK), 20)):
                goals.finish_step(step, by=pair.mentee)


def _rate_needs(pair: Pair) -> list[Need]:
    """What it takes and what there is; returns what comes first, one for each goal."""
    relationship, said = pair.relationship, pair.story.needs
    rows = [needs.add(relationship, by=pair.mentee, name=name) for name, _have, _want in said]
    levels = {need: (have, want) for need, (_name, have, want) in zip(rows, said, strict=True)}
    needs.rate(relationship, levels, by=pair.mentee)
    first = rows[: len(pair.story.goals)]
    needs.put_first(relationship, first, by=pair.mentee)
    return first


def _look_again(pair: Pair, *, on: date, until: date, chance: Random) -> None:
    """Half way, and once more near the end, as far as it has come: something has grown."""
    relationship, length = pair.relationship, pair.relationship.ends_on - on
    have = {row.need: (row.have or 1, row.want) for row in Rating.objects.filter(need__relationship=relationship)}
    for share in (0.55, 0.9):
        have = {need: (min(5, now + chance.choice([0, 1, 1])), want) for need, (now, want) in have.items()}
        day = on + length * share
        if day < until:
            with clock.at(at(day, 18)):
                needs.rate(relationship, have, by=pair.mentee)


def meet(pair: Pair, *, until: date, chance: Random, quiet_since: date | None = None) -> int:
    """Meet in the agreed rhythm up to that day; now and then one doesn't happen. Returns how many were held."""
    every = timedelta(weeks=pair.relationship.meeting_every_weeks)
    day = pair.began_on + timedelta(days=chance.randint(4, 12))
    last = min(until - DAY, quiet_since or until)
    held = 0
    while day < last:
        day = _weekday(day)
        if chance.random() < 0.9:
            _held(pair, day, chance)
            held += 1
        day += every + timedelta(days=chance.randint(-1, 1))
    return held


def book_next(pair: Pair, *, today: date, chance: Random) -> Meeting:
    """Propose two times for the coming days; the other side takes one."""
    day = _weekday(today + timedelta(days=2 + pair.number % 9))
    times = [at(day, 8 + pair.number % 8, zone="Europe/London"), at(_weekday(day + 2 * DAY), 16, zone="Europe/London")]
    with clock.at(at(today - DAY, 9)):
        meeting = meetings.propose(
            pair.relationship,
            by=pair.mentee,
            times=times,
            minutes=pair.relationship.meeting_minutes,
            where=chance.choice(PLACES),
        )
        option = meeting.options.order_by("starts_at")[0]
        meetings.accept(meeting, option, by=pair.mentor)
        topic = pair.story.topics[pair.number % len(pair.story.topics)]
        meetings.put_on_agenda(meeting, by=pair.mentee, text=topic)
    return meeting


def write(pair: Pair, *, until: date) -> None:
    """A shared note, a private one each, and a few messages."""
    number = pair.number
    with clock.at(at(until - 3 * WEEK, 18)):
        conversations.write_note(
            pair.relationship,
            by=pair.mentee,
            text=SHARED_NOTES[number % len(SHARED_NOTES)],
            audience=Note.Audience.SHARED,
        )
        for person in (pair.mentee, pair.mentor):
            text = PRIVATE_NOTES[(number + (person == pair.mentor)) % len(PRIVATE_NOTES)]
            conversations.write_note(pair.relationship, by=person, text=text)
    for minutes, (role, text) in enumerate(MESSAGES[: 2 + number % 3]):
        with clock.at(at(until - 4 * DAY, 19, 7 * minutes)):
            conversations.send(pair.relationship, by=pair.mentee if role == Role.MENTEE else pair.mentor, text=text)


def look_back(pair: Pair, *, until: date) -> None:
    """After sixty days and half way: the mentor answers first, the mentee within two weeks."""
    for kind, day in due_days(pair.relationship).items():
        if day < until:
            with clock.at(at(day, 7)):
                review = reviews.ask(pair.relationship, kind)
                _answer_review(review, pair.mentor, LOOKS[0])
            if day + 2 * WEEK < until:
                with clock.at(at(day + 2 * WEEK, 19)):
                    _answer_review(review, pair.mentee, LOOKS[1])
                    reviews.conclude(review, by=pair.mentee, agreed=AGREED)


def _answer_review(review: Review, person: Person, texts: dict[str, str]) -> None:
    said = texts if review.kind == Review.Kind.MIDPOINT else {}
    reviews.answer(review, by=person, wish="go_on", **said)


def check_in(pair: Pair, *, until: date, chance: Random, waits: bool = False, is_dull: bool = False) -> None:
    """Whoever was asked by that day has mostly answered, mostly well. The mentee of a pair that `waits` hasn't yet."""
    care.draw_up(pair.relationship)
    due = CheckIn.objects.filter(relationship=pair.relationship, due_on__lt=until).order_by("due_on", "pk")
    rows = list(due.select_related("person"))
    last = {row.person_id: row for row in rows}
    for row in rows:
        with clock.at(at(row.due_on, 9)):
            row.relationship = pair.relationship
            care.ask(row)
        is_last = last[row.person_id] == row
        if not (waits and row.person == pair.mentee) if is_last else chance.random() < 0.85:
            with clock.at(at(row.due_on + DAY, 12)):
                care.answer(row, _answers(row, chance, is_dull=is_dull and is_last), by=row.person)


def ask_for_help(cohort: Cohort, person: Person, *, manager: Person, today: date) -> None:
    """Somebody asks to talk, gets an answer, and has written again."""
    about = Relationship.objects.visible_to(person).filter(cohort=cohort).first()
    asked, answered, again = HELP
    with clock.at(at(today - 4 * DAY, 18)):
        request = care.ask_for_help(cohort, by=person, text=asked, about=about)
    with clock.at(at(today - 3 * DAY, 9)):
        care.write(request, by=manager, text=answered)
    with clock.at(at(today - DAY, 12)):
        care.write(request, by=person, text=again)


def part(pair: Pair, *, on: date) -> None:
    """The term is over: a last meeting, thanks, and a good ending."""
    with clock.at(at(on - 10 * DAY, 10)):
        closure.begin_ending(pair.relationship, by=None, reason=Relationship.Reason.TERM_COMPLETE)
        thanks = THANKS[pair.number % len(THANKS)]
        recognition.thank(pair.relationship, by=pair.mentee, to=pair.mentor, text=thanks, may_be_shown=True)
    with clock.at(at(on, 15)):
        closure.close(pair.relationship, by=None)


def _answers(row: CheckIn, chance: Random, *, is_dull: bool) -> dict[str, JSON]:
    """Good scores or middling ones, no help needed, and a word where one must stand."""
    found: dict[str, JSON] = {}
    for question in care.questions_for(row).questions.all():
        if question.type == Question.Type.SCALE_5:
            found[question.code] = 3 if is_dull else chance.choices([5, 4], [5, 4])[0]
        elif question.type == Question.Type.YES_NO:
            found[question.code] = False
        elif question.type == Question.Type.TO_TEN:
            found[question.code] = chance.choices([10, 9, 8, 7], [3, 4, 3, 1])[0]
        elif question.type in (Question.Type.ONE, Question.Type.SEVERAL):
            first = question.options[0]["code"]
            found[question.code] = first if question.type == Question.Type.ONE else [first]
    return found


def _held(pair: Pair, day: date, chance: Random) -> None:
    topics = ", ".join(chance.sample(pair.story.topics, 2))
    minutes = pair.relationship.meeting_minutes + chance.choice([-10, 0, 0, 5, 15])
    mode = chance.choices([Meeting.Mode.IN_PERSON, Meeting.Mode.VIDEO, Meeting.Mode.PHONE], [5, 3, 1])[0]
    starts_at = at(day, chance.randint(8, 16), chance.choice([0, 0, 30]), zone="Europe/London")
    with clock.at(starts_at + timedelta(hours=3)):
        meetings.log_past(
            pair.relationship, by=pair.mentee, starts_at=starts_at, minutes=minutes, mode=mode, topics=topics
        )


def _weekday(day: date) -> date:
    """That day, or the Monday after a weekend."""
    return day + timedelta(days=7 - day.weekday()) if day.weekday() > 4 else day
