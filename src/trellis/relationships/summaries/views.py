"""Choose what to share, see what they will see, share it, take it back. And the page for who was given the link."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.types import Request
from trellis.people.models import Person
from trellis.programs.models import TeamMember
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read
from trellis.relationships.summaries import actions
from trellis.relationships.summaries.forms import ShareForm
from trellis.relationships.summaries.permissions import get_own_side, get_summary
from trellis.relationships.summaries.sheet import compose, goals_to_share, thawed
from trellis.ui.pages import page


@login_required
def share(request: Request, pk: int) -> HttpResponse:
    """First what and with whom, then exactly what they will see, then it is shared."""
    relationship = get_own_side(request.user, pk, may=can_read)
    goals = goals_to_share(relationship, request.user)
    people = _receivers(request.user, relationship)
    form = ShareForm(
        request.POST or None, people=people, goals=goals, initial={"goals": [one.goal.pk for one in goals]}
    )
    sheet = None
    if request.method == "POST" and form.is_valid() and "back" not in request.POST:
        sheet = compose(relationship, request.user, **form.choice())
        if seen := request.POST.get("seen", ""):
            try:
                made = actions.share(relationship, sheet, by=request.user, to=form.receiver(), seen=seen)
            except Refused as refused:
                form.refuse(refused)
            else:
                messages.success(request, _("Shared. You can take it back at any time."))
                return redirect("relationships:summary", relationship.pk, made.pk)
    earlier = list(relationship.summaries.filter(person=request.user).select_related("to")[:20])
    context = {"form": form, "sheet": sheet, "earlier": earlier, "receiver": form.receiver() if sheet else None}
    return pair_page(request, relationship, "relationships/summaries/share.html", context, tab="goals")


@login_required
def summary(request: Request, pk: int, summary_pk: int) -> HttpResponse:
    """What I shared, when it was opened, and the button to take it back."""
    found = get_summary(request.user, pk, summary_pk, may=can_read)
    context = {
        "summary": found,
        "sheet": thawed(found.texts(found.relationship.key)["body"]),
        "openings": list(found.openings.all()[:20]),
        "address": f"{settings.PUBLIC_URL}{actions.address(found)}",
        "days": actions.DAYS,
    }
    return pair_page(request, found.relationship, "relationships/summaries/summary.html", context, tab="goals")


@login_required
@require_POST
def withdraw(request: Request, pk: int, summary_pk: int) -> HttpResponse:
    found = get_summary(request.user, pk, summary_pk, may=can_read)
    actions.withdraw(found, by=request.user)
    messages.success(request, _("Taken back. The link opens nothing any more."))
    return redirect("relationships:summary", pk, summary_pk)


def read(request: Request, token: str) -> HttpResponse:
    """For who was given the link, without signing in: the sheet and nothing else."""
    found = actions.open_link(token)
    sheet = thawed(found.texts(found.relationship.key)["body"])
    return page(request, "relationships/summaries/read.html", {"sheet": sheet, "summary": found})


def _receivers(person: Person, relationship: Relationship) -> list[Person]:
    """One's manager and the program's sponsors."""
    sponsors = TeamMember.objects.filter(program=relationship.cohort.program, role=TeamMember.Role.SPONSOR)
    found = [person.manager, *(one.person for one in sponsors.select_related("person").order_by("pk"))]
    return [one for one in dict.fromkeys(found) if one is not None and one.is_active and one != person]
