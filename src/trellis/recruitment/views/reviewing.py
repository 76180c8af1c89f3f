"""One application: its answers, the person beside them, and the decision."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.history.models import Event
from trellis.history.toasts import undo_message
from trellis.people.models import Person, PersonSkill
from trellis.programs.models import Cohort, Participation, TeamMember
from trellis.programs.permissions import can_manage, get_cohort
from trellis.questions import queries as asked
from trellis.recruitment import queries
from trellis.recruitment.actions import deciding
from trellis.recruitment.forms import AcceptForm, DeclineForm, WaitForm
from trellis.recruitment.models import Application
from trellis.recruitment.permissions import get_application_to_review
from trellis.ui.pages import page

State = Application.State


@login_required
def review(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    return _page(request, found, application)


@login_required
@require_POST
def accept(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    form = AcceptForm(application, request.POST)
    if not form.is_valid():
        return _page(request, found, application, accept=form)
    event = deciding.accept(application, by=request.user, capacity=form.cleaned_data.get("capacity"))
    return _decided(request, application, event, _("%(person)s is in."))


@login_required
@require_POST
def wait(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    form = WaitForm(request.POST, prefix="wait")
    if not form.is_valid():
        return _page(request, found, application, wait=form)
    event = deciding.wait(application, by=request.user, **form.cleaned_data)
    return _decided(request, application, event, _("%(person)s is on the waiting list."))


@login_required
@require_POST
def decline(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    form = DeclineForm(request.POST, prefix="decline")
    if not form.is_valid():
        return _page(request, found, application, decline=form)
    event = deciding.decline(application, by=request.user, **form.cleaned_data)
    return _decided(request, application, event, _("%(person)s is declined, and told kindly."))


@login_required
@require_POST
def reopen(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    deciding.reopen(application, by=request.user)
    messages.success(request, _("The decision is taken back, and %(person)s knows.") % {"person": application.person})
    return redirect("recruitment:review", *found.address, pk)


@login_required
@require_POST
def assign(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    found, application = _found(request, program, cohort, pk)
    chosen = request.POST.get("reviewer", "")
    reviewer = _reviewers(found, application).filter(pk=chosen).first() if chosen.isdecimal() else None
    deciding.assign(application, reviewer, by=request.user)
    told = _("%(person)s looks at it.") % {"person": reviewer} if reviewer else _("Nobody in particular looks at it.")
    messages.success(request, told)
    return redirect("recruitment:review", *found.address, pk)


def _found(request: Request, program: str, cohort: str, pk: int) -> tuple[Cohort, Application]:
    found = get_cohort(request.user, program, cohort, may=can_manage)
    return found, get_application_to_review(request.user, found, pk)


def _page(request: Request, cohort: Cohort, application: Application, **bound: Any) -> HttpResponse:
    """The application; a form that came back with errors stands in place of its empty one."""
    response = application.response
    forms = {
        "accept": AcceptForm(application),
        "wait": WaitForm(prefix="wait"),
        "decline": DeclineForm(prefix="decline"),
    } | bound
    skills = PersonSkill.objects.filter(person=application.person)
    context = {
        "cohort": cohort,
        "application": application,
        "answers": asked.read_out(response, viewer=asked.Viewer.TEAM) if response else [],
        "skills": list(skills.select_related("skill").order_by("kind", "pk")),
        "others": _others(application),
        "events": list(Event.objects.about(application).select_related("by").order_by("pk")),
        "reviewers": list(_reviewers(cohort, application)),
        "supply": queries.supply_of(queries.call_of(cohort)),
        "forms": forms,
        "form": next(iter(bound.values()), None),
        "may_decide": application.state in Application.UNDECIDED,
        "is_decided": application.state in Application.DECIDED,
        "next": _next(request, cohort, application),
    }
    return page(request, "recruitment/review.html", context)


def _decided(request: Request, application: Application, event: Event, sentence: str) -> HttpResponse:
    """On to the next one that waits for a decision; back to the board when there is none."""
    undo_message(request, sentence % {"person": application.person}, event)
    following = _next(request, application.cohort, application)
    if following:
        return redirect("recruitment:review", *application.cohort.address, following.pk)
    return redirect("recruitment:board", *application.cohort.address)


def _next(request: Request, cohort: Cohort, application: Application) -> Application | None:
    rows = Application.objects.filter(cohort=cohort, state=State.SUBMITTED).exclude(person=request.user)
    return rows.exclude(pk=application.pk).order_by("submitted_at", "pk").first()


def _others(application: Application) -> list[Application | Participation]:
    """What else this program knows of the person: other applications, other cohorts."""
    program, person = application.cohort.program, application.person
    applied = Application.objects.filter(person=person, cohort__program=program).sent().exclude(pk=application.pk)
    taking_part = Participation.objects.filter(person=person, cohort__program=program)
    return [*applied.select_related("person", "cohort"), *taking_part.select_related("person", "cohort")]


def _reviewers(cohort: Cohort, application: Application) -> Any:
    """Those who lead the program, but not the applicant."""
    team = TeamMember.objects.filter(program=cohort.program_id, role__in=TeamMember.LEADING)
    people = Person.objects.active().filter(pk__in=team.values("person"))
    return people.exclude(pk=application.person_id or 0).order_by("name")
