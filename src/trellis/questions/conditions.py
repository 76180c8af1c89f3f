"""When a question applies: it may depend on the answer to an earlier one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from trellis.questions import kinds
from trellis.questions.models import Question

Op = Question.Op


def holds(condition: Mapping[str, Any], value: Any) -> bool:
    """Does the answer `value` fulfil the condition? No answer fulfils none, “is not” included."""
    if value is None or value in ([], ""):
        return False
    op, wanted = condition["op"], condition.get("value")
    if op == Op.ANSWERED:
        return True
    if op == Op.INCLUDES:
        return wanted in value if isinstance(value, list) else wanted == value
    if op in (Op.AT_LEAST, Op.AT_MOST):
        return _compare(op, value, wanted)
    return (value == wanted) is (op == Op.IS)


def _compare(op: str, value: Any, wanted: Any) -> bool:
    try:
        return float(value) >= float(wanted) if op == Op.AT_LEAST else float(value) <= float(wanted)
    except (TypeError, ValueError):
        return False


def applying(questions: Sequence[Question], answers: Mapping[str, Any]) -> list[Question]:
    """The questions that apply to these answers; one that hangs on a hidden question is hidden too."""
    shown: list[Question] = []
    codes: set[str] = set()
    for question in questions:
        condition = question.condition
        before = condition.get("question") if condition else None
        if not before or (before in codes and holds(condition, answers.get(before))):
            shown.append(question)
            codes.add(question.code)
    return shown


def in_words(question: Question, questions: Mapping[str, Question]) -> str:
    """“Only if your answer to “…” is “Yes””, for people without script and for the editor."""
    condition = question.condition
    if not condition or condition["question"] not in questions:
        return ""
    before = questions[condition["question"]]
    if condition["op"] == Op.ANSWERED:
        return _("Only if you answered “%(question)s”.") % {"question": before.text}
    words = {
        "question": before.text,
        "value": " ".join(kinds.kind_of(before).say(before, _as_answer(before, condition["value"]))),
    }
    return _sentences()[Op(condition["op"])] % words


def _as_answer(before: Question, value: Any) -> Any:
    """The value of a condition in the shape of an answer, so that it can be said."""
    listed = before.type in (Question.Type.SEVERAL, Question.Type.RANKING)
    return [value] if listed and not isinstance(value, list) else value


def _sentences() -> dict[Question.Op, str]:
    return {
        Op.IS: _("Only if your answer to “%(question)s” is “%(value)s”."),
        Op.IS_NOT: _("Only if your answer to “%(question)s” is not “%(value)s”."),
        Op.INCLUDES: _("Only if your answer to “%(question)s” includes “%(value)s”."),
        Op.AT_LEAST: _("Only if your answer to “%(question)s” is at least %(value)s."),
        Op.AT_MOST: _("Only if your answer to “%(question)s” is at most %(value)s."),
    }
