"""Circles and pairs of peers: look for them, change them, ask; and the page on which somebody answers."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.history.toasts import undo_message
from trellis.matching.circles import actions, queries
from trellis.matching.circles.forms import CirclesForm, CompanyForm, TopicForm
from trellis.matching.circles.models import CircleWish, Grouping
from trellis.matching.circles.permissions import get_asked_circle, get_led_circle, get_led_relationship, get_seat
from trellis.matching.permissions import get_matched_cohort, get_own_participation
from trellis.programs.models import Cohort
from trellis.ui.pages import confirm, page

State = Grouping.State


@login_required
def circles(request: Request, program: str, cohort: str) -> HttpResponse:
    """The circles under review or asked, who is in none and why; a post starts a search."""
    found = get_matched_cohort(request.user, program, cohort)
    if found.program.format not in actions.FORMS:
        return redirect("matching:studio", *found.address)
    form = CirclesForm(request.POST or None, instance=_last(found))
    if request.method == "POST" and form.is_valid():
        try:
            actions.look_for_circles(found, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused)
        else:
            return redirect("matching:circles", *found.address)
    context = {"cohort": found, "form": form, "of_peers": found.program.format == "peer", **_shown(request, found)}
    return page(request, "matching/circles/circles.html", context, part=["job"], status=422 if form.errors else 200)


def _last(cohort: Cohort) -> Grouping:
    """The sizes of the last search, for the form; a new row."""
    before = cohort.groupings.order_by("-pk").first()
    new = Grouping(cohort=cohort, most=min(6, max(4, cohort.program.mentor_capacity)))
    if before:
        new.least, new.most, new.kind = before.least, before.most, before.kind
    return new


def _shown(request: Request, cohort: Cohort) -> dict[str, object]:
    rows = cohort.groupings.select_related("cohort__program", "job")
    grouping = rows.filter(state__in=(State.REVIEW, State.ASKED)).order_by("-pk").first()
    working = rows.filter(state=State.WORKING).first()
    if grouping is None:
        return {"grouping": None, "working": working, "ready": queries.ready_for_circles(cohort)}
    page_ = page_of(request, grouping.circles.with_people().order_by("number"))
    return {
        "grouping": grouping,
        "working": working,
        "ready": queries.ready_for_circles(cohort),
        "page": page_,
        "circles": queries.with_wanting(list(page_)),
        "places": queries.circle_choices(grouping),
        "nobody": queries.without_circle(grouping),
        "may_change": grouping.state == State.REVIEW,
    }


@login_required
@require_POST
def put(request: Request, pk: int) -> HttpResponse:
    """Into another circle, or out of all."""
    seat = get_seat(request.user, pk)
    wanted = request.POST.get("circle", "")
    circle = get_object_or_404(seat.grouping.circles, pk=int(wanted)) if wanted.isdecimal() else None
    event = actions.put(seat, circle, by=request.user)
    person = seat.participation.person
    if circle:
        said = _("%(person)s is in “%(circle)s” now.") % {"person": person, "circle": circle}
    else:
        said = _("%(person)s is in no circle now.") % {"person": person}
    undo_message(request, said, event)
    return redirect(seat.grouping)


@login_required
def topic(request: Request, pk: int) -> HttpResponse:
    """Name a circle."""
    circle = get_led_circle(request.user, pk)
    form = TopicForm(request.POST or None, initial={"topic": circle.topic})
    if request.method == "POST" and form.is_valid():
        actions.name_circle(circle, form.cleaned_data["topic"], by=request.user)
        return redirect(circle.grouping)
    context = {"circle": circle, "cohort": circle.grouping.cohort, "form": form}
    return page(request, "matching/circles/topic.html", context, status=422 if form.errors else 200)


@login_required
def ask(request: Request, program: str, cohort: str) -> HttpResponse:
    """GET asks once more, POST asks the people."""
    found = get_matched_cohort(request.user, program, cohort)
    grouping = get_object_or_404(found.groupings.select_related("cohort__program"), state=State.REVIEW)
    number = grouping.circles.count()
    if request.method != "POST":
        return confirm(
            request,
            title=ngettext("Ask the people of %d circle?", "Ask the people of %d circles?", number) % number,
            text=_("Everybody in them is told by e-mail, and says yes or no. Those who said yes begin."),
            submit=_("Ask them"),
            cancel=_("Keep reviewing"),
            back=reverse("matching:circles", args=found.address),
        )
    asked = actions.ask(grouping, by=request.user)
    messages.success(request, ngettext("%d person is asked.", "%d people are asked.", asked) % asked)
    return redirect("matching:circles", *found.address)


@login_required
def asked(request: Request, pk: int) -> HttpResponse:
    """For somebody who is asked: with whom, what about, yes or no."""
    circle = get_asked_circle(request.user, pk)
    if request.method == "POST":
        if request.POST.get("answer") not in ("yes", "no"):
            raise Http404
        circle = actions.answer_circle(circle, by=request.user, yes=request.POST["answer"] == "yes")
        if circle.relationship and circle.relationship.parties.filter(person=request.user).exists():
            return redirect(circle.relationship)
        messages.success(request, _("Your answer is kept."))
        return redirect("matching:asked_to_circle", circle.pk)
    return page(request, "matching/circles/asked.html", queries.asked_context(circle, request.user))


@login_required
def company(request: Request, program: str, cohort: str) -> HttpResponse:
    """I’d rather not be the only one."""
    own = get_own_participation(request.user, program, cohort, "mentee")
    wish = CircleWish.objects.filter(participation=own).first()
    form = CompanyForm(request.POST or None, initial={"not_alone": bool(wish and wish.not_alone)})
    if request.method == "POST" and form.is_valid():
        actions.wish_for_company(own, not_alone=form.cleaned_data["not_alone"], by=request.user)
        messages.success(request, _("Kept. You can change it until circles are put together."))
        return redirect("home:mentoring")
    return page(request, "matching/circles/company.html", {"own": own, "program": own.cohort.program, "form": form})


@login_required
def join(request: Request, pk: int) -> HttpResponse:
    """Take somebody who waits into a circle that runs."""
    relationship = get_led_relationship(request.user, pk)
    waiting = queries.waiting_for_circle(relationship.cohort)
    if request.method == "POST":
        wanted = request.POST.get("participation", "")
        participation = get_object_or_404(waiting, pk=int(wanted) if wanted.isdecimal() else 0)
        actions.join_circle(relationship, participation, by=request.user)
        said = _("%(person)s is in “%(circle)s” now, and everybody there knows.")
        messages.success(request, said % {"person": participation.person, "circle": relationship})
        return redirect("matching:circles", *relationship.cohort.address)
    shown = page_of(request, waiting.order_by("person__name", "pk"))
    context = {"relationship": relationship, "cohort": relationship.cohort, "page": shown}
    return page(request, "matching/circles/join.html", context)
