"""The editor of a questionnaire, for whom its owner allows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.questions import actions, conditions, queries
from trellis.questions.answering import answer_form
from trellis.questions.forms import QuestionForm, WordsForm, filled
from trellis.questions.models import Question, Questionnaire
from trellis.questions.permissions import get_question, get_questionnaire, page_above
from trellis.ui.pages import confirm, page


@login_required
def questionnaire(request: Request, pk: int) -> HttpResponse:
    """All questions in order, and what can be done with them."""
    form = get_questionnaire(request.user, pk)
    questions = list(form.questions.all())
    by_code = {question.code: question for question in questions}
    context = {
        "questionnaire": form,
        "rows": [(question, conditions.in_words(question, by_code)) for question in questions],
        "counts": queries.counts(form),
        "versions": list(Questionnaire.objects.of(form.key)),
        "types": Question.Type.choices,
        "above": page_above(form),
    }
    return page(request, "questions/questionnaire.html", context)


@login_required
def preview(request: Request, pk: int) -> HttpResponse:
    """The form as people see it. It can be tried; nothing is kept."""
    shown = get_questionnaire(request.user, pk)
    form = answer_form(shown, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        messages.success(request, _("Everything that must be answered is answered. Nothing was kept."))
    context = {"questionnaire": shown, "form": form, "promise": queries.promise(shown)}
    return page(request, "questions/preview.html", context)


@login_required
def describe(request: Request, pk: int) -> HttpResponse:
    """Its title, the words people read first, and what is promised about names."""
    shown = get_questionnaire(request.user, pk)
    form = WordsForm(request.POST or None, instance=shown)
    if request.method == "POST" and form.is_valid():
        actions.describe(shown, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect(shown)
    return page(request, "questions/describe.html", {"questionnaire": shown, "form": form})


@login_required
@require_POST
def revise(request: Request, pk: int) -> HttpResponse:
    draft = actions.revise(get_questionnaire(request.user, pk), by=request.user)
    messages.success(request, _("This is version %s, a draft. Nobody sees it yet.") % draft.version)
    return redirect(draft)


@login_required
def publish(request: Request, pk: int) -> HttpResponse:
    shown = get_questionnaire(request.user, pk)
    if request.method == "POST":
        actions.publish(shown, by=request.user)
        messages.success(request, _("Version %s is in use.") % shown.version)
        return redirect(shown)
    return confirm(
        request,
        title=_("Put version %s to use?") % shown.version,
        text=_("From now on people answer this version. Those who have begun an earlier one finish that one."),
        submit=_("Put to use"),
        cancel=_("Keep editing"),
        back=shown.get_absolute_url(),
    )


@login_required
def discard(request: Request, pk: int) -> HttpResponse:
    shown = get_questionnaire(request.user, pk)
    if request.method == "POST":
        left = actions.discard(shown)
        messages.success(request, _("The draft is gone. Version %s stays as it was.") % left.version)
        return redirect(left)
    return confirm(
        request,
        title=_("Discard this draft?"),
        text=_("Its changes are lost. Versions that people answered stay as they are."),
        submit=_("Discard the draft"),
        cancel=_("Keep editing"),
        back=shown.get_absolute_url(),
        danger=True,
    )


@login_required
def add(request: Request, pk: int, type: str) -> HttpResponse:  # noqa: A002
    """A new question of this type, at the end."""
    shown = get_questionnaire(request.user, pk)
    if type not in Question.Type.values:
        raise Http404
    kind = Question.Type(type)
    form = QuestionForm(
        request.POST or None,
        kind=kind,
        before=_askable(shown),
        initial={"seen_by": Question.Audience.TEAM, "required": True},
    )
    if request.method == "POST" and form.is_valid():
        question = actions.add_question(shown, type=kind, **form.values())
        messages.success(request, _("“%s” is the last question now.") % question.text)
        return redirect(shown)
    return page(request, "questions/question.html", {"questionnaire": shown, "form": form, "type": kind})


@login_required
def change(request: Request, pk: int, question: int) -> HttpResponse:
    """One question."""
    row = get_question(request.user, pk, question)
    before = [other for other in _askable(row.questionnaire) if other.position < row.position]
    form = QuestionForm(request.POST or None, kind=Question.Type(row.type), before=before, initial=filled(row))
    if request.method == "POST" and form.is_valid():
        actions.change_question(row, **form.values())
        messages.success(request, _("Saved."))
        return redirect(row.questionnaire)
    context = {"questionnaire": row.questionnaire, "form": form, "type": Question.Type(row.type), "question": row}
    return page(request, "questions/question.html", context)


@login_required
@require_POST
def move(request: Request, pk: int, question: int) -> HttpResponse:
    row = get_question(request.user, pk, question)
    actions.move_question(row, steps=-1 if request.POST.get("to") == "up" else 1)
    return redirect(f"{row.questionnaire.get_absolute_url()}#q{row.pk}")


@login_required
@require_POST
def remove(request: Request, pk: int, question: int) -> HttpResponse:
    row = get_question(request.user, pk, question)
    actions.remove_question(row)
    messages.success(request, _("“%s” is out of this draft.") % row.text)
    return redirect(row.questionnaire)


def _askable(shown: Questionnaire) -> list[Question]:
    return list(shown.questions.exclude(type=Question.Type.HEADING))
