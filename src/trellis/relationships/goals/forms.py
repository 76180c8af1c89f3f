"""What is typed about visions, goals and steps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.people.models import Person
from trellis.relationships.fields import Line, Text
from trellis.relationships.goals.models import Goal, Level
from trellis.relationships.needs.queries import Gap
from trellis.ui.forms import DateInput, Form, Radios


class PurposeForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
    why = Text(
        label=_("Why mentoring, and why now?"),
        help_text=_("What made you say yes, in your own words."),
        max_length=4000,
    )


class VisionForm(Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=2**31 - 1)
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
    support = Text(
        label=_("What help do you need for it?"),
        help_text=_("From your mentor, your manager, somebody else; time, a door opened, an example."),
        max_length=4000,
        rows=2,
        required=False,
    )
    due_on = forms.DateField(label=_("By when"), required=False, widget=DateInput)
    need = forms.TypedChoiceField(label=_("Which gap does it close?"), coerce=int, empty_value=None, required=False)
    progress_by = forms.ChoiceField(
        label=_("How its progress is counted"),
        choices=Goal.Progress.choices,
        widget=Radios(),
        initial=Goal.Progress.STEPS,
    )
    owner = forms.TypedChoiceField(label=_("Whose goal is it?"), coerce=int)

    def __init__(self, *args: Any, owners: Sequence[Person] = (), gaps: Sequence[Gap] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for level in Level:
            self.fields[level.value] = Text(label=level.label, max_length=1000, rows=1, required=False)
        self.gaps = {gap.need.pk: gap.need for gap in gaps}
        if gaps:
            named = [(gap.need.pk, gap.name) for gap in gaps]
            self.fields["need"].choices = [("", _("None of them")), *named]  # type: ignore[attr-defined]
        else:
            del self.fields["need"]
        if len(owners) > 1:
            self.fields["owner"].choices = [(one.pk, str(one)) for one in owners]  # type: ignore[attr-defined]
        else:
            del self.fields["owner"]

    def levels(self) -> list[Any]:
        return [self[level.value] for level in reversed(Level)]

    def levels_are_open(self) -> bool:
        """One has words already, or an error."""
        return any(bound.value() or bound.errors for bound in self.levels())

    def said(self) -> dict[str, Any]:
        """What the actions take: the need as its row."""
        said = dict(self.cleaned_data)
        if "need" in self.fields:
            said["need"] = self.gaps.get(said["need"])
        return said


class AttainForm(Form):
    """How far it went; the words of the goal beside each level where there are any."""

    level = forms.TypedChoiceField(label=_("How far did it go?"), coerce=Level, widget=Radios())

    def __init__(self, *args: Any, words: Mapping[Level, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["level"]
        field.choices = [(level.value, level.label) for level in reversed(Level)]  # type: ignore[attr-defined]
        field.widget.helps = {level.value: text for level, text in words.items()}


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
