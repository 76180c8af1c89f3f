"""The few questions of a review, and what comes of it."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.relationships.fields import Text
from trellis.relationships.reviews.models import Review, View
from trellis.ui.forms import ChoiceCards, Form

END = "end"


class ViewForm(Form):
    """After sixty days one question; half way four more, for the other to read."""

    expected = Text(label=_("What did you hope for, and how much of it came true?"), max_length=4000, required=False)
    goals = Text(label=_("Which goal moves, and which should change?"), max_length=4000, required=False)
    rhythm = Text(label=_("How often and how you meet: does it suit you?"), max_length=4000, required=False)
    change = Text(
        label=_("What would make the second half better?"),
        help_text=_("One thing each of you could do is enough."),
        max_length=4000,
        required=False,
    )
    wish = forms.ChoiceField(
        label=_("And now?"),
        choices=[*View.Wish.choices, (END, _("End it here, without blame"))],
        widget=ChoiceCards(
            helps={
                View.Wish.CHANGE: _("You both learn that something should change, not who said so."),
                END: _("Nothing is sent yet. The next page shows what you both will read; it doesn’t tell who asked."),
            }
        ),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if kind == Review.Kind.SIXTY:
            for name in self.words():
                del self.fields[name]

    def words(self) -> list[str]:
        return [name for name in self.fields if name != "wish"]


class AgreedForm(Form):
    agreed = Text(
        label=_("What you change, in your own words"),
        help_text=_("Write it together when you meet. “Nothing, it is good as it is” counts too."),
        max_length=4000,
    )
