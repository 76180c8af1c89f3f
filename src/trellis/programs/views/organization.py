"""The settings of the organization, for administrators."""

from __future__ import annotations

from dataclasses import replace

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from trellis.common.errors import Refused
from trellis.common.paging import page_of
from trellis.common.types import Request
from trellis.common.words import clean
from trellis.people.permissions import require_administrator
from trellis.programs import actions, queries
from trellis.programs.forms import FenceForm, LogoForm, OrganizationForm
from trellis.programs.models import Organization
from trellis.ui import fence
from trellis.ui.context import brand_of
from trellis.ui.pages import page

KINDS = (
    ("", gettext_lazy("All")),
    ("people", gettext_lazy("Accounts")),
    ("rights", gettext_lazy("Rights")),
    ("exchange", gettext_lazy("Lists in and out")),
    ("programs", gettext_lazy("Programs")),
    ("api", gettext_lazy("API tokens")),
)


@login_required
def organization(request: Request) -> HttpResponse:
    """Name, contact and time zone."""
    require_administrator(request.user)
    row = _row()
    form = OrganizationForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        actions.change_organization(row, by=request.user, **form.cleaned_data)
        messages.success(request, _("Saved."))
        return redirect("programs:organization")
    return page(request, "programs/organization.html", {"form": form})


@login_required
def look(request: Request) -> HttpResponse:
    """The color of the sidebar: this very page shows it before it is kept."""
    require_administrator(request.user)
    row = _row()
    form = FenceForm(request.POST or None, initial={"fence": f"#{row.fence or fence.OWN}"})
    if request.method == "POST" and form.is_valid():
        try:
            if "show" in request.POST:
                actions.require_readable(form.color())
                request.brand = replace(brand_of(request), fence=form.color())  # type: ignore[attr-defined]
            else:
                actions.keep_fence(row, form.color(), by=request.user)
                messages.success(request, _("This is the color now."))
                return redirect("programs:look")
        except Refused as refused:
            form.refuse(refused, "fence")
    return _look(request, row, form=form)


@login_required
@require_POST
def keep_logo(request: Request) -> HttpResponse:
    require_administrator(request.user)
    row, form = _row(), LogoForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            actions.keep_logo(row, form.cleaned_data["logo"], by=request.user)
        except Refused as refused:
            form.refuse(refused, "logo")
        else:
            messages.success(request, _("The logo stands on every page."))
            return redirect("programs:look")
    return _look(request, row, logo_form=form)


@login_required
@require_POST
def remove_logo(request: Request) -> HttpResponse:
    require_administrator(request.user)
    actions.remove_logo(_row(), by=request.user)
    messages.success(request, _("The logo is gone."))
    return redirect("programs:look")


@require_safe
def logo(request: Request, mark: str) -> HttpResponse:
    """The logo itself, for everybody: it stands on the sign-in page. Another picture has another address."""
    row = _row()
    if not mark or row.logo_mark != mark:
        raise Http404
    with row.logo.open() as kept:
        response = HttpResponse(kept.read(), content_type="image/png")
    response.headers["Content-Disposition"] = 'attachment; filename="logo.png"'
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


def _row() -> Organization:
    return Organization.objects.order_by("pk").first() or Organization(name="")


def _look(
    request: Request, row: Organization, *, form: FenceForm | None = None, logo_form: LogoForm | None = None
) -> HttpResponse:
    form = form or FenceForm(initial={"fence": f"#{row.fence or fence.OWN}"})
    context = {"form": form, "logo_form": logo_form or LogoForm(), "organization": row, "own": f"#{fence.OWN}"}
    failed = form.errors or (logo_form and logo_form.errors)
    return page(request, "programs/look.html", context, status=422 if failed else 200)


@login_required
@require_safe
def history(request: Request) -> HttpResponse:
    """Who did what to accounts, rights, lists and programs."""
    require_administrator(request.user)
    kind, words = request.GET.get("kind", ""), clean(request.GET.get("q", ""))[:80]
    shown = page_of(request, queries.doings(kind, words))
    shown.object_list = queries.with_targets(list(shown.object_list))
    context = {"doings": shown, "is_narrowed": bool(kind or words), "choices": KINDS, "all": request.path}
    return page(request, "programs/history.html", context)
