"""Answers, as far as the one who looks may see them."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from trellis.people.models import Person
from trellis.privacy import keys
from trellis.questions import kinds
from trellis.questions.models import Answer, Question, Questionnaire, Response

Audience = Question.Audience
Confidentiality = Questionnaire.Confidentiality


class Viewer(StrEnum):
    """In what part somebody looks at a response."""

    AUTHOR = "author"
    TEAM = "team"
    PARTNER = "partner"
    SUPERVISOR = "supervisor"
    NUMBERS = "numbers"  # counts over many people; names never leave this


# Which audiences of a question open it to which viewer. An unnamed one opens nothing.
OPEN_TO: dict[Viewer, frozenset[str]] = {
    Viewer.AUTHOR: frozenset(Audience),
    Viewer.TEAM: frozenset({Audience.TEAM, Audience.PARTNER, Audience.SUPERVISOR}),
    Viewer.PARTNER: frozenset({Audience.PARTNER}),
    Viewer.SUPERVISOR: frozenset({Audience.SUPERVISOR}),
    Viewer.NUMBERS: frozenset(set(Audience) - {Audience.AUTHOR}),
}
BESIDE_A_NAME = {Viewer.TEAM, Viewer.PARTNER, Viewer.SUPERVISOR}


@dataclass(frozen=True)
class Said:
    """One question with its answer in words, for a reader."""

    question: Question
    lines: list[str]

    @property
    def is_long(self) -> bool:
        return self.question.type == Question.Type.LONG


def live(key: str) -> Questionnaire | None:
    """The version in use."""
    return Questionnaire.objects.live().filter(key=key).first()


def response_of(person: Person, key: str, *, about: models.Model | None = None) -> Response | None:
    """The person's response to any version, newest first, about this thing."""
    responses = Response.objects.by(person).filter(questionnaire__key=key)
    if about is not None:
        responses = responses.about(about)
    return responses.select_related("questionnaire").order_by("-questionnaire__version").first()


def answers_for(responses: Iterable[Response], *, viewer: Viewer) -> dict[int, dict[str, Any]]:
    """Response id → code → answer, in one query. What the viewer may not see is left out."""
    rows = {response.pk: response for response in responses}
    found: dict[int, dict[str, Any]] = {pk: {} for pk in rows}
    answers = Answer.objects.filter(response__in=rows).select_related("question__questionnaire", "response__key")
    for answer in answers:
        if _is_open(answer.question, viewer):
            found[answer.response_id][answer.question.code] = _value(answer)
    return found


def answers_of(response: Response, *, viewer: Viewer) -> dict[str, Any]:
    """Code → answer of one response."""
    return answers_for([response], viewer=viewer)[response.pk]


def read_out(response: Response, *, viewer: Viewer, answers: dict[str, Any] | None = None) -> list[Said]:
    """Questions and answers in words, in order, for the partial questions/answers.html.

    A question that the viewer may see and that was not answered has no lines.
    """
    answers = answers_of(response, viewer=viewer) if answers is None else answers
    return [
        Said(question, in_words(question, answers.get(question.code)))
        for question in response.questionnaire.questions.all()
        if question.type != Question.Type.HEADING and _is_open(question, viewer)
    ]


def in_words(question: Question, value: Any) -> list[str]:
    """An answer as a reader sees it; nothing for no answer."""
    return [] if value is None else kinds.kind_of(question).say(question, value)


def counts(questionnaire: Questionnaire) -> dict[str, int]:
    """How many have begun and sent, for the editor's warning."""
    states = questionnaire.responses.values_list("state").annotate(n=models.Count("pk"))
    return dict(states)


def promise(questionnaire: Questionnaire) -> str:
    """What we promise about names, in one sentence above the form."""
    return {
        Confidentiality.ANONYMOUS: _("Anonymous. Once you send it, nobody can tell which answers are yours."),
        Confidentiality.CONFIDENTIAL: _("Confidential. Your answers are only shown together with others’."),
        Confidentiality.NAMED: _("Your name stands beside your answers."),
    }[Confidentiality(questionnaire.confidentiality)]


def _is_open(question: Question, viewer: Viewer) -> bool:
    named = question.questionnaire.confidentiality == Confidentiality.NAMED
    if viewer in BESIDE_A_NAME and not named:
        return False
    if viewer == Viewer.NUMBERS and question.is_sealed:
        return False
    return question.seen_by in OPEN_TO[viewer]


def _value(answer: Answer) -> Any:
    if answer.sealed is None or answer.response.key is None:
        return answer.value
    place = place_of(answer.response, answer.question)
    return json.loads(keys.unseal(answer.response.key, bytes(answer.sealed), about=place))


def place_of(response: Response, question: Question) -> keys.About:
    """What a sealed answer is bound to."""
    return ("questions.answer", str(response.uuid), question.code)
