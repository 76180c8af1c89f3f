"""How proposals go on: the policy, approval, questions to the team, and who still waits."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching import actions, queries, waiting
from trellis.matching.forms import AnswerForm, DeclineForm, PolicyForm, QuestionForm
from trellis.matching.permissions import can_answer, can_withdraw, get_matched_cohort, get_proposal, get_question
from trellis.matching.views.proposals import offer
from trellis.programs.models import Cohort, Participation
from trellis.ui.pages import page


@login_required
def policy(request: Request, program: str, cohort: str) -> HttpResponse:
    """What happens after a no, who approves, and who is told."""
    found = get_matched_cohort(request.user, program, cohort)
    form = PolicyForm(request.POST or None, instance=queries.policy_of(found))
    if request.method == "POST" and form.is_valid():
        actions.change_policy(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. It holds from now on."))
        return redirect("matching:proposals", *found.address)
    return page(request, "matching/policy.html", {"cohort": found, "form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    found = get_proposal(request.user, pk, may=can_withdraw)
    actions.approve_pair(found, by=request.user)
    messages.success(request, _("%(pair)s can begin. Both are told.") % {"pair": found})
    return redirect("matching:proposals", *found.cohort.address)


@login_required
def ask(request: Request, pk: int) -> HttpResponse:
    """A question to the team before one answers; the form is on the page of the proposal."""
    found = get_proposal(request.user, pk, may=can_answer)
    form = QuestionForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.ask(found, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Your question is with the team. You are told when they have answered."))
        return redirect(found)
    shown = offer(found, request.user, DeclineForm(), ask_form=form)
    return page(request, "matching/proposal.html", shown, status=422 if form.errors else 200)


@login_required
def question(request: Request, pk: int) -> HttpResponse:
    """What somebody would like to know; POST answers it."""
    found = get_question(request.user, pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.answer_question(found, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("%(person)s is told that there is an answer.") % {"person": found.person})
        return redirect("matching:proposals", *found.proposal.cohort.address)
    context = {"question": found, "texts": found.texts(found.key), "form": form, "cohort": found.proposal.cohort}
    return page(request, "matching/question.html", context, status=422 if form.errors else 200)


@login_required
def wait(request: Request, program: str, cohort: str) -> HttpResponse:
    """Mentees without a mentor, each with the reason, and mentors who could take somebody today."""
    found = get_matched_cohort(request.user, program, cohort)
    rows = waiting.waiting_mentees(found).select_related("person").order_by("ready_at", "pk")
    shown = page_of(request, rows)
    shown.object_list = waiting.reasons_for(found, list(shown.object_list))
    mentors = page_of(request, waiting.free_mentors(found), name="mentors")
    return page(request, "matching/waiting.html", {"cohort": found, "page": shown, "mentors": mentors})


@login_required
def fill(request: Request, pk: int) -> HttpResponse:
    """GET shows who of those who wait this mentor would be asked about, POST proposes them."""
    mentor = _led_mentor(request, pk)
    if request.method == "POST":
        made = actions.fill(mentor, by=request.user)
        number = len(made)
        said = ngettext(
            "%(number)d pair is asked in ten minutes. Until then you can take it back.",
            "%(number)d pairs are asked in ten minutes. Until then you can take them back.",
            number,
        )
        messages.success(request, said % {"number": number})
        return redirect("matching:proposals", *mentor.cohort.address)
    pairs = waiting.pairs_of(mentor)
    return page(request, "matching/fill.html", {"cohort": mentor.cohort, "mentor": mentor, "pairs": pairs})


def _led_mentor(request: Request, pk: int) -> Participation:
    rows = Participation.objects.mentors().filter(cohort__in=Cohort.objects.led_by(request.user))
    return get_object_or_404(rows.select_related("person", "cohort__program"), pk=pk)
