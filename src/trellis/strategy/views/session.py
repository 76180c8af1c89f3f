"""Leaders, their answers side by side, and what they agree on."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.downloads import csv_download
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.programs.permissions import get_cohort
from trellis.programs.queries import find_people
from trellis.strategy import actions, content, queries
from trellis.strategy.forms import AgreedForm
from trellis.strategy.models import Charter
from trellis.strategy.permissions import can_prepare, can_read_charter, get_leader, get_session, strategy_of
from trellis.ui.pages import page


@login_required
def overview(request: Request, program: str, cohort: str) -> HttpResponse:
    """From five questions to a charter: where the strategy stands and what comes next."""
    row = get_cohort(request.user, program, cohort, may=can_read_charter)
    prepares = can_prepare(request.user, row.program)
    newest = queries.newest_charter(row)
    if newest and newest.state == Charter.State.DRAFT and not prepares:
        newest = queries.signed_charter(row)
    session = queries.session_of(row) if prepares else None
    leaders = queries.leaders_of(session) if session else []
    blocks = queries.side_by_side(session, leaders) if session else []
    context = {
        "cohort": row,
        "program": row.program,
        "prepares": prepares,
        "session": session,
        "leaders": queries.progress(leaders, blocks),
        "answered": sum(1 for leader in leaders if leader.answered_at),
        "blocks": blocks,
        "charter": newest,
        "signed": queries.signed_charter(row),
        "parts": [part for part in _parts(newest, blocks) if prepares or part[1]] if newest else [],
        "aims": queries.aims_of(row),
        "questionnaire": queries.questionnaire_of(row) if prepares else None,
    }
    return page(request, "strategy/overview.html", context)


def _parts(charter: Charter, blocks: list[queries.Block]) -> list[tuple[content.Section, str, list[queries.Voice]]]:
    """The sections of the charter with whoever said something on their question."""
    voices = {block.code: block.voices for block in blocks}
    return [(one, charter.texts.get(one.code, ""), voices.get(one.question, [])) for one in content.SECTIONS]


@login_required
def leaders(request: Request, program: str, cohort: str) -> HttpResponse:
    """Who is asked. Find people by name, or type the address of anybody with an account."""
    row = strategy_of(request.user, program, cohort)
    if request.method == "POST":
        person = get_object_or_404(Person.objects.active(), pk=request.POST.get("person") or 0)
        session = actions.open_session(row, by=request.user)
        actions.invite(session, person, by=request.user)
        messages.success(request, _("%s was asked by e-mail.") % person)
        return redirect("strategy:leaders", *row.address)
    session_now = queries.session_of(row)
    asked = queries.leaders_of(session_now) if session_now else []
    words = request.GET.get("q", "")
    found = find_people(request.user, words)
    context = {
        "cohort": row,
        "program": row.program,
        "session": session_now,
        "leaders": asked,
        "words": words,
        "found": [(person, any(leader.person_id == person.pk for leader in asked)) for person in found],
    }
    return page(request, "strategy/leaders.html", context, part="found")


@login_required
@require_POST
def remind(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    leader = get_leader(request.user, row, pk)
    actions.remind(leader, by=request.user)
    messages.success(request, _("%s was reminded by e-mail.") % leader.person)
    return redirect("strategy:overview", *row.address)


@login_required
@require_POST
def uninvite(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    leader = get_leader(request.user, row, pk)
    actions.uninvite(leader, by=request.user)
    messages.success(request, _("%s is off the list, and the link doesn’t work any more.") % leader.person)
    return redirect("strategy:leaders", *row.address)


@login_required
def answers(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every question with everybody’s answer, and a place for what was agreed."""
    row = strategy_of(request.user, program, cohort)
    session = get_session(row)
    asked = queries.leaders_of(session)
    blocks = queries.side_by_side(session, asked)
    context = {
        "cohort": row,
        "program": row.program,
        "session": session,
        "leaders": asked,
        "blocks": [(block, AgreedForm(initial={"text": block.agreed}, prefix=block.code)) for block in blocks],
    }
    return page(request, "strategy/answers.html", context)


@login_required
@require_POST
def agree(request: Request, program: str, cohort: str, code: str) -> HttpResponse:
    """Keep the agreed answer to one question."""
    row = strategy_of(request.user, program, cohort)
    form = AgreedForm(request.POST, prefix=code)
    if form.is_valid():
        actions.agree(get_session(row), code, form.cleaned_data["text"], by=request.user)
        messages.success(request, _("Saved."))
    else:
        messages.error(request, _("This text is too long. Shorten it to 4,000 letters."))
    return redirect(f"{_answers_page(row.address)}#{code}")


@login_required
def export(request: Request, program: str, cohort: str) -> HttpResponse:
    """Questions, answers and agreed answers as a file."""
    row = strategy_of(request.user, program, cohort)
    session = get_session(row)
    blocks = queries.side_by_side(session, queries.leaders_of(session))
    rows = [(block.question.text, voice.leader.person.name, voice.text) for block in blocks for voice in block.voices]
    rows += [(block.question.text, _("Agreed answer"), block.agreed) for block in blocks if block.agreed]
    return csv_download(f"strategy-{row.program.slug}", [_("Question"), _("Who"), _("Answer")], rows)


@login_required
@require_POST
def close(request: Request, program: str, cohort: str) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    actions.close(get_session(row), by=request.user)
    messages.success(request, _("The questions are closed. Answers can’t change any more."))
    return redirect("strategy:answers", *row.address)


@login_required
@require_POST
def reopen(request: Request, program: str, cohort: str) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    actions.reopen(get_session(row), by=request.user)
    messages.success(request, _("Leaders can answer again."))
    return redirect("strategy:answers", *row.address)


def _answers_page(address: list[str]) -> str:
    return reverse("strategy:answers", args=address)
