"""All programs, a new one, the address of one, and the archive."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.history.models import Event
from trellis.history.toasts import undo_message
from trellis.people.permissions import require_administrator
from trellis.programs import actions, queries
from trellis.programs.forms import NewProgramForm
from trellis.programs.models import Program, Stage
from trellis.programs.permissions import can_archive, can_create, can_see, get_cohort, get_program
from trellis.programs.vines import Vine, vine_of
from trellis.ui.pages import page


@login_required
def all_programs(request: Request) -> HttpResponse:
    """The programs a person can see, each with where it stands."""
    in_archive = request.GET.get("show") == "archive"
    visible = Program.objects.visible_to(request.user).filter(is_archived=in_archive)
    shown = page_of(request, visible.order_by("name", "pk"), size=20)
    rows = [(row, _vine(row)) for row in queries.listed(request.user, list(shown))]
    context = {
        "page": shown,
        "rows": rows,
        "in_archive": in_archive,
        "may_create": can_create(request.user),
        "shelves": [("", _("Running")), ("archive", _("Archive"))],
    }
    return page(request, "programs/list.html", context)


def _vine(row: queries.Listed) -> Vine | None:
    """How far a program has grown, for its team and for administrators."""
    return vine_of(row.cohort) if row.cohort and row.is_inside else None


@login_required
def new(request: Request) -> HttpResponse:
    """Start a program: its name, who leads it, and what it begins with."""
    require_administrator(request.user)
    form = NewProgramForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        typed = form.cleaned_data
        program = actions.create_program(
            typed["name"],
            by=request.user,
            manager=typed["manager"],
            cohort_name=typed["cohort_name"],
            preset=typed["preset"],
            stage=Stage(typed["stage"]),
            promise=typed["promise"],
        )
        messages.success(request, _("“%s” has begun.") % program)
        return redirect(program)
    return page(request, "programs/new.html", {"form": form})


@login_required
def program(request: Request, program: str) -> HttpResponse:
    """A program’s own address leads to where this person has something to do."""
    found = get_program(request.user, program, may=can_see)
    cohort = queries.newest_cohort(found)
    if cohort is None:
        return redirect("programs:list")
    if found.team.filter(person=request.user).exists():
        return redirect("home:program", *cohort.address)
    if cohort.participations.filter(person=request.user).exists() or not can_create(request.user):
        return redirect("home:mentoring")
    return redirect("programs:team", *cohort.address)


@login_required
@require_POST
def archive(request: Request, program: str, cohort: str) -> HttpResponse:
    """Into the archive, with Undo."""
    found = get_cohort(request.user, program, cohort, may=can_archive).program
    actions.archive(found, by=request.user)
    event = Event.objects.about(found).newest_first()[0]
    undo_message(request, _("“%s” is in the archive.") % found, event)
    return redirect("programs:list")


@login_required
@require_POST
def reopen(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_cohort(request.user, program, cohort, may=can_archive).program
    actions.reopen(found, by=request.user)
    messages.success(request, _("“%s” is out of the archive.") % found)
    return redirect(found)
