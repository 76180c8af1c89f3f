"""From where I want to be, over a goal, to its steps: a few calm pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.relationships.goals import actions
from trellis.relationships.goals.forms import GoalForm, JudgeForm, StepForm, VisionForm, WithdrawForm
from trellis.relationships.goals.models import Goal
from trellis.relationships.goals.permissions import get_goal, get_step, who_may_have_goals
from trellis.relationships.goals.queries import goals_of, opened, vision_of, visions_of
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship
from trellis.ui.navigation import Item
from trellis.ui.pages import page


@login_required
def everywhere(request: Request) -> HttpResponse:
    """My goals in all my relationships, and those I help with."""
    own = Relationship.objects.visible_to(request.user).with_people().order_by("closed_at", "-started_at", "pk")
    shown = page_of(request, own, size=10)
    rows = [(one, one.title_for(request.user), goals_of(one, kept=True)) for one in shown]
    return page(request, "relationships/goals/everywhere.html", {"page": shown, "rows": rows})


@login_required
def goals(request: Request, pk: int) -> HttpResponse:
    """Where to, and the goals on the way."""
    relationship = get_relationship(request.user, pk, may=can_read)
    mine = request.user in who_may_have_goals(request.user, relationship)
    context = {
        "visions": visions_of(relationship),
        "goals": goals_of(relationship),
        "may_see_ahead": mine and relationship.is_open,
    }
    return pair_page(request, relationship, "relationships/goals/goals.html", context, tab="goals")


@login_required
def vision(request: Request, pk: int) -> HttpResponse:
    """First page: why, and where I want to be. Only one's own."""
    relationship = get_relationship(request.user, pk, may=can_write)
    if request.user not in who_may_have_goals(request.user, relationship):
        raise Http404
    now = vision_of(relationship, request.user)
    initial = {"version": now.version, "why": now.why, "destination": now.destination}
    form = VisionForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.see(relationship, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("relationships:goals" if now.version else "relationships:new_goal", relationship.pk)
    context = {"form": form, "steps": _steps(request.user, relationship, 0)}
    return pair_page(request, relationship, "relationships/goals/vision.html", context, tab="goals")


@login_required
def new(request: Request, pk: int) -> HttpResponse:
    """Second page: a goal."""
    relationship = get_relationship(request.user, pk, may=can_write)
    owners = who_may_have_goals(request.user, relationship)
    form = GoalForm(request.POST or None, owners=owners, initial={"version": 0, "due_on": relationship.ends_on})
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        owner = next(one for one in owners if one.pk == said.pop("owner", owners[0].pk))
        said.pop("version")
        goal = actions.add(relationship, by=request.user, owner=owner, **said)
        return redirect(goal)
    context = {
        "form": form,
        "steps": _steps(request.user, relationship, 1),
        "vision": vision_of(relationship, owners[0]),
    }
    return pair_page(request, relationship, "relationships/goals/edit.html", context, tab="goals")


@login_required
def edit(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    goal = get_goal(request.user, pk, goal_pk, may=can_write)
    relationship = goal.relationship
    now = opened(goal, relationship.key)
    initial = {name: getattr(goal, name) for name in ("version", "due_on", "progress_by")}
    initial |= {"title": now.title, "why": now.why, "measure": now.measure}
    form = GoalForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(goal, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The goal is changed."))
            return redirect(goal)
    context = {"form": form, "now": now, "vision": vision_of(relationship, goal.owner)}
    return pair_page(request, relationship, "relationships/goals/edit.html", context, tab="goals")


@login_required
def goal(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    """Third page, and the one to come back to: the steps. A post adds one."""
    found = get_goal(request.user, pk, goal_pk, may=can_read)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        get_goal(request.user, pk, goal_pk, may=can_write)
        actions.add_step(found, by=request.user, **form.cleaned_data)
        return redirect(f"{found.get_absolute_url()}#next-step")
    relationship = found.relationship
    context = {
        "now": opened(found, relationship.key),
        "goal": found,
        "form": form,
        "judge_form": JudgeForm(initial={"percent": round(found.percent, -1)}),
        "steps": _steps(request.user, relationship, 2),
        "running": found.state == Goal.State.OPEN and relationship.is_open,
    }
    return pair_page(request, relationship, "relationships/goals/goal.html", context, tab="goals", part="steps")


@login_required
@require_POST
def tick(request: Request, pk: int, goal_pk: int, step_pk: int) -> HttpResponse:
    """Done, or not done after all: the button says which. htmx follows to the page and takes its part."""
    step = get_step(request.user, pk, goal_pk, step_pk, may=can_write)
    verb = actions.finish_step if request.POST.get("done") == "1" else actions.reopen_step
    verb(step, by=request.user)
    return redirect(step.goal)


@login_required
@require_POST
def remove_step(request: Request, pk: int, goal_pk: int, step_pk: int) -> HttpResponse:
    step = get_step(request.user, pk, goal_pk, step_pk, may=can_write)
    actions.remove_step(step, by=request.user)
    messages.success(request, _("The step is gone."))
    return redirect(step.goal)


@login_required
@require_POST
def judge(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    found = get_goal(request.user, pk, goal_pk, may=can_write)
    form = JudgeForm(request.POST)
    if form.is_valid():
        actions.judge(found, by=request.user, percent=form.cleaned_data["percent"])
    return redirect(found)


@login_required
@require_POST
def reach(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    found = get_goal(request.user, pk, goal_pk, may=can_write)
    actions.reach(found, by=request.user)
    messages.success(request, _("Reached. Take a moment to be glad about it."))
    return redirect(found)


@login_required
@require_POST
def reopen(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    found = get_goal(request.user, pk, goal_pk, may=can_write)
    actions.reopen(found, by=request.user)
    messages.success(request, _("The goal is open again."))
    return redirect(found)


@login_required
def withdraw(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    """Let a goal go, with a reason."""
    found = get_goal(request.user, pk, goal_pk, may=can_write)
    form = WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.withdraw(found, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The goal is withdrawn. You can take it up again at any time."))
            return redirect("relationships:goals", pk)
    context: dict[str, Any] = {"form": form, "goal": found, "now": opened(found, found.relationship.key)}
    return pair_page(request, found.relationship, "relationships/goals/withdraw.html", context, tab="goals")


WIZARD = (
    (gettext_lazy("Where I want to be"), gettext_lazy("Why, and what for"), "relationships:vision"),
    (gettext_lazy("A goal"), gettext_lazy("Three at most at a time"), "relationships:new_goal"),
    (gettext_lazy("Steps"), gettext_lazy("Small ones"), ""),
)


def _steps(person: Person, relationship: Relationship, now: int) -> list[Item]:
    """Where in the wizard one is; what lies behind can be opened again. Who helps somebody has no picture to draw."""
    begins = 0 if person in who_may_have_goals(person, relationship) else 1
    return [
        Item(
            label,
            reverse(address, args=[relationship.pk]) if address and number < now else "",
            state="done" if number < now else "now" if number == now else "later",
            note=note,
        )
        for number, (label, note, address) in enumerate(WIZARD)
        if number >= begins
    ]
