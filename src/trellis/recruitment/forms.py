"""What applicants and the team type."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.recruitment.models import Application, Call
from trellis.ui.forms import Form, ModelForm, Radios

MOST_ADDRESSES = 50
POINTS = 3


class AddressForm(Form):
    """The address of somebody without an account."""

    email = forms.EmailField(
        label=_("Your e-mail address"),
        max_length=254,
        widget=forms.EmailInput({"autocomplete": "email", "inputmode": "email"}),
        error_messages={"invalid": _("Enter the whole address, like name@example.org.")},
    )

    def __init__(self, call: Call, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.call = call

    def clean_email(self) -> str:
        email: str = self.cleaned_data["email"].strip().lower()
        if not self.call.allows(email):
            raise forms.ValidationError(
                _("This program is for people with an address at %(domains)s. Use that one."),
                params={"domains": self.call.domains},
            )
        return email


class AboutForm(ModelForm[Person]):
    """Who you are, for a new account."""

    class Meta:
        model = Person
        fields = ["name", "preferred_name", "pronouns", "title", "department", "site"]
        labels = {"preferred_name": _("What we should call you")}
        widgets = {
            "name": forms.TextInput({"autocomplete": "name"}),
            "preferred_name": forms.TextInput({"autocomplete": "nickname"}),
            "title": forms.TextInput({"autocomplete": "organization-title"}),
        }


class OpenForm(ModelForm[Cohort]):
    """Until when people may apply."""

    class Meta:
        model = Cohort
        fields = ["applications_close_on"]
        labels = {"applications_close_on": _("Last day to apply")}
        help_texts = {"applications_close_on": _("Leave it empty to keep applications open until you close them.")}


class PageForm(ModelForm[Call]):
    """The words on the public page and the flyer. What is left empty says what we say."""

    class Meta:
        model = Call
        fields = [
            "headline",
            "lede",
            "mentee_hours",
            "mentor_hours",
            "contact_name",
            "phone",
            "ratio",
            "domains",
        ]
        widgets = {
            "lede": forms.Textarea({"rows": 3}),
            "mentee_hours": forms.NumberInput({"class": "input--short"}),
            "mentor_hours": forms.NumberInput({"class": "input--short"}),
            "ratio": forms.NumberInput({"class": "input--short", "step": "0.1"}),
        }
        help_texts = {
            "headline": _("Large on the page and the flyer. Up to 90 letters."),
            "domains": _("Like kestrelbay.example. Leave it empty to let everybody apply who has the link."),
            "ratio": _("1.3 leaves room for a mentor who drops out, and for choosing."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for role in Role:
            given = getattr(self.instance, f"{role}_points")
            for number in range(1, POINTS + 1):
                self.fields[f"{role}_point_{number}"] = forms.CharField(
                    label=_("Benefit %(number)s") % {"number": number},
                    max_length=120,
                    required=False,
                    initial=given[number - 1] if len(given) >= number else "",
                )

    def words(self) -> dict[str, Any]:
        """The fields to keep, the benefits gathered into lists."""
        plain = {name: self.cleaned_data[name] for name in self.Meta.fields}
        points = {
            f"{role}_points": [said for n in range(1, POINTS + 1) if (said := self.cleaned_data[f"{role}_point_{n}"])]
            for role in Role
        }
        return plain | points


class AcceptForm(Form):
    """How many places a mentor comes with; a mentee comes with none."""

    capacity = forms.IntegerField(
        label=_("Places they offer"), min_value=1, widget=forms.NumberInput({"class": "input--short"})
    )

    def __init__(self, application: Application, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"capacity": application.capacity}, prefix="accept", **kwargs)
        if not application.is_mentor:
            del self.fields["capacity"]


class WaitForm(Form):
    words = forms.CharField(
        label=_("A few words to them"),
        help_text=_("Shown on the page of their application, not in the e-mail."),
        max_length=1500,
        required=False,
        widget=forms.Textarea({"rows": 3}),
    )


class DeclineForm(WaitForm):
    reason = forms.ChoiceField(
        label=_("Reason"),
        help_text=_("Only your team sees it."),
        choices=Application.Reason.choices,
        widget=Radios,
    )
    note = forms.CharField(
        label=_("More about the reason"),
        help_text=_("Only your team sees it."),
        max_length=1000,
        required=False,
        widget=forms.Textarea({"rows": 2}),
    )
    field_order = ["reason", "note", "words"]


class InviteForm(Form):
    """E-mail addresses, one a line."""

    role = forms.ChoiceField(label=_("As"), choices=Role.choices, widget=Radios)
    addresses = forms.CharField(
        label=_("Whom would you like to ask?"),
        help_text=_("One e-mail address on each line, of people who have an account here. Fifty at most."),
        max_length=20000,
        widget=forms.Textarea({"rows": 6}),
    )

    def clean_addresses(self) -> list[str]:
        said: str = self.cleaned_data["addresses"]
        found = [word.strip("<>").lower() for word in said.replace(",", " ").replace(";", " ").split() if "@" in word]
        if not found:
            raise forms.ValidationError(_("Write at least one e-mail address."))
        unique = list(dict.fromkeys(found))
        if len(unique) > MOST_ADDRESSES:
            raise forms.ValidationError(
                _("These are %(count)s addresses. Invite %(most)s at once at most, and the others after that."),
                params={"count": len(unique), "most": MOST_ADDRESSES},
            )
        return unique
