"""What is typed about pairs that were decided elsewhere."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.ui.forms import DateInput, Form


class UploadForm(Form):
    file = forms.FileField(
        label=_("List of pairs"),
        help_text=_("CSV or XLSX, at most 500 rows. Columns: mentee, mentor, and began on for pairs that run already."),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={"required": _("Choose a file."), "empty": _("This file is empty.")},
    )


class TakeForm(Form):
    """How a checked list is taken."""

    how = forms.ChoiceField(
        label=_("What shall happen"),
        choices=[
            ("begin", _("They begin: on the day of the list, else today. Both are told.")),
            ("ask", _("Both sides are asked first, as with every proposal.")),
        ],
        widget=forms.RadioSelect,
        initial="ask",
    )
    expected = forms.IntegerField(
        label=_("How many pairs are these?"),
        help_text=_("Write the number, so that nobody is told by mistake."),
        min_value=0,
        widget=forms.NumberInput({"class": "input--short"}),
    )


class RegisterForm(Form):
    """One pair that exists already."""

    mentee = forms.CharField(label=_("Mentee"), max_length=254, help_text=_("E-mail address or employee number"))
    mentor = forms.CharField(label=_("Mentor"), max_length=254, help_text=_("E-mail address or employee number"))
    began_on = forms.DateField(
        label=_("Together since"), required=False, widget=DateInput(), help_text=_("Empty means today.")
    )
