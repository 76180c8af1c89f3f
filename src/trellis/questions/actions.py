"""Make, change and answer questionnaires."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db import models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.common.types import JSON
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.privacy import keys
from trellis.questions import queries
from trellis.questions.models import Answer, Question, Questionnaire, Response

State = Questionnaire.State


@transaction.atomic
def make_questionnaire(
    key: str,
    title: str,
    questions: Sequence[Mapping[str, Any]],
    *,
    owner: str,
    by: Person | None,
    about: models.Model | None = None,
    intro: str = "",
    confidentiality: str = Questionnaire.Confidentiality.NAMED,
    is_live: bool = True,
) -> Questionnaire:
    """The first version of a questionnaire, from a list of questions as fields of the model.

    Options may be written as texts; their codes are made from them.
    """
    questionnaire = Questionnaire.objects.create(
        key=key,
        title=title,
        intro=intro,
        confidentiality=confidentiality,
        owner=owner,
        about_type=about._meta.label_lower if about else "",
        about_id=str(about.pk) if about else "",
    )
    for position, fields in enumerate(questions, 1):
        _create(questionnaire, position, dict(fields))
    if is_live:
        publish(questionnaire, by=by)
    return questionnaire


@transaction.atomic
def revise(questionnaire: Questionnaire, *, by: Person) -> Questionnaire:
    """The draft of the next version, with the same questions. A draft that waits already is given back."""
    newest = Questionnaire.objects.of(questionnaire.key)[0]
    if newest.state == State.DRAFT:
        return newest
    draft: Questionnaire = _copy(newest, version=newest.version + 1, state=State.DRAFT, published_at=None)
    draft.save()
    Question.objects.bulk_create(_copy(question, questionnaire_id=draft.pk) for question in newest.questions.all())
    record("questions.revised", draft, by=by, facts={"version": draft.version})
    return draft


@transaction.atomic
def publish(questionnaire: Questionnaire, *, by: Person | None) -> None:
    """Put a draft to use. The version used until now is retired and keeps its answers."""
    if not questionnaire.questions.exclude(type=Question.Type.HEADING).exists():
        raise Refused(_("Add a question first."), kind=Kind.INVALID)
    for former in Questionnaire.objects.live().filter(key=questionnaire.key):
        move(former, State.RETIRED)
    move(questionnaire, State.LIVE, published_at=timezone.now())
    record("questions.published", questionnaire, by=by, facts={"version": questionnaire.version})


@transaction.atomic
def retire(questionnaire: Questionnaire, *, by: Person) -> None:
    """Stop asking; what was answered stays."""
    move(questionnaire, State.RETIRED)
    record("questions.retired", questionnaire, by=by, facts={"version": questionnaire.version})


@transaction.atomic
def discard(questionnaire: Questionnaire) -> Questionnaire:
    """Throw a draft away; returns the version before it."""
    _only_drafts(questionnaire)
    before = Questionnaire.objects.of(questionnaire.key).filter(version__lt=questionnaire.version).first()
    if before is None:
        raise Refused(_("This is the first version. Change it instead."))
    questionnaire.delete()
    return before


@transaction.atomic
def describe(questionnaire: Questionnaire, *, title: str, intro: str, confidentiality: str) -> None:
    """Change the words around the questions of a draft."""
    _only_drafts(questionnaire)
    questionnaire.title, questionnaire.intro = title, intro
    questionnaire.confidentiality = confidentiality
    questionnaire.save(update_fields=["title", "intro", "confidentiality"])


@transaction.atomic
def add_question(questionnaire: Questionnaire, **fields: Any) -> Question:
    """One more question at the end of a draft."""
    _only_drafts(questionnaire)
    last = questionnaire.questions.aggregate(last=models.Max("position"))["last"] or 0
    return _create(questionnaire, last + 1, fields)


@transaction.atomic
def change_question(question: Question, **fields: Any) -> None:
    """Change a question of a draft; its code stays."""
    _only_drafts(question.questionnaire)
    if "options" in fields:
        fields["options"] = with_codes(fields["options"], before=question.options)
    for name, value in fields.items():
        setattr(question, name, value)
    question.save(update_fields=list(fields))


@transaction.atomic
def move_question(question: Question, *, steps: int) -> None:
    """Up (−1) or down (1). A question stays below the one that it hangs on."""
    _only_drafts(question.questionnaire)
    order = list(question.questionnaire.questions.all())
    at = next(place for place, row in enumerate(order) if row.pk == question.pk)
    to = max(0, min(len(order) - 1, at + steps))
    order.insert(to, order.pop(at))
    _keep_conditions_below(order)
    for position, row in enumerate(order, 1):
        row.position = position
    Question.objects.bulk_update(order, ["position"])


@transaction.atomic
def remove_question(question: Question) -> None:
    """Take a question out of a draft, unless another hangs on its answer."""
    _only_drafts(question.questionnaire)
    for other in question.questionnaire.questions.all():
        if other.condition and other.condition["question"] == question.code:
            raise Refused(_("“%s” depends on this question. Change that one first.") % other.text)
    question.questionnaire.questions.filter(position__gt=question.position).update(position=F("position") - 1)
    question.delete()


@transaction.atomic
def begin(questionnaire: Questionnaire, respondent: Person | None, *, about: models.Model | None = None) -> Response:
    """The person's response, begun now or before. Without a person each call begins a new one."""
    place: dict[str, Any] = {
        "about_type": about._meta.label_lower if about else "",
        "about_id": str(about.pk) if about else "",
    }
    if respondent is None:
        return Response.objects.create(questionnaire=questionnaire, **place)
    response, _is_new = Response.objects.get_or_create(questionnaire=questionnaire, respondent=respondent, **place)
    return response


@transaction.atomic
def save_draft(response: Response, answers: Mapping[str, JSON]) -> None:
    """Keep what was written so far; the response stays as it is, begun or sent."""
    _write(response, answers)
    response.save(update_fields=["saved_at"])


@transaction.atomic
def submit(response: Response, answers: Mapping[str, JSON]) -> None:
    """Send the answers, or send them again changed. Anonymous ones lose their name here.

    The app that asks decides until when; it records and tells.
    """
    _write(response, answers)
    now = response.submitted_at or timezone.now()
    if response.questionnaire.confidentiality == Questionnaire.Confidentiality.ANONYMOUS:
        move(response, Response.State.SUBMITTED, submitted_at=now, respondent=None)
    else:
        move(response, Response.State.SUBMITTED, submitted_at=now)
    response.save(update_fields=["saved_at"])


def with_codes(
    options: Iterable[str | Mapping[str, Any]], *, before: Sequence[Mapping[str, Any]] = ()
) -> list[dict[str, Any]]:
    """Options with codes. A text that was there keeps its code; when none was added or taken away,
    a changed text keeps the code of its place."""
    listed: list[dict[str, Any]] = [{"label": one} if isinstance(one, str) else dict(one) for one in options]
    kept = {option["label"]: option for option in before}
    gone = [option["code"] for option in before if option["label"] not in {o["label"] for o in listed}]
    spare = gone if len(listed) == len(before) else []
    taken = {option["code"] for option in [*before, *listed] if "code" in option}
    for option in listed:
        if "code" not in option:
            former = kept.get(option["label"], {})
            option.update(former or {"code": spare.pop(0) if spare else _free_code(option["label"], taken)})
            taken.add(option["code"])
    return listed


def _copy[Row: models.Model](row: Row, **changes: Any) -> Row:
    """An unsaved row with the same values, except for the changes."""
    fields = (field.attname for field in row._meta.concrete_fields if not field.primary_key)
    return type(row)(**{name: getattr(row, name) for name in fields} | changes)


def _create(questionnaire: Questionnaire, position: int, fields: dict[str, Any]) -> Question:
    taken = set(questionnaire.questions.values_list("code", flat=True))
    fields["options"] = with_codes(fields.get("options", ()))
    fields["code"] = fields.get("code") or _free_code(fields["text"], taken)
    return Question.objects.create(questionnaire=questionnaire, position=position, **fields)


def _free_code(text: str, taken: set[str]) -> str:
    code = slugify(text)[:40].strip("-") or "item"
    return (
        code
        if code not in taken
        else next(f"{code}-{n}" for n in range(2, len(taken) + 3) if f"{code}-{n}" not in taken)
    )


def _only_drafts(questionnaire: Questionnaire) -> None:
    if questionnaire.state != State.DRAFT:
        raise Refused(
            _("This version is in use and stays as it is. Make a new version to change it."), kind=Kind.TOO_LATE
        )


def _keep_conditions_below(order: Sequence[Question]) -> None:
    seen: set[str] = set()
    for question in order:
        if question.condition and question.condition["question"] not in seen:
            raise Refused(_("“%s” depends on an earlier answer and must stay below it.") % question.text)
        seen.add(question.code)


def _write(response: Response, answers: Mapping[str, JSON]) -> None:
    """Replace all answers of the response."""
    response.answers.all().delete()
    questions = [question for question in response.questionnaire.questions.all() if question.code in answers]
    Answer.objects.bulk_create([_answer(response, question, answers[question.code]) for question in questions])


def _answer(response: Response, question: Question, value: JSON) -> Answer:
    answer = Answer(response=response, question=question)
    if not question.is_sealed:
        answer.value = value
        return answer
    if response.key is None:
        response.key = keys.new_key()
        response.save(update_fields=["key"])
    text = json.dumps(value, ensure_ascii=False)
    answer.sealed = keys.seal(response.key, text, about=queries.place_of(response, question))
    return answer
