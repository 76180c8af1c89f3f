"""The plan of a cohort: what is to be done by when."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.dates import today
from trellis.common.types import Request
from trellis.programs import actions
from trellis.programs.forms import StepForm
from trellis.programs.models import PlanStep, Stage
from trellis.programs.permissions import can_manage, get_cohort, get_step
from trellis.ui.pages import page


@login_required
def plan(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every step by stage, those overdue marked."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    rows = list(row.plan.select_related("owner", "done_by"))
    rows.sort(key=lambda step: (Stage(step.stage).number(), step.due_on is None, step.due_on, step.pk))
    now = today(row.program.organization.time_zone)
    context = {
        "cohort": row,
        "program": row.program,
        "stages": [(Stage(stage), list(steps)) for stage, steps in groupby(rows, key=lambda step: step.stage)],
        "today": now,
        "done": sum(1 for step in rows if step.done_at),
        "overdue": [step for step in rows if not step.done_at and step.due_on and step.due_on < now],
        "total": len(rows),
    }
    return page(request, "programs/plan.html", context, part="plan")


@login_required
@require_POST
def draw_up(request: Request, program: str, cohort: str) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_manage)
    count = actions.draw_up_plan(row, by=request.user)
    sentence = ngettext("%d step is in the plan.", "%d steps are in the plan.", count) % count
    messages.success(request, sentence)
    return redirect("programs:plan", *row.address)


@login_required
@require_POST
def tick(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Done, or not done after all."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    step = get_step(request.user, row, pk)
    if request.POST.get("done") == "yes":
        actions.finish_step(step, by=request.user)
    else:
        actions.reopen_step(step, by=request.user)
    return redirect("programs:plan", *row.address)


@login_required
def add_step(request: Request, program: str, cohort: str) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_manage)
    form = StepForm(request.POST or None, program=row.program, initial={"stage": row.stage})
    if request.method == "POST" and form.is_valid():
        actions.add_step(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The step is in the plan."))
        return redirect("programs:plan", *row.address)
    return page(request, "programs/step.html", {"cohort": row, "program": row.program, "form": form})


@login_required
def step(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Change one step."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    kept = get_step(request.user, row, pk)
    form = StepForm(request.POST or None, program=row.program, instance=PlanStep.objects.get(pk=kept.pk))
    if request.method == "POST" and form.is_valid():
        actions.change_step(kept, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programs:plan", *row.address)
    return page(request, "programs/step.html", {"cohort": row, "program": row.program, "form": form, "step": kept})


@login_required
@require_POST
def remove_step(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_manage)
    gone = get_step(request.user, row, pk)
    actions.remove_step(gone, by=request.user)
    messages.success(request, _("“%s” is out of the plan.") % gone.title)
    return redirect("programs:plan", *row.address)
