"""Pages about the relationship itself: all of mine, who sees what, letting it rest."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.relationships.pairs import actions
from trellis.relationships.pairs.forms import PauseForm
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import SEEN_BY, can_read, can_write, get_relationship
from trellis.ui.pages import page


@login_required
def mine(request: Request) -> HttpResponse:
    """Everybody I am or was together with, the running ones first."""
    own = Relationship.objects.visible_to(request.user).with_people().order_by("closed_at", "-started_at", "pk")
    shown = page_of(request, own)
    rows = [(row, row.title_for(request.user)) for row in shown]
    return page(request, "relationships/pairs/mine.html", {"page": shown, "rows": rows})


@login_required
def privacy(request: Request, pk: int) -> HttpResponse:
    """Who can see what, drawn from the permissions."""
    relationship = get_relationship(request.user, pk, may=can_read)
    openings = relationship.openings.exclude(told_at=None).select_related("asked_by", "decided_by").order_by("-pk")
    context = {"seen_by": SEEN_BY, "openings": list(openings[:20])}
    return pair_page(request, relationship, "relationships/pairs/privacy.html", context, tab="overview")


@login_required
def pause(request: Request, pk: int) -> HttpResponse:
    """Let it rest, until a day or until somebody takes it up again."""
    relationship = get_relationship(request.user, pk, may=can_write)
    form = PauseForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause(relationship, by=request.user, back_on=form.cleaned_data["back_on"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Your mentoring is paused. Nothing counts until you take it up again."))
            return redirect(relationship)
    return pair_page(request, relationship, "relationships/pairs/pause.html", {"form": form}, tab="overview")


@login_required
@require_POST
def resume(request: Request, pk: int) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_write)
    actions.resume(relationship, by=request.user)
    messages.success(request, _("Your mentoring goes on."))
    return redirect(relationship)
