"""The page of a circle: who is here, what to talk about, who does what, who came."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.relationships.circles import actions, queries
from trellis.relationships.circles.forms import RollForm, TopicForm
from trellis.relationships.circles.models import Duty, Topic
from trellis.relationships.circles.permissions import can_take_down, get_circle, get_topic, require_taking_down
from trellis.relationships.meetings.permissions import get_meeting
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write


@login_required
def circle(request: Request, pk: int) -> HttpResponse:
    """A post puts a topic up."""
    found = get_circle(request.user, pk, may=can_read)
    form = TopicForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        get_circle(request.user, pk, may=can_write)
        actions.put_up(found, by=request.user, **form.cleaned_data)
        return redirect("relationships:circle", found.pk)
    coming = found.meetings.to_come().first()
    context = {
        "form": form,
        "members": found.here(),
        "topics": _topics(request, queries.topics_of(found, request.user)),
        "talked": queries.topics_of(found, request.user, state=Topic.State.DONE)[:10],
        "next": coming,
        "duties": queries.duties_of(found, coming) if coming else [],
        "rolls": queries.rolls_of(queries.held(found)),
    }
    return pair_page(
        request,
        found,
        "relationships/circles/circle.html",
        context,
        tab="circle",
        part="topics",
        status=422 if form.errors else 200,
    )


def _topics(request: Request, topics: list[queries.OpenTopic]) -> list[tuple[queries.OpenTopic, bool]]:
    return [(one, can_take_down(request.user, one.topic)) for one in topics]


@login_required
@require_POST
def want(request: Request, pk: int, topic_pk: int) -> HttpResponse:
    actions.want(get_topic(request.user, pk, topic_pk), by=request.user, wanted=request.POST.get("wanted") == "1")
    return _back(pk)


@login_required
@require_POST
def talked(request: Request, pk: int, topic_pk: int) -> HttpResponse:
    """Done with it, or `again`."""
    topic = get_topic(request.user, pk, topic_pk)
    verb = actions.wait_again if "again" in request.POST else actions.talked_about
    verb(topic, by=request.user)
    return _back(pk)


@login_required
@require_POST
def take_down(request: Request, pk: int, topic_pk: int) -> HttpResponse:
    topic = get_topic(request.user, pk, topic_pk)
    require_taking_down(request.user, topic)
    actions.take_down(topic, by=request.user)
    return _back(pk)


@login_required
@require_POST
def duty(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """I’ll do it this time."""
    get_circle(request.user, pk, may=can_write)
    meeting = get_meeting(request.user, pk, meeting_pk, may=can_write)
    if request.POST.get("duty") not in Duty.values:
        raise Http404
    actions.take_duty(meeting, Duty(request.POST["duty"]), by=request.user)
    messages.success(request, _("It is yours this time."))
    return _back(pk)


@login_required
def roll(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Who came to a meeting that was held."""
    circle = get_circle(request.user, pk, may=can_write)
    meeting = get_meeting(request.user, pk, meeting_pk, may=can_write)
    form = RollForm(request.POST or None, meeting=meeting)
    if request.method == "POST" and form.is_valid():
        actions.note_who_came(meeting, list(form.cleaned_data["came"]), by=request.user)
        messages.success(request, _("Noted who came."))
        return _back(pk)
    context = {"form": form, "meeting": meeting}
    return pair_page(request, circle, "relationships/circles/roll.html", context, tab="circle")


@login_required
def leave(request: Request, pk: int) -> HttpResponse:
    """GET says what happens, POST leaves."""
    found = get_circle(request.user, pk, may=can_write)
    if request.method == "POST":
        pairs.leave(found, by=request.user)
        messages.success(request, _("You have left the circle. Who runs the program can find you another."))
        return redirect("home:mentoring")
    return pair_page(request, found, "relationships/circles/leave.html", {}, tab="circle")


def _back(pk: int) -> HttpResponse:
    return redirect(reverse("relationships:circle", args=[pk]))
