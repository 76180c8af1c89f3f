"""What is typed on the pages of matching."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from pairing.people import CRITERIA
from trellis.matching import words
from trellis.matching.models import MatchSettings, Proposal
from trellis.people.models import Person
from trellis.programs.models import Participation
from trellis.ui.forms import Form, ModelForm


class SettingsForm(ModelForm[MatchSettings]):
    """What counts how much: a weight for each criterion, then the few rules that a program chooses."""

    class Meta:
        model = MatchSettings
        fields = ("floor", "load", "needs_language", "prefers_other_department", "answer_days", "needs_approval")
        help_texts = {
            "floor": _("Nobody is suggested under this. From 0 to 100."),
            "load": _("So that one mentor isn’t given everybody."),
            "needs_approval": _("Somebody else who leads the program, after the last change by hand."),
            "answer_days": _("Afterwards a proposal ends and both are free again."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in CRITERIA:
            self.fields[f"weight_{key}"] = forms.IntegerField(
                label=words.title(key),
                help_text=str(words.HELP[key]),
                min_value=0,
                max_value=100,
                initial=round(self.instance.weights.get(key, 0)),
                widget=forms.NumberInput({"class": "input--short"}),
            )
        for name in ("floor", "load", "answer_days"):
            self.fields[name].widget.attrs["class"] = "input--short"

    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{key}"] for key in CRITERIA]

    def rules(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def changed(self) -> dict[str, Any]:
        """The fields for the action."""
        weights = {key: float(self.cleaned_data[f"weight_{key}"]) for key in CRITERIA}
        kept = {key: weight for key, weight in weights.items() if weight}
        return {name: self.cleaned_data[name] for name in self.Meta.fields} | {"weights": kept}


class ApartForm(Form):
    """Why two people are kept apart, for those who lead the program."""

    reason = forms.CharField(
        label=_("Why (optional)"),
        max_length=200,
        required=False,
        help_text=_("Only those who lead the program read it."),
        widget=forms.TextInput({"data-private": True}),
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False)


class RemarkForm(Form):
    """A word to the team."""

    text = forms.CharField(
        label=_("To the others who lead this program"), max_length=1000, widget=forms.Textarea({"rows": 2})
    )


class DeclineForm(Form):
    """A no, with a reason for those who run the program, if somebody wants to give one."""

    reason = forms.ChoiceField(
        label=_("Why not?"),
        choices=Proposal.Reason.choices,
        widget=forms.RadioSelect,
        required=False,
        help_text=_("Only the people who run the program see this. It helps them to find somebody who fits better."),
    )
    note = forms.CharField(
        label=_("Anything they should know (optional)"),
        widget=forms.Textarea({"rows": 3, "data-private": True}),
        required=False,
        max_length=1000,
    )


class WishForm(Form):
    """Up to three people, the first choice first, and up to three to stay away from."""

    def __init__(self, data: Any, *, others: list[Participation], chosen: list[int], avoided: list[int]) -> None:
        super().__init__(data)
        self.others = {one.pk: one for one in others}
        people = [(one.pk, f"{one.person}, {one.person.works_at()}".rstrip(", ")) for one in others]
        labels = (_("First choice"), _("Second choice"), _("Third choice"))
        for number, label in enumerate(labels, 1):
            self.fields[f"choice_{number}"] = _select(label, people, _value(chosen, number))
        for number in (1, 2, 3):
            self.fields[f"avoid_{number}"] = _select(
                _("Rather not with (%(number)s)") % {"number": number}, people, _value(avoided, number)
            )

    def wishes(self) -> list[forms.BoundField]:
        return [self[f"choice_{number}"] for number in (1, 2, 3)]

    def avoidances(self) -> list[forms.BoundField]:
        return [self[f"avoid_{number}"] for number in (1, 2, 3)]

    def chosen(self) -> list[Participation]:
        return [self.others[pk] for pk in self._picked("choice")]

    def avoided(self) -> list[Person]:
        return [self.others[pk].person for pk in dict.fromkeys(self._picked("avoid"))]

    def _picked(self, name: str) -> list[int]:
        values = [self.cleaned_data.get(f"{name}_{number}") for number in (1, 2, 3)]
        return [int(value) for value in values if value]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        chosen, avoided = self._picked("choice"), self._picked("avoid")
        if len(set(chosen)) < len(chosen):
            self.add_error("choice_2", _("Choose each person once."))
        if set(chosen) & set(avoided):
            self.add_error("avoid_1", _("This person is among your choices."))
        return cleaned


def _select(label: Any, people: list[tuple[int, str]], value: int | None) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=[("", _("Nobody")), *people], required=False, initial=value or "")


def _value(values: list[int], number: int) -> int | None:
    return values[number - 1] if len(values) >= number else None
