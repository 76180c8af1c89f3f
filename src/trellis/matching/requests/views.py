"""Find a mentor, ask, answer, rank; and what those who run the program see of it."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.matching.permissions import get_matched_cohort
from trellis.matching.requests import actions, finding, queries
from trellis.matching.requests.actions import over
from trellis.matching.requests.finding import Sought
from trellis.matching.requests.forms import AskForm, ChoosingForm, NoForm, PauseForm
from trellis.matching.requests.models import MentorRequest, RequestPause
from trellis.matching.requests.permissions import (
    asks,
    can_answer,
    can_read,
    can_take_back,
    get_asking,
    get_choosing,
    get_mentoring,
    get_request,
    side_of,
)
from trellis.people.queries import weekly_times
from trellis.programs.models import Participation, Role
from trellis.ui.pages import confirm, page

PAGE = 10
State = MentorRequest.State


@login_required
def find(request: Request, program: str, cohort: str) -> HttpResponse:
    """The mentors of one's cohort, with the reasons for each, narrowed as one likes."""
    own = get_choosing(request.user, program, cohort)
    sought = Sought.of(request.GET, request.GET.getlist("skill"))
    found = finding.find(own, sought)
    shown = page_of(request, found.matches, size=PAGE)
    rows = queries.cards(own, found, list(shown))
    is_first = not sought.number and sought.order == "fit" and shown.number == 1
    context = {
        **_about(own),
        "sought": sought,
        "ticked": {str(skill) for skill in sought.skills},
        "weekdays": [(number, str(name)) for number, name in WEEKDAYS.items()],
        "found": found,
        "page": shown,
        "top": rows[: queries.TOP] if is_first else [],
        "rows": rows[queries.TOP :] if is_first else rows,
        "filters": queries.filters_for(own, sought.skills),
        "free": queries.with_a_place(own),
        "wanted": queries.wanted_by(request.user),
    }
    return page(request, "matching/requests/find.html", context, part="found")


def _about(own: Participation) -> dict[str, Any]:
    """What every page of choosing says about the program and one's own standing in it."""
    settings = queries.settings_of(own.cohort)
    return {
        "own": own,
        "cohort": own.cohort,
        "program": own.cohort.program,
        "asks": asks(own.cohort),
        "settings": settings,
        "live": queries.live_of(own),
        "takes_choices": settings.takes_choices(timezone.now().date()),
    }


@login_required
def mentor(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """One mentor: who they are, why the two of you, and a few words to ask them with."""
    own = get_choosing(request.user, program, cohort)
    card = _card(own, pk)
    form = AskForm(request.POST or None)
    if request.method == "POST":
        get_asking(request.user, program, cohort)
        if form.is_valid():
            made = actions.ask(own, card.mentor, by=request.user, **form.cleaned_data)
            _say_asked(request, made)
            return redirect("matching:sent", program, cohort)
    context = {
        **_about(own),
        "card": card,
        "form": form,
        "times": weekly_times(card.person),
        "wanted": queries.wanted_by(request.user),
        "next": [wish for wish in queries.choices_of(own) if wish.other_id != pk],
    }
    return page(request, "matching/requests/mentor.html", context, status=422 if form.errors else 200)


def _card(own: Participation, pk: int) -> queries.Card:
    """One mentor as one finds them; nobody whom a rule keeps apart from oneself."""
    found = finding.one(own, pk)
    if not found.matches:
        raise Http404
    return queries.cards(own, found, found.matches)[0]


def _say_asked(request: Request, made: MentorRequest) -> None:
    name = made.mentor.person.called()
    if made.state == State.OPEN:
        messages.success(request, _("%(name)s is asked.") % {"name": name})
    else:
        messages.success(request, _("You stand in line for a place with %(name)s.") % {"name": name})


@login_required
@require_POST
def keep(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    own = get_choosing(request.user, program, cohort)
    other = _mentor(own, pk)
    kept = actions.keep(own, other)
    said = _("You keep %(name)s in mind.") if kept else _("You no longer keep %(name)s in mind.")
    messages.info(request, said % {"name": other.person.called()})
    return _back(request, own)


@login_required
@require_POST
def choose(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    """Put a mentor at the end of one's list, or take them off it."""
    own = get_choosing(request.user, program, cohort)
    other = _mentor(own, pk)
    chosen = [wish.other for wish in queries.choices_of(own)]
    without = [one for one in chosen if one.pk != other.pk]
    actions.set_choices(own, without if other in chosen else [*chosen, other], by=request.user)
    said = _("%(name)s is off your list.") if other in chosen else _("%(name)s is on your list.")
    messages.info(request, said % {"name": other.person.called()})
    return _back(request, own)


def _mentor(own: Participation, pk: int) -> Participation:
    return _card(own, pk).mentor


def _back(request: Request, own: Participation) -> HttpResponse:
    """To the list as it was narrowed, or to the page of choices."""
    home = reverse("matching:find", args=own.cohort.address)
    wished = request.POST.get("next", "")
    return redirect(wished if wished.startswith((home, home.replace("/mentors/", "/choices/"))) else home)


@login_required
def choices(request: Request, program: str, cohort: str) -> HttpResponse:
    """One's list, the first choice first. A button moves somebody up or down."""
    own = get_choosing(request.user, program, cohort)
    wishes = queries.choices_of(own)
    if request.method == "POST":
        order = _moved([wish.other for wish in wishes], request.POST)
        actions.set_choices(own, order, by=request.user)
        return redirect("matching:choices", program, cohort)
    return page(request, "matching/requests/choices.html", {**_about(own), "wishes": wishes}, part="choices")


def _moved(mentors: list[Participation], asked: Any) -> list[Participation]:
    """The list after one press: `up`, `down` or `off` with the mentor's number."""
    ids = [str(one.pk) for one in mentors]
    for press, shift in (("up", -1), ("down", 1)):
        if asked.get(press) in ids:
            at = ids.index(asked[press])
            to = min(max(at + shift, 0), len(ids) - 1)
            mentors[at], mentors[to] = mentors[to], mentors[at]
    return [one for one in mentors if str(one.pk) != asked.get("off")]


@login_required
def sent(request: Request, program: str, cohort: str) -> HttpResponse:
    """Whom one has asked, and where each request stands."""
    own = get_asking(request.user, program, cohort)
    return page(request, "matching/requests/sent.html", {**_about(own), "rows": queries.sent_by(own)})


@login_required
def received(request: Request, program: str, cohort: str) -> HttpResponse:
    """Who asks a mentor, and whether they want to be asked."""
    own = get_mentoring(request.user, program, cohort)
    rows = own.requests_received.exclude(asked_at=None).with_people().order_by("-pk")
    waiting = list(rows.filter(state=State.OPEN).order_by("expires_on", "pk"))
    context = {
        "own": own,
        "cohort": own.cohort,
        "program": own.cohort.program,
        "waiting": waiting,
        "page": page_of(request, rows.exclude(state=State.OPEN), size=PAGE),
        "in_line": own.requests_received.queued().count(),
        "pause": RequestPause.objects.filter(mentor=own).first(),
        "form": PauseForm(),
    }
    return page(request, "matching/requests/received.html", context)


@login_required
@require_POST
def pause(request: Request, program: str, cohort: str) -> HttpResponse:
    own = get_mentoring(request.user, program, cohort)
    form = PauseForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Write the day like 2026-03-17, or leave it out."))
    else:
        actions.pause_requests(own, by=request.user, back_on=form.cleaned_data["back_on"])
        messages.info(request, _("Nobody new asks you for now. What waits already can still be answered."))
    return redirect("matching:received", program, cohort)


@login_required
@require_POST
def resume(request: Request, program: str, cohort: str) -> HttpResponse:
    own = get_mentoring(request.user, program, cohort)
    actions.take_requests(own, by=request.user)
    messages.success(request, _("You can be asked again."))
    return redirect("matching:received", program, cohort)


@login_required
def request_page(request: Request, pk: int) -> HttpResponse:
    """One request, for the two it is between."""
    found = get_request(request.user, pk, may=can_read)
    return page(request, "matching/requests/request.html", _shown(request, found, NoForm()))


def _shown(request: Request, found: MentorRequest, form: NoForm) -> dict[str, Any]:
    side = side_of(request.user, found)
    other = found.mentee.person if side == Role.MENTOR else found.mentor.person
    mentees_view = finding.one(found.mentee, found.mentor_id) if found.is_live else finding.Found()
    line = queries.places_in_line([found]).get(found.pk, 0) if found.state == State.QUEUED else 0
    return {
        "asked": found,
        "cohort": found.cohort,
        "program": found.cohort.program,
        "is_mentor": side == Role.MENTOR,
        "other": other,
        "message": found.message(),
        "reasons": queries.why_for(mentees_view, found, side),
        "wanted": queries.wanted_by(found.mentee.person),
        "line": queries.Sent(found, line).words,
        "waits": found.state == State.OPEN,
        "over": "" if found.is_live else over(found),
        "form": form,
    }


@login_required
@require_POST
def accept(request: Request, pk: int) -> HttpResponse:
    found = get_request(request.user, pk, may=can_answer)
    actions.accept(found, by=request.user)
    relationship = found.proposal.relationship if found.proposal else None
    if relationship:
        messages.success(request, _("You both said yes. This is where you begin."))
        return redirect(relationship)
    messages.success(request, _("Your yes is kept. You hear from us when you can begin."))
    return redirect(found)


@login_required
@require_POST
def decline(request: Request, pk: int) -> HttpResponse:
    found = get_request(request.user, pk, may=can_answer)
    form = NoForm(request.POST)
    if not form.is_valid():
        return page(request, "matching/requests/request.html", _shown(request, found, form), status=422)
    actions.decline(found, by=request.user, **form.cleaned_data)
    messages.info(request, _("Your no is kept. Why stays with the people who run the program."))
    return redirect("matching:received", *found.cohort.address)


@login_required
def take_back(request: Request, pk: int) -> HttpResponse:
    """GET asks once more, POST takes the request back."""
    found = get_request(request.user, pk, may=can_take_back)
    back = reverse("matching:sent", args=found.cohort.address)
    if request.method == "POST":
        actions.take_back(found, by=request.user)
        messages.info(request, _("The request was taken back."))
        return redirect(back)
    told = found.state == State.OPEN
    name = found.mentor.person.called()
    return confirm(
        request,
        title=_("Take this request back?"),
        text=_("%(name)s is told that no answer is needed any more.") % {"name": name}
        if told
        else _("You leave the line. %(name)s has not been told about you.") % {"name": name},
        submit=_("Take it back"),
        cancel=_("Keep it"),
        back=back,
        danger=told,
    )


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """For those who run the program: how people choose here, and what becomes of requests. Never what was written
    between the two; the note of a no is for them."""
    found = get_matched_cohort(request.user, program, cohort)
    form = ChoosingForm(request.POST or None, instance=queries.settings_of(found))
    if request.method == "POST" and form.is_valid():
        actions.change_settings(found, by=request.user, **form.changed())
        messages.success(request, _("Kept. Requests that are open keep the days they were given."))
        return redirect("matching:choosing", program, cohort)
    rows = found.mentor_requests.with_people().order_by("-pk")
    state = request.GET.get("state", "")
    numbers = queries.numbers_of(found)
    shown = page_of(request, rows.filter(state=state) if state in State else rows)
    labels = [(value, str(label), numbers.states[value]) for value, label in State.choices if value in numbers.states]
    context = {
        "cohort": found,
        "form": form,
        "page": shown,
        "rows": [(one, one.note()) for one in shown],
        "choices": [("", _("All"), numbers.all), *labels],
        "asks": asks(found),
    }
    return page(request, "matching/requests/board.html", context, status=422 if form.errors else 200)
