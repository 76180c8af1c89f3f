"""What the sign-in library asks us: who may sign up, how it speaks, how fast one may guess, who carries its e-mails."""

from datetime import timedelta
from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.core.exceptions import ValidationError
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.people import throttle
from trellis.people.actions import letters
from trellis.people.models import Person


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar = DefaultAccountAdapter.error_messages | {
        "account_inactive": gettext_lazy("This account is closed."),
        "email_password_mismatch": gettext_lazy(
            "This address and password don’t go together. Check both, or have a code sent to you."
        ),
        "enter_current_password": gettext_lazy("This isn’t your password of now."),
        "incorrect_code": gettext_lazy("This isn’t the code we sent. Look for the newest e-mail."),
        "incorrect_password": gettext_lazy("This isn’t your password."),
        "invalid_password_reset": gettext_lazy("This link was used, or is too old. Ask for a new one."),
        "rate_limited": gettext_lazy("That was quick. Wait a moment and try again."),
        "too_many_login_attempts": gettext_lazy("Too many tries. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  the library names it
        """Accounts come from an import, an invitation or an application, not from strangers."""
        return False

    # ── Guessing gets slower ──────────────────────────────────────────────────────────────
    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        super().pre_authenticate(request, **credentials)
        account, source = credentials.get("email", ""), self.get_client_ip(request)
        if wait := throttle.wait_before(account, source):
            raise ValidationError(_too_fast(wait), code="too_many_login_attempts")
        if throttle.is_at_rest(account):
            raise ValidationError(
                _("This password was tried too often and rests. Have a code sent, or choose a new password."),
                code="too_many_login_attempts",
            )

    def authenticate(self, request: HttpRequest, **credentials: Any) -> Any:
        person = super().authenticate(request, **credentials)
        if person:
            throttle.succeeded(credentials.get("email", ""), self.get_client_ip(request))
        return person

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        throttle.failed(credentials.get("email", ""), self.get_client_ip(request))

    def login(self, request: HttpRequest, user: Any) -> None:
        """However they got in, earlier wrong guesses no longer count against them."""
        super().login(request, user)
        throttle.succeeded(user.email, self.get_client_ip(request))

    # ── E-mails ───────────────────────────────────────────────────────────────────────────
    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Written at once, carried by a job, so that a slow mail server keeps nobody waiting."""
        person = context.get("user") or Person.objects.filter(email=email).first()
        values = {"code": context.get("code", ""), "link": context.get("password_reset_url", "")}
        letters.write(template_prefix.rpartition("/")[2], email, values, to=person)

    def get_reset_password_from_key_url(self, key: str) -> str:
        """Always at our public address, whatever host the request named."""
        path: str = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
        return str(settings.PUBLIC_URL) + path.replace("UID-KEY", key)

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:  # noqa: ARG002
        return reverse("people:signing_in")


def _too_fast(wait: timedelta) -> str:
    minutes = -(-int(wait.total_seconds()) // 60) or 1
    return ngettext(
        "Too many tries. Wait %(minutes)d minute, or have a code sent to you.",
        "Too many tries. Wait %(minutes)d minutes, or have a code sent to you.",
        minutes,
    ) % {"minutes": minutes}
