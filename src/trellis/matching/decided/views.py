"""Lists of pairs that were decided elsewhere, and pairs that exist already."""

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
from trellis.matching.decided import actions
from trellis.matching.decided.checking import check
from trellis.matching.decided.forms import RegisterForm, TakeForm, UploadForm
from trellis.matching.decided.models import PairImport
from trellis.matching.permissions import get_matched_cohort
from trellis.programs.models import Cohort
from trellis.ui.pages import page


@login_required
def decided(request: Request, program: str, cohort: str) -> HttpResponse:
    """Upload a list of pairs; those that were uploaded before."""
    found = get_matched_cohort(request.user, program, cohort)
    form = UploadForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        return redirect(actions.upload(found, by=request.user, name=file.name, content=file.read()))
    lists = page_of(request, found.pair_imports.select_related("by").order_by("-pk"))
    context = {"cohort": found, "form": form, "page": lists}
    return page(request, "matching/decided.html", context, status=422 if form.errors else 200)


@login_required
def decided_list(request: Request, pk: int) -> HttpResponse:
    """Every row with what keeps it from being taken; POST takes the list whole."""
    rows = PairImport.objects.filter(cohort__in=Cohort.objects.led_by(request.user))
    wanted = get_object_or_404(rows.select_related("cohort__program", "by"), pk=pk)
    form = TakeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        said, expected = form.cleaned_data["how"], form.cleaned_data["expected"]
        event = actions.take(wanted, by=request.user, ask_first=said == "ask", expected=expected)
        text = ngettext("%(number)d pair was taken.", "%(number)d pairs were taken.", len(wanted.rows))
        undo_message(request, text % {"number": len(wanted.rows)}, event)
        return redirect(wanted)
    is_open = wanted.state == PairImport.State.CHECKED
    found = check(wanted.cohort, wanted.rows) if is_open else []
    wrong = [row for row in found if row.faults]
    shown = page_of(request, [*wrong, *(row for row in found if not row.faults)], size=100)
    context = {"cohort": wanted.cohort, "wanted": wanted, "is_open": is_open, "wrong": len(wrong), "all": len(found)}
    context |= {"page": shown, "form": form}
    return page(request, "matching/decided_list.html", context, status=422 if form.errors else 200)


@login_required
def register(request: Request, program: str, cohort: str) -> HttpResponse:
    """One pair that found each other, perhaps long ago."""
    found = get_matched_cohort(request.user, program, cohort)
    form = RegisterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        begun = actions.register(found, by=request.user, **form.cleaned_data)
        messages.success(request, _("%(pair)s have their page now. Both are told.") % {"pair": begun})
        return redirect("matching:decided", *found.address)
    context = {"cohort": found, "form": form}
    return page(request, "matching/register.html", context, status=422 if form.errors else 200)
