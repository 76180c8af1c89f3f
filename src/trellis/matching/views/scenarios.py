"""Plans side by side, what differs between two, and the proof of each."""

from __future__ import annotations

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.downloads import csv_download
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching import actions, certificates, decisions, fairness
from trellis.matching import scenarios as plans
from trellis.matching.forms import MeasuredForm, ScenarioForm
from trellis.matching.inputs import settings_for
from trellis.matching.models import MatchRun
from trellis.matching.permissions import get_matched_cohort, get_run
from trellis.ui.pages import page

State = MatchRun.State


@login_required
def scenarios(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every plan that may be compared. POST looks for another one, with another aim."""
    found = get_matched_cohort(request.user, program, cohort)
    form = ScenarioForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.start_scenario(found, by=request.user, **form.cleaned_data)
        return redirect("matching:scenarios", *found.address)
    shown = plans.scenarios_of(found)
    working = found.match_runs.filter(state=State.WORKING).select_related("job").order_by("pk")
    reviewed = next((one.run for one in shown if one.is_under_review), None)
    context = {
        "cohort": found,
        "form": form,
        "scenarios": shown,
        "curve": plans.points_of(reviewed) if reviewed else [],
        "working": [run for run in working if run.job],
        "reviewed": reviewed,
    }
    return page(request, "matching/scenarios.html", context, part="searching", status=422 if form.errors else 200)


@login_required
@require_POST
def three(request: Request, program: str, cohort: str) -> HttpResponse:
    """Look for the three plans that show most."""
    found = get_matched_cohort(request.user, program, cohort)
    actions.start_scenarios(found, by=request.user)
    return redirect("matching:scenarios", *found.address)


@login_required
@require_POST
def review(request: Request, pk: int) -> HttpResponse:
    run = get_run(request.user, pk)
    actions.review(run, by=request.user)
    messages.success(request, _("“%(name)s” is under review now.") % {"name": run.called})
    return redirect("matching:studio", *run.cohort.address)


@login_required
@require_POST
def set_aside(request: Request, pk: int) -> HttpResponse:
    run = get_run(request.user, pk)
    actions.set_aside(run, by=request.user)
    return redirect("matching:scenarios", *run.cohort.address)


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    run = get_run(request.user, pk)
    actions.stop_run(run, by=request.user)
    messages.success(request, _("Stopped. Nothing of it is kept."))
    return redirect("matching:scenarios", *run.cohort.address)


@login_required
def difference(request: Request, pk: int, other: int) -> HttpResponse:
    """Who would have somebody else in the other plan, person by person."""
    run = get_run(request.user, pk)
    beside = get_object_or_404(MatchRun.objects.filter(cohort=run.cohort_id).exclude(pk=run.pk), pk=other)
    changed = plans.changed_mentees(run, beside)
    shown = page_of(request, changed)
    context = {"cohort": run.cohort, "run": run, "other": beside, "page": shown, "number": len(changed)}
    return page(request, "matching/difference.html", context | {"rows": plans.differences(list(shown.object_list))})


@login_required
def proof(request: Request, pk: int) -> HttpResponse:
    """What proves that a plan is the best, what it was made from, and who gets what in it."""
    run = get_run(request.user, pk)
    settings = settings_for(run.cohort)
    form = MeasuredForm(request.POST or None, initial={"measured": settings.measured})
    if request.method == "POST" and form.is_valid():
        actions.change_settings(run.cohort, by=request.user, measured=form.cleaned_data["measured"])
        return redirect("matching:proof", run.pk)
    audits = fairness.audits(run, settings.measured)
    context = {
        "cohort": run.cohort,
        "run": run,
        "certificate": certificates.summary(run),
        "audits": audits,
        "form": form,
    }
    return page(request, "matching/proof.html", context, status=422 if form.errors else 200)


@login_required
def certificate(request: Request, pk: int) -> HttpResponse:
    """The proof as a file, for `trellis verify-run`."""
    run = get_run(request.user, pk)
    body = json.dumps(certificates.certificate_of(run), indent=1, ensure_ascii=False)
    response = HttpResponse(body, content_type="application/json")
    response.headers["Content-Disposition"] = f'attachment; filename="match-run-{run.pk}.json"'
    return response


@login_required
@require_POST
def check(request: Request, pk: int) -> HttpResponse:
    """The separate checker looks at the plan again."""
    run = get_run(request.user, pk)
    actions.check_later(run, by=request.user)
    messages.success(request, _("It is being checked again. Load the page in a moment."))
    return redirect("matching:proof", run.pk)


@login_required
@require_POST
def repeat(request: Request, pk: int) -> HttpResponse:
    run = get_run(request.user, pk)
    actions.repeat_later(run, by=request.user)
    messages.success(request, _("It is searched once more, from what was kept. Load the page in a moment."))
    return redirect("matching:proof", run.pk)


@login_required
@require_POST
def curve(request: Request, pk: int) -> HttpResponse:
    """Find what a better worst pair costs; with `mark`, keep that point as a scenario."""
    run = get_run(request.user, pk)
    mark = request.POST.get("mark", "")
    if mark.isdecimal() and any(point["worst"] == int(mark) for point in run.curve):
        name = _("No pair under %(fit)s") % {"fit": int(mark) // 1000}
        actions.start_scenario(run.cohort, by=request.user, aim="people", name=name, mark=int(mark))
    else:
        actions.find_curve_later(run, by=request.user)
    return redirect("matching:scenarios", *run.cohort.address)


@login_required
def log(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every decision about the matching of a cohort, as a file."""
    found = get_matched_cohort(request.user, program, cohort)
    return csv_download(f"decisions-{found.program.slug}-{found.slug}", decisions.headings(), decisions.rows_of(found))
