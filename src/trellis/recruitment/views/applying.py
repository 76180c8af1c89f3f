"""Applying, in three steps: about you, your answers, check and send. And what became of it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Kind, Refused
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.questions import queries as asked
from trellis.questions.answering import answer_form
from trellis.recruitment import queries, visitors, words
from trellis.recruitment.actions import applying, proofs
from trellis.recruitment.forms import AboutForm, AddressForm
from trellis.recruitment.models import Application, Call
from trellis.recruitment.permissions import Applicant, get_application, is_own, may_apply
from trellis.ui.navigation import Item
from trellis.ui.pages import page

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"


@dataclass(frozen=True)
class Door:
    """A role of a program that somebody would like to enter."""

    program: Program
    cohort: Cohort
    call: Call
    role: Role
    applicant: Applicant | None

    @property
    def args(self) -> list[str]:
        return [self.program.slug, self.role]


def apply(request: HttpRequest, program: str, role: str) -> HttpResponse:
    """First who you are: a proved address and a name, or an account."""
    door = _door(request, program, role)
    if not queries.window_of(door.call).is_open:
        return _closed(request, door)
    if door.applicant is None:
        return _ask_address(request, door)
    application = applying.application_of(door.cohort, door.role, door.applicant)
    if application and application.state in (*Application.DECIDED, Application.State.SUBMITTED):
        return redirect(application)
    if request.method == "POST" and door.applicant.person:
        applying.begin(door.cohort, door.role, door.applicant, source=visitors.source_of(request))
        return redirect("recruitment:answers", *door.args)
    if door.applicant.person:
        is_in = _takes_part(door.cohort, door.role, door.applicant.person)
        return _step(request, door, "recruitment/apply.html", 1, {"application": application, "is_in": is_in})
    return _about(request, door, application)


def answers(request: HttpRequest, program: str, role: str) -> HttpResponse:
    """The questions of the role. What was written is kept, whole or not."""
    door = _door(request, program, role)
    _require_somebody(request, door)
    application = _draft(door)
    if application is None or application.response is None:
        return redirect("recruitment:apply", *door.args)
    response, later = application.response, "later" in request.POST
    form = answer_form(response.questionnaire, request.POST or None, response=response, is_draft=later)
    if request.method == "POST":
        is_complete = form.is_valid()
        applying.save_answers(application, form.answers())
        if later:
            messages.success(request, _("Kept. Come back to this page to go on."))
            return redirect("recruitment:apply", *door.args)
        if is_complete:
            return redirect("recruitment:check", *door.args)
    context = {"form": form, "questionnaire": response.questionnaire}
    return _step(request, door, "recruitment/answers.html", 2, context)


def check(request: HttpRequest, program: str, role: str) -> HttpResponse:
    """Read it once more, then send it."""
    door = _door(request, program, role)
    _require_somebody(request, door)
    application = _draft(door)
    if application is None or application.response is None:
        return redirect("recruitment:apply", *door.args)
    if request.method == "POST":
        person = applying.submit(application)
        if not request.user.is_authenticated:
            login(request, person, backend=BACKEND)
            visitors.forget_proof(request)
        messages.success(request, _("Your application is sent. We’ve written to you that we have it."))
        return redirect("recruitment:mine", application.pk)
    said = asked.read_out(application.response, viewer=asked.Viewer.AUTHOR)
    return _step(request, door, "recruitment/check.html", 3, {"application": application, "answers": said})


@require_POST
def discard(request: HttpRequest, program: str, role: str) -> HttpResponse:
    """Throw the draft away."""
    door = _door(request, program, role)
    if application := _draft(door):
        applying.discard(application)
        messages.success(request, _("Your draft is gone."))
    return redirect("recruitment:apply", *door.args)


@login_required
def applications(request: Request) -> HttpResponse:
    """Everything one has applied for."""
    own = Application.objects.filter(person=request.user).select_related("cohort__program").order_by("-pk")
    return page(request, "recruitment/applications.html", {"applications": list(own)})


@login_required
def mine(request: Request, pk: int) -> HttpResponse:
    """One's own application: where it stands, what was written."""
    application = get_application(request.user, pk, may=is_own)
    if application.state == Application.State.DRAFT:
        return redirect("recruitment:apply", application.cohort.program.slug, application.role)
    response = application.response
    context = {
        "application": application,
        "answers": asked.read_out(response, viewer=asked.Viewer.AUTHOR) if response else [],
        "may_withdraw": application.state in Application.UNDECIDED,
        "may_again": application.state == Application.State.WITHDRAWN
        and queries.window_of(queries.call_of(application.cohort)).is_open,
    }
    return page(request, "recruitment/mine.html", context)


@login_required
@require_POST
def withdraw(request: Request, pk: int) -> HttpResponse:
    application = get_application(request.user, pk, may=is_own)
    applying.withdraw(application, by=request.user)
    messages.success(request, _("Your application is withdrawn. Nobody needs a reason."))
    return redirect("recruitment:applications")


def _door(request: HttpRequest, slug: str, role: str) -> Door:
    """Not found unless they may apply here."""
    if role not in Role.values:
        raise Http404
    programs = Program.objects.filter(is_archived=False).select_related("organization")
    program = get_object_or_404(programs, slug=slug)
    cohort = queries.cohort_to_join(program)
    if cohort is None:
        raise Http404
    call, applicant = queries.call_of(cohort), visitors.applicant_of(request, cohort)
    if not may_apply(cohort, role, applicant, has_link=visitors.has_link(request, call, role)):
        raise Http404
    return Door(cohort.program, cohort, call, Role(role), applicant)


def _draft(door: Door) -> Application | None:
    """What the applicant has begun and not sent."""
    if door.applicant is None:
        return None
    application = applying.application_of(door.cohort, door.role, door.applicant)
    return application if application and application.state == Application.State.DRAFT else None


def _require_somebody(request: HttpRequest, door: Door) -> None:
    """A session that ended while somebody wrote is no sending: the browser keeps what was typed."""
    if request.method == "POST" and door.applicant is None:
        raise Refused(_("Say who you are once more. What you typed is kept in this browser."), kind=Kind.EXPIRED)


def _closed(request: HttpRequest, door: Door) -> HttpResponse:
    window = queries.window_of(door.call)
    context = {"window": window, "words": words.words_of(door.call)} | _context(request, door)
    return page(request, "recruitment/closed.html", context)


def _ask_address(request: HttpRequest, door: Door) -> HttpResponse:
    """The same answer to every address, so that nobody learns who has an account."""
    form = AddressForm(door.call, request.POST or None)
    if request.method == "POST" and form.is_valid():
        email, source = form.cleaned_data["email"], visitors.source_of(request)
        proofs.ask(email, door.cohort, door.role, source=source, origin=request.META.get("REMOTE_ADDR", ""))
        return page(request, "recruitment/look_in_your_mail.html", {"email": email} | _context(request, door))
    return page(request, "recruitment/address.html", {"form": form} | _context(request, door))


def _about(request: HttpRequest, door: Door, application: Application | None) -> HttpResponse:
    form = AboutForm(request.POST or None, initial=application.about if application else None)
    if request.method == "POST" and form.is_valid() and door.applicant:
        begun = applying.begin(door.cohort, door.role, door.applicant, source=visitors.source_of(request))
        applying.save_about(begun, form.cleaned_data)
        return redirect("recruitment:answers", *door.args)
    return _step(request, door, "recruitment/about.html", 1, {"form": form, "application": application})


def _step(request: HttpRequest, door: Door, template: str, now: int, context: dict[str, Any]) -> HttpResponse:
    """A page of the three steps."""
    names = [_("About you"), _("Your answers"), _("Check and send")]
    addresses = [reverse(f"recruitment:{name}", args=door.args) for name in ("apply", "answers", "check")]
    steps = [
        Item(name, url if number < now else "", state="done" if number < now else "now" if number == now else "later")
        for number, (name, url) in enumerate(zip(names, addresses, strict=True), start=1)
    ]
    return page(request, template, {"steps": steps} | _context(request, door) | context)


def _context(request: HttpRequest, door: Door) -> dict[str, Any]:
    return {
        "frame": "base.html" if request.user.is_authenticated else "public.html",
        "program": door.program,
        "cohort": door.cohort,
        "call": door.call,
        "role": door.role,
        "role_word": door.program.word(door.role),
        "applicant": door.applicant,
        "window": queries.window_of(door.call),
    }


def _takes_part(cohort: Cohort, role: str, person: Person) -> bool:
    rows = Participation.objects.filter(cohort=cohort, role=role, person=person)
    return rows.filter(state__in=Participation.TAKING_PART).exists()
