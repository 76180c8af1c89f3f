"""The report of a cohort, and the page with all programs one may see figures of."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from trellis.common.downloads import csv_download
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.insights.overview import cohorts_for, overview
from trellis.insights.report import HEAD, agree_words, interval_words, lines_of, mean_words, report_of
from trellis.programs.permissions import can_see_figures, get_cohort
from trellis.ui.pages import page


@login_required
def report(request: Request, program: str, cohort: str) -> HttpResponse:
    """For the whole team, sponsors too: the same figures for all, names in none of them."""
    found = get_cohort(request.user, program, cohort, may=can_see_figures)
    made = report_of(found)
    waves = [
        (told, [(one, mean_words(one), interval_words(one), agree_words(one)) for one in told.figures])
        for told in made.waves
    ]
    words = {key: found.program.word(key).capitalize() for key in ("mentees", "mentors")}
    context = {"cohort": found, "report": made, "waves": waves, "words": words}
    return page(request, "insights/report.html", context)


@login_required
def export(request: Request, program: str, cohort: str) -> HttpResponse:
    """The same figures as a file."""
    found = get_cohort(request.user, program, cohort, may=can_see_figures)
    return csv_download(f"{found.program.slug}-{found.slug}-report", HEAD, lines_of(report_of(found)))


@login_required
def sponsor(request: Request) -> HttpResponse:
    """All programs at a glance: aggregates, never names."""
    shown = page_of(request, cohorts_for(request.user), size=20)
    rows = overview(list(shown.object_list))
    return page(request, "insights/sponsor.html", {"page": shown, "rows": rows})
