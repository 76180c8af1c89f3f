"""Find a time, meet, log it; the agenda and what people said they would do."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from trellis.common.errors import Kind, Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.relationships.clocks import eyes_of, moment_for, place_of, same_clock
from trellis.relationships.goals.models import Goal
from trellis.relationships.goals.queries import OpenGoal, goals_of
from trellis.relationships.meetings import actions, guides
from trellis.relationships.meetings.calendars import file_of
from trellis.relationships.meetings.forms import (
    AgendaForm,
    LogForm,
    MoveForm,
    OtherTimesForm,
    PastForm,
    ProposeForm,
    ToDoForm,
    in_half_an_hour_steps,
)
from trellis.relationships.meetings.links import feed_address, feed_of, read_meeting_link
from trellis.relationships.meetings.models import CalendarFeed, Meeting, Option
from trellis.relationships.meetings.permissions import get_agenda_item, get_meeting, get_to_do
from trellis.relationships.meetings.queries import (
    carried_over,
    is_among_several,
    on_calendar,
    opened,
    opened_whole,
    to_dos_of,
    votes_on,
)
from trellis.relationships.meetings.series import left_of
from trellis.relationships.meetings.slots import common_times
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship
from trellis.ui.pages import page

State = Meeting.State


@contextmanager
def clock_of(request: Request, relationship: Relationship) -> Iterator[None]:
    """What is typed inside is meant on the reader's clock."""
    with timezone.override(relationship.zone_of(request.user)):
        yield


@login_required
def meetings(request: Request, pk: int) -> HttpResponse:
    """What is to come, what waits for an answer or a log, and all that was."""
    relationship = get_relationship(request.user, pk, may=can_read)
    rows = relationship.meetings.all()
    before = rows.filter(state__in=(State.HELD, State.MISSED, State.CANCELED)).order_by("-starts_at", "-pk")
    context = {
        "to_come": [opened(one, relationship.key) for one in rows.to_come()[:50]],
        "proposed": list(rows.filter(state=State.PROPOSED).prefetch_related("options").order_by("pk")[:20]),
        "unlogged": list(rows.over().order_by("-starts_at")[:20]),
        "page": page_of(request, before),
        "to_dos": to_dos_of(relationship),
        "to_do_form": ToDoForm(),
    }
    return pair_page(
        request, relationship, "relationships/meetings/meetings.html", context, tab="meetings", part="to-dos"
    )


@login_required
def propose(request: Request, pk: int) -> HttpResponse:
    """Offer up to three times."""
    relationship = get_relationship(request.user, pk, may=can_write)
    with clock_of(request, relationship):
        last = relationship.meetings.exclude(state=State.CANCELED).order_by("-pk").first()
        initial = {
            "minutes": relationship.meeting_minutes,
            "every_weeks": relationship.meeting_every_weeks,
            "mode": last.mode if last else Meeting.Mode.IN_PERSON,
            "where": last.texts(relationship.key).get("where", "") if last else "",
        }
        suggested = common_times(relationship, minutes=relationship.meeting_minutes)
        initial |= dict(zip(("first", "second", "third"), suggested, strict=False))
        form = ProposeForm(request.POST or None, initial=initial)
        if request.method == "POST" and form.is_valid():
            try:
                meeting = actions.propose(relationship, by=request.user, **form.what())
            except Refused as refused:
                form.refuse(refused)
            else:
                sent = _("%(name)s has your times. You will hear as soon as one is taken.")
                messages.success(request, sent % {"name": relationship.partner_called(request.user)})
                return redirect(meeting)
    context = {"form": form, "clocks": _clocks(relationship, request.user), "suggested": suggested}
    return pair_page(request, relationship, "relationships/meetings/propose.html", context, tab="meetings")


@login_required
def meeting(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """When and where, what about, and what came of it. A post puts something on the agenda."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_read)
    form = AgendaForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        get_meeting(request.user, pk, meeting_pk, may=can_write)
        actions.put_on_agenda(found, by=request.user, **form.cleaned_data)
        return redirect(f"{found.get_absolute_url()}#agenda")
    relationship = found.relationship
    context = {
        "meeting": found,
        "now": opened_whole(found, relationship.key),
        "options": _options(found, request.user),
        "elsewhere": _elsewhere(found, request.user),
        "form": form,
        **_to_prepare(found),
        "among_several": is_among_several(relationship),
        "may_log": _may_log(found),
        "may_change": relationship.is_open and found.state == State.PLANNED and not found.is_over,
    }
    return pair_page(
        request, relationship, "relationships/meetings/meeting.html", context, tab="meetings", part="to-dos"
    )


@login_required
@require_POST
def accept(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    actions.accept(found, _option(request, found), by=request.user)
    messages.success(request, _("It is settled. Both of you get it for your calendars."))
    return redirect(found)


@login_required
@require_POST
def vote(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Among several: which of the times suit me."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    actions.vote(found, by=request.user, suiting=_suiting(request))
    messages.success(request, _("Your answer is in. The meeting is settled when everybody has answered."))
    return redirect(found)


@login_required
@require_POST
def use_guide(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Put the lines of a guide on the agenda."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    guide = guides.BY_KEY.get(request.POST.get("guide", ""))
    if guide is None:
        raise Http404
    goals = [one.title for one in _open_goals(found.relationship)]
    number = actions.use_guide(found, guides.questions(guide, goals), by=request.user)
    said = ngettext("%d line is on the agenda now.", "%d lines are on the agenda now.", number)
    messages.success(request, said % number if number else _("All of it is on the agenda already."))
    return redirect(f"{found.get_absolute_url()}#agenda")


def _to_prepare(found: Meeting) -> dict[str, Any]:
    """While a meeting is to come: what is still to do from before, and the guides, the one that fits first."""
    if found.state not in {State.PROPOSED, State.PLANNED}:
        return {}
    relationship = found.relationship
    goals = _open_goals(relationship)
    before = relationship.meetings.filter(state__in=(State.HELD, State.MISSED)).order_by("starts_at")
    states = list(before.values_list("state", flat=True))
    held, missed = states.count(State.HELD), states[-1:] == [State.MISSED]
    best = guides.suggested(relationship, held=held, goals=len(goals), missed_last=missed)
    titles = [one.title for one in goals]
    rest = [guide for guide in guides.GUIDES if guide is not best]
    shown = [(guide, guides.questions(guide, titles)) for guide in (best, *rest)]
    return {"carried": carried_over(found), "guides": shown}


def _open_goals(relationship: Relationship) -> list[OpenGoal]:
    return [one for one in goals_of(relationship, kept=True) if one.goal.state == Goal.State.OPEN]


def _suiting(request: HttpRequest) -> set[int]:
    return {int(chosen) for chosen in request.POST.getlist("suits") if chosen.isdecimal() and len(chosen) < 18}


@login_required
def move(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Another time: of a planned meeting at once, of a proposed one as new proposals."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    relationship = found.relationship
    proposed = found.state == State.PROPOSED
    with clock_of(request, relationship):
        form = _move_form(request, found)
        if request.method == "POST" and form.is_valid():
            try:
                _move(found, form, by=request.user)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Your partner is told."))
                return redirect(found)
    template = "relationships/meetings/propose.html" if proposed else "relationships/meetings/move.html"
    context = {"form": form, "meeting": found, "clocks": _clocks(relationship, request.user)}
    return pair_page(request, relationship, template, context, tab="meetings")


def _move_form(request: Request, found: Meeting) -> OtherTimesForm | MoveForm:
    where = found.texts(found.relationship.key).get("where", "")
    initial: dict[str, Any] = {"minutes": found.minutes, "mode": found.mode, "where": where}
    if found.state == State.PROPOSED:
        return OtherTimesForm(request.POST or None, initial=initial)
    initial |= {"starts_at": found.starts_at, "sequence": found.sequence}
    return MoveForm(request.POST or None, initial=initial)


def _move(found: Meeting, form: OtherTimesForm | MoveForm, *, by: Person) -> None:
    if isinstance(form, OtherTimesForm):
        actions.propose_others(found, by=by, **form.what())
    else:
        actions.move(found, by=by, **form.cleaned_data)


@login_required
def cancel(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """Asks first; then it is off, and out of both calendars."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    if request.method == "POST":
        actions.cancel(found, by=request.user, following=request.POST.get("following") == "yes")
        messages.success(request, _("The meeting is off. Your partner is told."))
        return redirect("relationships:meetings", pk)
    context = {"meeting": found, "following": len(left_of(found)) if found.state == State.PLANNED else 0}
    return pair_page(request, found.relationship, "relationships/meetings/cancel.html", context, tab="meetings")


@login_required
def log(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """One minute after the meeting; or to put right what stands there."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_write)
    relationship = found.relationship
    now = opened(found, relationship.key)
    initial = {"minutes": found.minutes, "mode": found.mode, "topics": now.topics}
    initial |= {"held": "0" if found.state == State.MISSED else "1"}
    form = LogForm(request.POST or None, initial=initial, by=request.user, relationship=relationship)
    if request.method == "POST" and form.is_valid():
        try:
            actions.log(found, by=request.user, correct=found.logged_at is not None, **form.what())
        except Refused as refused:
            form.refuse(refused)
        else:
            messages.success(request, _("Logged. Thank you."))
            return redirect(found)
    context = {"form": form, "meeting": found}
    return pair_page(request, relationship, "relationships/meetings/log.html", context, tab="meetings")


@login_required
def log_past(request: Request, pk: int) -> HttpResponse:
    """Enter a meeting that nobody had planned here."""
    relationship = get_relationship(request.user, pk, may=can_write)
    with clock_of(request, relationship):
        initial = {
            "minutes": relationship.meeting_minutes,
            "mode": Meeting.Mode.IN_PERSON,
            "starts_at": in_half_an_hour_steps(timezone.now() - timedelta(hours=1)),
        }
        form = PastForm(request.POST or None, initial=initial, by=request.user, relationship=relationship)
        if request.method == "POST" and form.is_valid():
            try:
                found = actions.log_past(relationship, by=request.user, **form.what())
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Logged. Thank you."))
                return redirect(found)
    return pair_page(request, relationship, "relationships/meetings/log.html", {"form": form}, tab="meetings")


@login_required
@require_POST
def take_off_agenda(request: Request, pk: int, meeting_pk: int, item_pk: int) -> HttpResponse:
    item = get_agenda_item(request.user, pk, meeting_pk, item_pk, may=can_write)
    actions.take_off_agenda(item)
    return redirect(f"{item.meeting.get_absolute_url()}#agenda")


@login_required
@require_POST
def add_to_do(request: Request, pk: int) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_write)
    form = ToDoForm(request.POST)
    if form.is_valid():
        actions.add_to_do(relationship, by=request.user, person=request.user, **form.cleaned_data)
    return redirect("relationships:meetings", pk)


@login_required
@require_POST
def tick(request: Request, pk: int, to_do_pk: int) -> HttpResponse:
    """Done, or not done after all. htmx follows to the page it came from and takes its part."""
    to_do = get_to_do(request.user, pk, to_do_pk, may=can_write)
    verb = actions.finish_to_do if request.POST.get("done") == "1" else actions.reopen_to_do
    verb(to_do, by=request.user)
    origin = request.POST.get("from", "")
    if origin.isdecimal() and len(origin) < 18:
        return redirect("relationships:meeting", pk, int(origin))
    return redirect("relationships:meetings", pk)


@login_required
def calendar_file(request: Request, pk: int, meeting_pk: int) -> HttpResponse:
    """One meeting as a file."""
    found = get_meeting(request.user, pk, meeting_pk, may=can_read)
    if found.starts_at is None:
        raise Refused(_("This meeting has no time yet."))
    content = file_of([found], request.user, found.relationship.zone_of(request.user))
    return calendar_response(content, "meeting.ics")


def calendar_response(content: bytes, name: str) -> HttpResponse:
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "private, no-store"}
    return HttpResponse(content, content_type="text/calendar; charset=utf-8", headers=headers)


def _option(request: HttpRequest, found: Meeting) -> Option:
    chosen = request.POST.get("option", "")
    return get_object_or_404(found.options, pk=int(chosen) if chosen.isdecimal() and len(chosen) < 18 else 0)


def _has_begun(found: Meeting) -> bool:
    return found.starts_at is not None and found.starts_at <= timezone.now()


def _options(found: Meeting, reader: Person) -> list[dict[str, Any]]:
    """The proposed times on everybody's clock, while there is something to choose."""
    if found.state != State.PROPOSED:
        return []
    votes = votes_on(found) if is_among_several(found.relationship) else {}
    return [
        {
            "pk": one.pk,
            "at": one.starts_at,
            "over": one.starts_at <= timezone.now(),
            "elsewhere": _words_elsewhere(found.relationship, one.starts_at, reader),
            "votes": votes.get(one.pk, []),
            "suits": any(vote.suits and vote.person_id == reader.pk for vote in votes.get(one.pk, [])),
        }
        for one in found.options.all()
    ]


def _elsewhere(found: Meeting, reader: Person) -> list[str]:
    return _words_elsewhere(found.relationship, found.starts_at, reader) if found.starts_at else []


def _words_elsewhere(relationship: Relationship, moment: datetime, reader: Person) -> list[str]:
    """What the others' clocks show then, where that is something else."""
    mine = relationship.zone_of(reader)
    found = []
    for other in relationship.others(reader):
        theirs = relationship.zone_of(other)
        if not same_clock(mine, theirs, moment):
            said = {"name": other.called(), "time": moment_for(moment, theirs)}
            found.append(_("For %(name)s it is %(time)s.") % said)
    return found


def _clocks(relationship: Relationship, reader: Person) -> list[str]:
    """Before anything is chosen: whose clock the form is on, and what the others' show now."""
    now, mine = timezone.now(), relationship.zone_of(reader)
    said = [_("Times are on your clock (%(place)s).") % {"place": place_of(mine)}]
    for other in relationship.others(reader):
        theirs = relationship.zone_of(other)
        if not same_clock(mine, theirs, now):
            words = {"name": other.called(), "here": _time(now, mine), "there": _time(now, theirs)}
            said.append(_("When it is %(here)s for you, it is %(there)s for %(name)s.") % words)
    return said


def _time(moment: datetime, zone: ZoneInfo) -> str:
    return moment.astimezone(zone).strftime("%H:%M")


# ── Without signing in ────────────────────────────────────────────────────────────────────


def meeting_link(request: HttpRequest, token: str) -> HttpResponse:
    """From an e-mail: take a time, or log the meeting, in a minute. Nothing that anybody wrote is shown."""
    person, pk = read_meeting_link(token)
    found = get_object_or_404(Meeting.objects.visible_to(person), pk=pk)
    found.relationship = get_relationship(person, found.relationship_id, may=can_write)
    if request.method == "GET" and request.user == person:
        return redirect(
            "relationships:log_meeting" if _may_log(found) else "relationships:meeting", found.relationship_id, pk
        )
    with eyes_of(person, found.relationship.zone_of(person)):
        return _answer_link(request, found, person)


def _answer_link(request: HttpRequest, found: Meeting, person: Person) -> HttpResponse:
    may_choose = found.state == State.PROPOSED and found.by_id != person.pk
    form = _link_form(request, found, person) if _may_log(found) else None
    if request.method == "POST":
        if may_choose and is_among_several(found.relationship):
            actions.vote(found, by=person, suiting=_suiting(request))
            return redirect(request.path)
        if may_choose:
            actions.accept(found, _option(request, found), by=person)
            return redirect(request.path)
        if form is None:
            raise Refused(_("There is nothing to answer here any more."), kind=Kind.TOO_LATE)
        if form.is_valid():
            actions.log(found, by=person, **form.what())
            return redirect(request.path)
    context = {
        "meeting": found,
        "person": person,
        "partner": found.relationship.partner_called(person),
        "options": _options(found, person) if may_choose else [],
        "among_several": is_among_several(found.relationship),
        "form": form,
    }
    return page(request, "relationships/meetings/link.html", context)


def _link_form(request: HttpRequest, found: Meeting, person: Person) -> LogForm:
    initial = {"minutes": found.minutes, "mode": found.mode}
    return LogForm(request.POST or None, initial=initial, by=person, relationship=found.relationship)


def _may_log(found: Meeting) -> bool:
    return found.relationship.is_open and found.state == State.PLANNED and _has_begun(found)


@require_safe
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """A person's meetings for their calendar: time, place and the partner's name, no more."""
    found = feed_of(token)
    if found is None:
        raise Http404
    response = calendar_response(file_of(*on_calendar(found.person)), "mentoring.ics")
    response["Content-Disposition"] = 'inline; filename="mentoring.ics"'
    return response


@login_required
def calendar(request: Request) -> HttpResponse:
    """My private calendar address: see it, make a new one."""
    if request.method == "POST":
        actions.renew_feed(request.user)
        messages.success(request, _("Here is your address. One you had before doesn’t work any more."))
        return redirect("relationships:calendar")
    own = CalendarFeed.objects.filter(person=request.user).first()
    return page(request, "relationships/meetings/calendar.html", {"address": feed_address(own) if own else ""})


@login_required
@require_POST
def revoke_calendar(request: Request) -> HttpResponse:
    actions.revoke_feed(request.user)
    messages.success(request, _("The address doesn’t work any more."))
    return redirect("relationships:calendar")
