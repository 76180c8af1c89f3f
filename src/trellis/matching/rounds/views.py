"""Speed mentoring: plan an event, look at its rounds, tell everybody; and each person's own list."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching.permissions import can_match, get_matched_cohort
from trellis.matching.rounds import actions, queries
from trellis.matching.rounds.forms import EventForm
from trellis.matching.rounds.models import SpeedEvent
from trellis.matching.rounds.permissions import get_event, get_led_event
from trellis.ui.pages import confirm, page


@login_required
def events(request: Request, program: str, cohort: str) -> HttpResponse:
    """All events of a cohort; a post plans one."""
    found = get_matched_cohort(request.user, program, cohort)
    form = EventForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            event = actions.plan(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect(event)
    shown = page_of(request, SpeedEvent.objects.filter(cohort=found).order_by("-starts_at", "-pk"))
    context = {"cohort": found, "form": form, "page": shown}
    return page(request, "matching/rounds/events.html", context, status=422 if form.errors else 200)


@login_required
def event(request: Request, pk: int) -> HttpResponse:
    """The sheet of rounds for those who lead the program; for who takes part, whom they meet when."""
    found = get_event(request.user, pk)
    leads = can_match(request.user, found.cohort.program)
    context = {
        "event": found,
        "cohort": found.cohort,
        "leads": leads,
        "rounds": queries.rounds_of(found) if leads else [],
        "turns": queries.turns_of(found, request.user),
    }
    return page(request, "matching/rounds/event.html", context, part=["job"])


@login_required
@require_POST
def announce(request: Request, pk: int) -> HttpResponse:
    found = get_led_event(request.user, pk)
    told = actions.announce(found, by=request.user)
    messages.success(request, ngettext("%d person is told.", "%d people are told.", told) % told)
    return redirect(found)


@login_required
def call_off(request: Request, pk: int) -> HttpResponse:
    """GET asks once more."""
    found = get_led_event(request.user, pk)
    if request.method != "POST":
        return confirm(
            request,
            title=_("Call it off?"),
            text=_("Everybody who was told hears that it doesn’t take place."),
            submit=_("Call it off"),
            cancel=_("Keep it"),
            back=found.get_absolute_url(),
        )
    actions.call_off(found, by=request.user)
    messages.success(request, _("It is called off."))
    return redirect("matching:speed_events", *found.cohort.address)
