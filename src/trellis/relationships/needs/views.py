"""What it takes and what there is; then the gap, and what comes first."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.people import directory
from trellis.people.models import Skill
from trellis.relationships.goals.views.wizard import own_plan, wizard_page
from trellis.relationships.needs import actions
from trellis.relationships.needs.forms import FirstForm, NeedsForm
from trellis.relationships.needs.queries import gaps_of, suggestions, widest_first
from trellis.relationships.pairs.models import Relationship


@login_required
def needs(request: Request, pk: int) -> HttpResponse:
    """A table to fill in. Every button keeps what was chosen; one adds a row, one takes one out, one goes on."""
    relationship = own_plan(request, pk)
    gaps = gaps_of(relationship, request.user)
    form = NeedsForm(request.POST or None, gaps=gaps)
    if request.method == "POST" and form.is_valid():
        try:
            actions.rate(relationship, form.levels(), by=request.user)
            if answer := _press(request, relationship, form):
                return answer
        except Refused as refused:
            form.refuse(refused)
    listed = directory.skills()
    context = {
        "form": form,
        "suggestions": suggestions(request.user, gaps),
        "competencies": listed,
        "has_onet": any(one.source == Skill.Source.ONET for one in listed),
    }
    return wizard_page(request, relationship, "needs/needs", 2, context)


def _press(request: Request, relationship: Relationship, form: NeedsForm) -> HttpResponse | None:
    """What the pressed button asks for; nothing when the form must be shown again."""
    said, pressed = form.cleaned_data, request.POST
    if "remove" in pressed:
        gone = next((gap.need for gap in form.gaps if str(gap.need.pk) == pressed["remove"]), None)
        if gone:
            actions.remove(gone, by=request.user)
        return redirect("relationships:needs", relationship.pk)
    if name := str(pressed.get("suggested", ""))[:120] or said["name"]:
        actions.add(relationship, by=request.user, name=name, kind=said["kind"])
        return redirect("relationships:needs", relationship.pk)
    if "next" not in pressed:
        return redirect("relationships:needs", relationship.pk)
    return redirect("relationships:gap", relationship.pk) if form.require_all() else None


@login_required
def gap(request: Request, pk: int) -> HttpResponse:
    """The gap drawn, the widest first, and the choice of what to work on."""
    relationship = own_plan(request, pk)
    gaps = widest_first(gaps_of(relationship, request.user))
    if not gaps:
        return redirect("relationships:needs", relationship.pk)
    form = FirstForm(request.POST or None, gaps=gaps)
    if request.method == "POST" and form.is_valid():
        try:
            actions.put_first(relationship, form.needs(), by=request.user)
        except Refused as refused:
            form.refuse(refused, "first")
        else:
            return redirect("relationships:plan", relationship.pk)
    context = {"form": form, "gaps": gaps, "chosen": _chosen(form)}
    return wizard_page(request, relationship, "needs/gap", 3, context)


def _chosen(form: FirstForm) -> list[int]:
    """What is ticked: what was sent, else what came first before, else the widest gap."""
    if form.is_bound:
        return list(form.cleaned_data.get("first", []))
    before = [gap.need.pk for gap in form.gaps if gap.need.comes_first]
    return before or [gap.need.pk for gap in form.gaps[:1] if gap.size]
