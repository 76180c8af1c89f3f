"""What is typed about meetings. Times are on the clock that is on while the form is read."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people.models import Person
from trellis.relationships.fields import Line, Text
from trellis.relationships.meetings.models import LONGEST, MOST_IN_SERIES, SHORTEST, Meeting
from trellis.relationships.pairs.models import Relationship
from trellis.ui.forms import DateInput, DateTimeInput, Form, Radios


class TimeField(forms.DateTimeField):
    """A day and a time. An hour that the clocks skip or repeat is said to be one."""

    widget = DateTimeInput

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except forms.ValidationError as problem:
            if problem.code == "ambiguous_timezone":
                raise forms.ValidationError(
                    _("The clocks change in that hour, so it is missing or comes twice. Choose another time."),
                    code="clocks",
                ) from problem
            raise


class PlaceForm(Form):
    """How long, how and where."""

    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=SHORTEST, max_value=LONGEST)
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Meeting.Mode.choices, widget=Radios())
    where = Line(
        label=gettext_lazy("Where"),
        help_text=gettext_lazy(
            "A room, a phone number, or the address of a video call. Video without one gets your own room, where the"
            " program has video calls."
        ),
        required=False,
        max_length=500,
    )


class ProposeForm(PlaceForm):
    """Up to three times."""

    first = TimeField(label=gettext_lazy("A time that suits you"))
    second = TimeField(label=gettext_lazy("Another"), required=False)
    third = TimeField(label=gettext_lazy("And one more"), required=False)
    number = forms.IntegerField(
        label=gettext_lazy("How many meetings"),
        help_text=gettext_lazy("More than one come again at the same hour; each can be moved by itself."),
        min_value=1,
        max_value=MOST_IN_SERIES,
        initial=1,
        required=False,
        widget=forms.NumberInput({"class": "input--short"}),
    )
    every_weeks = forms.IntegerField(
        label=gettext_lazy("Weeks from one to the next"),
        min_value=1,
        max_value=13,
        initial=2,
        required=False,
        widget=forms.NumberInput({"class": "input--short"}),
    )

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        times = [said.get(name) for name in ("first", "second", "third")]
        return {**said, "times": [one for one in times if one]}

    def what(self) -> dict[str, Any]:
        """As the action takes it."""
        names = ("times", "minutes", "mode", "where", "number", "every_weeks")
        return {name: self.cleaned_data[name] for name in names if self.cleaned_data.get(name) is not None}


class OtherTimesForm(ProposeForm):
    """Other times for what was proposed: how many it is stays as it was."""

    number = None  # type: ignore[assignment]  # Django’s way to leave a field out
    every_weeks = None  # type: ignore[assignment]


class MoveForm(PlaceForm):
    starts_at = TimeField(label=gettext_lazy("New time"))
    sequence = forms.IntegerField(widget=forms.HiddenInput, min_value=0, max_value=30_000)


class LogForm(Form):
    """One minute: were we there, how long, how; the rest if one likes."""

    held = forms.TypedChoiceField(
        label=gettext_lazy("Did you meet?"),
        choices=[("1", gettext_lazy("Yes")), ("0", gettext_lazy("No"))],
        coerce=lambda value: value == "1",
        widget=Radios(),
        initial="1",
    )
    minutes = forms.IntegerField(label=gettext_lazy("Minutes"), min_value=SHORTEST, max_value=LONGEST)
    mode = forms.ChoiceField(label=gettext_lazy("How"), choices=Meeting.Mode.choices, widget=Radios())
    topics = Text(
        label=gettext_lazy("What you talked about"),
        help_text=gettext_lazy("A few words for the two of you. The program doesn’t see them."),
        required=False,
        max_length=4000,
    )
    mine = Text(
        label=gettext_lazy("What you will do"),
        help_text=gettext_lazy("One thing a line."),
        required=False,
        max_length=4000,
        rows=2,
    )
    theirs = Text(label="", help_text=gettext_lazy("One thing a line."), required=False, max_length=4000, rows=2)

    FACTS: ClassVar = ("held", "minutes", "mode", "topics")

    def __init__(self, *args: Any, by: Person, relationship: Relationship, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by, self.others = by, relationship.others(by)
        if len(self.others) == 1:
            self.fields["theirs"].label = _("What %(name)s will do") % {"name": self.others[0].called()}
        else:
            del self.fields["theirs"]

    def what(self) -> dict[str, Any]:
        """The log with who will do what, as the action takes it."""
        said = {name: self.cleaned_data[name] for name in self.FACTS}
        to_dos = [(self.by, line) for line in self._lines("mine")]
        if "theirs" in self.fields:
            to_dos += [(self.others[0], line) for line in self._lines("theirs")]
        return said | {"to_dos": to_dos}

    def _lines(self, name: str) -> list[str]:
        """One thing a line, ten at most."""
        lines = (" ".join(line.split()) for line in self.cleaned_data[name].splitlines())
        return [line[:300] for line in lines if line][:10]


class PastForm(LogForm):
    """A meeting that nobody had planned here."""

    FACTS: ClassVar = ("starts_at", "minutes", "mode", "topics")
    starts_at = TimeField(label=gettext_lazy("When did it begin?"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        del self.fields["held"]


class AgendaForm(Form):
    text = Line(label=gettext_lazy("Something to talk about"))


class ToDoForm(Form):
    title = Line(label=gettext_lazy("Something you will do"))
    due_on = forms.DateField(label=gettext_lazy("By when"), required=False, widget=DateInput)


def in_half_an_hour_steps(moment: datetime) -> datetime:
    """A round time to begin a form with."""
    local = timezone.localtime(moment)
    return local.replace(minute=30 if local.minute >= 30 else 0, second=0, microsecond=0)
