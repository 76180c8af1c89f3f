"""What is typed for a speed mentoring."""

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.matching.rounds.models import SpeedEvent
from trellis.ui.forms import ModelForm


class EventForm(ModelForm[SpeedEvent]):
    class Meta:
        model = SpeedEvent
        fields = ("starts_at", "place", "rounds", "minutes")
        help_texts = {"minutes": _("Two more are left between rounds to change places.")}
        widgets = {
            "starts_at": forms.DateTimeInput({"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "rounds": forms.NumberInput({"class": "input--short"}),
            "minutes": forms.NumberInput({"class": "input--short"}),
        }
