"""Who runs a program and who watches over it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.people.models import Person
from trellis.programs import actions, queries
from trellis.programs.models import TeamMember
from trellis.programs.permissions import can_staff, get_cohort, get_member
from trellis.ui.pages import page

Role = TeamMember.Role
MEANING = {
    Role.MANAGER: gettext_lazy("Designs and runs the program, chooses the team, and does all a coordinator does."),
    Role.COORDINATOR: gettext_lazy("Recruits, matches and looks after pairs. Never reads private notes."),
    Role.SAFEGUARDING: gettext_lazy(
        "Reads supervised conversations, and decides with a second person whether a pair’s page must be opened."
    ),
    Role.SPONSOR: gettext_lazy("Signs the charter and sees figures about groups, never names."),
    Role.EVALUATOR: gettext_lazy("Sees figures about groups for the evaluation, never names."),
}


@login_required
def team(request: Request, program: str, cohort: str) -> HttpResponse:
    """The team by role. Find somebody, then give them a role."""
    row = get_cohort(request.user, program, cohort, may=can_staff)
    if request.method == "POST" and request.POST.get("role") in Role.values:
        person = get_object_or_404(Person.objects.active(), pk=request.POST.get("person") or 0)
        member = actions.add_to_team(row.program, person, Role(request.POST["role"]), by=request.user)
        messages.success(request, _("%(person)s is on the team: %(role)s.") % _words(member))
        return redirect("programs:team", *row.address)
    members = list(row.program.team.select_related("person").order_by("person__name", "pk"))
    words = request.GET.get("q", "")
    context = {
        "cohort": row,
        "program": row.program,
        "roles": [(role, MEANING[role], [one for one in members if one.role == role]) for role in Role],
        "words": words,
        "found": queries.find_people(request.user, words),
    }
    return page(request, "programs/team.html", context, part="found")


@login_required
@require_POST
def remove(request: Request, program: str, cohort: str, pk: int) -> HttpResponse:
    row = get_cohort(request.user, program, cohort, may=can_staff)
    member = get_member(request.user, row, pk)
    actions.remove_from_team(member, by=request.user)
    messages.success(request, _("%(person)s is no longer on the team as %(role)s.") % _words(member))
    if can_staff(request.user, row.program):
        return redirect("programs:team", *row.address)
    return redirect("programs:list")


def _words(member: TeamMember) -> dict[str, object]:
    return {"person": member.person, "role": member.get_role_display()}
