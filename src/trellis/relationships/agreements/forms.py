"""What the pair writes into its agreement, and the name under it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.programs.models import Program
from trellis.relationships.agreements.sections import LIMITS, SECTIONS
from trellis.relationships.fields import Line, Text
from trellis.ui.forms import Form, Radios


class AgreementForm(Form):
    """One field a section, with the rhythm as figures and the level of confidentiality as a choice."""

    based_on = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)
    every_weeks = forms.IntegerField(label=_("Weeks between meetings"), min_value=1, max_value=13)
    minutes = forms.IntegerField(label=_("Minutes of a meeting"), min_value=15, max_value=240)
    level = forms.ChoiceField(
        label=_("How confidential it is"),
        choices=Program.Confidentiality.choices,
        widget=Radios(),
        help_text=LIMITS,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for section in SECTIONS:
            needed = section.key == "purpose"
            field = Text(label=section.title, help_text=section.help, required=needed, max_length=4000)
            field.error_messages["required"] = _("Say in a sentence what you want from this.")
            self.fields[section.key] = field

    def sections(self) -> list[str]:
        return [section.key for section in SECTIONS]


class SignForm(Form):
    """A typed name, under what was read."""

    name = Line(label=_("Your full name"), max_length=150)
    digest = forms.CharField(widget=forms.HiddenInput, max_length=64)
