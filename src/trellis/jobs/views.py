"""All work for administrators, and one job for whoever asked for it."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.ui.pages import page
from trellis.ui.tags.words import moment

from . import actions, permissions
from .models import Job


@login_required
@require_GET
def work(request: Request) -> HttpResponse:
    permissions.require_administrator(request.user)
    state = request.GET.get("state", "")
    jobs = Job.objects.visible_to(request.user).select_related("owner").order_by("-created_at", "-pk")
    counts = dict(Job.objects.order_by().values_list("state").annotate(Count("pk")))
    if state in Job.State.values:
        jobs = jobs.filter(state=state)
    choices: list[tuple[object, ...]] = [("", _("All"), sum(counts.values()))]
    choices += [(value, label, counts.get(value, 0)) for value, label in Job.State.choices]
    context = {"jobs": page_of(request, jobs), "state": state, "choices": choices, "clear": request.path}
    return page(request, "jobs/work.html", context, part="work")


@login_required
@require_GET
def job(request: Request, pk: int) -> HttpResponse:
    """One job: how far it is, how it ended, what can be done about it."""
    found = permissions.get_job(request.user, pk)
    may = {
        "stop": found.is_live and not found.stop_asked and permissions.can_stop(request.user, found),
        "retry": found.state in {Job.State.FAILED, Job.State.CANCELED} and permissions.can_retry(request.user, found),
        "see_all": permissions.can_see_all(request.user),
    }
    return page(request, "jobs/job.html", {"job": found, "may": may, "known": known_about(found)}, part="job")


def known_about(found: Job) -> list[tuple[str, object]]:
    """What is worth reading about a job, in the order it happened; what never happened is left out."""
    rows: list[tuple[str, object]] = [
        (_("Asked for by"), found.owner.name if found.owner else _("the clock of Trellis")),
        (_("Asked for"), moment(found.created_at)),
        (_("Began"), moment(found.started_at)),
        (_("Attempts"), found.attempts),
        (_("Next attempt"), moment(found.due_at) if found.state == Job.State.READY and found.attempts else ""),
        (_("Ended"), moment(found.finished_at)),
        (_("Last said"), found.note),
        (_("Last problem"), found.error if found.is_live else ""),
    ]
    return [(name, value) for name, value in rows if value]


@login_required
@require_POST
def stop(request: Request, pk: int) -> HttpResponse:
    found = permissions.get_job(request.user, pk, may=permissions.can_stop)
    actions.cancel(found, by=request.user)
    if found.is_live:
        messages.info(request, _("It stops at its next step."))
    else:
        messages.info(request, _("Stopped before it began."))
    return redirect(reverse("jobs:job", args=[pk]))


@login_required
@require_POST
def again(request: Request, pk: int) -> HttpResponse:
    found = permissions.get_job(request.user, pk, may=permissions.can_retry)
    actions.retry(found, by=request.user)
    messages.info(request, _("It starts again from where it stopped."))
    return redirect(reverse("jobs:job", args=[pk]))
