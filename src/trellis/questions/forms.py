"""What an editor typed about a questionnaire or one of its questions."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.common.words import clean, fold
from trellis.questions.models import Question, Questionnaire
from trellis.ui.forms import Form, ModelForm, Radios

Type = Question.Type
Op = Question.Op


class WordsForm(ModelForm[Questionnaire]):
    class Meta:
        model = Questionnaire
        fields = ["title", "intro", "confidentiality"]
        widgets = {"confidentiality": Radios(), "intro": forms.Textarea({"rows": 3})}


class QuestionForm(Form):
    """One question of a type. Only the fields that this type needs are asked."""

    text = forms.CharField(label=_("Question"), max_length=500)
    help = forms.CharField(
        label=_("Help under it"), required=False, max_length=1000, widget=forms.Textarea({"rows": 2})
    )
    options = forms.CharField(
        label=_("Choices"),
        help_text=_("One in each line. A choice you reword keeps its earlier answers."),
        widget=forms.Textarea({"rows": 6}),
        max_length=8000,
    )
    low_label = forms.CharField(label=_("The low end means"), required=False, max_length=80)
    high_label = forms.CharField(label=_("The high end means"), required=False, max_length=80)
    least = forms.IntegerField(label=_("At least"), required=False)
    most = forms.IntegerField(label=_("At most"), required=False)
    required = forms.BooleanField(label=_("It must be answered"), required=False)
    seen_by = forms.ChoiceField(label=_("Who sees the answer"), choices=Question.Audience, widget=Radios())
    is_sealed = forms.BooleanField(
        label=_("Keep the answer sealed"),
        help_text=_("It is encrypted in the database and never counted."),
        required=False,
    )
    condition_on = forms.ChoiceField(label=_("Ask it only if"), required=False)
    condition_op = forms.ChoiceField(label=_("The answer"), choices=Op, required=False, initial=Op.IS)
    condition_value = forms.CharField(
        label=_("This"),
        help_text=_("A choice as it is written, yes or no, or a number."),
        required=False,
        max_length=200,
    )

    NEEDED: dict[str, set[Type]] = {
        "options": {Type.ONE, Type.SEVERAL, Type.RANKING},
        "low_label": {Type.SCALE_5, Type.SCALE_7, Type.TO_TEN},
        "high_label": {Type.SCALE_5, Type.SCALE_7, Type.TO_TEN},
        "least": {Type.NUMBER, Type.SEVERAL},
        "most": {Type.NUMBER, Type.SEVERAL, Type.RANKING, Type.SKILLS, Type.SHORT, Type.LONG},
        "required": set(Type) - {Type.HEADING},
        "seen_by": set(Type) - {Type.HEADING},
        "is_sealed": {Type.SHORT, Type.LONG},
    }
    MOST: dict[Type, object] = {
        Type.SHORT: _("Letters at most"),
        Type.LONG: _("Letters at most"),
        Type.RANKING: _("Places"),
        Type.SKILLS: _("Lines"),
    }

    def __init__(self, *args: Any, kind: Type, before: list[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind, self.before = kind, {question.code: question for question in before}
        for name, types in self.NEEDED.items():
            if kind not in types:
                del self.fields[name]
        if kind in self.MOST:
            self.fields["most"].label = str(self.MOST[kind])
        if not self.before:
            for name in ("condition_on", "condition_op", "condition_value"):
                del self.fields[name]
            return
        choices = [("", _("Always ask it")), *((code, question.text) for code, question in self.before.items())]
        self.fields["condition_on"].choices = choices  # type: ignore[attr-defined]

    @property
    def has_condition(self) -> bool:
        return "condition_on" in self.fields

    def clean_options(self) -> list[str]:
        lines = [clean(line) for line in self.cleaned_data["options"].splitlines()]
        options = [line for line in lines if line]
        if len(set(options)) < len(options):
            raise forms.ValidationError(_("Write each choice once."))
        if len(options) < 2:
            raise forms.ValidationError(_("Write at least two choices, one in each line."))
        return options

    def clean(self) -> dict[str, Any]:
        cleaned = self.cleaned_data
        least, most = cleaned.get("least"), cleaned.get("most")
        if least is not None and most is not None and least > most:
            self.add_error("most", _("Enter a number that is not below the least."))
        if cleaned.get("condition_on") and cleaned.get("condition_op") != Op.ANSWERED:
            self._clean_value(self.before[cleaned["condition_on"]], cleaned.get("condition_value", ""))
        return cleaned

    def _clean_value(self, before: Question, typed: str) -> None:
        try:
            self.cleaned_data["condition_value"] = value_for(before, typed)
        except ValueError as problem:
            self.add_error("condition_value", str(problem))

    def values(self) -> dict[str, Any]:
        """As fields of the model."""
        given = dict(self.cleaned_data)
        on, op, value = (given.pop(f"condition_{part}", "") for part in ("on", "op", "value"))
        if on:
            condition = {"question": on, "op": op} | ({} if op == Op.ANSWERED else {"value": value})
            return given | {"condition": condition}
        return given | {"condition": {}}


def value_for(before: Question, typed: str) -> str | bool | float:
    """What was typed, as the answer to that question is stored."""
    if before.type in Question.WITH_OPTIONS:
        for code, label in before.choices:
            if fold(typed) in (fold(label), code):
                return code
        raise ValueError(_("Write one of its choices: %s.") % ", ".join(label for _code, label in before.choices))
    if before.type in (Type.YES_NO, Type.CONSENT):
        words = {fold(str(_("Yes"))): True, fold(str(_("No"))): False}
        if fold(typed) not in words:
            raise ValueError(_("Write yes or no."))
        return words[fold(typed)]
    if before.type in (*Question.SCALES, Type.NUMBER):
        return number_of(typed)
    if not typed.strip():
        raise ValueError(_("Fill this in."))
    return typed.strip()


def number_of(typed: str) -> float:
    try:
        number = float(typed.replace(",", "."))
    except ValueError as problem:
        raise ValueError(_("Write a number.")) from problem
    return int(number) if number == int(number) else number


def filled(question: Question) -> dict[str, Any]:
    """A question as the form shows it."""
    names = ("text", "help", "low_label", "high_label", "least", "most", "required", "seen_by", "is_sealed")
    shown: dict[str, Any] = {name: getattr(question, name) for name in names}
    shown["options"] = "\n".join(label for _code, label in question.choices)
    if condition := question.condition:
        shown["condition_on"], shown["condition_op"] = condition["question"], condition["op"]
        shown["condition_value"] = _typed(question, condition.get("value", ""))
    return shown


def _typed(question: Question, value: Any) -> str:
    if isinstance(value, bool):
        return str(_("Yes") if value else _("No"))
    before = question.questionnaire.questions.filter(code=question.condition["question"]).first()
    return before.label_of(value) if before and before.type in Question.WITH_OPTIONS else str(value)
