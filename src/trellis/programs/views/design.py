"""The design of a program, step by step, with what it asks of people beside it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.programs import actions, forms, queries, steps
from trellis.programs.asks import Asks
from trellis.programs.models import Cohort, Program
from trellis.programs.permissions import can_design, can_manage, get_cohort
from trellis.ui.pages import page

COUNTED = ("length_months", "meeting_every_weeks", "meeting_minutes", "mentor_capacity")
type StepForm = forms.DesignForm | forms.DatesForm


@login_required
def design(request: Request, program: str, cohort: str) -> HttpResponse:
    """The whole design to check, and what is missing before applications can open."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    missing = [step for step in steps.STEPS if not step.is_done(row)]
    context = {
        **_beside(row, None, {}),
        "may_design": can_design(request.user, row.program),
        "sections": [(step, steps.address(row, step), step.is_done(row)) for step in steps.STEPS],
        "missing": missing,
    }
    return page(request, "programs/design.html", context)


@login_required
def design_step(request: Request, program: str, cohort: str, step: str) -> HttpResponse:
    """One step. While it is written, what it means is shown beside it."""
    row = get_cohort(request.user, program, cohort, may=can_design)
    here = steps.get(step)
    if here is None:
        raise Http404
    form = _form(here, row, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            _keep(row, form, request)
        except Refused as refused:
            return page(request, "programs/design_step.html", _context(row, here, form.refuse(refused)), status=409)
        messages.success(request, _("Saved."))
        later = "later" in request.POST
        return redirect(steps.address(row, None if later else steps.after(here)))
    return page(request, "programs/design_step.html", _context(row, here, form, request.GET), part="asks")


def _form(step: steps.Step, cohort: Cohort, data: Any) -> StepForm:
    if issubclass(step.form, forms.DatesForm):
        return step.form(data, instance=Cohort.objects.get(pk=cohort.pk))
    return step.form(data, instance=Program.objects.get(pk=cohort.program_id))  # a copy: the form writes on it


def _keep(cohort: Cohort, form: StepForm, request: Request) -> None:
    if isinstance(form, forms.DatesForm):
        actions.set_dates(cohort, by=request.user, **form.cleaned_data)
    else:
        actions.design(cohort.program, by=request.user, version=form.cleaned_data["version"], **form.values())


def _context(
    cohort: Cohort, step: steps.Step, form: StepForm, typed: Mapping[str, Any] | None = None
) -> dict[str, Any]:
    previous = steps.before(step)
    return {
        **_beside(cohort, step, typed or {}),
        "step": step,
        "form": form,
        "next": steps.after(step),
        "back_url": steps.address(cohort, previous) if previous else "",
        "counts": any(name in form.fields for name in COUNTED),
    }


def _beside(cohort: Cohort, step: steps.Step | None, typed: Mapping[str, Any]) -> dict[str, Any]:
    """What every page of the design shows beside the step."""
    figures = {name: _figure(typed.get(name), getattr(cohort.program, name)) for name in COUNTED}
    return {
        "cohort": cohort,
        "program": cohort.program,
        "steps": steps.items(cohort, step),
        "asks": Asks(**figures),
        "supply": queries.supply(cohort),
    }


def _figure(typed: Any, kept: int) -> int:
    """What is being typed, as far as it is a number that makes sense; else what is kept."""
    text = str(typed or "")
    return int(text) if text.isdecimal() and 0 < int(text[:5]) < 1000 else kept
