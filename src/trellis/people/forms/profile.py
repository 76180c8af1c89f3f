"""What somebody says about themselves, section by section."""

from __future__ import annotations

from datetime import time
from hashlib import sha256
from typing import Any, BinaryIO, ClassVar, cast

from django import forms
from django.forms.formsets import BaseFormSet, formset_factory
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people.actions.profiles import MOST_SKILLS, Offer, Span
from trellis.people.forms.fields import CommaList, Languages, Line, TimeZone, Words
from trellis.people.models import Availability, Person, PersonSkill
from trellis.ui.forms import Form, ModelForm, TimeInput


def stamp_of(value: object) -> str:
    """A short sign of what a form showed when it was opened."""
    return sha256(repr(value).encode()).hexdigest()[:16]


class Stamped(forms.BaseForm):
    """Whoever saves second is told what the first one wrote, and loses nothing."""

    stamp_now = ""

    def stamp(self, shown: object) -> None:
        self.stamp_now = stamp_of(shown)
        self.fields["stamp"] = forms.CharField(required=False, widget=forms.HiddenInput, initial=self.stamp_now)

    def is_overtaken(self) -> bool:
        """True when this was changed since the form was opened. The next save is by somebody who knows."""
        overtaken: bool = self.cleaned_data.get("stamp") != self.stamp_now
        if overtaken:
            self.data = cast("Any", self.data).copy()
            cast("Any", self.data)["stamp"] = self.stamp_now
            self.add_error(
                None,
                _("This was changed while you were writing. Nothing of yours is lost: look again, and save again."),
            )
        return overtaken


class SectionForm(Stamped, ModelForm[Person]):
    """Fields of the person."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.names = list(self.fields)
        self.stamp({name: self.initial.get(name) for name in self.names})

    def clean(self) -> dict[str, Any]:
        super().clean()
        if self.is_overtaken():
            for name in self.names:
                self._compare(name)
        return self.cleaned_data

    def _compare(self, name: str) -> None:
        theirs, mine = self.initial.get(name), self.cleaned_data.get(name)
        if name in self.cleaned_data and (getattr(mine, "pk", mine) or None) != (theirs or None):
            shown = self.fields[name].prepare_value(theirs) or _("nothing")
            self.add_error(name, _("It now says “%(theirs)s”. Save again to keep yours.") % {"theirs": shown})

    def values(self) -> dict[str, Any]:
        return {name: self.cleaned_data[name] for name in self.names}


class AboutForm(SectionForm):
    preferred_name = Line(
        label=gettext_lazy("Preferred name"),
        required=False,
        max_length=80,
        help_text=gettext_lazy("What others should call you."),
    )
    pronouns = Line(label=gettext_lazy("Pronouns"), required=False, max_length=40)
    languages = Languages(
        label=gettext_lazy("Languages I speak"),
        required=False,
        help_text=gettext_lazy("With commas between them, like English, Português."),
    )
    biography = Words(
        label=gettext_lazy("About me"),
        required=False,
        max_length=4000,
        help_text=gettext_lazy("What you do, how you came to it, what you would like to pass on or to find."),
    )
    interests = CommaList(
        label=gettext_lazy("Interests"),
        required=False,
        help_text=gettext_lazy("Beyond work too, with commas between them, like choir, running."),
    )

    class Meta:
        model = Person
        fields: ClassVar = [
            "preferred_name",
            "pronouns",
            "languages",
            "biography",
            "interests",
            "communication",
            "visibility",
        ]
        widgets: ClassVar = {"communication": forms.RadioSelect, "visibility": forms.RadioSelect}


class SettingsForm(SectionForm):
    time_zone = TimeZone(
        label=gettext_lazy("Time zone"),
        required=False,
        help_text=gettext_lazy("Meetings are shown on your clock."),
    )

    class Meta:
        model = Person
        fields: ClassVar = ["time_zone", "language", "date_style", "scheme"]
        widgets: ClassVar = {"date_style": forms.RadioSelect, "scheme": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        language = cast("forms.TypedChoiceField", self.fields["language"])
        language.choices = [("", _("As my browser says")), *Person._meta.get_field("language").choices]  # type: ignore[misc]


class PhotoForm(Form):
    photo = forms.FileField(
        label=gettext_lazy("Photo"),
        help_text=gettext_lazy("JPEG, PNG or WebP, up to 10 MB. We keep a small square of it, without place or date."),
        widget=forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"}),
        error_messages={"required": gettext_lazy("Choose a picture.")},
    )

    def uploaded(self) -> BinaryIO:
        return cast("BinaryIO", self.cleaned_data["photo"])


LEVELS = [
    (1, gettext_lazy("1, first steps")),
    (2, gettext_lazy("2, some practice")),
    (3, gettext_lazy("3, solid")),
    (4, gettext_lazy("4, strong")),
    (5, gettext_lazy("5, could teach it")),
]
PRIORITIES = [
    (3, gettext_lazy("Matters most")),
    (2, gettext_lazy("Matters")),
    (1, gettext_lazy("Would be nice")),
]


class OfferForm(Form):
    """One competency and its level."""

    kind = PersonSkill.Kind.OFFERED
    name = Line(
        label=gettext_lazy("Competency"),
        required=False,
        max_length=120,
        widget=forms.TextInput(attrs={"list": "competencies"}),
    )
    level = forms.TypedChoiceField(label=gettext_lazy("My level"), choices=LEVELS, coerce=int, initial=3)

    def offer(self) -> Offer | None:
        said = self.cleaned_data
        return Offer(said["name"], self.kind, said["level"], said.get("priority", 2)) if said.get("name") else None


class WishForm(OfferForm):
    """One competency to learn, the level one wants to reach, and how much it matters."""

    kind = PersonSkill.Kind.WANTED
    priority = forms.TypedChoiceField(label=gettext_lazy("How much"), choices=PRIORITIES, coerce=int, initial=2)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].label = _("Level I want")


type Rows = BaseFormSet[OfferForm]


def skill_rows(kind: str, person: Person, data: Any = None) -> Rows:
    """The rows of one side, with three to spare."""
    form = OfferForm if kind == PersonSkill.Kind.OFFERED else WishForm
    rows = person.skills.filter(kind=kind).select_related("skill").order_by("-priority", "-level", "skill__name")
    known = [{"name": row.skill.name, "level": row.level, "priority": row.priority} for row in rows]
    made = formset_factory(form, extra=3, max_num=MOST_SKILLS, absolute_max=MOST_SKILLS + 3)
    return made(data, initial=known, prefix=kind)


class StampForm(Stamped, Form):
    """The sign of what rows beside it showed."""

    def __init__(self, shown: object, data: Any = None) -> None:
        super().__init__(data)
        self.stamp(shown)

    def clean(self) -> dict[str, Any]:
        super().clean()
        self.is_overtaken()
        return self.cleaned_data


class TimesForm(Stamped, Form):
    """Two times of each weekday, like a morning and an afternoon."""

    SPANS = (0, 1)

    def __init__(self, person: Person, data: Any = None) -> None:
        rows = list(Availability.objects.filter(person=person).order_by("weekday", "starts"))
        super().__init__(data)
        for weekday, name in WEEKDAYS.items():
            known = [row for row in rows if row.weekday == weekday]
            for span in self.SPANS:
                self._add(weekday, span, str(name), known[span] if span < len(known) else None)
        self.stamp([(row.weekday, row.starts, row.ends) for row in rows])

    def _add(self, weekday: int, span: int, day: str, row: Availability | None) -> None:
        for end, label in (("starts", _("%(day)s from")), ("ends", _("%(day)s until"))):
            self.fields[f"{end}-{weekday}-{span}"] = forms.TimeField(
                label=label % {"day": day},
                required=False,
                widget=TimeInput(),
                initial=getattr(row, end, None),
                error_messages={"invalid": _("Enter a time like 14:00.")},
            )

    def days(self) -> list[tuple[str, list[Any]]]:
        """For the page: each weekday with its pairs of fields."""
        return [
            (str(name), [(self[f"starts-{weekday}-{span}"], self[f"ends-{weekday}-{span}"]) for span in self.SPANS])
            for weekday, name in WEEKDAYS.items()
        ]

    def clean(self) -> dict[str, Any]:
        super().clean()
        for weekday in WEEKDAYS:
            self._check(weekday)
        self.is_overtaken()
        return self.cleaned_data

    def _check(self, weekday: int) -> None:
        free_from = time.min
        for span in self.SPANS:
            starts, ends = (self.cleaned_data.get(f"{end}-{weekday}-{span}") for end in ("starts", "ends"))
            if (starts is None) != (ends is None) and not self._has_wrong(weekday, span):
                missing = "starts" if starts is None else "ends"
                self.add_error(f"{missing}-{weekday}-{span}", _("Say both: from when and until when."))
            elif starts and ends and ends <= starts:
                self.add_error(f"ends-{weekday}-{span}", _("This is before it starts."))
            elif starts and ends and starts < free_from:
                self.add_error(f"starts-{weekday}-{span}", _("This begins before the time above it ends."))
            free_from = ends or free_from

    def _has_wrong(self, weekday: int, span: int) -> bool:
        return any(f"{end}-{weekday}-{span}" in self.errors for end in ("starts", "ends"))

    def spans(self) -> list[Span]:
        found = []
        for weekday in WEEKDAYS:
            for span in self.SPANS:
                starts = self.cleaned_data.get(f"starts-{weekday}-{span}")
                if starts is not None:
                    found.append(Span(weekday, starts, self.cleaned_data[f"ends-{weekday}-{span}"]))
        return found
