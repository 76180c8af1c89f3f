# ruff: noqa: ARG002  Django decides what a widget is given
"""Choosing one row of many: a field that searches while one types, and still works without script.

    class TeamForm(forms.Form):
        person = PickField(label=_("Person"), search=lambda rows, words: rows.search(words))

        def __init__(self, *args, people, **kwargs):
            super().__init__(*args, **kwargs)
            self.fields["person"].offer(people, url=reverse("people:pick"))

The address answers with `options(request, [Option(person.pk, str(person), person.title, person), …])` for the
words that `words_of(request)` found in the query.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from .context import prepare

FEW = 8
LONGEST_KEY = 18  # digits that every database can compare

type Search = Callable[[Any, str], QuerySet[Any]]


@dataclass(frozen=True)
class Option:
    """One line of what was found."""

    value: int | str
    label: str
    note: str = ""
    person: object = None


def words_of(request: HttpRequest) -> str:
    """What somebody has typed into a combobox so far, whatever the field is called."""
    name = next((name for name in request.GET if name.endswith("_words")), "")
    return str(request.GET.get(name, "")).strip()


def options(request: HttpRequest, found: Sequence[Option]) -> HttpResponse:
    """The first few as options of the listbox."""
    prepare(request, whole=False)
    return render(request, "components/options.html", {"options": list(found[:FEW])})


class Combobox(forms.Widget):
    """A text field with what it found under it; the chosen row's key goes along unseen."""

    template_name = "components/combobox.html"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs)
        self.url = ""
        self.name_of: Callable[[str], str] = str

    def value_from_datadict(self, data: Any, files: Any, name: str) -> tuple[str, str]:
        return data.get(name, ""), data.get(f"{name}_words", "")

    def value_omitted_from_data(self, data: Any, files: Any, name: str) -> bool:
        return name not in data and f"{name}_words" not in data

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        context = super().get_context(name, None, attrs)
        chosen, words = value if isinstance(value, tuple) else (value or "", "")
        chosen = getattr(chosen, "pk", chosen)
        return context | {
            "chosen": chosen,
            "words": words or (self.name_of(str(chosen)) if chosen else ""),
            "words_attrs": context["widget"]["attrs"],
            "list_id": f"{context['widget']['attrs'].get('id', name)}-list",
            "label": _("What was found"),
            "url": self.url,
        }


class PickField(forms.Field):
    """One row of those it was offered, by its key or, failing that, by the only one the words find."""

    widget = Combobox

    def __init__(self, *, search: Search, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.search = search
        self.rows: QuerySet[Any] | None = None

    def offer(self, rows: QuerySet[Any], *, url: str) -> None:
        """The rows that may be chosen, and the address that searches them."""
        self.rows = rows
        self.widget.url = url
        self.widget.name_of = lambda key: str(self.find(key) or "")

    def to_python(self, value: Any) -> Model | None:
        key, words = value if isinstance(value, tuple) else (value, "")
        if self.rows is None or not (key or words.strip()):
            return None
        if key:
            return self.by_key(key)
        return self.by_words(words.strip())

    def by_key(self, key: str) -> Model:
        if (found := self.find(key)) is None:
            raise forms.ValidationError(_("Choose again: what you chose isn’t there any more."))
        return found

    def find(self, key: str) -> Model | None:
        """The row of that key; nothing for what is no key."""
        if self.rows is None or not key.isdecimal() or len(key) > LONGEST_KEY:
            return None
        found: Model | None = self.rows.filter(pk=key).first()
        return found

    def by_words(self, words: str) -> Model:
        found: list[Model] = list(self.search(self.rows, words)[:2])
        if not found:
            raise forms.ValidationError(_("Nothing is called “%(words)s”."), params={"words": words})
        if len(found) > 1:
            raise forms.ValidationError(
                _("More than one is found by “%(words)s”. Write more of it."), params={"words": words}
            )
        return found[0]

    def has_changed(self, initial: Any, data: Any) -> bool:
        key = data[0] if isinstance(data, tuple) else data
        return str(getattr(initial, "pk", initial) or "") != str(key or "")
