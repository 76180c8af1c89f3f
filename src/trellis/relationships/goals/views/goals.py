"""Goals and their steps: a few calm pages."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.relationships.goals import actions
from trellis.relationships.goals.forms import AttainForm, GoalForm, JudgeForm, StepForm, WithdrawForm
from trellis.relationships.goals.models import Goal, Level
from trellis.relationships.goals.permissions import get_goal, get_step, who_may_have_goals
from trellis.relationships.goals.queries import OpenGoal, goals_of, happenings, opened, versions_of, visions_of
from trellis.relationships.goals.wizard import plan_so_far, steps_of
from trellis.relationships.needs.queries import gap_of, gaps_of, growth_of, is_time_to_look_again
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship
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
    gaps = gaps_of(relationship)
    context = {
        "visions": visions_of(relationship),
        "goals": goals_of(relationship),
        "growth": growth_of(gaps),
        "look_again": mine and relationship.is_open and is_time_to_look_again(relationship, request.user, gaps),
        "mine": mine,
        "may_see_ahead": mine and relationship.is_open,
    }
    return pair_page(request, relationship, "relationships/goals/goals.html", context, tab="goals")


@login_required
def new(request: Request, pk: int) -> HttpResponse:
    """A goal, from the gap it closes when the address names one."""
    relationship = get_relationship(request.user, pk, may=can_write)
    owners = who_may_have_goals(request.user, relationship)
    gaps = gaps_of(relationship, owners[0])
    initial = {"version": 0, "due_on": relationship.ends_on, "need": request.GET.get("need", "")}
    form = GoalForm(request.POST or None, owners=owners, gaps=gaps, initial=initial)
    if request.method == "POST" and form.is_valid():
        said = form.said()
        owner = next(one for one in owners if one.pk == said.pop("owner", owners[0].pk))
        said.pop("version")
        goal = actions.add(relationship, by=request.user, owner=owner, **said)
        return redirect(goal)
    context = {"form": form, "steps": steps_of(request.user, relationship, 4), **plan_so_far(relationship, owners[0])}
    return pair_page(request, relationship, "relationships/goals/edit.html", context, tab="goals")


@login_required
def edit(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    goal = get_goal(request.user, pk, goal_pk, may=can_write)
    relationship = goal.relationship
    now = opened(goal, relationship.key)
    initial = {name: getattr(goal, name) for name in ("version", "due_on", "progress_by")}
    initial |= {"need": goal.need_id, **goal.texts(relationship.key)}
    form = GoalForm(request.POST or None, gaps=gaps_of(relationship, goal.owner), initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(goal, by=request.user, **form.said())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("The goal is changed."))
            return redirect(goal)
    context = {"form": form, "now": now, **plan_so_far(relationship, goal.owner)}
    return pair_page(request, relationship, "relationships/goals/edit.html", context, tab="goals")


@login_required
def goal(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    """The page to come back to: the steps. A post adds one."""
    found = get_goal(request.user, pk, goal_pk, may=can_read)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        get_goal(request.user, pk, goal_pk, may=can_write)
        actions.add_step(found, by=request.user, **form.cleaned_data)
        return redirect(f"{found.get_absolute_url()}#next-step")
    relationship = found.relationship
    now = opened(found, relationship.key)
    context = {
        "now": now,
        "goal": found,
        "form": form,
        "need": gap_of(found.need, relationship) if found.need else None,
        "judge_form": JudgeForm(initial={"percent": round(found.percent, -1)}),
        "attain_form": _attain_form(now),
        "running": found.state == Goal.State.OPEN and relationship.is_open,
        "may_judge": found.state != Goal.State.WITHDRAWN and relationship.is_open,
        "versions": versions_of(found, relationship.key),
        "happenings": happenings(found),
    }
    return pair_page(request, relationship, "relationships/goals/goal.html", context, tab="goals", part="steps")


def _attain_form(now: OpenGoal, data: QueryDict | None = None) -> AttainForm:
    attained = now.goal.attained
    chosen = {} if attained is None else {"level": Level.of(attained)}
    return AttainForm(data, words=dict(now.levels), initial=chosen)


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
def attain(request: Request, pk: int, goal_pk: int) -> HttpResponse:
    """How far it went, −2 to +2."""
    found = get_goal(request.user, pk, goal_pk, may=can_write)
    form = _attain_form(opened(found, found.relationship.key), request.POST)
    if form.is_valid():
        actions.attain(found, by=request.user, level=form.cleaned_data["level"])
        messages.success(request, _("Kept. You can change it as things go on."))
    else:
        messages.error(request, _("Choose one of the five levels."))
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
