"""A questionnaire as a form, for any page that asks.

    form = answer_form(questionnaire, request.POST or None, response=response)
    if form.is_valid():
        actions.submit(response, form.answers())

In the template: {% include "questions/form.html" %} inside {% form_to url form=form %}.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from trellis.common.types import JSON
from trellis.questions import conditions, kinds, queries
from trellis.questions.models import Question, Questionnaire, Response
from trellis.ui.forms import Form

PREFIX = "q"


@dataclass(frozen=True)
class Row:
    """One question on the page. `bound` is None for a heading."""

    question: Question
    bound: BoundField | None
    hint: str
    watch: str  # the condition as JSON, for the script that hides what doesn't apply


class AnswerForm(Form):
    """Made by `answer_form`. Questions that don't apply are not required, and their answers dropped."""

    questions: Sequence[Question] = ()

    def clean(self) -> dict[str, Any]:
        """Drop what hangs on an answer that was not given."""
        shown = {question.code for question in conditions.applying(self.questions, self._kept())}
        for question in self.questions:
            if question.code not in shown:
                self.cleaned_data.pop(question.code, None)
                self.errors.pop(question.code, None)
        return self.cleaned_data

    def answers(self) -> dict[str, JSON]:
        """Code → answer, as it is stored; unanswered questions are left out. Also of an invalid form,
        so that a draft keeps what could be understood."""
        if not hasattr(self, "cleaned_data"):
            self.full_clean()
        return self._kept()

    def _kept(self) -> dict[str, JSON]:
        given = ((q, self.cleaned_data.get(q.code)) for q in self.questions)
        return {q.code: kinds.kind_of(q).keep(value) for q, value in given if _is_given(q, value)}

    @cached_property
    def rows(self) -> list[Row]:
        """All questions in order, for the page."""
        by_code = {question.code: question for question in self.questions}
        return [self._row(question, by_code) for question in self.questions]

    def _row(self, question: Question, by_code: Mapping[str, Question]) -> Row:
        bound = self[question.code] if question.code in self.fields else None
        return Row(question, bound, conditions.in_words(question, by_code), self._watch(question, by_code))

    def _watch(self, question: Question, by_code: Mapping[str, Question]) -> str:
        condition = question.condition
        if not condition or condition["question"] not in by_code:
            return ""
        name, value = self.add_prefix(condition["question"]), _as_typed(condition.get("value"))
        return json.dumps({"question": name, "op": condition["op"], "value": value})

    @cached_property
    def one_audience(self) -> str:
        """Who sees the answers, when that is the same for all; else empty."""
        seen_by = {q.seen_by: q.get_seen_by_display() for q in self.questions if q.code in self.fields}
        return next(iter(seen_by.values())) if len(seen_by) == 1 else ""


def answer_form(
    questionnaire: Questionnaire,
    data: Mapping[str, Any] | None = None,
    *,
    response: Response | None = None,
    prefix: str = PREFIX,
    is_draft: bool = False,
) -> AnswerForm:
    """The form of this questionnaire, filled from `response`. A draft may leave everything open."""
    questions = list(questionnaire.questions.all())
    given = queries.answers_of(response, viewer=queries.Viewer.AUTHOR) if response else {}
    asked = [question for question in questions if question.type != Question.Type.HEADING]
    made: dict[str, Any] = {q.code: _field(q, given.get(q.code), is_draft=is_draft) for q in asked}
    form_class: type[AnswerForm] = type("AnswerForm", (AnswerForm,), made)
    form_class.questions = questions
    return form_class(data, prefix=prefix, initial=_initial(asked, given))


def _field(question: Question, given: Any, *, is_draft: bool) -> forms.Field:
    field = kinds.field_of(question, given)
    field.label = question.text
    field.help_text = _help(question)
    field.required = question.required and not is_draft
    field.widget.is_required = field.required
    return field


def _help(question: Question) -> str:
    if question.type not in Question.SCALES or not (question.low_label and question.high_label):
        return question.help
    low, high = kinds.ENDS[Question.Type(question.type)]
    ends = _("%(low)s is %(low_label)s, %(high)s is %(high_label)s.") % {
        "low": low,
        "low_label": question.low_label,
        "high": high,
        "high_label": question.high_label,
    }
    return f"{question.help} {ends}".strip()


def _initial(questions: Sequence[Question], given: Mapping[str, Any]) -> dict[str, Any]:
    return {q.code: kinds.kind_of(q).fill(given[q.code]) for q in questions if q.code in given}


def _is_given(question: Question, value: Any) -> bool:
    if question.type == Question.Type.CONSENT:
        return value is True
    return value is not None and value not in ("", [])


def _as_typed(value: Any) -> Any:
    """How the browser knows an answer: booleans are the words of their radio buttons."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    return value
