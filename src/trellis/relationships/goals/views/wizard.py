"""From why, over where I want to be and the gap, to goals. Only one's own; the other reads the result."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.relationships.goals import actions
from trellis.relationships.goals.forms import PurposeForm, VisionForm
from trellis.relationships.goals.permissions import who_may_have_goals
from trellis.relationships.goals.queries import goals_of, vision_of
from trellis.relationships.goals.wizard import plan_so_far, steps_of
from trellis.relationships.needs.queries import gaps_of
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_write, get_relationship


def own_plan(request: Request, pk: int) -> Relationship:
    """The relationship, for somebody who may have goals in it."""
    relationship = get_relationship(request.user, pk, may=can_write)
    if request.user not in who_may_have_goals(request.user, relationship):
        raise Http404
    return relationship


def wizard_page(
    request: Request, relationship: Relationship, name: str, number: int, context: dict[str, Any]
) -> HttpResponse:
    """One page of the wizard, with its steps and the plan so far."""
    framed = {
        "steps": steps_of(request.user, relationship, number),
        **plan_so_far(relationship, request.user),
        **context,
    }
    return pair_page(request, relationship, f"relationships/{name}.html", framed, tab="goals")


@login_required
def purpose(request: Request, pk: int) -> HttpResponse:
    """Why mentoring, and why now."""
    relationship = own_plan(request, pk)
    now = vision_of(relationship, request.user)
    form = PurposeForm(request.POST or None, initial={"version": now.version, "why": now.why})
    if request.method == "POST" and form.is_valid():
        try:
            actions.see(relationship, by=request.user, destination=now.destination, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("relationships:vision", relationship.pk)
    return wizard_page(request, relationship, "goals/purpose", 0, {"form": form})


@login_required
def vision(request: Request, pk: int) -> HttpResponse:
    """Where I want to be on the last day."""
    relationship = own_plan(request, pk)
    now = vision_of(relationship, request.user)
    form = VisionForm(request.POST or None, initial={"version": now.version, "destination": now.destination})
    if request.method == "POST" and form.is_valid():
        try:
            actions.see(relationship, by=request.user, why=now.why, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("relationships:needs", relationship.pk)
    return wizard_page(request, relationship, "goals/vision", 1, {"form": form})


@login_required
def plan(request: Request, pk: int) -> HttpResponse:
    """The gaps that come first, and the goals that came of them."""
    relationship = own_plan(request, pk)
    goals = [one for one in goals_of(relationship, kept=True) if one.goal.owner_id == request.user.pk]
    first = [gap for gap in gaps_of(relationship, request.user) if gap.need.comes_first]
    rows = [(gap, [one for one in goals if one.goal.need_id == gap.need.pk]) for gap in first]
    shown = {gap.need.pk for gap in first}
    context = {"rows": rows, "others": [one for one in goals if one.goal.need_id not in shown], "goals": goals}
    return wizard_page(request, relationship, "goals/plan", 4, context)
