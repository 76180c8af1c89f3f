"""What is typed on the pages of matching."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from trellis.matching import presets, rulebook, words
from trellis.matching.fairness import DIMENSIONS
from trellis.matching.models import FormCriterion, MatchSettings, Proposal, ProposalPolicy, Tie
from trellis.matching.ruling import named
from trellis.matching.said import KINDS, kind_of, questions_of
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.questions.models import Question
from trellis.ui.forms import DateInput, Form, ModelForm
from trellis.ui.picking import PickField


class SettingsForm(ModelForm[MatchSettings]):
    """What counts how much: a weight for each criterion, questions of the forms, and where the line is drawn."""

    class Meta:
        model = MatchSettings
        fields = ("aim", "floor", "load", "prefers_other_department", "seconds", "answer_days", "needs_approval")
        help_texts = {
            "floor": _("Nobody is suggested under this. From 0 to 100."),
            "load": _("So that one mentor isn’t given everybody."),
            "needs_approval": _("Somebody else who leads the program, after the last change by hand."),
            "seconds": _(
                "Then it stops with the best so far, and says how far from the best it may be. Empty: no end."
            ),
            "answer_days": _("Afterwards a proposal ends and both are free again."),
        }

    def __init__(self, *args: Any, asked: Asked, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key in presets.KEYS:
            self.fields[f"weight_{key}"] = _number(
                label=words.title(key), help_text=str(words.HELP[key]), initial=round(self.instance.weights.get(key, 0))
            )
        for name in ("floor", "load", "seconds", "answer_days"):
            self.fields[name].widget.attrs["class"] = "input--short"
        self.asked = asked
        for question in asked.questions():
            self._ask(question)

    def _ask(self, question: Question) -> None:
        """How answers to a question shall count, beside which question of mentors, and how much."""
        kept = self.asked.kept.get(question.code)
        named = {"aria-label": question.text}
        how = [("", _("Doesn’t count")), *((one, one.label) for one in KINDS[kind_of(question)])]
        self.fields[f"how_{question.code}"] = forms.ChoiceField(
            choices=how, required=False, initial=kept.how if kept else "", widget=forms.Select(named)
        )
        others = [(one.code, one.text) for one in self.asked.partners(question)]
        self.fields[f"with_{question.code}"] = forms.ChoiceField(
            choices=others,
            required=False,
            initial=kept.mentor_code if kept else self.asked.usual_partner(question),
            widget=forms.Select(
                {"aria-label": _("Compared with what mentors say: %(question)s") % {"question": question}}
            ),
        )
        self.fields[f"much_{question.code}"] = _number(
            label="", initial=kept.weight if kept else 10, required=False, question=question.text
        )

    def weights(self) -> list[forms.BoundField]:
        return [self[f"weight_{key}"] for key in presets.KEYS]

    def lines(self) -> list[forms.BoundField]:
        return [self[name] for name in self.Meta.fields]

    def questions(self) -> list[tuple[Question, list[forms.BoundField]]]:
        parts = ("how", "with", "much")
        return [(one, [self[f"{part}_{one.code}"] for part in parts]) for one in self.asked.questions()]

    def filled(self, weights: Mapping[str, float]) -> QueryDict:
        """What was typed, with these weights instead."""
        data = cast("QueryDict", self.data).copy()
        for key in presets.KEYS:
            data[f"weight_{key}"] = str(round(weights.get(key, 0)))
        return data

    def changed(self) -> dict[str, Any]:
        """The fields for the action."""
        weights = {key: float(self.cleaned_data[f"weight_{key}"]) for key in presets.KEYS}
        kept = {key: weight for key, weight in weights.items() if weight}
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return fields | {"weights": kept, "criteria": self.criteria()}

    def criteria(self) -> list[FormCriterion]:
        """The questions that shall count."""
        return [self._criterion(one) for one in self.asked.questions() if self.cleaned_data[f"how_{one.code}"]]

    def _criterion(self, question: Question) -> FormCriterion:
        weight = self.cleaned_data[f"much_{question.code}"]
        return FormCriterion(
            cohort=self.instance.cohort,
            mentee_code=question.code,
            mentor_code=self.cleaned_data[f"with_{question.code}"],
            title=question.text[:200],
            how=self.cleaned_data[f"how_{question.code}"],
            weight=10 if weight is None else weight,
        )


def _number(*, label: str, question: str = "", **more: Any) -> forms.IntegerField:
    attrs = {"class": "input--short"}
    if question:
        attrs["aria-label"] = _("Weight of: %(question)s") % {"question": question}
    return forms.IntegerField(label=label, min_value=0, max_value=100, widget=forms.NumberInput(attrs), **more)


@dataclass(frozen=True)
class Asked:
    """What the application forms of a program ask both sides, and what counts of it."""

    mentees: Mapping[str, Question]
    mentors: Mapping[str, Question]
    kept: Mapping[str, FormCriterion]

    @classmethod
    def of(cls, cohort: Cohort) -> Asked:
        kept = {one.mentee_code: one for one in FormCriterion.objects.filter(cohort=cohort)}
        mentees, mentors = (questions_of(cohort.program, role) for role in (Role.MENTEE, Role.MENTOR))
        return cls(mentees, mentors, kept)

    def questions(self) -> list[Question]:
        """Of mentees, as far as mentors are asked something of the kind."""
        return [one for one in self.mentees.values() if self.partners(one)]

    def partners(self, question: Question) -> list[Question]:
        return [one for one in self.mentors.values() if kind_of(one) == kind_of(question)]

    def usual_partner(self, question: Question) -> str:
        """The same question, or the one that belongs to it in our own forms."""
        for code in (question.code, presets.PARTNERS.get(question.code, "")):
            if code in self.mentors:
                return code
        return self.partners(question)[0].code


class RulesForm(ModelForm[MatchSettings]):
    """The rules that a program may choose, with their measure."""

    walls_text = forms.CharField(
        label=_("Walls between departments"),
        required=False,
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Two departments on each line, with | between them, like “Procurement | Sales”."),
    )

    class Meta:
        model = MatchSettings
        fields = ("chain_depth", "needs_language", "needs_hours", "levels_ahead", "never_same_department")
        help_texts = {
            "chain_depth": _("1 is the own manager alone. Empty: the whole line, however long."),
            "levels_ahead": _("Empty: no matter. Where a level isn’t known nobody is ruled out."),
            "needs_hours": _("Where somebody named no hours nobody is ruled out."),
            "needs_language": _("Where somebody named no language nobody is ruled out."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["walls_text"].initial = "\n".join(f"{one} | {other}" for one, other in self.instance.walls)
        for name in ("chain_depth", "levels_ahead"):
            self.fields[name].widget.attrs["class"] = "input--short"

    def clean_walls_text(self) -> list[list[str]]:
        """Pairs of departments."""
        lines = [line for line in self.cleaned_data["walls_text"].splitlines() if line.strip()]
        walls = [[part.strip() for part in line.split("|")] for line in lines]
        wrong = next((line for line, wall in zip(lines, walls, strict=True) if len(wall) != 2 or not all(wall)), None)
        if wrong is not None:
            raise forms.ValidationError(
                _("“%(line)s” needs two departments with | between them, like “Procurement | Sales”."),
                params={"line": wrong},
            )
        return walls

    def changed(self) -> dict[str, Any]:
        """The fields for the action."""
        fields = {name: self.cleaned_data[name] for name in self.Meta.fields}
        return fields | {"walls": self.cleaned_data["walls_text"]}


class ExceptionForm(Form):
    """Which rule shall not count for whom, why, and until when."""

    mentee = PickField(label=_("Mentee"), search=named)
    mentor = PickField(label=_("Mentor"), search=named)
    rule = forms.ChoiceField(
        label=_("Rule"), choices=[(one.code, one.title) for one in rulebook.ALL if one.may_be_excepted]
    )
    reason = forms.CharField(
        label=_("Why it shall not count for them"), max_length=1000, widget=forms.Textarea({"rows": 3})
    )
    review_on = forms.DateField(
        label=_("Look at it again on"),
        widget=DateInput,
        help_text=_("From then on the rule counts again, unless it is asked anew."),
    )

    def __init__(self, data: Any, *, cohort: Cohort, url: str, **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        people = Participation.objects.filter(cohort=cohort).taking_part().select_related("person")
        for name, rows in (("mentee", people.mentees()), ("mentor", people.mentors())):
            cast("PickField", self.fields[name]).offer(rows, url=f"{url}?side={name}")


class ScenarioForm(Form):
    """Another plan of the same people: what comes first in it, and how it is called."""

    aim = forms.ChoiceField(label=_("What comes first"), choices=MatchSettings.Aim.choices, widget=forms.RadioSelect)
    name = forms.CharField(label=_("Name"), max_length=60, required=False)


class MeasuredForm(Form):
    """By which groups the program looks whether everybody is served alike."""

    measured = forms.MultipleChoiceField(
        label=_("Groups to look at"),
        choices=[(key, title) for key, (title, _name) in DIMENSIONS.items()],
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("Only to look at. None of them counts because it is chosen here."),
    )


class TieForm(Form):
    """Two people of a cohort who are never paired."""

    one = PickField(label=_("Somebody"), search=named)
    other = PickField(label=_("Somebody else"), search=named)
    kind = forms.ChoiceField(label=_("What ties them"), choices=Tie.Kind.choices, widget=forms.RadioSelect)

    def __init__(self, data: Any, *, cohort: Cohort, url: str) -> None:
        super().__init__(data)
        people = Participation.objects.filter(cohort=cohort).taking_part().select_related("person")
        for name in ("one", "other"):
            cast("PickField", self.fields[name]).offer(people, url=url)


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


class PolicyForm(ModelForm[ProposalPolicy]):
    """How proposals go on."""

    class Meta:
        model = ProposalPolicy
        fields = ("goes_on", "most", "needs_approval", "tells_managers")
        help_texts = {
            "goes_on": _("After a no, or no answer. You have ten minutes to take each back before people are told."),
            "most": _("Then they stand on the list of those who wait, and you choose by hand."),
            "needs_approval": _("When both said yes, it begins only after somebody of the team has looked at it."),
            "tells_managers": _("Who takes part as what and how much time it takes. Never with whom, and no content."),
        }
        widgets = {"most": forms.NumberInput({"class": "input--short"})}


class QuestionForm(Form):
    """A question to the team before one answers."""

    text = forms.CharField(
        label=_("What would you like to know?"),
        widget=forms.Textarea({"rows": 3, "data-private": True}),
        max_length=1000,
        help_text=_("Only the people who run the program read this. The other person doesn’t learn that you asked."),
    )


class AnswerForm(Form):
    """The team’s answer to a question."""

    text = forms.CharField(label=_("Your answer"), widget=forms.Textarea({"rows": 4}), max_length=2000)


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
