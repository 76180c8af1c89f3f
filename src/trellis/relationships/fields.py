"""Texts as people write them here: long, in any script, cleaned of what can't be seen."""

from __future__ import annotations

from typing import Any

from django import forms

from trellis.common.words import clean

LONGEST = 50_000
LINE = 300


class Text(forms.CharField):
    """A text of up to 50,000 characters in a box; `widget` when only its writer may read it."""

    def __init__(self, *, rows: int = 3, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", LONGEST)
        kwargs.setdefault("widget", forms.Textarea({"rows": rows, "dir": "auto"}))
        super().__init__(**kwargs)

    def to_python(self, value: object) -> str:
        return super().to_python(clean(str(value))) or "" if value else ""


class Line(Text):
    """One line: a title, a step."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**{"max_length": LINE, "widget": forms.TextInput({"dir": "auto"}), **kwargs})

    def to_python(self, value: object) -> str:
        return " ".join(super().to_python(value).split())
