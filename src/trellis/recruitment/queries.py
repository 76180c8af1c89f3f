"""Who may still apply, how many places there are, and what was answered."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from math import ceil
from typing import Any

from django.db.models import Case, Count, IntegerField, Q, QuerySet, Sum, Value, When
from django.db.models.functions import TruncWeek

from trellis.common.dates import today
from trellis.common.words import fold
from trellis.people.apart import also_apart
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.questions import queries as questions
from trellis.questions.models import Answer, Question, Response
from trellis.recruitment.models import Application, Call, Invitation
from trellis.recruitment.questionnaires import Code

State = Application.State


@dataclass(frozen=True)
class Window:
    """Whether somebody may apply today, and the days it depends on."""

    is_open: bool
    opens_on: date | None
    closes_on: date | None

    @property
    def is_ahead(self) -> bool:
        """Not open yet, and the day is known."""
        return not self.is_open and self.opens_on is not None


def call_of(cohort: Cohort) -> Call:
    """The cohort's call; one that was never touched is made up and not kept."""
    return Call.objects.filter(cohort=cohort).first() or Call(cohort=cohort)


def window_of(call: Call) -> Window:
    """Open means: somebody opened it, nobody closed it, and its days include today."""
    cohort, program = call.cohort, call.cohort.program
    now = today(program.organization.time_zone)
    opens, closes = cohort.applications_open_on, cohort.applications_close_on
    was_opened = call.opened_at is not None and call.closed_at is None and not program.is_archived
    has_begun = opens is None or opens <= now
    is_over = closes is not None and closes < now
    return Window(
        is_open=was_opened and has_begun and not is_over,
        opens_on=opens if was_opened and not has_begun else None,
        closes_on=closes,
    )


def cohort_to_join(program: Program) -> Cohort | None:
    """The cohort that the public page is about: the newest that is open, else the newest."""
    calls = Call.objects.filter(cohort__program=program).select_related("cohort__program__organization")
    newest = list(calls.order_by("-cohort__pk"))
    for call in newest:
        if window_of(call).is_open:
            return call.cohort
    if newest:
        return newest[0].cohort
    return program.cohorts.select_related("program__organization").order_by("-pk").first()


@dataclass(frozen=True)
class Listed:
    """A program on the public list."""

    call: Call
    window: Window


def public_list() -> list[Listed]:
    """Every public program once, with its open cohort or else its newest; those that are open first. One query."""
    calls = Call.objects.filter(cohort__program__is_public=True, cohort__program__is_archived=False)
    found: dict[int, Listed] = {}
    for call in calls.select_related("cohort__program__organization").order_by("-cohort__pk"):
        listed, known = Listed(call, window_of(call)), found.get(call.cohort.program_id)
        if known is None or (listed.window.is_open and not known.window.is_open):
            found[call.cohort.program_id] = listed
    return sorted(found.values(), key=lambda one: (not one.window.is_open, one.call.cohort.program.name))


@dataclass(frozen=True)
class Supply:
    """Mentors' places against mentees: those who are in, and those to decide on."""

    mentors: int
    places: int
    mentees: int
    mentors_undecided: int
    places_undecided: int
    mentees_undecided: int
    mentees_expected: int
    ratio: float

    @property
    def places_needed(self) -> int:
        """For the mentees we expect, or have by now."""
        return ceil(max(self.mentees_expected, self.mentees) * self.ratio)

    @property
    def short(self) -> int:
        return max(0, self.places_needed - self.places)

    @property
    def for_each(self) -> float | None:
        """Places for each mentee now."""
        return round(self.places / self.mentees, 1) if self.mentees else None


def supply_of(call: Call) -> Supply:
    """Two queries, however many people there are."""
    taking_part = Participation.objects.filter(cohort=call.cohort, state__in=Participation.TAKING_PART)
    applied = Application.objects.filter(cohort=call.cohort).undecided()
    inside, outside = _both_roles(taking_part), _both_roles(applied)
    return Supply(
        mentors=inside["mentors"],
        places=inside["places"] or 0,
        mentees=inside["mentees"],
        mentors_undecided=outside["mentors"],
        places_undecided=outside["places"] or 0,
        mentees_undecided=outside["mentees"],
        mentees_expected=call.cohort.places,
        ratio=float(call.ratio),
    )


def _both_roles(rows: QuerySet[Participation] | QuerySet[Application]) -> dict[str, Any]:
    mentors, mentees = Q(role=Role.MENTOR), Q(role=Role.MENTEE)
    return rows.aggregate(
        mentors=Count("pk", filter=mentors),
        places=Sum("capacity", filter=mentors),
        mentees=Count("pk", filter=mentees),
    )


def count_states(cohort: Cohort) -> dict[str, int]:
    """State → how many applications, drafts too."""
    states = Application.objects.filter(cohort=cohort).values_list("state").annotate(number=Count("pk"))
    return dict.fromkeys(State.values, 0) | dict(states)


# The order in which a coordinator wants to see them.
RANK = Case(
    *(
        When(state=state, then=Value(number))
        for number, state in enumerate(
            (State.SUBMITTED, State.WAITING, State.ACCEPTED, State.DECLINED, State.WITHDRAWN)
        )
    ),
    default=Value(9),
    output_field=IntegerField(),
)


def gists(applications: Iterable[Application]) -> dict[int, list[str]]:
    """Application → the competencies it names, in one query."""
    rows = {row.response_id: row.pk for row in applications if row.response_id}
    codes = (Code.OFFERED, Code.WANTED)
    answers = Answer.objects.filter(response__in=rows, question__code__in=codes).select_related("response")
    return {rows[one.response_id]: [str(pick["name"]) for pick in one.value or []] for one in answers}


@dataclass(frozen=True)
class Way:
    """One way in which applicants came, and how many."""

    words: str
    number: int


def ways(cohort: Cohort) -> list[Way]:
    """How those who applied heard of it, most first: what they said, from the newest form's words."""
    sent = Application.objects.filter(cohort=cohort).sent()
    answers = Answer.objects.filter(response__in=sent.values("response"), question__code=Code.HEARD)
    asked = Question.objects.in_bulk(answers.values_list("question", flat=True).distinct())
    counted: dict[str, int] = {}
    for question, value, number in answers.values_list("question", "value").annotate(number=Count("pk")).order_by():
        words = " ".join(questions.in_words(asked[question], value))
        counted[words] = counted.get(words, 0) + number
    return [Way(words, number) for words, number in sorted(counted.items(), key=lambda one: (-one[1], one[0]))]


def links_followed(cohort: Cohort) -> dict[str, int]:
    """Which of our links and posters brought them: source → how many."""
    sent = Application.objects.filter(cohort=cohort).sent().exclude(source="")
    return dict(sent.values_list("source").annotate(number=Count("pk")).order_by("-number"))


def weeks_of(cohort: Cohort) -> list[tuple[date, int]]:
    """Applications in each week since the first, by the Monday it began."""
    sent = Application.objects.filter(cohort=cohort, submitted_at__isnull=False).sent()
    weeks = sent.annotate(week=TruncWeek("submitted_at")).values_list("week").annotate(number=Count("pk"))
    counted = {week.date().toordinal(): number for week, number in weeks}
    if not counted:
        return []
    return [(date.fromordinal(one), counted.get(one, 0)) for one in range(min(counted), max(counted) + 1, 7)]


@dataclass(frozen=True)
class Invited:
    """An invitation and what became of it."""

    invitation: Invitation
    application: Application | None


def invited(cohort: Cohort, invitations: Iterable[Invitation]) -> list[Invited]:
    """Each with the application that followed, in one query."""
    rows = list(invitations)
    people = {row.person_id for row in rows}
    found = Application.objects.filter(cohort=cohort, person__in=people).sent()
    by_person = {(row.person_id, row.role): row for row in found}
    return [Invited(row, by_person.get((row.person_id, row.role))) for row in rows]


@also_apart
def avoidances(people: set[int]) -> set[tuple[int, int]]:
    """Pairs of these people of whom one asked, in an application, not to be matched with the other.

    Names and addresses were typed and are sealed; they are compared here and go nowhere else. Of two
    people with one name both are avoided.
    """
    asked = [(asker, lines) for asker, lines in _asked_to_avoid() if asker in people]
    named: dict[str, set[int]] = {}
    if not asked:
        return set()
    for pk, name, preferred, email in Person.objects.filter(pk__in=people).values_list(
        "pk", "name", "preferred_name", "email"
    ):
        for words in {fold(name), fold(email), fold(f"{preferred} {name.rpartition(' ')[2]}")}:
            named.setdefault(words, set()).add(pk)
    return {
        (asker, other)
        for asker, lines in asked
        for line in lines
        for other in named.get(fold(line), ())
        if other != asker
    }


def _asked_to_avoid() -> Iterable[tuple[int, list[str]]]:
    asked = Answer.objects.filter(question__code=Code.AVOID)
    responses = Response.objects.filter(
        pk__in=asked.values("response"), about_type=Application._meta.label_lower, state=Response.State.SUBMITTED
    )
    answers = questions.answers_for(responses, viewer=questions.Viewer.AUTHOR)
    for response in responses:
        if response.respondent_id:
            yield response.respondent_id, str(answers[response.pk].get(Code.AVOID, "")).splitlines()
