"""What is typed to offer a time, to book it, and afterwards."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.matching.flash.models import FlashSettings
from trellis.relationships.fields import Line, Text
from trellis.relationships.meetings.models import Meeting
from trellis.ui.forms import DateInput, Form, ModelForm, TimeInput

MINUTES = (15, 20, 30, 45, 60)
WEEKS = 8


class OfferForm(Form):
    """A day and a time, once or for some weeks."""

    day = forms.DateField(label=_("Day"), widget=DateInput)
    clock = forms.TimeField(label=_("Begins at"), widget=TimeInput, help_text=_("On your own clock."))
    minutes = forms.TypedChoiceField(
        label=_("Minutes"), choices=[(value, str(value)) for value in MINUTES], coerce=int, initial=30
    )
    weeks = forms.TypedChoiceField(
        label=_("For how many weeks"),
        choices=[(value, str(value)) for value in range(1, WEEKS + 1)],
        coerce=int,
        initial=1,
        help_text=_("The same time each week. Each is booked for itself."),
    )
    mode = forms.ChoiceField(label=_("How"), choices=Meeting.Mode.choices, initial=Meeting.Mode.VIDEO)
    where = Line(label=_("Where"), required=False, help_text=_("A room or a link. Only who books sees it."))
    topics = Line(
        label=_("What it can be about"),
        required=False,
        max_length=200,
        help_text=_("A few words, such as: first ethics form, changing wards. Everybody in the program sees it."),
    )

    def times(self, zone: ZoneInfo) -> Sequence[datetime]:
        first = datetime.combine(self.cleaned_data["day"], self.cleaned_data["clock"], zone)
        return [first + timedelta(weeks=number) for number in range(self.cleaned_data["weeks"])]

    def offered(self) -> dict[str, Any]:
        """The rest, for the action."""
        return {name: self.cleaned_data[name] for name in ("minutes", "mode", "where", "topics")}


class BookForm(Form):
    """The one question."""

    question = Text(
        label=_("Your question"),
        help_text=_("One or two sentences, so that the half hour goes to the answer. Only the two of you read it."),
        max_length=1000,
        rows=4,
    )


class LogForm(Form):
    """Whether it took place, and a line."""

    held = forms.ChoiceField(
        label=_("Did it take place?"),
        choices=[("yes", _("Yes")), ("no", _("No"))],
        widget=forms.RadioSelect,
    )
    text = Text(
        label=_("What came of it (optional)"),
        required=False,
        max_length=1000,
        help_text=_("For the two of you alone."),
    )


class FlashForm(ModelForm[FlashSettings]):
    """How often a mentee may book."""

    class Meta:
        model = FlashSettings
        fields = ("per_month",)
        help_texts = {"per_month": _("So that times are there for everybody.")}
        widgets = {"per_month": forms.NumberInput({"class": "input--short"})}
