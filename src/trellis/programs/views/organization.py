"""The settings of the organization, for administrators."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from trellis.common.types import Request
from trellis.people.permissions import require_administrator
from trellis.programs import actions
from trellis.programs.forms import OrganizationForm
from trellis.programs.models import Organization
from trellis.ui.pages import page


@login_required
def organization(request: Request) -> HttpResponse:
    """Name, contact and time zone."""
    require_administrator(request.user)
    row = Organization.objects.order_by("pk").first() or Organization(name="")
    form = OrganizationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change_organization(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programs:organization")
    return page(request, "programs/organization.html", {"form": form})
