"""One pair, for who leads its program: facts, reasons, and what to do about them."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.care import actions, queries
from trellis.care.forms import EndPairForm, NoteForm, SnoozeForm
from trellis.care.groups import group_of
from trellis.care.models import CheckIn
from trellis.care.permissions import get_pair
from trellis.common.types import Request
from trellis.history.models import Event
from trellis.history.toasts import undo_message
from trellis.programs.models import Cohort
from trellis.programs.permissions import can_manage, get_cohort
from trellis.relationships.closure import actions as closure
from trellis.relationships.closure.permissions import can_reopen
from trellis.relationships.models import Relationship
from trellis.ui.pages import page


@login_required
def pair(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    return _page(request, found, relationship)


@login_required
@require_POST
def nudge(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    actions.nudge(relationship, by=request.user)
    messages.success(request, _("Both have a friendly word from you."))
    return redirect("care:pair", *found.address, pk)


@login_required
@require_POST
def note(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, relationship, note_form=form)
    actions.note(relationship, by=request.user, **form.cleaned_data)
    messages.success(request, _("Kept for the team."))
    return redirect("care:pair", *found.address, pk)


@login_required
@require_POST
def snooze(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    form = SnoozeForm(request.POST)
    if not form.is_valid():
        return _page(request, found, relationship, snooze_form=form)
    actions.snooze(relationship, by=request.user, until=form.cleaned_data["until"])
    messages.success(request, _("Quiet until then, unless somebody asks for help."))
    return redirect("care:pair", *found.address, pk)


@login_required
@require_POST
def wake(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    actions.wake(relationship, by=request.user)
    messages.success(request, _("You see its signals again."))
    return redirect("care:pair", *found.address, pk)


@login_required
def end(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """End a pair from outside, with the same kind words to both."""
    found, relationship = _get(request, program, cohort, pk)
    form = EndPairForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        closure.close(relationship, by=request.user, reason=form.cleaned_data["reason"])
        event = Event.objects.about(relationship).filter(verb="relationships.closed").newest_first()[0]
        undo_message(request, _("Ended. Both have been told the same."), event)
        return redirect("care:pair", *found.address, pk)
    return page(request, "care/end.html", {"cohort": found, "relationship": relationship, "form": form})


@login_required
@require_POST
def reopen(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, relationship = _get(request, program, cohort, pk)
    closure.reopen(relationship, by=request.user)
    messages.success(request, _("It goes on. Both have been told."))
    return redirect("care:pair", *found.address, pk)


def _get(request: Request, program: str, cohort: str, pk: int) -> tuple[Cohort, Relationship]:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    return found, get_pair(request.user, found, pk)


def _page(request: Request, cohort: Cohort, relationship: Relationship, **forms: Any) -> HttpResponse:
    look = queries.looks(cohort, viewer=request.user, only=[relationship.pk]).get(relationship.pk)
    policy = queries.policy_of(cohort.program)
    context = {
        "cohort": cohort,
        "relationship": relationship,
        "look": look,
        "group": group_of(look.standing) if look else None,
        "weeks": queries.rhythms([relationship])[relationship.pk],
        "week_now": queries.week_now(relationship),
        "facts": queries.facts_to_read(relationship, look.facts if look else None),
        "check_ins": list(
            CheckIn.objects.filter(relationship=relationship)
            .exclude(state=CheckIn.State.PLANNED)
            .select_related("person")
            .order_by("-due_on", "pk")[:20]
        ),
        "is_pulse_seen": policy.is_pulse_seen,
        "notes": queries.notes_of(relationship),
        "nudges": list(relationship.nudges.select_related("by")[:5]),
        "note_form": NoteForm(initial={"kind": "note"}),
        "snooze_form": SnoozeForm(),
        "can_reopen": not relationship.is_open and can_reopen(request.user, relationship),
        **forms,
    }
    return page(request, "care/pair.html", context)
