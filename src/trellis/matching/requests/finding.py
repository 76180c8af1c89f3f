"""Mentors as one mentee finds them: narrowed in the database, scored by the engine, in an order that is fair.

Only the `NEAREST` who cover most of what the mentee wants to learn are scored, so that a page is quick with 20,000
mentors; where fewer fit the filters, that is everybody. The order is no secret: by fit in steps of five, within a
step those come first who are asked less now, and equals change places every day.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from hashlib import blake2b
from typing import Any

import numpy as np
from django.db.models import Case, Count, F, IntegerField, Q, Sum, TextField, Value, When
from django.db.models.functions import Cast
from django.utils import timezone

from pairing import Problem, why_pair
from pairing.criteria import points
from pairing.problem import Bools
from trellis.common.words import clean, fold
from trellis.matching import words
from trellis.matching.inputs import Inputs, day_of, gather, kept_apart, settings_for
from trellis.matching.requests.models import MentorRequest
from trellis.people.models import Availability, Person, PersonSkill
from trellis.programs.models import Cohort, Participation, ParticipationQuerySet

NEAREST = 240
STEP = 5_000  # thousandths of a point: mentors within it count as equally good
PRIMES = (7_919, 104_729)
SOON = ("H8", "H9", "H15")  # not ready, full or away: shown as it is, not hidden
READY = (Participation.State.READY, Participation.State.MATCHED)
ORDERS = ("fit", "name")


@dataclass(frozen=True)
class Sought:
    """What a mentee narrows the list by."""

    words: str = ""
    skills: tuple[int, ...] = ()
    site: str = ""
    language: str = ""
    weekday: int | None = None
    is_free: bool = False
    is_kept: bool = False
    order: str = "fit"

    @classmethod
    def of(cls, asked: Mapping[str, str], skills: Sequence[str] = ()) -> Sought:
        """From the query of an address; whatever can't be meant is left out."""
        text = {name: clean(asked.get(name, "")[:200]) for name in ("q", "site", "language", "day", "order")}
        return cls(
            words=text["q"],
            skills=tuple(sorted({int(one) for one in skills[:20] if one.isdecimal() and len(one) < 10})),
            site=text["site"],
            language=text["language"],
            weekday=int(text["day"]) if text["day"] in set("0123456") else None,
            is_free=bool(asked.get("free")),
            is_kept=bool(asked.get("kept")),
            order=text["order"] if text["order"] in ORDERS else "fit",
        )

    @property
    def number(self) -> int:
        """How many filters are on."""
        single = (self.words, self.site, self.language, self.weekday is not None, self.is_free, self.is_kept)
        return len(self.skills) + sum(map(bool, single))


@dataclass(frozen=True)
class Match:
    """One mentor as the engine sees them from here."""

    mentor: int
    points: int
    free: int  # places that nobody has

    @property
    def fit(self) -> int:
        return round(self.points / 1000)


@dataclass(frozen=True)
class Found:
    """Who was found, in order, and what is needed to say why."""

    matches: list[Match] = field(default_factory=list)
    inputs: Inputs | None = None
    problem: Problem | None = None
    in_all: int = 0  # who fit the filters, also beyond those who were compared

    def reasons(self, mentor: int) -> list[dict[str, Any]]:
        """What speaks for one of them, as the tables keep reasons."""
        if self.inputs is None or self.problem is None:
            return []
        return words.stored(why_pair(self.problem, 0, self.inputs.mentor_rows.index(mentor)))


def mentors_of(cohort: Cohort, *, but: Person) -> ParticipationQuerySet:
    """Who mentors here and lets people of the program find them."""
    rows = Participation.objects.filter(cohort=cohort, state__in=READY, person__is_active=True).mentors()
    return rows.exclude(person=but).exclude(person__visibility=Person.Visibility.NOBODY)


def narrowed(own: Participation, sought: Sought) -> ParticipationQuerySet:
    """Those of them who fit the filters."""
    rows = mentors_of(own.cohort, but=own.person)
    for word in fold(sought.words).split()[:8]:
        rows = rows.filter(person__search_text__contains=word)
    if sought.site:
        rows = rows.filter(person__site=sought.site)
    if sought.language:
        spoken = Cast("person__languages", TextField())
        rows = rows.alias(spoken=spoken).filter(spoken__contains=f'"{sought.language}"')
    for skill in sought.skills:
        offers = PersonSkill.objects.filter(kind=PersonSkill.Kind.OFFERED, skill=skill)
        rows = rows.filter(person__in=offers.values("person"))
    if sought.weekday is not None:
        rows = rows.filter(person__in=Availability.objects.filter(weekday=sought.weekday).values("person"))
    if sought.is_free:
        rows = with_a_place(rows)
    return rows.filter(pk__in=own.bookmarks.values("mentor")) if sought.is_kept else rows


def with_a_place(rows: ParticipationQuerySet) -> ParticipationQuerySet:
    """Those who have room for one more and take requests."""
    return rows.filter(taken__lt=F("capacity"), is_paused=False, request_pause=None)


def find(own: Participation, sought: Sought, *, today: date | None = None) -> Found:
    """The mentors for this mentee who fit the filters, in the order in which they are shown."""
    rows = narrowed(own, sought)
    day = today or timezone.now().date()
    return _scored(own, rows, _nearest(own, rows, _seed(own, day)), sought.order, day)


def one(own: Participation, mentor: int) -> Found:
    """Just this mentor, with the same rules; nobody when a rule keeps the two apart."""
    rows = mentors_of(own.cohort, but=own.person).filter(pk=mentor)
    return _scored(own, rows, list(rows.values_list("pk", flat=True)), "fit", timezone.now().date())


def _nearest(own: Participation, rows: ParticipationQuerySet, seed: int) -> list[int]:
    """Who covers most of what the mentee wants to learn, then others, a different few each day."""
    turn = (F("pk") * PRIMES[0] + seed) % PRIMES[1]
    wants = own.person.skills.filter(kind=PersonSkill.Kind.WANTED).order_by("-priority", "pk")
    worth = [
        When(person__skills__skill=skill, then=Value(priority))
        for skill, priority in wants.values_list("skill", "priority")[:12]
    ]
    first: list[int] = []
    if worth:
        offers = Q(person__skills__kind=PersonSkill.Kind.OFFERED, person__skills__skill__in=wants.values("skill"))
        covering = rows.filter(offers).annotate(cover=Sum(Case(*worth, default=0, output_field=IntegerField())))
        first = list(covering.order_by("-cover", turn, "pk").values_list("pk", flat=True)[:NEAREST])
    more = NEAREST - len(first)
    return first + list(rows.exclude(pk__in=first).order_by(turn, "pk").values_list("pk", flat=True)[:more])


def _scored(own: Participation, rows: ParticipationQuerySet, ids: list[int], order: str, day: date) -> Found:
    if not ids:
        return Found()
    inputs = _inputs(own, ids)
    problem = inputs.problem(apart=kept_apart(own.cohort_id))
    worth = points(problem, slice(0, 1), slice(None))[0].tolist()
    never = _forbidden(problem)
    places = problem.mentors.places
    matches = [Match(mentor, worth[at], places[at]) for at, mentor in enumerate(inputs.mentor_rows) if not never[at]]
    beyond = rows.count() - len(ids) if len(ids) >= NEAREST else 0
    return Found(_ordered(own, matches, order, day), inputs, problem, len(matches) + beyond)


def _inputs(own: Participation, ids: Sequence[int]) -> Inputs:
    """What the engine may know here. Whom anybody wished for is left out: a number must not give it away."""
    everybody = Participation.objects.filter(cohort=own.cohort_id)
    mentee, mentors = everybody.filter(pk=own.pk), everybody.filter(pk__in=ids)
    inputs = gather(mentee, mentors, settings_for(own.cohort), on=day_of(own.cohort))
    weights = {key: weight for key, weight in inputs.policy.weights.items() if key != "choice"}
    return replace(inputs, policy=replace(inputs.policy, weights=weights))


def _forbidden(problem: Problem) -> Bools:
    """Mentors whom a rule keeps apart from this mentee, whatever their places are."""
    rows, columns = np.zeros((1, 1), dtype=np.int64), np.arange(len(problem.mentors))[None, :]
    never = np.zeros(len(problem.mentors), dtype=np.bool_)
    for rule in problem.rules:
        if rule.code not in SOON:
            never |= rule.forbids(rows, columns)[0]
    return never


def _ordered(own: Participation, matches: list[Match], order: str, day: date) -> list[Match]:
    ids = [match.mentor for match in matches]
    if order == "name":
        names = dict(Participation.objects.filter(pk__in=ids).values_list("pk", "person__name"))
        return sorted(matches, key=lambda match: (names.get(match.mentor, ""), match.mentor))
    asked = asked_now(ids)
    return sorted(
        matches,
        key=lambda match: (
            -round(match.points / STEP),
            match.free < 1,
            asked.get(match.mentor, 0),
            _turn(own.pk, match.mentor, day),
        ),
    )


def asked_now(mentors: Sequence[int]) -> dict[int, int]:
    """How many requests wait for an answer of each."""
    rows = MentorRequest.objects.open().filter(mentor__in=mentors).values("mentor").order_by()
    return dict(rows.annotate(number=Count("pk")).values_list("mentor", "number"))


def _turn(mentee: int, mentor: int, day: date) -> bytes:
    """A place among equals that changes every day and is the same all day."""
    return blake2b(f"{day:%Y-%m-%d}/{mentee}/{mentor}".encode(), digest_size=8).digest()


def _seed(own: Participation, day: date) -> int:
    return (own.pk * 31 + day.toordinal() * 997) % PRIMES[1]
