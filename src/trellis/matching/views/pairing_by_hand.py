"""Pairing by hand, and what people wish for."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching import actions, queries
from trellis.matching.forms import WishForm
from trellis.matching.models import Avoidance
from trellis.matching.permissions import get_matched_cohort, get_own_participation
from trellis.programs.models import Cohort, Participation
from trellis.ui.pages import page


@login_required
def by_hand(request: Request, program: str, cohort: str) -> HttpResponse:
    """First a mentee, then a mentor, with what speaks for and against them; POST proposes the pair."""
    found = get_matched_cohort(request.user, program, cohort)
    search = request.GET.get("q", "")
    mentee = _named(found, request.POST.get("mentee") or request.GET.get("mentee", ""))
    if request.method == "POST" and mentee:
        mentor = get_object_or_404(found.participations.mentors(), pk=_number(request.POST.get("mentor", "")))
        proposal = actions.propose(found, mentee=mentee, mentor=mentor, by=request.user)
        said = _("%(pair)s are asked in ten minutes. Until then you can take it back.") % {"pair": proposal}
        messages.success(request, said)
        return redirect("matching:proposals", *found.address)
    if mentee:
        candidates = queries.mentors_for(found, mentee, search)
        shown = page_of(request, candidates.order)
        shown.object_list = candidates.rows(list(shown.object_list))
    else:
        shown = page_of(request, queries.free_mentees(found, search))
        shown.object_list = queries.with_people(list(shown.object_list))
    return page(request, "matching/by_hand.html", {"cohort": found, "mentee": mentee, "page": shown})


def _named(cohort: Cohort, value: str) -> Participation | None:
    rows = cohort.participations.mentees().select_related("person", "cohort__program")
    return get_object_or_404(rows, pk=int(value)) if value.isdecimal() else None


def _number(value: str) -> int:
    return int(value) if value.isdecimal() else 0


@login_required
def wishes(request: Request, program: str, cohort: str, role: str) -> HttpResponse:
    """Whom I would like to be paired with, and whom rather not."""
    own = get_own_participation(request.user, program, cohort, role)
    form = _wish_form(request, own)
    if request.method == "POST" and form.is_valid():
        actions.wish(own, others=form.chosen(), avoid=form.avoided(), by=request.user)
        messages.success(request, _("Your wishes are kept. You can change them until you are matched."))
        return redirect("matching:wishes", *own.cohort.address, own.role)
    context = {"own": own, "program": own.cohort.program, "form": form}
    return page(request, "matching/wishes.html", context, status=422 if form.errors else 200)


def _wish_form(request: Request, own: Participation) -> WishForm:
    others = queries.others_for(own)
    by_person = {one.person_id: one.pk for one in others}
    avoided = Avoidance.objects.filter(person=own.person_id).order_by("pk").values_list("other", flat=True)
    return WishForm(
        request.POST or None,
        others=others,
        chosen=list(own.wishes.order_by("rank").values_list("other", flat=True)),
        avoided=[by_person[pk] for pk in avoided if pk in by_person],
    )
