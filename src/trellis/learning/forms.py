"""The questions at the end of a module, and why somebody is let off it."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.learning.models import Choice, Module
from trellis.ui.forms import Form


class CheckForm(Form):
    """One choice per question; options are numbered from 1."""

    def __init__(self, module: Module, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number, question in enumerate(module.questions, start=1):
            options = [(n, text) for n, text in enumerate(question["options"], start=1)]
            self.fields[f"question-{number}"] = forms.TypedChoiceField(
                label=question["text"],
                choices=options,
                coerce=int,
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose one answer.")},
            )

    def answers(self) -> dict[int, int]:
        return {int(name.removeprefix("question-")): option for name, option in self.cleaned_data.items()}


class ChoicesForm(Form):
    """How the program uses each module."""

    def __init__(self, modules: list[Module], uses: dict[int, Choice.Use], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.modules = {f"use-{module.key}": module for module in modules}
        for name, module in self.modules.items():
            self.fields[name] = forms.ChoiceField(
                label=module.title,
                help_text=module.summary,
                choices=Choice.Use.choices,
                initial=uses[module.pk],
            )

    def uses(self) -> dict[Module, Choice.Use]:
        """What was changed."""
        return {self.modules[name]: Choice.Use(self.cleaned_data[name]) for name in self.changed_data}
