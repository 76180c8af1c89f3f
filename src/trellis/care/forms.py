"""What participants and the team fill in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.care.models import CarePolicy, CaseNote
from trellis.people.models import Person
from trellis.programs.models import TeamMember
from trellis.relationships.models import Relationship
from trellis.ui.forms import Form, ModelForm, PrivateText, Radios


class WantedForm(Form):
    """What somebody wants help with, beside the questions of a check-in."""

    help_text = forms.CharField(
        label=_("What would help?"),
        required=False,
        max_length=4000,
        widget=PrivateText({"rows": 4}),
        help_text=_("Only if you said yes above. Only the people who run the program read it, not your partner."),
    )


class HelpForm(Form):
    """Ask the people who run the program, or whom they name."""

    text = forms.CharField(
        label=_("What is it about?"),
        max_length=4000,
        widget=PrivateText({"rows": 6}),
        help_text=_("Say as much or as little as you like."),
    )
    to = forms.ChoiceField(label=_("Who should read it?"), required=False, widget=Radios())

    def __init__(self, *args: Any, someone_else: Person | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.someone_else = someone_else
        if someone_else is None:
            del self.fields["to"]
            return
        field = cast("forms.ChoiceField", self.fields["to"])
        field.choices = [("", _("The coordinators of the program")), ("else", str(someone_else))]

    def addressee(self) -> Person | None:
        return self.someone_else if self.cleaned_data.get("to") == "else" else None


class ReplyForm(Form):
    """Write back."""

    text = forms.CharField(label=_("Your message"), max_length=4000, widget=PrivateText({"rows": 4}))


class NoteForm(Form):
    """Something the team keeps about a pair."""

    kind = forms.ChoiceField(label=_("What it is"), choices=CaseNote.Kind.choices, widget=Radios())
    text = forms.CharField(
        label=_("Note"),
        max_length=2000,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("For those who lead this program. Write it as if the pair could read it one day."),
    )


class SnoozeForm(Form):
    """Until when to look away."""

    until = forms.DateField(label=_("Quiet until"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"until": timezone.localdate() + timedelta(days=14)})
        super().__init__(*args, **kwargs)


class EndPairForm(Form):
    """For who leads the program: end a pair, with a reason that only they see."""

    reason = forms.ChoiceField(label=_("What comes closest?"), choices=Relationship.Reason.choices, widget=Radios())


class PolicyForm(ModelForm[CarePolicy]):
    """What counts as stalled."""

    class Meta:
        model = CarePolicy
        fields = [
            "first_meeting_days",
            "nudge_after",
            "stalled_after",
            "agreement_days",
            "check_in_late_days",
            "low_pulse",
            "very_low_pulse",
            "help_days",
            "nudge_gap_days",
            "is_pulse_seen",
            "someone_else",
        ]
        help_texts = {
            "someone_else": _("For requests that should not go to a coordinator. Participants see the name."),
            "is_pulse_seen": _("Otherwise only who answered, and that something is low."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        team = TeamMember.objects.filter(program=self.instance.program_id).values("person")
        people = Person.objects.filter(pk__in=team).order_by("name")
        self.choose_among("someone_else", people, nobody=gettext("Nobody else"))

    def clean(self) -> dict[str, Any] | None:
        found = super().clean()
        later, sooner = self.cleaned_data.get("stalled_after"), self.cleaned_data.get("nudge_after")
        if later is not None and sooner is not None and later <= sooner:
            self.add_error("stalled_after", _("Stalled has to come later than the nudge."))
        return found
