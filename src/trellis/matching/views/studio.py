"""The match studio: look for pairs, see why, change, publish."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.history.toasts import undo_message
from trellis.matching import actions, queries
from trellis.matching.forms import SettingsForm
from trellis.matching.inputs import settings_for
from trellis.matching.models import KeptApart, MatchRun, Suggestion
from trellis.matching.permissions import get_matched_cohort, get_suggestion
from trellis.programs.models import Cohort, Participation
from trellis.ui.pages import confirm, page

State = MatchRun.State


@login_required
def studio(request: Request, program: str, cohort: str) -> HttpResponse:
    """Everything about the plan under review, and the search that is going on."""
    found = get_matched_cohort(request.user, program, cohort)
    run = found.match_runs.filter(state=State.REVIEW).select_related("cohort__program").first()
    working = found.match_runs.filter(state=State.WORKING).select_related("job").first()
    context = {
        "cohort": found,
        "run": run,
        "working": working,
        "searches": queries.searches(found),
        "proposals": queries.proposal_counts(found),
        "preparing": queries.preparing(found),
        **(_board(request, run) if run else {}),
    }
    return page(request, "matching/studio.html", context, part=["job", "board"])


def _board(request: Request, run: MatchRun) -> dict[str, object]:
    asked = {name: request.GET.get(name, "") for name in ("show", "q", "sort")}
    shown = page_of(request, queries.board(run, show=asked["show"], search=asked["q"], sort=asked["sort"]))
    rows = queries.rows_of(run, shown)
    selected = _selected(request, run, rows)
    counts = queries.counts_of(run)
    return {
        "counts": counts,
        "show_choices": _choices(counts),
        "page": shown,
        "rows": rows,
        "why": queries.why(run, selected) if selected else None,
        "change": queries.last_change(run, request.user),
    }


def _choices(counts: queries.Counts) -> list[tuple[str, str, int]]:
    return [
        ("", _("All"), counts.all),
        ("look", _("Worth a look"), counts.look),
        ("locked", _("Locked"), counts.locked),
        ("hand", _("By hand"), counts.by_hand),
        ("none", _("Not placed"), counts.unplaced),
    ]


def _selected(request: Request, run: MatchRun, rows: list[queries.Row]) -> Suggestion | None:
    """The row that was asked for, else the first one shown."""
    asked = request.GET.get("pair", "")
    if asked.isdecimal():
        found = next((row.suggestion for row in rows if row.suggestion.pk == int(asked)), None)
        return found or run.suggestions.with_people().filter(pk=int(asked)).first()
    return rows[0].suggestion if rows else None


@login_required
@require_POST
def run(request: Request, program: str, cohort: str) -> HttpResponse:
    found = get_matched_cohort(request.user, program, cohort)
    actions.start_run(found, by=request.user)
    return redirect("matching:studio", *found.address)


@login_required
def settings(request: Request, program: str, cohort: str) -> HttpResponse:
    """What counts, what is ruled out, and who is kept apart."""
    found = get_matched_cohort(request.user, program, cohort)
    form = SettingsForm(request.POST or None, instance=settings_for(found))
    if request.method == "POST" and form.is_valid():
        actions.change_settings(found, by=request.user, **form.changed())
        messages.success(request, _("Kept. It counts from the next search on."))
        return redirect("matching:studio", *found.address)
    apart = found.kept_apart.select_related("mentee__person", "mentor__person", "by").order_by("pk")
    context = {"cohort": found, "form": form, "page": page_of(request, apart)}
    return page(request, "matching/settings.html", context, status=422 if form.errors else 200)


@login_required
def publish(request: Request, program: str, cohort: str) -> HttpResponse:
    """GET asks once more, POST publishes all pairs that are left, or the one named `only`."""
    found = get_matched_cohort(request.user, program, cohort)
    plan = get_object_or_404(found.match_runs.select_related("cohort__program"), state=State.REVIEW)
    if request.method != "POST":
        return _ask(request, found, plan)
    only = request.POST.get("only", "")
    published = actions.publish(plan, by=request.user, only=[int(only)] if only.isdecimal() else None)
    number = len(published.proposals)
    if published.event:
        said = ngettext(
            "%d pair published. Both are told in ten minutes.",
            "%d pairs published. People are told in ten minutes.",
            number,
        )
        undo_message(request, said % number, published.event)
    for suggestion, reason in published.left_out[:10]:
        pair = f"{suggestion.mentee.person}, {suggestion.mentor.person if suggestion.mentor else ''}"
        messages.warning(request, _("%(pair)s stayed behind: %(reason)s") % {"pair": pair, "reason": reason})
    return redirect("matching:studio", *found.address)


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


@login_required
@require_POST
def lock(request: Request, pk: int) -> HttpResponse:
    suggestion = get_suggestion(request.user, pk)
    actions.lock(suggestion, by=request.user)
    return _back(request, suggestion)


@login_required
@require_POST
def unlock(request: Request, pk: int) -> HttpResponse:
    suggestion = get_suggestion(request.user, pk)
    actions.unlock(suggestion, by=request.user)
    return _back(request, suggestion)


@login_required
@require_POST
def apart(request: Request, pk: int) -> HttpResponse:
    suggestion = get_suggestion(request.user, pk)
    pair = str(suggestion.mentee.person), str(suggestion.mentor.person if suggestion.mentor else "")
    event = actions.keep_apart(suggestion, by=request.user)
    said = _("%(mentee)s and %(mentor)s are kept apart, in this plan and in those after it.")
    undo_message(request, said % {"mentee": pair[0], "mentor": pair[1]}, event)
    return _back(request, suggestion)


@login_required
@require_POST
def allow(request: Request, pk: int) -> HttpResponse:
    led = KeptApart.objects.filter(cohort__in=Cohort.objects.led_by(request.user)).select_related("cohort__program")
    kept = get_object_or_404(led, pk=pk)
    address = kept.cohort.address
    actions.let_together(kept, by=request.user)
    messages.success(request, _("They may be paired again, from the next search on."))
    return redirect("matching:settings", *address)


@login_required
def options(request: Request, pk: int) -> HttpResponse:
    """Other mentors for a mentee, each with what it would cost; POST moves the mentee there."""
    suggestion = get_suggestion(request.user, pk)
    if request.method == "POST":
        mentor = get_object_or_404(
            Participation.objects.filter(cohort=suggestion.mentee.cohort_id).mentors(),
            pk=request.POST.get("mentor", "0") if request.POST.get("mentor", "").isdecimal() else 0,
        )
        event = actions.move_to(suggestion, mentor, by=request.user)
        said = _("%(mentee)s is with %(mentor)s now, and locked there.")
        undo_message(request, said % {"mentee": suggestion.mentee.person, "mentor": mentor.person}, event)
        return _back(request, suggestion)
    search, few = request.GET.get("q", ""), "few" in request.GET
    fixed = suggestion.is_locked or suggestion.proposal_id is not None
    found = [] if fixed else queries.options_for(suggestion, search=search, most=3 if few else 20)
    context = {"cohort": suggestion.run.cohort, "suggestion": suggestion, "options": found, "few": few, "fixed": fixed}
    return page(request, "matching/options.html", context, part="options")


def _back(request: Request, suggestion: Suggestion) -> HttpResponse:
    """To the board, with the same pair selected."""
    address = reverse("matching:studio", args=suggestion.run.cohort.address)
    return redirect(f"{address}?pair={suggestion.pk}#board")
