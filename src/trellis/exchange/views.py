"""Lists of people: in, looked at, mended, imported, taken back; and out."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common import dates
from trellis.common.paging import page_of
from trellis.common.spreadsheets import write_csv, write_xlsx
from trellis.common.types import Request
from trellis.exchange import forms, queries
from trellis.exchange.actions import checks, commits, exports, files, steps, undoing
from trellis.exchange.models import Outcome, PeopleImport
from trellis.exchange.permissions import get_import
from trellis.exchange.steps import steps_of
from trellis.people.freshness import fresh_sign_in_required
from trellis.people.permissions import require_administrator
from trellis.ui.pages import page, target

State = PeopleImport.State
PROBLEMS = Outcome.State.PROBLEM
MOST_SHOWN = 100  # rows with problems on one page, all sent back by one button
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@login_required
def imports(request: Request) -> HttpResponse:
    """Upload a list; below, those of before."""
    require_administrator(request.user)
    form = forms.UploadForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        name, content = form.name_and_content()
        made = files.upload(name, content, by=request.user, encoding=form.cleaned_data["encoding"])
        return redirect(made)
    earlier = (
        PeopleImport.objects.visible_to(request.user).select_related("by").defer("content").order_by("-created_at")
    )
    context = {"form": form, "page": page_of(request, earlier, size=10), "steps": steps_of(None)}
    return page(request, "exchange/imports.html", context, status=422 if form.errors else 200)


@login_required
def one(request: Request, pk: int) -> HttpResponse:
    """Where an import is: being worked on, waiting for columns or corrections, done, taken back."""
    wanted = get_import(request.user, pk)
    steps.settle(wanted)
    if wanted.is_working:
        return _working(request, wanted)
    if target(request) == "job":
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    if wanted.state == State.COLUMNS:
        return redirect("exchange:columns", pk=pk)
    if wanted.state == State.CHECKED and wanted.forgotten_at is None:
        return _checked(request, wanted)
    return page(request, "exchange/result.html", {"wanted": wanted, "steps": steps_of(wanted)})


def _working(request: Request, wanted: PeopleImport) -> HttpResponse:
    return page(request, "exchange/working.html", {"wanted": wanted, "steps": steps_of(wanted)}, part="job")


def _checked(request: Request, wanted: PeopleImport) -> HttpResponse:
    problems = page_of(request, _problems(wanted), size=MOST_SHOWN)
    context = {
        "wanted": wanted,
        "steps": steps_of(wanted),
        "page": problems,
        "fixes": forms.fixes(problems.object_list),
        "existing": PeopleImport.Existing.choices,
    }
    return page(request, "exchange/check.html", context)


def _problems(wanted: PeopleImport) -> Any:
    return Outcome.objects.filter(of=wanted, state=PROBLEMS).order_by("number")


@login_required
def columns(request: Request, pk: int) -> HttpResponse:
    """Say which column holds what. The guesses are a start, nothing is believed unseen."""
    wanted = get_import(request.user, pk)
    if wanted.state not in {State.COLUMNS, State.CHECKED} or wanted.forgotten_at:
        return redirect(wanted)
    form = forms.ColumnsForm(wanted, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        checks.match_columns(wanted, form.chosen(), date_order=form.cleaned_data["date_order"], by=request.user)
        return redirect(wanted)
    context = {"wanted": wanted, "form": form, "steps": steps_of(wanted, here="columns")}
    return page(request, "exchange/columns.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def mend(request: Request, pk: int) -> HttpResponse:
    """Keep what was typed; check again, or import what is ready."""
    wanted = get_import(request.user, pk)
    numbers = [number for number in request.POST.getlist("row") if number.isdecimal() and len(number) < 8]
    may_be_mended = Outcome.objects.filter(of=wanted, state__in=(PROBLEMS, Outcome.State.LEFT_OUT))
    typed = forms.mendings(request.POST, list(may_be_mended.filter(number__in=numbers[:MOST_SHOWN])))
    existing = request.POST.get("existing", wanted.existing)
    is_ready = request.POST.get("go") == "ready"
    if is_ready and existing == wanted.existing and not typed:
        commits.commit(wanted, by=request.user)
        return redirect(wanted)
    checks.mend(wanted, typed, existing=existing, by=request.user)
    wanted.refresh_from_db()
    if is_ready:
        messages.info(request, _("Your changes were checked first. Look at what is ready now, then import."))
        return redirect(wanted)
    if wanted.state == State.CHECKED:
        said = ngettext("%(rows)d row still needs you.", "%(rows)d rows still need you.", wanted.problems)
        messages.info(request, said % {"rows": wanted.problems} if wanted.problems else _("Every row is fine now."))
    return redirect(wanted)


@login_required
def rows(request: Request, pk: int) -> HttpResponse:
    """Every row with what would happen to it, or did."""
    wanted = get_import(request.user, pk)
    found = Outcome.objects.filter(of=wanted).order_by("number")
    state = request.GET.get("state", "")
    if state in Outcome.State.values:
        found = found.filter(state=state)
    shown = page_of(request, found, size=50)
    outcomes = list(shown.object_list)
    names = queries.manager_names(outcomes)
    context = {
        "wanted": wanted,
        "page": shown,
        "rows": [(outcome, queries.what_changes(outcome, names)) for outcome in outcomes],
        "states": [("", _("All"), wanted.row_count)]
        + [(value, label, wanted.counts.get(value, 0)) for value, label in Outcome.State.choices],
    }
    return page(request, "exchange/rows.html", context)


@login_required
@require_POST
def problems_file(request: Request, pk: int) -> HttpResponse:
    """The rows that can't go in, as a file to be mended elsewhere and uploaded again."""
    wanted = get_import(request.user, pk)
    content = write_csv([*wanted.header, _("Problem")], queries.with_problems(wanted))
    return _download(content, f"{slugify(wanted.file_name.rpartition('.')[0]) or 'list'}-problems.csv", "text/csv")


@login_required
@require_POST
def undo(request: Request, pk: int) -> HttpResponse:
    wanted = get_import(request.user, pk)
    undoing.undo(wanted, by=request.user)
    return redirect(wanted)


@login_required
@fresh_sign_in_required
def export(request: Request) -> HttpResponse:
    """Everybody's account as a file that our own import reads."""
    require_administrator(request.user)
    form = forms.ExportForm(request.POST if request.method == "POST" else None)
    if not form.is_bound or not form.is_valid():
        context = {"form": form, "fields": queries.exported_header()}
        return page(request, "exchange/export.html", context, status=422 if form.errors else 200)
    kind = form.cleaned_data["kind"]
    rows = exports.export_people(by=request.user, with_closed=form.cleaned_data["with_closed"])
    name = f"people-{dates.today().isoformat()}.{kind}"
    if kind == "xlsx":
        return _download(write_xlsx(queries.exported_header(), rows, title=_("People")), name, XLSX)
    return _download(write_csv(queries.exported_header(), rows), name, "text/csv; charset=utf-8")


def _download(content: bytes, name: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    return response
