"""The list of competencies, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.people.actions import competencies as actions
from trellis.people.forms.competencies import CompetencyForm
from trellis.people.models import Skill
from trellis.people.permissions import require_administrator
from trellis.ui.pages import page


@login_required
def competencies(request: Request) -> HttpResponse:
    """Core ones, all that are suggested, and a public catalogue to add. A post adds one of our own."""
    require_administrator(request.user)
    form = CompetencyForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            added = actions.add_core(form.cleaned_data["name"], by=request.user)
        except Refused as refused:
            form.refuse(refused, "name")
        else:
            messages.success(request, _("“%(name)s” is suggested first from now on.") % {"name": added})
            return redirect("people:competencies")
    context = {
        "form": form,
        "core": list(Skill.objects.filter(is_core=True).order_by("name")),
        "page": page_of(request, Skill.objects.filter(is_listed=True, is_core=False).order_by("name"), size=50),
        "has_onet": Skill.objects.filter(source=Skill.Source.ONET, is_listed=True).exists(),
    }
    return page(request, "people/competencies.html", context)


@login_required
@require_POST
def take_off(request: Request, pk: int) -> HttpResponse:
    require_administrator(request.user)
    skill = get_object_or_404(Skill.objects.filter(is_listed=True), pk=pk)
    actions.take_off(skill, by=request.user)
    return redirect("people:competencies")


@login_required
@require_POST
def onet(request: Request) -> HttpResponse:
    """Add the public catalogue to the list, or take it off again: the button says which."""
    require_administrator(request.user)
    if request.POST.get("list") == "no":
        number = actions.unlist_onet(by=request.user)
        said = ngettext("%d competency is off the list.", "%d competencies are off the list.", number)
    else:
        number = actions.list_onet(by=request.user)
        said = ngettext("%d competency is on the list.", "%d competencies are on the list.", number)
    messages.success(request, said % number)
    return redirect("people:competencies")
