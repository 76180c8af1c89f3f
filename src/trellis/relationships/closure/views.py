"""The pages of an ending."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Kind, Refused
from trellis.common.types import Request
from trellis.people import links
from trellis.people.models import Person
from trellis.programs.models import Role
from trellis.questions.answering import answer_form
from trellis.questions.queries import promise, response_of
from trellis.relationships.closure import actions, content, queries
from trellis.relationships.closure.forms import EndForm, FarewellForm, RenewalForm
from trellis.relationships.closure.models import Farewell
from trellis.relationships.closure.notices import LINK
from trellis.relationships.closure.permissions import can_take_back, ending_of
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, can_write, get_relationship
from trellis.ui.pages import confirm, page


@login_required
def end(request: Request, pk: int) -> HttpResponse:
    """Ask for the end while it runs; do it well once it is coming."""
    relationship = get_relationship(request.user, pk, may=can_read)
    if relationship.state in (Relationship.State.ACTIVE, Relationship.State.PAUSED):
        return _wizard(request, relationship)
    return _closing(request, relationship)


def _wizard(request: Request, relationship: Relationship) -> HttpResponse:
    """First why and how, then what the other will read, word for word, then it happens."""
    form = EndForm(request.POST or None)
    wants = request.method == "POST" and form.is_valid()
    if wants and "confirmed" in request.POST:
        actions.begin_ending(relationship, by=request.user, **form.cleaned_data)
        messages.success(request, _("It is done. You have both been told the same, in kind words."))
        return redirect("relationships:end", relationship.pk)
    context = {"form": form, "preview": form.cleaned_data if wants else None, "early": _early(form) if wants else False}
    return pair_page(request, relationship, "relationships/closure/ask.html", context, tab="overview")


def _early(form: EndForm) -> bool:
    return form.cleaned_data["reason"] not in content.PLANNED


def _closing(request: Request, relationship: Relationship, form: FarewellForm | None = None) -> HttpResponse:
    person = request.user
    ending = ending_of(relationship)
    context: dict[str, Any] = {
        "ending": ending,
        "lines": queries.checklist(relationship),
        "words": queries.words_for(person, relationship),
        "contact": queries.contact_agreed(relationship),
        "answered": queries.has_answered(person, relationship),
        "wish": (wish := queries.wish_of(person, relationship)),
        "renewal_form": RenewalForm(initial={"months": wish or 3}),
        "was_mentee": (party := relationship.party_of(person)) is not None and party.role == Role.MENTEE,
        "can_take_back": can_take_back(person, relationship, ending),
        "form": form or FarewellForm(initial=_said(person, relationship)),
    }
    status = 409 if form and form.errors else 200
    return pair_page(
        request, relationship, "relationships/closure/closing.html", context, tab="overview", status=status
    )


def _said(person: Person, relationship: Relationship) -> dict[str, Any]:
    """What this side left behind so far."""
    row = Farewell.objects.filter(party__relationship=relationship, party__person=person).select_related("party__key")
    farewell = row.first()
    if farewell is None:
        return {"is_shared": "no"}
    key = relationship.key if farewell.is_shared else farewell.party.key
    shared = "yes" if farewell.is_shared else "no"
    return {"text": farewell.texts(key).get("text", ""), "is_shared": shared, "contact": farewell.contact}


@login_required
@require_POST
def tick(request: Request, pk: int, code: str) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_write)
    actions.tick(relationship, code, by=request.user, is_done=request.POST.get("done") == "yes")
    return redirect(reverse("relationships:end", args=[pk]) + "#checklist")


@login_required
@require_POST
def look_back(request: Request, pk: int) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_write)
    form = FarewellForm(request.POST)
    if form.is_valid():
        try:
            actions.look_back(relationship, by=request.user, **form.cleaned_data)
        except Refused as refused:
            form.refuse(refused, "is_shared")
        else:
            messages.success(request, _("Kept."))
            return redirect("relationships:end", pk)
    return _closing(request, relationship, form)


@login_required
@require_POST
def go_on(request: Request, pk: int) -> HttpResponse:
    """I would like to go on; it does when the other wishes the same."""
    relationship = get_relationship(request.user, pk, may=can_write)
    form = RenewalForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose for how long."))
    elif actions.wish_to_go_on(relationship, by=request.user, months=form.cleaned_data["months"]):
        messages.success(request, _("You both wish it: your mentoring goes on."))
        return redirect(relationship)
    else:
        messages.success(request, _("Kept. It goes on when the other wishes the same; until then only you know."))
    return redirect(reverse("relationships:end", args=[pk]) + "#next")


@login_required
def finish(request: Request, pk: int) -> HttpResponse:
    """Close it now, after asking once."""
    relationship = get_relationship(request.user, pk, may=can_write)
    if request.method == "POST":
        actions.finish(relationship, by=request.user)
        messages.success(request, _("Your mentoring is complete. Thank you for the time you gave it."))
        return redirect("relationships:end", pk)
    return confirm(
        request,
        title=_("Close your mentoring now?"),
        text=_("You both keep everything you wrote, to read. Nothing can be added after this."),
        submit=_("Close it now"),
        cancel=_("Not yet"),
        back=reverse("relationships:end", args=[pk]),
    )


@login_required
@require_POST
def take_back(request: Request, pk: int) -> HttpResponse:
    relationship = get_relationship(request.user, pk, may=can_read)
    if not can_take_back(request.user, relationship, ending_of(relationship)):
        raise Refused(_("It is too late to take this back. Your coordinator can help."), kind=Kind.TOO_LATE)
    actions.reopen(relationship, by=None)
    messages.success(request, _("Your mentoring goes on. You have both been told."))
    return redirect(relationship)


@login_required
def ask(request: Request, pk: int) -> HttpResponse:
    """The closing questions."""
    relationship = get_relationship(request.user, pk, may=can_read)
    return _ask(request, relationship, request.user)


def ask_by_link(request: Request, token: str) -> HttpResponse:
    """The same without signing in, for whom the link was made."""
    signed = links.read(token, LINK, days=60)
    relationship = get_relationship(signed.person, int(signed.parts[0]), may=can_read)
    return _ask(request, relationship, signed.person, is_link=True)


def _ask(request: Request, relationship: Relationship, person: Person, *, is_link: bool = False) -> HttpResponse:
    if relationship.state not in (Relationship.State.CLOSING, Relationship.State.CLOSED):
        raise Refused(_("These questions come when your mentoring ends."))
    questionnaire = actions.questions_for(relationship, person)
    before = response_of(person, questionnaire.key, about=relationship)
    form = answer_form(questionnaire, request.POST or None, response=before)
    if request.method == "POST" and form.is_valid():
        actions.answer(relationship, form.answers(), by=person)
        if is_link:
            return page(request, "relationships/closure/answered.html", {"person": person})
        messages.success(request, _("Thank you. Your answers are only counted together with others’."))
        return redirect("relationships:end", relationship.pk)
    context = {"form": form, "questionnaire": questionnaire, "promise": promise(questionnaire), "person": person}
    if is_link:
        return page(request, "relationships/closure/link.html", context)
    return pair_page(request, relationship, "relationships/closure/questions.html", context, tab="overview")
