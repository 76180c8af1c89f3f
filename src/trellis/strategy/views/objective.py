"""The goals that a program is tracked by."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.strategy import objectives
from trellis.strategy.forms import ObjectiveForm, ValueForm
from trellis.strategy.permissions import get_objective, strategy_of
from trellis.ui.pages import page


@login_required
def add(request: Request, program: str, cohort: str) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    form = ObjectiveForm(request.POST or None, program=row.program, initial={"due_on": row.ends_on})
    if request.method == "POST" and form.is_valid():
        objectives.add(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("The objective is set."))
        return redirect("strategy:overview", *row.address)
    return page(request, "strategy/objective.html", {"cohort": row, "program": row.program, "form": form})


@login_required
def change(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    objective = get_objective(request.user, row, pk)
    objective.cohort = row
    form = ObjectiveForm(request.POST or None, program=row.program, instance=objective)
    if request.method == "POST" and form.is_valid():
        objectives.change(objective, by=request.user, **form.cleaned_data)
        messages.success(request, _("The objective is changed."))
        return redirect("strategy:overview", *row.address)
    context = {
        "cohort": row,
        "program": row.program,
        "form": form,
        "objective": objective,
        "value_form": ValueForm(initial={"value": objective.value}, prefix="value"),
    }
    return page(request, "strategy/objective.html", context)


@login_required
@require_POST
def remove(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = strategy_of(request.user, program, cohort)
    objective = get_objective(request.user, row, pk)
    objective.cohort = row
    objectives.remove(objective, by=request.user)
    messages.success(request, _("The objective is gone."))
    return redirect("strategy:overview", *row.address)


@login_required
@require_POST
def measure(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Enter a value by hand."""
    row = strategy_of(request.user, program, cohort)
    objective = get_objective(request.user, row, pk)
    form = ValueForm(request.POST, prefix="value")
    if form.is_valid():
        objectives.measure(objective, form.cleaned_data["value"], by=request.user)
        messages.success(request, _("The value is entered."))
    else:
        messages.error(request, _("Write a number."))
    return redirect("strategy:overview", *row.address)
