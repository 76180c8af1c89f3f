"""Asking for help, and the conversation that follows."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import F
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.care import actions, queries
from trellis.care.forms import HelpForm, ReplyForm
from trellis.care.models import HelpRequest
from trellis.care.permissions import can_answer, get_request
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.programs.permissions import can_manage, get_cohort
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, get_relationship
from trellis.ui.pages import page


@login_required
def ask_for_help(request: Request, pk: int) -> HttpResponse:
    """From the page of a relationship: private, the partner never sees it."""
    relationship = get_relationship(request.user, pk, may=can_read)
    someone_else = queries.policy_of(relationship.cohort.program).someone_else
    form = HelpForm(request.POST or None, someone_else=someone_else)
    if request.method == "POST" and form.is_valid():
        made = actions.ask_for_help(
            relationship.cohort,
            by=request.user,
            text=form.cleaned_data["text"],
            about=relationship,
            to=form.addressee(),
        )
        messages.success(request, _("Sent, in private. You will get an answer here and by e-mail."))
        return redirect(made)
    own = HelpRequest.objects.filter(person=request.user, relationship=relationship).order_by("-pk")
    return pair_page(request, relationship, "care/help.html", {"form": form, "requests": list(own[:20])}, tab="help")


@login_required
def request(request: Request, pk: int) -> HttpResponse:
    """The conversation, for both sides."""
    found = get_request(request.user, pk)
    form = ReplyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.write(found, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, _("Sent."))
        return redirect(found)
    context = {
        "help": found,
        "messages_of": queries.conversation(found),
        "form": form,
        "answers": can_answer(request.user, found),
    }
    return page(request, "care/request.html", context)


@login_required
@require_POST
def close_request(request: Request, pk: int) -> HttpResponse:
    found = get_request(request.user, pk)
    actions.close_request(found, by=request.user)
    messages.success(request, _("Settled. Writing again opens it again."))
    return redirect(found)


@login_required
def requests(request: Request, program: str, cohort: str) -> HttpResponse:
    """Everything addressed to me or my team in this cohort, those who wait first."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    rows = HelpRequest.objects.addressed_to(request.user).filter(cohort=found).select_related("person", "to")
    ordered = rows.order_by(F("waits_since").asc(nulls_last=True), "-pk")
    return page(request, "care/requests.html", {"cohort": found, "page": page_of(request, ordered)})
