"""A name for the organization's list of competencies."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.ui.forms import Form


class CompetencyForm(Form):
    name = forms.CharField(
        label=_("A core competency of your own"),
        max_length=120,
        help_text=_("Something to be able to do, as people here say it: “Giving a clear handover”."),
    )
