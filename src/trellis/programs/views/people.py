"""The people of a cohort."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.downloads import csv_download
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.programs import actions, queries
from trellis.programs.models import Participation, Role
from trellis.programs.permissions import can_manage, get_cohort, get_participant
from trellis.ui.pages import confirm, page

KINDS = {"preparing": "info", "ready": "brand", "matched": "good", "completed": "good", "withdrawn": "quiet"}


@login_required
def people(request: Request, program: str, cohort: str) -> HttpResponse:
    """Found by name, narrowed by role and state, in any order."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    asked = request.GET
    rows = queries.participants(
        row,
        words=asked.get("q", ""),
        role=asked.get("role", ""),
        state=asked.get("state", ""),
        sort=asked.get("sort", "name"),
    )
    counts = queries.counts_by_state(row)
    context = {
        "cohort": row,
        "program": row.program,
        "page": page_of(request, rows, size=25),
        "states": [("", _("All"), sum(counts.values()))]
        + [(state, state.label, counts.get(state, 0)) for state in Participation.State],
        "roles": [("", _("Both roles"))] + [(role, row.program.word(f"{role}s").capitalize()) for role in Role],
        "kinds": KINDS,
        "is_narrowed": any(asked.get(name) for name in ("q", "role", "state")),
    }
    return page(request, "programs/people.html", context, part="people")


@login_required
def withdraw(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Somebody leaves. It is asked first: they stop being matched and reminded."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    leaving = get_participant(request.user, row, pk)
    if request.method == "POST":
        actions.withdraw(leaving, by=request.user)
        messages.success(request, _("%s has left this cohort.") % leaving.person)
        return redirect("programs:people", *row.address)
    return confirm(
        request,
        title=_("Let %s leave this cohort?") % leaving.person,
        text=_("They are no longer matched or reminded. What they did here is kept, and they can be let in again."),
        submit=_("Let them leave"),
        cancel=_("Keep them"),
        back=f"/programs/{program}/{cohort}/people/",
        danger=True,
    )


@login_required
def export(request: Request, program: str, cohort: str) -> HttpResponse:
    """The people as a file, narrowed as on the page."""
    row = get_cohort(request.user, program, cohort, may=can_manage)
    asked = request.GET
    rows = queries.participants(row, words=asked.get("q", ""), role=asked.get("role", ""), state=asked.get("state", ""))
    header = [_("Name"), _("E-mail"), _("Role"), _("State"), _("Places"), _("Title"), _("Department"), _("Site")]
    lines = (
        (
            one.person.name,
            one.person.email,
            one.get_role_display(),
            one.get_state_display(),
            one.capacity,
            one.person.title,
            one.person.department,
            one.person.site,
        )
        for one in rows
    )
    return csv_download(f"people-{row.program.slug}-{row.slug}", header, lines)
