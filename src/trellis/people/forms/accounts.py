"""What administrators type about people, and what the invited say at their first step."""

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.utils.translation import gettext_lazy as _

from trellis.people.forms.fields import Line, PersonField, TimeZone, email_field
from trellis.people.forms.profile import SectionForm
from trellis.people.models import Person
from trellis.people.passwords import LongEnough
from trellis.ui.forms import DateInput, Form


class AccountForm(SectionForm):
    """What comes from personnel records."""

    email = email_field(
        max_length=254, help_text=_("The person signs in with it, and our e-mails go there. A new one counts at once.")
    )
    name = Line(label=_("Full name"), max_length=150)
    external_id = Line(label=_("Employee number"), required=False, max_length=80)
    title = Line(label=_("Job title"), required=False, max_length=120)
    department = Line(label=_("Department"), required=False, max_length=120)
    site = Line(label=_("Site"), required=False, max_length=120)
    manager = PersonField(label=_("Manager"), required=False, help_text=_("E-mail address or employee number."))
    time_zone = TimeZone(label=_("Time zone"), required=False)

    class Meta:
        model = Person
        fields: ClassVar = [
            "name",
            "email",
            "external_id",
            "title",
            "department",
            "site",
            "level",
            "manager",
            "started_on",
            "time_zone",
        ]
        widgets: ClassVar = {
            "level": forms.NumberInput(attrs={"class": "input--short", "min": 1, "max": 20}),
            "started_on": DateInput,
        }

    def clean_email(self) -> str:
        return str(self.cleaned_data["email"]).lower()

    def clean_external_id(self) -> str | None:
        return self.cleaned_data["external_id"] or None

    def _get_validation_exclusions(self) -> set[str]:
        """Whether address and number are free is for the action to say, which also sees who was quicker."""
        return {*super()._get_validation_exclusions(), "email", "external_id"}  # type: ignore[misc]


class InviteForm(Form):
    name = Line(label=_("Full name"), max_length=150)
    email = email_field(max_length=254, help_text=_("The invitation goes there."))
    title = Line(label=_("Job title"), required=False, max_length=120)
    department = Line(label=_("Department"), required=False, max_length=120)
    site = Line(label=_("Site"), required=False, max_length=120)


class WelcomeForm(Form):
    """The first step inside."""

    name = Line(label=_("Your name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    password = forms.CharField(
        label=_("Password"),
        required=False,
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    def __init__(self, person: Person, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, initial={"name": person.name}, **kwargs)
        self.person = person
        without = _("Leave it empty to sign in by a code each time.")
        self.fields["password"].help_text = f"{LongEnough().get_help_text()} {without}"

    def clean_password(self) -> str:
        password = str(self.cleaned_data["password"])
        if password:
            validate_password(password, self.person)
        return password
