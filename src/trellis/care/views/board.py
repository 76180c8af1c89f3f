"""How the pairs of a cohort are doing."""

from __future__ import annotations

from itertools import groupby

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.care import actions, queries
from trellis.care.forms import PolicyForm
from trellis.care.groups import GROUPS, group_of
from trellis.care.signals import Standing
from trellis.common.dates import weeks_between
from trellis.common.downloads import csv_download
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.programs.models import Cohort
from trellis.programs.permissions import can_manage, get_cohort
from trellis.ui.pages import page


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """All pairs by standing, the most pressing first, a page at a time."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    state, search = request.GET.get("state", ""), request.GET.get("q", "")[:80]
    all_of = queries.board(found, viewer=request.user, state=state, search=search)
    shown = page_of(request, all_of.order, size=25)
    rows = queries.rows_of(list(shown.object_list), all_of, found)
    context = {
        "cohort": found,
        "week": _week(found),
        "page": shown,
        "groups": [
            (group_of(key), all_of.counts[key], list(of))
            for key, of in groupby(rows, key=lambda row: row.look.standing)
        ],
        "total": len(all_of.looks),
        "chips": [("", _("All"), len(all_of.looks))]
        + [(group.key, str(group.title), all_of.counts.get(group.key, 0), group.icon) for group in GROUPS],
        "search": search,
        "state": state,
    }
    return page(request, "care/board.html", context, part="pairs")


def _standing(row: queries.BoardRow) -> Standing:
    return row.look.standing


def _week(cohort: Cohort) -> tuple[int, int] | None:
    """Which week of how many."""
    if not (cohort.starts_on and cohort.ends_on):
        return None
    from_start = weeks_between(cohort.starts_on, queries.today()) + 1
    of = max(1, weeks_between(cohort.starts_on, cohort.ends_on))
    return (min(from_start, of), of) if queries.today() >= cohort.starts_on else None


@login_required
def export(request: Request, program: str, cohort: str) -> HttpResponse:
    """The board as a file: names and facts, as on the page."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    all_of = queries.board(found, viewer=request.user)
    rows = queries.rows_of(all_of.order, all_of, found)
    head = [
        _("Mentee"),
        _("Mentor"),
        _("Standing"),
        _("Last met"),
        _("Meetings"),
        _("Agreed weeks"),
        _("Goals"),
        _("Check-ins"),
        _("Why"),
    ]
    lines = [
        (
            row.title,
            row.partner,
            str(group_of(row.look.standing).title),
            row.look.facts.last_met_on,
            row.look.facts.held,
            row.look.facts.every_weeks,
            row.goals,
            row.check_ins,
            ". ".join(signal.sentence for signal in row.look.signals),
        )
        for row in rows
    ]
    return csv_download(f"{found.program.slug}-{found.slug}-pairs", head, lines)


@login_required
def policy(request: Request, program: str, cohort: str) -> HttpResponse:
    """What counts as stalled in this program."""
    found = get_cohort(request.user, program, cohort, may=can_manage)
    form = PolicyForm(request.POST or None, instance=queries.policy_of(found.program))
    if request.method == "POST" and form.is_valid():
        actions.set_policy(found.program, by=request.user, **form.cleaned_data)
        messages.success(request, _("Kept. The board uses it from now on."))
        return redirect("care:board", *found.address)
    return page(request, "care/policy.html", {"cohort": found, "form": form})
