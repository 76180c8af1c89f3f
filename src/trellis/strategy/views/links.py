"""What leaders and sponsors reach by a signed link, without signing in."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from trellis.common.types import Request
from trellis.people import links
from trellis.questions.answering import answer_form
from trellis.strategy import actions, charters, content, notices, queries
from trellis.strategy.forms import SendBackForm, SignForm
from trellis.strategy.models import Charter, Leader
from trellis.strategy.permissions import can_sign, get_own_leader
from trellis.ui.pages import page


@login_required
def own(request: Request, session: int) -> HttpResponse:
    """A leader’s own answers, for those who sign in."""
    return _answer(request, get_own_leader(request.user, session))


def answer_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The same by the link of the invitation."""
    signed = links.read(token, notices.ANSWER, days=notices.DAYS)
    leaders = Leader.objects.select_related("person", "invited_by", "session__cohort__program__organization")
    return _answer(request, get_object_or_404(leaders, pk=signed.parts[0], person=signed.person))


def _answer(request: HttpRequest, leader: Leader) -> HttpResponse:
    """The five questions: saved to go on later, or sent; sent ones can be changed until they close."""
    response = queries.response_of(leader)
    asked = response.questionnaire if response else queries.questionnaire_of(leader.session.cohort)
    if asked is None:
        raise Http404
    is_draft = request.POST.get("do") == "save"
    given = request.POST if request.method == "POST" else None
    form = answer_form(asked, given, response=response, is_draft=is_draft)
    if form.is_bound and is_draft:
        actions.save_draft(leader, form.answers())
        messages.success(request, _("Kept. Come back with the same link whenever you like."))
        return redirect(request.path)
    if form.is_bound and form.is_valid():
        actions.answer(leader, form.answers())
        messages.success(request, _("Thank you. Your answers are sent; you can change them until the questions close."))
        return redirect(request.path)
    context = {
        "leader": leader,
        "program": leader.session.cohort.program,
        "questionnaire": asked,
        "form": form,
    }
    return page(request, "strategy/answer.html", context)


def sign_by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The charter for its sponsor: read, sign, or send back."""
    signed = links.read(token, notices.SIGN, days=notices.DAYS)
    charters_sent = Charter.objects.exclude(state=Charter.State.DRAFT)
    sent = charters_sent.select_related("cohort__program__organization", "sponsor", "sent_by")
    shown = get_object_or_404(sent, pk=signed.parts[0])
    if shown.sponsor_id != signed.person.pk:
        raise Http404
    form, back_form = SignForm(), SendBackForm(prefix="back")
    if request.method == "POST" and request.POST.get("do") == "return":
        back_form = SendBackForm(request.POST, prefix="back")
        if back_form.is_valid():
            charters.send_back(shown, comment=back_form.cleaned_data["comment"], by=signed.person)
            messages.success(request, _("The charter went back with your comment."))
            return redirect(request.path)
    elif request.method == "POST":
        form = SignForm(request.POST)
        if form.is_valid():
            charters.sign(shown, name=form.cleaned_data["name"], by=signed.person)
            messages.success(request, _("You signed version %s. Thank you.") % shown.version)
            return redirect(request.path)
    context = {
        "charter": shown,
        "program": shown.cohort.program,
        "parts": [(one, shown.texts.get(one.code, "")) for one in content.SECTIONS],
        "objectives": queries.shown_objectives(shown),
        "may_sign": can_sign(signed.person, shown),
        "sign_form": form,
        "back_form": back_form,
    }
    return page(request, "strategy/sign.html", context)
