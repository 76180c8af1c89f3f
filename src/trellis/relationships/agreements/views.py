"""Read the agreement, change it, sign it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.relationships.agreements import actions
from trellis.relationships.agreements.forms import AgreementForm, SignForm
from trellis.relationships.agreements.models import Agreement
from trellis.relationships.agreements.queries import latest, read
from trellis.relationships.agreements.sections import beginnings
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship

PAGE = "relationships/agreements/agreement.html"


@login_required
def agreement(request: Request, pk: int) -> HttpResponse:
    """The newest version, or an older one named in the address."""
    relationship = get_relationship(request.user, pk, may=can_read)
    return _page(request, relationship, _wanted(request, relationship))


@login_required
def change(request: Request, pk: int) -> HttpResponse:
    """Write the first version, or suggest a change."""
    relationship = get_relationship(request.user, pk, may=can_write)
    newest = latest(relationship)
    form = AgreementForm(request.POST or None, initial=_initial(relationship, newest))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(relationship, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Saved. Read it once more and sign; then it is your partner’s turn."))
            return redirect("relationships:agreement", relationship.pk)
    context = {"form": form, "newest": newest, "fields": [form[name] for name in form.sections()]}
    return pair_page(request, relationship, "relationships/agreements/change.html", context, tab="overview")


@login_required
@require_POST
def sign(request: Request, pk: int, number: int) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_write)
    version = get_object_or_404(relationship.agreements, number=number)
    version.relationship = relationship
    form = SignForm(request.POST)
    if form.is_valid():
        try:
            actions.sign(version, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("You have signed."))
            return redirect("relationships:agreement", relationship.pk)
    return _page(request, relationship, latest(relationship), form=form)


def _page(
    request: Request, relationship: Relationship, version: Agreement | None, form: SignForm | None = None
) -> HttpResponse:
    """What it says, who has signed, and the place for one's own name."""
    context: dict[str, Any] = {"versions": list(relationship.agreements.newest_first()[:50])}
    if version is not None:
        reading = read(version, relationship.key)
        is_newest = version == context["versions"][0]
        may_sign = is_newest and relationship.is_open and not reading.is_signed_by(request.user)
        form = form or SignForm(initial={"digest": reading.digest})
        context |= {"reading": reading, "is_newest": is_newest, "form": form if may_sign else None}
    return pair_page(request, relationship, PAGE, context, tab="overview", status=409 if form and form.errors else 200)


def _wanted(request: Request, relationship: Relationship) -> Agreement | None:
    number = request.GET.get("version", "")
    if number.isdecimal() and len(number) < 5:
        return get_object_or_404(relationship.agreements, number=int(number))
    return latest(relationship)


def _initial(relationship: Relationship, newest: Agreement | None) -> dict[str, Any]:
    if newest is None:
        return {
            "based_on": 0,
            "every_weeks": relationship.meeting_every_weeks,
            "minutes": relationship.meeting_minutes,
            "level": relationship.cohort.program.confidentiality,
            **beginnings(relationship),
        }
    facts = {"based_on": newest.number, "every_weeks": newest.every_weeks, "minutes": newest.minutes}
    return facts | newest.texts(relationship.key)
