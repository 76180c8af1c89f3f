"""The rematch desk."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching.permissions import get_matched_cohort
from trellis.matching.rematch import actions, queries
from trellis.matching.rematch.forms import LessonForm
from trellis.matching.rematch.models import RematchPlan
from trellis.programs.models import Cohort
from trellis.relationships.pairs.models import Relationship
from trellis.ui.pages import page


@login_required
def rematch(request: Request, program: str, cohort: str) -> HttpResponse:
    """What ended and what it taught, and what a rematch would change."""
    found = get_matched_cohort(request.user, program, cohort)
    plan = found.rematch_plans.select_related("job").order_by("-pk").first()
    ended = page_of(request, queries.ended_pairs(found))
    ended.object_list = queries.with_lessons(list(ended.object_list))
    number = _number(request.GET.get("choice", ""))
    context = {"cohort": found, "page": ended, "plan": plan, "number": number}
    if plan and plan.found_at and plan.choices:
        context |= {"moves": queries.moves_of(plan, number), "chart": queries.chart_of(plan)}
    return page(request, "matching/rematch.html", context, part="job")


@login_required
@require_POST
def look_for(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_matched_cohort(request.user, program, cohort)
    actions.look_for(found, by=request.user)
    return redirect("matching:rematch", *found.address)


@login_required
@require_POST
def propose(request: Request, pk: int) -> HttpResponse:
    """Propose the new pairs of one choice."""
    plans = RematchPlan.objects.filter(cohort__in=Cohort.objects.led_by(request.user))
    plan = get_object_or_404(plans.select_related("cohort__program"), pk=pk)
    made = actions.propose_new(plan, _number(request.POST.get("choice", "")), by=request.user)
    said = ngettext(
        "%(number)d pair is asked in ten minutes. Until then you can take it back.",
        "%(number)d pairs are asked in ten minutes. Until then you can take them back.",
        len(made),
    )
    messages.success(request, said % {"number": len(made)})
    return redirect("matching:proposals", *plan.cohort.address)


@login_required
def lesson(request: Request, pk: int) -> HttpResponse:
    """What an ended pair taught the team."""
    rows = Relationship.objects.facts_visible_to(request.user).with_people()
    pair = get_object_or_404(rows, pk=pk, state=Relationship.State.CLOSED)
    (ended,) = queries.with_lessons([pair])
    form = LessonForm(request.POST or None, initial={"lesson": ended.lesson, "weighed": ended.weighed})
    if request.method == "POST" and form.is_valid():
        actions.keep_lesson(pair, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept, for the team alone."))
        return redirect("matching:rematch", *pair.cohort.address)
    context = {"cohort": pair.cohort, "ended": ended, "form": form}
    return page(request, "matching/lesson.html", context, status=422 if form.errors else 200)


def _number(value: str) -> int:
    return int(value) if value.isdecimal() and len(value) < 4 else 0
