"""Signing in. What the sign-in library does well is only dressed; this is what it lacks."""

from typing import Any

from allauth.account.views import LoginView, PasswordSetView
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.utils.http import url_has_allowed_host_and_scheme, urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from trellis.common.types import Request
from trellis.people import demo
from trellis.people.actions import sessions
from trellis.people.freshness import fresh_sign_in_required
from trellis.people.models import Person
from trellis.people.queries import sessions_of
from trellis.ui.brand import brand
from trellis.ui.pages import page

BACKEND = settings.AUTHENTICATION_BACKENDS[0]


class SignIn(LoginView):  # type: ignore[misc]
    """Password or code; in a demonstration also its people, one click each."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        found: dict[str, Any] = super().get_context_data(**kwargs)
        return found | {"demo_accounts": demo.accounts(), "organization": brand().name}


@method_decorator([login_required, fresh_sign_in_required], name="dispatch")
class SetPassword(PasswordSetView):  # type: ignore[misc]
    """A first password, for somebody who signed in by a code just now."""


@require_POST
def as_demo_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Be one of the people of a demonstration. Outside one there is nothing here."""
    if pk not in {account.person_id for account in demo.accounts()}:
        raise Http404
    login(request, get_object_or_404(Person.objects.active(), pk=pk), backend=BACKEND)
    return redirect(_safe(request, request.POST.get("next", "")))


def cannot_get_in(request: HttpRequest) -> HttpResponse:
    """What to do when neither password nor code helps."""
    return page(request, "account/help.html", {"contact": brand().contact_email})


@login_required
def again(request: Request) -> HttpResponse:
    """For those without a password: sign out, and in again by a code, then go on."""
    back = _safe(request, request.GET.get("next", ""))
    return page(request, "account/again.html", {"next": f"{reverse('account_login')}?{urlencode({'next': back})}"})


@login_required
def signing_in(request: Request) -> HttpResponse:
    """My password and where I am signed in."""
    key = request.session.session_key
    return page(request, "people/signing_in.html", {"sessions": sessions_of(request.user), "this": key})


@login_required
@require_POST
def end_session(request: Request, pk: int) -> HttpResponse:
    ended = sessions.end(request.user, only=pk)
    if not ended:
        raise Http404
    messages.success(request, _("That device is signed out."))
    return redirect("people:signing_in")


@login_required
@require_POST
def end_other_sessions(request: Request) -> HttpResponse:
    ended = sessions.end(request.user, all_but=request.session.session_key or "")
    said = ngettext("%(ended)d other device is signed out.", "%(ended)d other devices are signed out.", ended)
    messages.success(request, said % {"ended": ended})
    return redirect("people:signing_in")


def _safe(request: HttpRequest, address: str) -> str:
    ours = url_has_allowed_host_and_scheme(address, {request.get_host()}, request.is_secure())
    return address if ours else settings.LOGIN_REDIRECT_URL
