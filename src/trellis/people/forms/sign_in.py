"""The forms of signing in: the library's checks, our words."""

from collections.abc import Mapping
from typing import Any, ClassVar

from allauth.account import forms as library
from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.passwords import LongEnough
from trellis.ui.forms import Ours

type Words = Mapping[str, tuple[Any, Any]]

EMAIL = (_("E-mail address"), "")
NEW_PASSWORD = (_("New password"), LongEnough().get_help_text)


class InOurWords(Ours):
    """Our labels and help, no placeholders, nothing asked twice."""

    words: ClassVar[Words] = {}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields.pop("password2", None)
        for name, (label, help_text) in self.words.items():
            field = self.fields[name]
            field.label = label
            field.help_text = help_text() if callable(help_text) else help_text
            field.widget.attrs.pop("placeholder", None)
            if isinstance(field, forms.EmailField):
                field.error_messages["invalid"] = _("Enter the whole address, like name@example.org.")
                field.widget.attrs |= {"autocomplete": "username", "inputmode": "email"}


class SignInForm(InOurWords, library.LoginForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"login": EMAIL, "password": (_("Password"), "")}


class CodeRequestForm(InOurWords, library.RequestLoginCodeForm):  # type: ignore[misc]
    """Also takes the address from the sign-in form, whose second button posts here."""

    words: ClassVar[Words] = {"email": EMAIL}

    def __init__(self, data: Any = None, *args: Any, **kwargs: Any) -> None:
        if data is not None and "email" not in data and "login" in data:
            data = {**data.dict(), "email": data["login"]}
        super().__init__(data, *args, **kwargs)


class CodeForm(InOurWords, library.ConfirmLoginCodeForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"code": (_("Code"), _("From the e-mail, like ABCD-EFGH."))}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].widget.attrs |= {"class": "input--medium", "autofocus": True, "spellcheck": "false"}


class ResetForm(InOurWords, library.ResetPasswordForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"email": EMAIL}


class NewPasswordForm(InOurWords, library.ResetPasswordKeyForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"password1": NEW_PASSWORD}


class SetPasswordForm(InOurWords, library.SetPasswordForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"password1": NEW_PASSWORD}


class ChangePasswordForm(InOurWords, library.ChangePasswordForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"oldpassword": (_("Current password"), ""), "password1": NEW_PASSWORD}


class AgainForm(InOurWords, library.ReauthenticateForm):  # type: ignore[misc]
    words: ClassVar[Words] = {"password": (_("Password"), "")}
