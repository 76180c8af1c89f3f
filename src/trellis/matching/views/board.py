"""The review board: look at a pair, change it with the cost in sight, say what you think, approve."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.history.toasts import undo_message
from trellis.matching import actions, boards, queries
from trellis.matching.forms import ApartForm, RemarkForm
from trellis.matching.models import KeptApart, MatchRun, Suggestion
from trellis.matching.permissions import get_matched_cohort, get_suggestion
from trellis.programs.actions import change_places
from trellis.programs.models import Cohort, Participation
from trellis.ui.pages import page

MOST_DROPPED_ON = 100  # mentors on one page of the board


def context_of(request: Request, run: MatchRun) -> dict[str, object]:
    """Everything the board shows; no plan is worked out for it."""
    asked = queries.Asked.of(request.GET)
    shown = page_of(request, queries.board(run, asked))
    suggestions = list(shown)
    rows = queries.rows_of(run, suggestions, boards.against(run, suggestions))
    selected = _selected(request, run, rows)
    counts = queries.counts_of(run)
    return {
        "counts": counts,
        "show_choices": _choices(counts),
        "asked": asked,
        "sites": queries.places_of(run, "site"),
        "departments": queries.places_of(run, "department"),
        "page": shown,
        "rows": rows,
        "why": queries.why(run, selected) if selected else None,
        "by_hand": boards.changed_by_hand(run, request.user),
        "approval": queries.approval_of(run, request.user),
        "remark_form": RemarkForm(),
        "remarks": queries.remarks_of(run, selected),
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
def lock(request: Request, pk: int) -> HttpResponse:
    suggestion = get_suggestion(request.user, pk)
    event = actions.lock(suggestion, by=request.user, mentor=_number(request, "mentor"))
    said = _("%(mentee)s stays with %(mentor)s, also in the next search.")
    undo_message(request, said % {"mentee": suggestion.mentee.person, "mentor": _mentor(suggestion)}, event)
    return _back(request, suggestion)


@login_required
@require_POST
def unlock(request: Request, pk: int) -> HttpResponse:
    suggestion = get_suggestion(request.user, pk)
    event = actions.unlock(suggestion, by=request.user)
    said = _("%(mentee)s and %(mentor)s may change again in the next search.")
    undo_message(request, said % {"mentee": suggestion.mentee.person, "mentor": _mentor(suggestion)}, event)
    return _back(request, suggestion)


@login_required
def apart(request: Request, pk: int) -> HttpResponse:
    """GET asks for the reason, POST keeps the two apart."""
    suggestion = get_suggestion(request.user, pk)
    pair = {"mentee": suggestion.mentee.person, "mentor": _mentor(suggestion)}
    form = ApartForm(request.POST if request.method == "POST" else None, initial={"seen": suggestion.run.version})
    if request.method == "POST" and form.is_valid():
        event = actions.keep_apart(suggestion, by=request.user, **form.cleaned_data)
        said = _("%(mentee)s and %(mentor)s are kept apart, in this plan and in those after it.")
        undo_message(request, said % pair, event)
        return _back(request, suggestion)
    context = {"cohort": suggestion.run.cohort, "suggestion": suggestion, "form": form}
    return page(request, "matching/apart.html", context, status=422 if form.errors else 200)


def _mentor(suggestion: Suggestion) -> object:
    return suggestion.mentor.person if suggestion.mentor else ""


@login_required
@require_POST
def allow(request: Request, pk: int) -> HttpResponse:
    led = KeptApart.objects.filter(cohort__in=Cohort.objects.led_by(request.user)).select_related("cohort__program")
    kept = get_object_or_404(led, pk=pk)
    address = kept.cohort.address
    actions.let_together(kept, by=request.user)
    messages.success(request, _("They may be paired again, from the next search on."))
    return redirect("matching:rules", *address)


@login_required
def options(request: Request, pk: int) -> HttpResponse:
    """Other mentors for a mentee, each with what it would cost; POST moves the mentee there."""
    suggestion = get_suggestion(request.user, pk)
    if request.method == "POST":
        return _move(request, suggestion)
    search, few = request.GET.get("q", ""), "few" in request.GET
    fixed = suggestion.is_locked or suggestion.proposal_id is not None
    context = {
        "cohort": suggestion.run.cohort,
        "suggestion": suggestion,
        "options": [] if fixed else boards.options_for(suggestion, search=search, most=3 if few else 20),
        "rivals": [] if fixed or search else boards.rivals_for(suggestion),
        "openings": [] if search else boards.openings_for(suggestion),
        "few": few,
        "fixed": fixed,
    }
    return page(request, "matching/options.html", context, part="options")


def _move(request: Request, suggestion: Suggestion) -> HttpResponse:
    mentors = Participation.objects.filter(cohort=suggestion.mentee.cohort_id).mentors()
    mentor = get_object_or_404(mentors, pk=_number(request, "mentor") or 0)
    event = actions.move_to(suggestion, mentor, by=request.user, seen=_number(request, "seen"))
    said = _("%(mentee)s is with %(mentor)s now, and locked there.")
    undo_message(request, said % {"mentee": suggestion.mentee.person, "mentor": mentor.person}, event)
    return _back(request, suggestion)


@login_required
@require_POST
def place(request: Request, pk: int) -> HttpResponse:
    """Give a mentor one place more, for somebody who waits."""
    suggestion = get_suggestion(request.user, pk)
    mentors = Participation.objects.filter(cohort=suggestion.mentee.cohort_id).mentors()
    mentor = get_object_or_404(mentors.select_related("person", "cohort__program"), pk=_number(request, "mentor") or 0)
    event = change_places(mentor, mentor.capacity + 1, by=request.user)
    number = mentor.capacity
    said = ngettext("%(mentor)s has %(number)d place now.", "%(mentor)s has %(number)d places now.", number)
    undo_message(request, said % {"mentor": mentor.person, "number": number}, event)
    messages.info(request, _("Search again to use it; locked pairs stay."))
    return _back(request, suggestion)


@login_required
def costs(request: Request, pk: int) -> JsonResponse:
    """What it would cost to put a mentee with each of these mentors, while somebody drags."""
    suggestion = get_suggestion(request.user, pk)
    asked = [int(one) for one in request.GET.getlist("mentor") if one.isdecimal()][:MOST_DROPPED_ON]
    fixed = suggestion.is_locked or suggestion.proposal_id is not None
    found = [] if fixed else boards.costs_for(suggestion, asked)
    return JsonResponse({"seen": suggestion.run.version, "costs": {one.mentor.pk: _cost(one) for one in found}})


def _cost(option: boards.Option) -> dict[str, object]:
    if option.forbidden:
        return {"can": False, "text": _("Not allowed"), "why": option.forbidden}
    fit = _("Fit %(fit)s.") % {"fit": option.fit}
    why = " ".join([fit, *option.consequences])
    return {"can": True, "text": str(option.cost), "loses": option.cost.is_loss, "why": why}


def _number(request: Request, name: str) -> int | None:
    value = request.POST.get(name, "")
    return int(value) if value.isdecimal() else None


@login_required
@require_POST
def remark(request: Request, program: str, cohort: str) -> HttpResponse:
    """Say something to the team about the plan, or about the pair named `pair`."""
    run = _run(request, program, cohort)
    form = RemarkForm(request.POST)
    pair = _number(request, "pair")
    about = get_object_or_404(run.suggestions.with_people(), pk=pair) if pair else None
    if form.is_valid():
        actions.remark(run, text=form.cleaned_data["text"], about=about.mentee if about else None, by=request.user)
    else:
        messages.error(request, str(form.errors["text"][0]))
    return redirect(f"{run.get_absolute_url()}?pair={pair}#remarks" if pair else f"{run.get_absolute_url()}#remarks")


@login_required
@require_POST
def approve(request: Request, program: str, cohort: str) -> HttpResponse:
    run = _run(request, program, cohort)
    event = actions.approve(run, by=request.user, seen=_number(request, "seen"))
    number = run.placed
    said = ngettext("You approved %d pair.", "You approved %d pairs.", number) % number
    undo_message(request, said, event)
    return redirect(run)


@login_required
def trail(request: Request, program: str, cohort: str) -> HttpResponse:
    """Every decision about the plan under review, the newest first."""
    run = _run(request, program, cohort)
    shown = page_of(request, boards.trail_of(run))
    context = {"cohort": run.cohort, "run": run, "page": shown, "lines": boards.lines_of(run, list(shown))}
    return page(request, "matching/trail.html", context)


def _run(request: Request, program: str, cohort: str) -> MatchRun:
    found = get_matched_cohort(request.user, program, cohort)
    runs = found.match_runs.select_related("cohort__program").defer("inputs")
    return get_object_or_404(runs, state=MatchRun.State.REVIEW)


def _back(request: Request, suggestion: Suggestion) -> HttpResponse:
    """To the board, with the same pair selected."""
    address = reverse("matching:studio", args=suggestion.run.cohort.address)
    return redirect(f"{address}?pair={suggestion.pk}#board")
