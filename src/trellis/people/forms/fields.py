"""Fields of people: lists typed with commas, languages, time zones, a person by address or number."""

from collections.abc import Iterable
from functools import cache
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.words import clean
from trellis.people import languages
from trellis.people.models import Person


class Line(forms.CharField):
    """One line, cleaned of what can't be seen."""

    def to_python(self, value: Any) -> Any:
        return " ".join(clean(str(value or "")).split())


class Words(forms.CharField):
    """Several lines, cleaned of what can't be seen."""

    widget = forms.Textarea

    def to_python(self, value: Any) -> Any:
        return clean(str(value or ""))


class CommaList(Line):
    """A list typed with commas, each thing once."""

    MOST, LONGEST = 20, 60

    def prepare_value(self, value: Any) -> Any:
        return ", ".join(self.shown(one) for one in value) if isinstance(value, list) else value

    def to_python(self, value: Any) -> Any:
        typed = super().to_python(value).replace(";", ",").split(",")
        return list(dict.fromkeys(filter(None, (one.strip() for one in typed))))

    def validate(self, value: Any) -> None:
        super().validate(value)
        if len(value) > self.MOST or any(len(one) > self.LONGEST for one in value):
            said = _("At most %(most)d, each of at most %(longest)d characters. Put commas between them.")
            raise forms.ValidationError(said % {"most": self.MOST, "longest": self.LONGEST})

    def run_validators(self, value: Any) -> None:
        """A list is no text: what `validate` says is all."""

    def shown(self, one: str) -> str:
        return one


class Languages(CommaList):
    """Languages by their names, kept as codes."""

    def to_python(self, value: Any) -> Any:
        typed: list[str] = super().to_python(value)
        unknown = [one for one in typed if languages.code_of(one) is None]
        if unknown:
            said = _("We don’t know “%(language)s”. Write it in English or in the language itself.")
            raise forms.ValidationError(said % {"language": unknown[0]})
        return list(dict.fromkeys(languages.code_of(one) for one in typed))

    def shown(self, one: str) -> str:
        return languages.name_of(one)


class TimeZone(forms.ChoiceField):
    """A time zone, by continent."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(choices=zone_choices, **kwargs)


@cache
def _zones() -> tuple[tuple[str, tuple[tuple[str, str], ...]], ...]:
    continents: dict[str, list[tuple[str, str]]] = {}
    for zone in sorted(available_timezones()):
        continent, _slash, place = zone.partition("/")
        if place and continent not in {"Etc", "SystemV", "US", "Canada", "Brazil", "Chile", "Mexico"}:
            continents.setdefault(continent, []).append((zone, place.replace("_", " ").replace("/", ", ")))
    return tuple((continent, tuple(places)) for continent, places in continents.items())


def zone_choices() -> Iterable[Any]:
    return [("", _("Not said")), ("UTC", "UTC"), *_zones()]


class PersonField(Line):
    """A person by e-mail address or employee number."""

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, int):
            found = Person.objects.filter(pk=value).first()
            return found.email if found else ""
        return value

    def clean(self, value: Any) -> Any:
        typed = super().clean(value)
        if not typed:
            return None
        found = Person.objects.filter(Q(email=typed.lower()) | Q(external_id=typed)).first()
        if found is None:
            raise forms.ValidationError(_("Nobody here has this address or employee number."))
        return found


def email_field(**kwargs: Any) -> forms.EmailField:
    """An e-mail address with our words around it."""
    return forms.EmailField(
        label=gettext_lazy("E-mail address"),
        error_messages={"invalid": gettext_lazy("Enter the whole address, like name@example.org.")},
        **kwargs,
    )
