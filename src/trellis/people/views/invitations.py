"""Inviting somebody, and the page their link opens."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from trellis.common.errors import Kind, Refused
from trellis.common.types import Request
from trellis.people import directory, links, permissions
from trellis.people.actions import invitations
from trellis.people.forms.accounts import InviteForm, WelcomeForm
from trellis.people.models import Invitation
from trellis.ui.brand import brand
from trellis.ui.pages import page


@login_required
def invite(request: Request) -> HttpResponse:
    """Make an account for somebody and send them a link."""
    permissions.require_administrator(request.user)
    form = InviteForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        said = dict(form.cleaned_data)
        try:
            invitation = invitations.invite(said.pop("email"), said.pop("name"), by=request.user, **said)
        except Refused as refused:
            form.refuse(refused, "email")
        else:
            messages.success(request, _("%s is invited. The e-mail is on its way.") % invitation.person)
            return redirect(invitation.person)
    context = {"form": form, "departments": directory.departments(request.user), "sites": directory.sites(request.user)}
    return page(request, "people/invite.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def invite_again(request: Request, pk: int) -> HttpResponse:
    person = permissions.get_person(request.user, pk, may=permissions.can_edit_account)
    invitations.invite_again(person, by=request.user)
    messages.success(request, _("%s is invited. The e-mail is on its way.") % person)
    return redirect(person)


@never_cache
def welcome(request: HttpRequest, token: str) -> HttpResponse:
    """Where an invitation leads. Looking changes nothing; coming in is the button."""
    try:
        invitation = _invitation(token, days=invitations.DAYS)
    except Refused as refused:
        if refused.kind != Kind.EXPIRED:
            raise
        return page(request, "people/welcome_over.html", {"token": token, "expired": True}, status=410)
    if invitation.welcomed_at or invitation.person.last_login:
        return page(request, "people/welcome_over.html", {"expired": False}, status=410)
    form = WelcomeForm(invitation.person, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        person = invitations.welcome(invitation, **form.cleaned_data)
        login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
        messages.success(
            request, _("Welcome, %s. Here is your profile; say a little about yourself.") % person.called()
        )
        return redirect("people:me")
    context = {"form": form, "invitation": invitation, "organization": brand().name}
    return page(request, "people/welcome.html", context, status=422 if form.errors else 200)


@require_POST
def new_link(request: HttpRequest, token: str) -> HttpResponse:
    """Another link, to the same address, for somebody whose link grew too old."""
    invitation = _invitation(token, days=3650)
    invitations.invite_again(invitation.person, by=None)
    return page(request, "people/welcome_sent.html")


def _invitation(token: str, *, days: int) -> Invitation:
    signed = links.read(token, invitations.WELCOME, days=days)
    return get_object_or_404(
        Invitation.objects.select_related("person", "by"), pk=signed.parts[0], person=signed.person
    )
