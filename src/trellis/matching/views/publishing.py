"""Publish a part of a plan, and say what came of publishing."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.history.toasts import undo_message
from trellis.matching import actions
from trellis.matching.models import MatchRun
from trellis.matching.permissions import get_matched_cohort
from trellis.programs.models import Cohort
from trellis.ui.pages import page


@login_required
def publish_part(request: Request, program: str, cohort: str) -> HttpResponse:
    """Choose among the pairs of the plan; POST publishes the chosen ones."""
    found = get_matched_cohort(request.user, program, cohort)
    run = get_object_or_404(found.match_runs.select_related("cohort__program"), state=MatchRun.State.REVIEW)
    if request.method != "POST":
        rows = run.suggestions.unpublished().with_people().order_by("-points", "pk")
        context = {"cohort": found, "page": page_of(request, rows, size=100)}
        return page(request, "matching/publish_part.html", context)
    chosen = [int(pk) for pk in request.POST.getlist("pair") if pk.isdecimal()]
    if not chosen:
        messages.warning(request, _("Choose at least one pair."))
        return redirect("matching:publish_part", *found.address)
    return published(request, found, actions.publish(run, by=request.user, only=chosen))


def published(request: Request, cohort: Cohort, done: actions.Published) -> HttpResponse:
    """Back to the studio, with what was proposed and what stayed behind."""
    number = len(done.proposals)
    if done.event:
        said = ngettext(
            "%d pair published. Both are told in ten minutes.",
            "%d pairs published. People are told in ten minutes.",
            number,
        )
        undo_message(request, said % number, done.event)
    for suggestion, reason in done.left_out[:10]:
        pair = f"{suggestion.mentee.person}, {suggestion.mentor.person if suggestion.mentor else ''}"
        messages.warning(request, _("%(pair)s stayed behind: %(reason)s") % {"pair": pair, "reason": reason})
    return redirect("matching:studio", *cohort.address)
