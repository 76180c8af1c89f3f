"""Each type of question: its form field, how its answer is kept, filled in again and said."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.types import JSON
from trellis.questions import widgets
from trellis.questions.models import Question
from trellis.ui.forms import Checkboxes, PrivateText, Radios, Scale

Type = Question.Type
MOST_RADIOS = 8
LETTERS = {Type.SHORT: 300, Type.LONG: 5000}
ENDS = {Type.SCALE_5: (1, 5), Type.SCALE_7: (1, 7), Type.TO_TEN: (0, 10)}


@dataclass(frozen=True)
class Kind:
    """A type of question, in four functions."""

    field: Callable[[Question], forms.Field]
    keep: Callable[[Any], JSON]  # what the form cleaned → JSON
    fill: Callable[[Any], Any]  # JSON → what the form shows
    say: Callable[[Question, Any], list[str]]  # JSON → lines for a reader


def kind_of(question: Question) -> Kind:
    return KINDS[Type(question.type)]


def field_of(question: Question, given: Any = None) -> forms.Field:
    """The field that asks it. What was `given` before can be given again, also when it left the choices."""
    if question.type == Type.SKILLS:
        return _skills(question, given or ())
    return kind_of(question).field(question)


def _as_is(value: Any) -> Any:
    return value


def _text(question: Question) -> forms.Field:
    letters = question.most or LETTERS[Type(question.type)]
    if question.type == Type.SHORT:
        return forms.CharField(max_length=letters)
    widget = PrivateText({"rows": 4}) if question.is_sealed else forms.Textarea({"rows": 4})
    return forms.CharField(max_length=letters, widget=widget)


def _one(question: Question) -> forms.Field:
    if len(question.choices) <= MOST_RADIOS:
        return forms.ChoiceField(choices=question.choices, widget=Radios(helps=_helps(question)))
    return forms.ChoiceField(choices=[("", _("Choose")), *question.choices])


def _several(question: Question) -> forms.Field:
    widget = Checkboxes(helps=_helps(question))
    return CountedChoiceField(choices=question.choices, widget=widget, least=question.least, most=question.most)


def _scale(question: Question) -> forms.Field:
    low, high = ENDS[Type(question.type)]
    choices = [(n, str(n)) for n in range(low, high + 1)]
    widget = widgets.LongScale() if high > 7 else Scale()
    return forms.TypedChoiceField(choices=choices, coerce=int, empty_value=None, widget=widget)


def _yes_no(_question: Question) -> forms.Field:
    choices = [("yes", _("Yes")), ("no", _("No"))]
    return forms.TypedChoiceField(
        choices=choices, coerce=lambda value: value == "yes", empty_value=None, widget=Radios()
    )


def _number(question: Question) -> forms.Field:
    widget = forms.NumberInput({"class": "input--short", "step": "any"})
    return forms.DecimalField(
        min_value=question.least, max_value=question.most, max_digits=12, decimal_places=4, widget=widget
    )


def _ranking(question: Question) -> forms.Field:
    return widgets.RankingField(question.choices, places=min(question.most or 3, len(question.choices)))


def _skills(question: Question, also: Sequence[Mapping[str, Any]] = ()) -> forms.Field:
    return widgets.SkillsField(places=question.most or 5, also=also)


def _consent(_question: Question) -> forms.Field:
    return forms.BooleanField(error_messages={"required": _("Tick this to go on.")})


def _helps(question: Question) -> dict[Any, object]:
    return {option["code"]: option.get("help", "") for option in question.options}


def _keep_number(value: Decimal) -> JSON:
    return int(value) if value == int(value) else float(value)


def _fill_skills(picks: Any) -> list[Any]:
    """A competency and its level for each pair of inputs."""
    return [part for pick in picks for part in (pick["skill"], pick["level"])]


def _say_text(_question: Question, value: Any) -> list[str]:
    return [str(value)]


def _say_choices(question: Question, value: Any) -> list[str]:
    return [question.label_of(code) for code in value]


def _say_scale(question: Question, value: Any) -> list[str]:
    ends = ENDS[Type(question.type)]
    label = {ends[0]: question.low_label, ends[1]: question.high_label}.get(value, "")
    if label:
        return [_("%(value)s of %(highest)s, %(label)s") % {"value": value, "highest": ends[1], "label": label}]
    return [_("%(value)s of %(highest)s") % {"value": value, "highest": ends[1]}]


def _say_skills(_question: Question, value: Any) -> list[str]:
    return [_("%(skill)s, level %(level)s") % {"skill": pick["name"], "level": pick["level"]} for pick in value]


def _say_number(_question: Question, value: Any) -> list[str]:
    return [number_format(value, use_l10n=True)]


class CountedChoiceField(forms.MultipleChoiceField):
    """Any of several choices, at least and at most so many."""

    def __init__(self, *, least: int | None = None, most: int | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.least, self.most = least, most

    def validate(self, value: Any) -> None:
        super().validate(value)
        if value and self.most and len(value) > self.most:
            raise forms.ValidationError(
                ngettext("Choose %(count)s at most.", "Choose %(count)s at most.", self.most) % {"count": self.most}
            )
        if value and self.least and len(value) < self.least:
            raise forms.ValidationError(
                ngettext("Choose at least %(count)s.", "Choose at least %(count)s.", self.least) % {"count": self.least}
            )


KINDS: dict[Type, Kind] = {
    Type.SHORT: Kind(_text, _as_is, _as_is, _say_text),
    Type.LONG: Kind(_text, _as_is, _as_is, _say_text),
    Type.ONE: Kind(_one, _as_is, _as_is, lambda question, value: [question.label_of(value)]),
    Type.SEVERAL: Kind(_several, list, _as_is, _say_choices),
    Type.SCALE_5: Kind(_scale, _as_is, _as_is, _say_scale),
    Type.SCALE_7: Kind(_scale, _as_is, _as_is, _say_scale),
    Type.TO_TEN: Kind(_scale, _as_is, _as_is, _say_scale),
    Type.YES_NO: Kind(
        _yes_no,
        _as_is,
        lambda value: "yes" if value else "no",
        lambda _question, value: [_("Yes") if value else _("No")],
    ),
    Type.NUMBER: Kind(_number, _keep_number, _as_is, _say_number),
    Type.DATE: Kind(
        lambda _question: forms.DateField(),
        lambda value: value.isoformat(),
        date.fromisoformat,
        lambda _question, value: [date_format(date.fromisoformat(value), "DATE_FORMAT")],
    ),
    Type.RANKING: Kind(
        _ranking,
        _as_is,
        _as_is,
        lambda question, value: [f"{n}. {question.label_of(code)}" for n, code in enumerate(value, 1)],
    ),
    Type.SKILLS: Kind(_skills, _as_is, _fill_skills, _say_skills),
    Type.CONSENT: Kind(_consent, _as_is, _as_is, lambda _question, _value: [_("Agreed")]),
}
