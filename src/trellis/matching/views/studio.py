"""The match studio: look for pairs, see why, change, publish."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.matching import actions, queries
from trellis.matching.circles.actions import FORMS
from trellis.matching.models import MatchRun
from trellis.matching.permissions import get_matched_cohort
from trellis.matching.scenarios import scenarios_of
from trellis.matching.views import board
from trellis.matching.views.publishing import published
from trellis.programs.models import Cohort, Program
from trellis.ui.pages import confirm, page

State = MatchRun.State


@login_required
def studio(request: Request, program: str, cohort: str) -> HttpResponse:
    """Everything about the plan under review, and the search that is going on."""
    found = get_matched_cohort(request.user, program, cohort)
    if found.program.format in FORMS:
        return redirect("matching:circles", *found.address)
    if found.program.format == Program.Format.FLASH:
        return redirect("matching:flash_settings", *found.address)
    run = (
        found.match_runs.filter(state=State.REVIEW).select_related("cohort__program").defer("inputs", "prices").first()
    )
    working = found.match_runs.filter(state=State.WORKING).select_related("job").first()
    context = {
        "cohort": found,
        "run": run,
        "working": working,
        "scenarios": scenarios_of(found),
        "proposals": queries.proposal_counts(found),
        "preparing": queries.preparing(found),
        **(board.context_of(request, run) if run else {}),
    }
    return page(request, "matching/studio.html", context, part=["job", "board"])


@login_required
@require_POST
def run(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_matched_cohort(request.user, program, cohort)
    actions.start_run(found, by=request.user)
    return redirect("matching:studio", *found.address)


@login_required
def publish(request: Request, program: str, cohort: str) -> HttpResponse:
    """GET asks once more, POST publishes all pairs that are left, or the one named `only`."""
    found = get_matched_cohort(request.user, program, cohort)
    plan = get_object_or_404(found.match_runs.select_related("cohort__program"), state=State.REVIEW)
    if request.method != "POST":
        return _ask(request, found, plan)
    only = request.POST.get("only", "")
    done = actions.publish(plan, by=request.user, only=[int(only)] if only.isdecimal() else None)
    return published(request, found, done)


def _ask(request: Request, cohort: Cohort, plan: MatchRun) -> HttpResponse:
    counts = queries.counts_of(plan)
    number = counts.unpublished
    return confirm(
        request,
        title=ngettext("Publish %d pair?", "Publish %d pairs?", number) % number,
        text=_("Everybody in them is told by e-mail in ten minutes, and asked to say yes or no."),
        submit=ngettext("Publish %d pair", "Publish %d pairs", number) % number,
        cancel=_("Keep reviewing"),
        back=reverse("matching:studio", args=cohort.address),
    )
