"""Inputs that ask for several things in order, without script: places to rank, competencies."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from trellis.people.models import Skill
from trellis.ui.forms import Scale

LEVELS = 5
type Choices = Sequence[tuple[int | str, str]]


class LongScale(Scale):
    """0 to 10: breaks into two rows where it must."""

    template_name = "questions/widgets/long_scale.html"


class Places(forms.MultiWidget):
    """The same inputs several times, one line for each place."""

    template_name = "questions/widgets/places.html"
    in_a_line = 1

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, value, attrs)
        inputs, step = context["widget"]["subwidgets"], self.in_a_line
        for widget, drawn in zip(self.widgets, inputs, strict=True):
            drawn["attrs"]["class"] = f"input {widget.attrs['class']}"
        context["lines"] = [inputs[at : at + step] for at in range(0, len(inputs), step)]
        return context


class RankingWidget(Places):
    """A list of choices for each place."""

    def __init__(self, choices: Choices, places: int) -> None:
        options = [("", _("Choose")), *choices]
        super().__init__(
            [
                forms.Select({"aria-label": _("Place %(n)s") % {"n": n}, "class": "input--medium"}, options)
                for n in range(1, places + 1)
            ]
        )

    def decompress(self, value: Any) -> list[Any]:
        return [*(value or []), *[""] * len(self.widgets)][: len(self.widgets)]


class RankingField(forms.MultiValueField):
    """Codes in order of preference, none twice."""

    def __init__(self, choices: Choices, *, places: int, **kwargs: Any) -> None:
        fields = [forms.ChoiceField(choices=choices, required=False) for _place in range(places)]
        super().__init__(fields, widget=RankingWidget(choices, places), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[str]) -> list[str]:
        picks = [code for code in data_list if code]
        if len(set(picks)) < len(picks):
            raise ValidationError(_("Name each choice once."))
        return picks


class SkillsWidget(Places):
    """A competency and a level, in each line."""

    in_a_line = 2

    def __init__(self, names: Choices, levels: Choices, places: int) -> None:
        widgets: list[forms.Widget] = []
        for n in range(1, places + 1):
            one, level = _("Competency %(n)s") % {"n": n}, _("Level of competency %(n)s") % {"n": n}
            widgets.append(forms.Select({"aria-label": one, "class": "input--medium"}, names))
            widgets.append(forms.Select({"aria-label": level, "class": "input--short"}, levels))
        super().__init__(widgets)

    def decompress(self, value: Any) -> list[Any]:  # noqa: ARG002  a value that is there comes as a list, see kinds
        return [""] * len(self.widgets)


class SkillsField(forms.MultiValueField):
    """Competencies of the list, the most important first: [{"skill": 7, "name": "…", "level": 4}].

    `also` are picks of before, which stay choices when they are not on the list.
    """

    def __init__(self, *, places: int, also: Sequence[Mapping[str, Any]] = (), **kwargs: Any) -> None:
        listed = Skill.objects.filter(is_listed=True).order_by("name").values_list("pk", "name")
        self.skills = dict(listed) | {pick["skill"]: pick["name"] for pick in also}
        names: Choices = [("", _("Choose a competency")), *self.skills.items()]
        levels: Choices = [("", _("Level")), *((n, str(n)) for n in range(1, LEVELS + 1))]
        fields: list[forms.Field] = []
        for _place in range(places):
            fields.append(forms.TypedChoiceField(choices=names, coerce=int, required=False, empty_value=None))
            fields.append(forms.TypedChoiceField(choices=levels, coerce=int, required=False, empty_value=None))
        super().__init__(fields, widget=SkillsWidget(names, levels, places), require_all_fields=False, **kwargs)

    def compress(self, data_list: list[int | None]) -> list[dict[str, Any]]:
        picks = []
        for skill, level in zip(data_list[::2], data_list[1::2], strict=True):
            if skill is None and level is None:
                continue
            if skill is None or level is None:
                raise ValidationError(_("Choose a competency and its level in each line you use."))
            picks.append({"skill": skill, "name": self.skills[skill], "level": level})
        if len({pick["skill"] for pick in picks}) < len(picks):
            raise ValidationError(_("Name each competency once."))
        return picks
