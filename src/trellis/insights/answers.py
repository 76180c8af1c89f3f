"""People's answers as figures: each wave counted once for all, and shown again only when enough people changed it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from trellis.care.models import CheckIn
from trellis.common.protection import K_WORDS, Bound, K, protect_mean, protect_share, protect_spread
from trellis.insights import estimates
from trellis.insights.models import ShownAnswers
from trellis.programs.models import Cohort
from trellis.questions.models import Answer, Question, Questionnaire, Response
from trellis.relationships.models import Relationship

type Set = dict[int, int]  # person → response


@dataclass(frozen=True)
class Wave:
    """One set of answers: who was asked what."""

    key: str
    label: str | Promise
    codes: tuple[str, ...]


WAVES = (
    Wave("check-in", _("Short check-ins, everybody’s latest"), ("worth", "next")),
    Wave(
        "midpoint-mentee",
        _("Half way, mentees"),
        ("rhythm", "moving", "expected", "useful", "open", "supported", "overall"),
    ),
    Wave("midpoint-mentor", _("Half way, mentors"), ("rhythm", "moving", "expected", "useful", "load", "overall")),
    Wave(
        "closing-mentee",
        _("At the end, mentees"),
        ("worth", "fit", "open", "direction", "skills", "confidence", "differently", "belong", "stay"),
    ),
    Wave(
        "closing-mentor",
        _("At the end, mentors"),
        ("worth", "fit", "prepared", "load", "listening", "perspective", "growth"),
    ),
)
RECOMMEND = "recommend"


@dataclass(frozen=True)
class Figure:
    """What may be said about one question: a mean, its interval, and how many agree."""

    code: str
    text: str
    n: int
    mean: float | None
    bound: Bound
    low: float | None
    high: float | None
    agree: int | None
    agree_bound: Bound
    spread: list[int] | None


@dataclass(frozen=True)
class Told:
    """One wave as it stands in the report."""

    wave: Wave
    n: int
    shown_at: datetime
    figures: list[Figure]
    recommend: float | None


def told(cohort: Cohort) -> list[Told]:
    """The waves that may be shown, as they were last counted. One query."""
    latest: dict[tuple[str, str], ShownAnswers] = {}
    for row in ShownAnswers.objects.filter(cohort=cohort).order_by("shown_at", "pk").defer("people"):
        latest[row.wave, row.code] = row
    waves = {wave: [row for (key, _code), row in latest.items() if key == wave.key] for wave in WAVES}
    return [_told(wave, rows) for wave, rows in waves.items() if rows]


def recommended(cohort: Cohort, wave: str) -> tuple[float, int] | None:
    """The mean recommendation from 0 to 10 of a closing wave, and of how many."""
    rows = ShownAnswers.objects.filter(cohort=cohort, wave=wave, code=RECOMMEND)
    row = rows.order_by("-shown_at", "-pk").first()
    return (row.figure["mean"], row.figure["n"]) if row else None


@transaction.atomic
def refresh(cohort: Cohort) -> list[tuple[str, str]]:
    """Count anew what may be shown anew; returns which questions of which wave.

    A set of people may stand beside those shown before only if it differs by none or by five at least,
    so figures move in steps and nobody's answer is the difference of two reports.
    """
    found = []
    for wave in WAVES:
        before = _before(cohort, wave)
        for code, given in _given(cohort, wave).items():
            now = {person: response for person, (response, _score) in given.items()}
            if may_be_next(now, before.get(code, [])):
                _keep(cohort, wave, code, given)
                found.append((wave.key, code))
    return found


def may_be_next(now: Set, before: Sequence[Set]) -> bool:
    """Whether figures about these answers may be shown after those."""
    return len(now) >= K and all(differs_by(now, shown) >= K for shown in before)


def differs_by(one: Set, other: Set) -> int:
    """Of how many people the answers are not the same."""
    return sum(one.get(person) != other.get(person) for person in one.keys() | other.keys())


def _before(cohort: Cohort, wave: Wave) -> dict[str, list[Set]]:
    """By question, every set that was shown."""
    found: dict[str, list[Set]] = defaultdict(list)
    rows = ShownAnswers.objects.filter(cohort=cohort, wave=wave.key)
    for code, people in rows.values_list("code", "people"):
        found[code].append(dict(people))
    return found


def _given(cohort: Cohort, wave: Wave) -> dict[str, dict[int, tuple[int, int]]]:
    """By question: person → (response, score)."""
    people = _people(cohort, wave)
    person_of = {response: person for person, response in people.items()}
    codes = (*wave.codes, RECOMMEND)
    answers = Answer.objects.filter(response__in=person_of, question__code__in=codes, sealed=None)
    found: dict[str, dict[int, tuple[int, int]]] = {code: {} for code in codes}
    rows = answers.exclude(question__seen_by=Question.Audience.AUTHOR)
    for response, code, value in rows.values_list("response", "question__code", "value"):
        if isinstance(value, int) and not isinstance(value, bool):
            found[code][person_of[response]] = (response, value)
    return found


def _keep(cohort: Cohort, wave: Wave, code: str, given: Mapping[int, tuple[int, int]]) -> None:
    scores = [score for _response, score in given.values()]
    ShownAnswers.objects.create(
        cohort=cohort,
        wave=wave.key,
        code=code,
        people=sorted([person, response] for person, (response, _score) in given.items()),
        figure=_recommendation(scores) if code == RECOMMEND else _figure(scores),
        shown_at=timezone.now(),
    )


def _people(cohort: Cohort, wave: Wave) -> Set:
    """Who answered this wave, with their latest response."""
    if wave.key == "check-in":
        rows = CheckIn.objects.filter(
            relationship__cohort=cohort, kind=CheckIn.Kind.PULSE, state=CheckIn.State.ANSWERED, response__isnull=False
        )
        return dict(rows.order_by("answered_at", "pk").values_list("person", "response"))
    if wave.key.startswith("midpoint"):
        role = wave.key.rpartition("-")[2]
        rows = CheckIn.objects.filter(
            relationship__cohort=cohort, kind=CheckIn.Kind.MIDPOINT, role=role, response__isnull=False
        )
        return dict(rows.order_by("answered_at", "pk").values_list("person", "response"))
    pairs = [str(pk) for pk in Relationship.objects.filter(cohort=cohort).values_list("pk", flat=True)]
    responses = Response.objects.submitted().filter(
        questionnaire__key=wave.key,
        about_type=Relationship._meta.label_lower,
        about_id__in=pairs,
        respondent__isnull=False,
    )
    return {
        person: pk for person, pk in responses.order_by("submitted_at", "pk").values_list("respondent", "pk") if person
    }


def _recommendation(scores: Sequence[int]) -> dict[str, Any]:
    return {"mean": round(sum(scores) / len(scores), 1), "n": len(scores)}


def _figure(scores: Sequence[int]) -> dict[str, Any]:
    """Everything that is ever shown of these scores, worked out once."""
    mean = protect_mean(scores)
    agree = protect_share(sum(score >= 4 for score in scores), len(scores))
    around = estimates.average(scores) if mean.bound == Bound.EXACT and len(scores) >= estimates.FEWEST else None
    return {
        "n": len(scores),
        "mean": mean.value,
        "bound": mean.bound,
        "low": round(max(around.low, 1.0), 1) if around else None,
        "high": round(min(around.high, 5.0), 1) if around else None,
        "agree": agree.percent,
        "agree_bound": agree.bound,
        "spread": protect_spread([list(scores).count(step) for step in range(1, 6)]),
    }


def _told(wave: Wave, rows: Sequence[ShownAnswers]) -> Told:
    by_code = {row.code: row for row in rows}
    texts = _texts(wave)
    figures = [_read(code, texts.get(code, code), by_code[code].figure) for code in wave.codes if code in by_code]
    recommend = by_code.get(RECOMMEND)
    return Told(
        wave,
        max((row.figure["n"] for row in rows), default=0),
        max(row.shown_at for row in rows),
        figures,
        recommend.figure["mean"] if recommend else None,
    )


def _texts(wave: Wave) -> dict[str, str]:
    """The questions as they read in the version in use."""
    rows = Question.objects.filter(questionnaire__key=wave.key, questionnaire__state=Questionnaire.State.LIVE)
    return dict(rows.values_list("code", "text"))


def _read(code: str, text: str, kept: Mapping[str, Any]) -> Figure:
    bounds = {"bound": Bound(kept["bound"]), "agree_bound": Bound(kept["agree_bound"])}
    return Figure(code=code, text=text, **{**kept, **bounds})


def quotes(cohort: Cohort, *, most: int = 4) -> list[tuple[str, str]]:
    """(role, words) of people who allowed it, when enough answered that nobody stands out."""
    keys = {"closing-mentee": "mentee", "closing-mentor": "mentor"}
    waves = {wave: _people(cohort, next(one for one in WAVES if one.key == wave)) for wave in keys}
    responses = [pk for people in waves.values() if len(people) >= K_WORDS for pk in people.values()]
    allowed = Answer.objects.filter(response__in=responses, question__code="may-quote", value=True).values("response")
    words = Answer.objects.filter(response__in=allowed, question__code="most-useful", sealed=None).order_by("-pk")
    rows = words.values_list("response__questionnaire__key", "value")[:most]
    return [(keys[key], str(value)) for key, value in rows if value]
