"""What is typed when people choose for themselves."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.matching.requests.models import ChoosingSettings, MentorRequest
from trellis.relationships.fields import Text
from trellis.ui.forms import DateInput, Form, ModelForm

LONGEST = 1000


class AskForm(Form):
    """A few words to one mentor."""

    message = Text(
        label=_("What you would like to say"),
        help_text=_("Who you are, what you hope for, why you chose this mentor. Three or four sentences are enough."),
        max_length=LONGEST,
        rows=5,
    )
    asks_on = forms.BooleanField(
        label=_("If this comes to nothing, ask the next on my list with the same words"),
        required=False,
    )


class NoForm(Form):
    """A no, with a reason for those who run the program if somebody wants to give one, and a rest from being asked."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=MentorRequest.Reason.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Only the people who run the program see this. It helps them to advise others."),
    )
    note = Text(label=_("Anything they should know (optional)"), required=False, max_length=LONGEST)
    pause = forms.BooleanField(label=_("Take no new requests for now"), required=False)
    back_on = forms.DateField(
        label=_("Ask me again from (optional)"),
        required=False,
        widget=DateInput,
        help_text=_("Only with the box above. Left out, you say yourself when you are back."),
    )


class PauseForm(Form):
    """Until when somebody takes no new requests."""

    back_on = forms.DateField(label=_("Ask me again from (optional)"), required=False, widget=DateInput)


class ChoosingForm(ModelForm[ChoosingSettings]):
    """How much may be asked at once, how long an answer may take, until when choices are named."""

    class Meta:
        model = ChoosingSettings
        fields = ("open_requests", "answer_days", "choices_until")
        help_texts = {
            "open_requests": _("So that no mentor is asked by everybody. Three is usual."),
            "answer_days": _("From 3 to 7. Afterwards the mentee may ask somebody else."),
            "choices_until": _("Where people name choices. Left out, they may until they have a mentor."),
        }
        widgets = {
            "open_requests": forms.NumberInput({"class": "input--short"}),
            "answer_days": forms.NumberInput({"class": "input--short"}),
            "choices_until": DateInput(),
        }

    def changed(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.Meta.fields}
