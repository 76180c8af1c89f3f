"""The hard rules of a cohort: what it chooses, who is tied to whom, and exceptions that two people approve."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching import actions, ruling
from trellis.matching.forms import ExceptionForm, RulesForm, TieForm
from trellis.matching.inputs import settings_for
from trellis.matching.models import RuleException, Tie
from trellis.matching.permissions import get_exception, get_matched_cohort
from trellis.programs.models import Cohort, Participation
from trellis.ui.pages import page
from trellis.ui.picking import Option, options, words_of


@login_required
def rules(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every hard rule with what this cohort chose. POST keeps the choice."""
    found = get_matched_cohort(request.user, program, cohort)
    form = RulesForm(request.POST or None, instance=settings_for(found))
    if request.method == "POST" and form.is_valid():
        actions.change_settings(found, by=request.user, **form.changed())
        messages.success(request, _("Kept. It counts from the next search on."))
        return redirect("matching:rules", *found.address)
    apart = found.kept_apart.select_related("mentee__person", "mentor__person", "by").order_by("pk")
    context = {
        "cohort": found,
        "form": form,
        "rules": ruling.rules_of(found),
        "exceptions": ruling.exceptions_of(found),
        "ties": ruling.ties_of(found),
        "page": page_of(request, apart),
    }
    return page(request, "matching/rules.html", context, status=422 if form.errors else 200)


@login_required
def pick(request: Request, program: str, cohort: str) -> HttpResponse:
    """People of the cohort by name, for the fields of these pages; `side` names one side alone."""
    found = get_matched_cohort(request.user, program, cohort)
    rows = Participation.objects.filter(cohort=found).taking_part().select_related("person")
    side = request.GET.get("side", "")
    if side in ("mentee", "mentor"):
        rows = rows.filter(role=side)
    shown = ruling.named(rows, words_of(request))[:8]
    return options(request, [Option(one.pk, str(one.person), one.person.works_at(), one.person) for one in shown])


@login_required
def ask_exception(request: Request, program: str, cohort: str) -> HttpResponse:
    """Ask that one rule shall not count for one pair; a second person approves."""
    found = get_matched_cohort(request.user, program, cohort)
    named = {name: request.GET.get(name, "") for name in ("mentee", "mentor", "rule")}
    form = ExceptionForm(request.POST or None, cohort=found, url=_pick_address(found), initial=named)
    if request.method == "POST" and form.is_valid():
        actions.ask_exception(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("Asked. It holds when a second person who runs the program approves."))
        return redirect("matching:rules", *found.address)
    context = {"cohort": found, "form": form}
    return page(request, "matching/exception.html", context, status=422 if form.errors else 200)


@login_required
def add_tie(request: Request, program: str, cohort: str) -> HttpResponse:
    """Note two people who are never paired."""
    found = get_matched_cohort(request.user, program, cohort)
    form = TieForm(request.POST or None, cohort=found, url=_pick_address(found))
    if request.method == "POST" and form.is_valid():
        one, other = form.cleaned_data["one"].person, form.cleaned_data["other"].person
        actions.tie(found, one, other, kind=form.cleaned_data["kind"], by=request.user)
        messages.success(request, _("Noted. They are never paired, from the next search on."))
        return redirect("matching:rules", *found.address)
    context = {"cohort": found, "form": form}
    return page(request, "matching/tie.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_tie(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found = get_matched_cohort(request.user, program, cohort)
    people = found.participations.values("person")
    tie = get_object_or_404(Tie.objects.filter(Q(person__in=people) & Q(other__in=people)), pk=pk)
    actions.untie(tie, found, by=request.user)
    messages.success(request, _("They may be paired again, from the next search on."))
    return redirect("matching:rules", *found.address)


@login_required
@require_POST
def approve(request: Request, pk: int) -> HttpResponse:
    exception = get_exception(request.user, pk)
    actions.approve_exception(exception, by=request.user)
    messages.success(request, _("Approved. The rule doesn’t count for them from the next search on."))
    return _back(exception)


@login_required
@require_POST
def refuse(request: Request, pk: int) -> HttpResponse:
    exception = get_exception(request.user, pk)
    actions.refuse_exception(exception, by=request.user)
    messages.success(request, _("Refused. The rule goes on counting for them."))
    return _back(exception)


@login_required
@require_POST
def end(request: Request, pk: int) -> HttpResponse:
    exception = get_exception(request.user, pk)
    actions.end_exception(exception, by=request.user)
    messages.success(request, _("Taken back. The rule counts for them from the next search on."))
    return _back(exception)


def _back(exception: RuleException) -> HttpResponse:
    return redirect("matching:rules", *exception.cohort.address)


def _pick_address(cohort: Cohort) -> str:
    return reverse("matching:pick", args=cohort.address)
