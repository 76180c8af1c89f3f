"""Some doors open only to somebody who proved just now who they are: exports, rights, a new password."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.account.authentication import get_authentication_records
from django.conf import settings
from django.http import HttpResponseBase, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode

from trellis.common.types import Request
from trellis.people.middleware import BEGAN


def is_fresh(request: Request) -> bool:
    """Signed in, or gave their password again, within the last 15 minutes."""
    proofs = [float(record["at"]) for record in get_authentication_records(request, request.user)]
    proofs.append(float(request.session.get(BEGAN, 0)))
    return timezone.now().timestamp() - max(proofs) < settings.ACCOUNT_REAUTHENTICATION_TIMEOUT


def fresh_sign_in_required(view: Callable[..., HttpResponseBase]) -> Callable[..., HttpResponseBase]:
    """Ask for the password again, or for signing in again where there is none, then come back."""

    @wraps(view)
    def guarded(request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if is_fresh(request):
            return view(request, *args, **kwargs)
        proof = "account_reauthenticate" if request.user.has_usable_password() else "account_again"
        back = request.get_full_path() if request.method == "GET" else request.headers.get("Referer", "/")
        return HttpResponseRedirect(f"{reverse(proof)}?{urlencode({'next': back})}")

    return guarded
