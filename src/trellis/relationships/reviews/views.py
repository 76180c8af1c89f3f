"""Answer for oneself; then read it side by side."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.relationships.agreements.queries import in_force
from trellis.relationships.agreements.sections import rhythm_words
from trellis.relationships.goals.queries import goals_of
from trellis.relationships.needs.queries import gaps_of, growth_of
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write
from trellis.relationships.reviews import actions
from trellis.relationships.reviews.forms import END, AgreedForm, ViewForm
from trellis.relationships.reviews.models import Review, View
from trellis.relationships.reviews.permissions import get_review
from trellis.relationships.reviews.queries import joint, own_view


@login_required
def review(request: Request, pk: int, kind: str) -> HttpResponse:
    """One's own view until everybody has answered; then the page for both."""
    found = get_review(request.user, pk, kind, may=can_read)
    both = joint(found)
    if both is None:
        return _own(request, found)
    relationship = found.relationship
    context = {
        "review": found,
        "joint": both,
        "form": AgreedForm(initial={"agreed": both.agreed}),
        "agreement": in_force(relationship),
        "rhythm": rhythm_words(relationship.meeting_every_weeks, relationship.meeting_minutes),
        "goals": goals_of(relationship, kept=True)[:5],
        "growth": growth_of(gaps_of(relationship)),
    }
    return pair_page(request, relationship, "relationships/reviews/joint.html", context, tab="overview")


def _own(request: Request, found: Review) -> HttpResponse:
    relationship = found.relationship
    mine = own_view(found, request.user)
    form = ViewForm(request.POST or None, kind=found.kind, initial=_said(found, mine))
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["wish"] == END:
            return redirect("relationships:end", relationship.pk)
        try:
            actions.answer(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Kept. When you have both answered, you read it here."))
            return redirect(found)
    context = {"review": found, "form": form, "mine": mine, "fields": [form[name] for name in form.words()]}
    return pair_page(request, relationship, "relationships/reviews/own.html", context, tab="overview")


@login_required
@require_POST
def conclude(request: Request, pk: int, kind: str) -> HttpResponse:
    """What the two make of it."""
    found = get_review(request.user, pk, kind, may=can_write)
    form = AgreedForm(request.POST)
    if form.is_valid():
        actions.conclude(found, by=request.user, agreed=form.cleaned_data["agreed"])
        messages.success(request, _("Kept, for both of you."))
    else:
        messages.error(request, _("Write a sentence about what you change, or that nothing changes."))
    return redirect(found)


def _said(found: Review, mine: View | None) -> dict[str, str]:
    return {"wish": mine.wish, **mine.texts(found.relationship.key)} if mine else {}
