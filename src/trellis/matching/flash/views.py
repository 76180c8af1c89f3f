"""Flash mentoring: times that are offered, one that is booked, a line about it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.common.words import clean
from trellis.history.toasts import undo_message
from trellis.matching.flash import actions, queries
from trellis.matching.flash.calendars import invitation
from trellis.matching.flash.forms import BookForm, FlashForm, LogForm, OfferForm
from trellis.matching.flash.models import FlashBooking, FlashSlot
from trellis.matching.flash.permissions import (
    can_book,
    can_withdraw,
    get_booking,
    get_mentoring,
    get_places,
    get_slot,
    place_for,
)
from trellis.matching.permissions import get_matched_cohort
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.relationships.meetings.calendars import PUBLISH
from trellis.ui.pages import confirm, page

State = FlashBooking.State


def zone_of(person: Person, cohort: Cohort) -> ZoneInfo:
    """The clock to write times on: their own, else the organization's."""
    for name in (person.time_zone, cohort.program.organization.time_zone):
        try:
            if name:
                return ZoneInfo(name)
        except (ValueError, OSError):
            continue
    return ZoneInfo("UTC")


@login_required
def flash(request: Request, program: str, cohort: str) -> HttpResponse:
    """What one has booked or offers, and for mentees the times that are free."""
    places = get_places(request.user, program, cohort)
    mentee, mentor = places.get(Role.MENTEE), places.get(Role.MENTOR)
    here = next(iter(places.values())).cohort
    words = clean(request.GET.get("q", "")[:200])
    context: dict[str, Any] = {
        "cohort": here,
        "program": here.program,
        "zone": zone_of(request.user, here),
        "mine": queries.bookings_of(request.user, here),
        "mentee": mentee,
        "mentor": mentor,
        "slots": queries.slots_of(mentor) if mentor else [],
        "words": words,
        "settings": queries.settings_of(here),
        "page": page_of(request, queries.offered_to(mentee, words), size=20) if mentee else None,
    }
    return page(request, "matching/flash/flash.html", context, part="times")


@login_required
def offer(request: Request, program: str, cohort: str) -> HttpResponse:
    """Offer a time, once or for some weeks."""
    own = get_mentoring(request.user, program, cohort)
    zone = zone_of(request.user, own.cohort)
    form = OfferForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        made = actions.offer(own, by=request.user, times=form.times(zone), **form.offered())
        said = ngettext("%(number)d time is offered.", "%(number)d times are offered.", len(made))
        messages.success(request, said % {"number": len(made)})
        return redirect("matching:flash", program, cohort)
    context = {"form": form, "cohort": own.cohort, "program": own.cohort.program, "zone": zone}
    return page(request, "matching/flash/offer.html", context, status=422 if form.errors else 200)


@login_required
def book(request: Request, pk: int) -> HttpResponse:
    """One time: GET shows it and asks for the question, POST takes it."""
    slot = get_slot(request.user, pk, may=can_book)
    own = place_for(request.user, slot)
    form = BookForm(request.POST or None)
    if request.method == "POST" and own and form.is_valid():
        made = actions.book(slot, own, by=request.user, question=form.cleaned_data["question"])
        messages.success(request, _("Booked. The entry for your calendar is on its way by e-mail."))
        return redirect(made)
    here = slot.mentor.cohort
    context = {
        "slot": slot,
        "form": form,
        "cohort": here,
        "program": here.program,
        "zone": zone_of(request.user, here),
        "settings": queries.settings_of(here),
    }
    return page(request, "matching/flash/book.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    slot = get_slot(request.user, pk, may=can_withdraw)
    event = actions.withdraw(slot, by=request.user)
    if event.facts["was_booked"]:
        messages.info(request, _("The conversation is called off, and both of you are told."))
    else:
        undo_message(request, _("This time is not offered any more."), event)
    return _home(slot)


def _home(slot: FlashSlot) -> HttpResponse:
    return redirect("matching:flash", *slot.mentor.cohort.address)


@login_required
def booking(request: Request, pk: int) -> HttpResponse:
    """One conversation, for the two who have it."""
    return page(request, "matching/flash/booking.html", _shown(request, get_booking(request.user, pk), LogForm()))


def _shown(request: Request, found: FlashBooking, form: LogForm) -> dict[str, Any]:
    texts, here = found.texts(found.key), found.slot.mentor.cohort
    return {
        "booking": found,
        "slot": found.slot,
        "cohort": here,
        "program": here.program,
        "other": found.others_of(request.user),
        "is_mentor": found.slot.mentor.person_id == request.user.pk,
        "zone": found.zone_of(request.user),
        "question": texts.get("question", ""),
        "log": texts.get("log", ""),
        "is_over": found.is_over,
        "form": form,
    }


@login_required
def cancel(request: Request, pk: int) -> HttpResponse:
    """GET asks once more, POST calls it off."""
    found = get_booking(request.user, pk)
    if request.method == "POST":
        actions.cancel(found, by=request.user)
        messages.info(request, _("Called off. It goes from both calendars."))
        return _home(found.slot)
    name = found.others_of(request.user).called()
    return confirm(
        request,
        title=_("Call this conversation off?"),
        text=_("%(name)s is told, and it goes from both calendars.") % {"name": name},
        submit=_("Call it off"),
        cancel=_("Keep it"),
        back=reverse("matching:flash_booking", args=[pk]),
        danger=True,
    )


@login_required
@require_POST
def log(request: Request, pk: int) -> HttpResponse:
    found = get_booking(request.user, pk)
    form = LogForm(request.POST)
    if not form.is_valid():
        return page(request, "matching/flash/booking.html", _shown(request, found, form), status=422)
    actions.log(found, by=request.user, held=form.cleaned_data["held"] == "yes", text=form.cleaned_data["text"])
    messages.success(request, _("Kept, for the two of you."))
    return redirect(found)


@login_required
def calendar_file(request: Request, pk: int) -> HttpResponse:
    """The entry to put into a calendar by hand."""
    found = get_booking(request.user, pk)
    entry = invitation(found, request.user, method=PUBLISH)
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return HttpResponse(entry, content_type="text/calendar; charset=utf-8", headers=headers)


@login_required
def board(request: Request, program: str, cohort: str) -> HttpResponse:
    """For those who run the program: how often one may book, and counts. Never who asked what."""
    found = get_matched_cohort(request.user, program, cohort)
    form = FlashForm(request.POST or None, instance=queries.settings_of(found))
    if request.method == "POST" and form.is_valid():
        actions.change_settings(found, by=request.user, per_month=form.cleaned_data["per_month"])
        messages.success(request, _("Kept."))
        return redirect("matching:flash_settings", program, cohort)
    numbers = queries.numbers_of(found)
    facts = [(_("Times that are free"), numbers["free"])]
    facts += [(str(label), numbers.get(value, 0)) for value, label in State.choices]
    context = {"cohort": found, "form": form, "facts": facts}
    return page(request, "matching/flash/board.html", context, status=422 if form.errors else 200)
