"""The stage of a cohort, and the next cohort like it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.dates import add_months
from trellis.common.types import Request
from trellis.history.toasts import undo_message
from trellis.programs import actions
from trellis.programs.forms import AgainForm
from trellis.programs.models import Cohort, Stage
from trellis.programs.permissions import can_archive, can_design, can_manage, get_cohort
from trellis.ui.pages import page


@login_required
def stage(request: Request, program: str, cohort: str) -> HttpResponse:
    """Where the cohort stands. Any stage can be entered, back too."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    if request.method == "POST" and request.POST.get("stage") in Stage.values:
        return _enter(request, row, Stage(request.POST["stage"]))
    entered = {entry.stage: entry for entry in row.entries.select_related("by").order_by("pk")}
    now = Stage(row.stage).number()
    context = {
        "cohort": row,
        "program": row.program,
        "stages": [(stage, entered.get(stage), stage.number() - now) for stage in Stage],
        "may_design": can_design(request.user, row.program),
        "may_archive": can_archive(request.user, row.program),
        "cohorts": list(row.program.cohorts.order_by("-pk")),
    }
    return page(request, "programs/stage.html", context)


def _enter(request: Request, cohort: Cohort, stage: Stage) -> HttpResponse:
    event = actions.enter_stage(cohort, stage, by=request.user)
    if event:
        undo_message(request, _("The cohort is at the stage “%s” now.") % stage.label, event)
    return redirect(cohort)


@login_required
def again(request: Request, program: str, cohort: str) -> HttpResponse:
    """Another cohort like this one, its dates moved."""
    row = get_cohort(request.user, program, cohort, may=can_design)
    start = row.starts_on and add_months(row.starts_on, 12)
    form = AgainForm(request.POST or None, initial={"starts_on": start})
    if request.method == "POST" and form.is_valid():
        new = actions.repeat_cohort(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("“%s” is ready to be designed. Look over its dates and its plan.") % new.name)
        return redirect("programs:design", *new.address)
    return page(request, "programs/again.html", {"cohort": row, "program": row.program, "form": form})
