"""What is typed about visions, goals and steps."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.fields import Line, Text
from trellis.relationships.goals.models import Goal
from trellis.ui.forms import DateInput, Form, Radios


class VisionForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    why = Text(
        label=_("Why mentoring, and why now?"),
        help_text=_("What made you say yes, in your own words."),
        max_length=4000,
        required=False,
    )
    destination = Text(
        label=_("When this time is over, where do you want to be?"),
        help_text=_("One sentence you would be glad to say on the last day. What would others notice?"),
        max_length=4000,
    )


class GoalForm(Form):
    """Whose it is, is asked only where more than one person may have goals."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    title = Line(
        label=_("What do you want to reach?"),
        help_text=_("Begin with a verb, like “Lead the handover without prompts”."),
        max_length=200,
    )
    why = Text(label=_("Why does it matter to you?"), max_length=4000, required=False)
    measure = Text(
        label=_("How will you know that you are there?"),
        help_text=_("Something you or others can see, count or hear."),
        max_length=4000,
        rows=2,
        required=False,
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)
    progress_by = forms.ChoiceField(
        label=_("How its progress is counted"),
        choices=Goal.Progress.choices,
        widget=Radios(),
        initial=Goal.Progress.STEPS,
    )
    owner = forms.TypedChoiceField(label=_("Whose goal is it?"), coerce=int)

    def __init__(self, *args: Any, owners: Sequence[Person] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if len(owners) > 1:
            self.fields["owner"].choices = [(one.pk, str(one)) for one in owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]


class StepForm(Form):
    title = Line(label=_("The next step"), max_length=200)
    due_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)


class JudgeForm(Form):
    percent = forms.TypedChoiceField(
        label=_("How far along?"),
        choices=[(n, f"{n}%") for n in range(0, 101, 10)],
        coerce=int,
    )


class WithdrawForm(Form):
    reason = Text(
        label=_("Why do you let it go?"),
        help_text=_("For the two of you. Plans change; knowing why helps with the next one."),
        max_length=4000,
    )
