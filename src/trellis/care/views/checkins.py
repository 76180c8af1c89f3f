"""Answering a check-in, signed in or by the link of the e-mail."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.care import actions
from trellis.care.forms import WantedForm
from trellis.care.models import CheckIn
from trellis.care.notices import LINK
from trellis.care.permissions import get_check_in
from trellis.care.queries import policy_of
from trellis.common.types import Request
from trellis.people import links
from trellis.questions.answering import answer_form
from trellis.ui.pages import page


@login_required
def check_in(request: Request, pk: int) -> HttpResponse:
    """The questions."""
    return _ask(request, get_check_in(request.user, pk), is_link=False)


def check_in_by_link(request: Request, token: str) -> HttpResponse:
    """The same without signing in, for whom the link was made."""
    signed = links.read(token, LINK, days=60)
    return _ask(request, get_check_in(signed.person, int(signed.parts[0])), is_link=True)


def _ask(request: Request, found: CheckIn, *, is_link: bool) -> HttpResponse:
    if found.state == CheckIn.State.ANSWERED:
        return page(request, "care/answered.html", {"check_in": found, "is_link": is_link})
    questionnaire = actions.questions_for(found)
    form = answer_form(questionnaire, request.POST or None)
    wanted = WantedForm(request.POST or None)
    if request.method == "POST" and form.is_valid() and wanted.is_valid():
        actions.answer(found, form.answers(), by=found.person, help_text=wanted.cleaned_data["help_text"])
        return redirect(request.path)
    context = {
        "check_in": found,
        "questionnaire": questionnaire,
        "form": form,
        "wanted": wanted,
        "is_link": is_link,
        "is_seen": policy_of(found.relationship.cohort.program).is_pulse_seen,
    }
    return page(request, "care/check_in.html", context)


@login_required
@require_POST
def skip(request: Request, pk: int) -> HttpResponse:
    actions.skip(get_check_in(request.user, pk), by=request.user)
    messages.success(request, _("Skipped. We’ll ask again another time."))
    return redirect("home:start")
