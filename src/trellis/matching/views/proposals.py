"""Proposals: the list for those who match, the question for those who are asked."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching import actions, queries
from trellis.matching.actions.answers import note_of, over
from trellis.matching.forms import DeclineForm, QuestionForm
from trellis.matching.models import Proposal
from trellis.matching.notices import PURPOSE
from trellis.matching.permissions import can_answer, can_withdraw, get_matched_cohort, get_proposal, get_signed
from trellis.matching.words import Names
from trellis.people.links import read
from trellis.people.models import Person, PersonSkill
from trellis.programs.models import Role
from trellis.ui.pages import confirm, page

State, Answer = Proposal.State, Proposal.Answer
LINK_DAYS = 75  # more than the longest time to answer: the proposal's own last day comes first


@login_required
def proposals(request: Request, program: str, cohort: str) -> HttpResponse:
    """Who was asked and what they said; the note of a no for those who run the program."""
    found = get_matched_cohort(request.user, program, cohort)
    rows = found.proposals.with_people().select_related("key").prefetch_related("questions").order_by("-pk")
    counts = queries.proposal_counts(found)
    state = request.GET.get("state", "")
    shown = page_of(request, rows.filter(state=state) if state in State else rows)
    choices = [("", _("All"), sum(counts.values()))]
    choices += [(value, str(label), counts[value]) for value, label in State.choices if value in counts]
    notes = [(proposal, note_of(proposal)) for proposal in shown]
    return page(
        request,
        "matching/proposals.html",
        {"cohort": found, "page": shown, "rows": notes, "choices": choices},
    )


@login_required
def proposal(request: Request, pk: int) -> HttpResponse:
    """Who is suggested to me and why, with yes and no."""
    found = get_proposal(request.user, pk, may=can_answer)
    return page(request, "matching/proposal.html", offer(found, request.user, DeclineForm()))


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    found = get_proposal(request.user, pk, may=can_answer)
    after = actions.accept(found, by=request.user)
    if after.state == State.ACCEPTED and after.relationship:
        messages.success(request, _("You both said yes. This is where you begin."))
        return redirect(after.relationship)
    _say(request, after)
    return redirect(found)


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    found = get_proposal(request.user, pk, may=can_answer)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return page(request, "matching/proposal.html", offer(found, request.user, form), status=422)
    actions.decline(found, by=request.user, **form.cleaned_data)
    messages.info(request, _("Your no is kept. The team looks for somebody who fits better."))
    return redirect(found)


@login_required
def withdraw(request: Request, pk: int) -> HttpResponse:
    """GET asks once more, POST takes the proposal back."""
    found = get_proposal(request.user, pk, may=can_withdraw)
    back = reverse("matching:proposals", args=found.cohort.address)
    if request.method == "POST":
        actions.withdraw(found, by=request.user)
        messages.info(request, _("The proposal was taken back."))
        return redirect(back)
    told = found.state == State.OPEN
    return confirm(
        request,
        title=_("Take this proposal back?"),
        text=_("%(pair)s are told that the pair can’t begin.") % {"pair": found}
        if told
        else _("Nobody has been told about it yet, and nobody will be."),
        submit=_("Take it back"),
        cancel=_("Keep it"),
        back=back,
        danger=told,
    )


def answer(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the e-mail: GET shows the question and changes nothing, POST answers. No signing in."""
    signed = read(token, PURPOSE, days=LINK_DAYS)
    found = get_signed(signed)
    form = DeclineForm(request.POST or None)
    if request.method == "POST":
        if request.POST.get("answer") == "accept":
            _say(request, actions.accept(found, by=signed.person))
            return redirect(request.path)
        if request.POST.get("answer") == "ask":
            return _ask(request, found, signed.person, token)
        if form.is_valid():
            actions.decline(found, by=signed.person, **form.cleaned_data)
            return redirect(request.path)
    shown = offer(found, signed.person, form if form.is_bound else DeclineForm())
    return page(request, "matching/answer.html", shown | {"token": token, "asked": signed.person})


def _ask(request: HttpRequest, proposal: Proposal, person: Person, token: str) -> HttpResponse:
    """A question to the team, by the link in the e-mail."""
    form = QuestionForm(request.POST)
    if form.is_valid():
        actions.ask(proposal, by=person, text=form.cleaned_data["text"])
        messages.success(request, _("Your question is with the team. You are told when they have answered."))
        return redirect(request.path)
    shown = offer(proposal, person, DeclineForm(), ask_form=form)
    return page(request, "matching/answer.html", shown | {"token": token, "asked": person}, status=422)


def _say(request: HttpRequest, proposal: Proposal) -> None:
    if proposal.state == State.WITHDRAWN:
        messages.warning(request, _("You both said yes, but something changed since: the pair can’t begin."))
    elif proposal.state == State.APPROVAL:
        messages.success(request, _("You both said yes. The team has a last look, and then you begin."))
    elif proposal.state == State.OPEN:
        messages.success(request, _("Your yes is kept."))


def offer(
    proposal: Proposal, person: Person, form: DeclineForm, *, ask_form: QuestionForm | None = None
) -> dict[str, Any]:
    """What somebody sees of the other one before they answer."""
    side = proposal.side_of(person) or Role.MENTEE
    partner = proposal.participation_of(side.other()).person
    names = Names(proposal.mentee.person.called(), proposal.mentor.person.called())
    is_open = partner.visibility != Person.Visibility.NOBODY
    kind = PersonSkill.Kind.OFFERED if side == Role.MENTEE else PersonSkill.Kind.WANTED
    mine = PersonSkill.Kind.WANTED if side == Role.MENTEE else PersonSkill.Kind.OFFERED
    skills = partner.skills.filter(kind=kind).order_by("-priority", "-level", "skill__name")
    own = person.skills.filter(kind=mine)
    program = proposal.cohort.program
    questions = queries.questions_of(proposal, person)
    return {
        "proposal": proposal,
        "program": program,
        "partner": partner,
        "role": program.word(str(side.other())),
        "is_mentor": side.other() == Role.MENTOR,
        "about": partner.biography if is_open else "",
        "skills": list(skills.values_list("skill__name", flat=True)[:12]) if is_open else [],
        "matches": list(own.values_list("skill__name", flat=True)),
        "reasons": queries.reasons_for(proposal.reasons, names, side),
        "answer": proposal.answer_of(side),
        "partner_answer": proposal.answer_of(side.other()),
        "waits": proposal.state == State.OPEN and proposal.answer_of(side) == Answer.WAITING,
        "over": "" if proposal.state == State.OPEN else over(proposal),
        "form": form,
        "ask_form": ask_form or QuestionForm(),
        "questions": questions,
        "asked_now": any(not one.answer for one in questions),
        "tells_managers": queries.policy_of(proposal.cohort).tells_managers,
    }
