"""What to share, and with whom."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.fields import Text
from trellis.relationships.goals.queries import OpenGoal
from trellis.ui.forms import Checkboxes, Form, Radios


class ShareForm(Form):
    """Whom one may choose comes from outside: one's manager and the program's sponsors. Or nobody: a link."""

    to = forms.TypedChoiceField(
        label=_("Who is it for?"), coerce=int, empty_value=None, required=False, widget=Radios()
    )
    goals = forms.TypedMultipleChoiceField(
        label=_("Which goals?"),
        help_text=_("Title, day and progress are shown; not why, not the steps."),
        coerce=int,
        required=False,
        widget=Checkboxes(),
    )
    with_gap = forms.BooleanField(
        label=_("Show how I rated myself"),
        help_text=_("Each thing you need, at the beginning and now."),
        required=False,
    )
    words = Text(
        label=_("In your own words"),
        help_text=_("What became of it, what you would like from them."),
        max_length=4000,
        rows=4,
        required=False,
    )

    def __init__(self, *args: Any, people: Sequence[Person], goals: Sequence[OpenGoal], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.people = {one.pk: one for one in people}
        named = [(one.pk, str(one)) for one in people]
        self.fields["to"].choices = [*named, ("", _("Somebody else: I hand over the link myself"))]  # type: ignore[attr-defined]
        self.fields["goals"].choices = [(one.goal.pk, one.title) for one in goals]  # type: ignore[attr-defined]

    def receiver(self) -> Person | None:
        return self.people.get(self.cleaned_data["to"])

    def choice(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in ("goals", "with_gap", "words")}
