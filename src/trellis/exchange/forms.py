"""What administrators type on the way of a list, in and out."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, cast

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.spreadsheets import ENCODINGS, Limits
from trellis.common.words import clean
from trellis.exchange.actions.checks import Mending
from trellis.exchange.columns import FIELDS
from trellis.exchange.models import Outcome, PeopleImport
from trellis.exchange.queries import days_in, file_columns
from trellis.ui.forms import Form

MOST_MB = Limits().bytes // 1024 // 1024


class UploadForm(Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        error_messages={
            "required": gettext_lazy("Choose a file."),
            "empty": gettext_lazy("This file is empty."),
        },
    )
    encoding = forms.ChoiceField(
        label=gettext_lazy("Letters"),
        required=False,
        choices=[("", gettext_lazy("Find out")), *ENCODINGS.items()],
        help_text=gettext_lazy("Only if names looked wrong the first time."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "CSV or XLSX, up to %(megabytes)d MB and %(rows)s rows. The first row names the columns."
        ) % {"megabytes": MOST_MB, "rows": f"{Limits().rows:,}"}

    def clean_file(self) -> UploadedFile[Any]:
        file = cast("UploadedFile[Any]", self.cleaned_data["file"])
        if (file.size or 0) > Limits().bytes:
            said = _("This file is larger than %(most)d MB. Split it, or take out columns we don’t need.")
            raise forms.ValidationError(said % {"most": MOST_MB})
        return file

    def name_and_content(self) -> tuple[str, bytes]:
        file = self.cleaned_data["file"]
        return file.name, file.read(Limits().bytes + 1)


class ColumnsForm(Form):
    """For each column of the file the field that it holds, and how its days are written."""

    def __init__(self, wanted: PeopleImport, data: Any = None) -> None:
        super().__init__(data)
        self.wanted = wanted
        self.file_columns = file_columns(wanted)
        choices = [("", _("Leave this column out")), *((key, field.label) for key, field in FIELDS.items())]
        for column in self.file_columns:
            self.fields[f"column-{column.place}"] = forms.ChoiceField(
                label=_("Column %(letter)s, “%(name)s”") % {"letter": column.letter, "name": column.name},
                choices=choices,
                required=False,
                initial=wanted.columns[column.place],
            )
        self.fields["date_order"] = forms.ChoiceField(
            label=_("Days like 03/04/2026 are written"),
            choices=PeopleImport.DateOrder.choices,
            required=False,
            initial=wanted.date_order,
            widget=forms.RadioSelect,
        )

    def rows(self) -> list[tuple[Any, Any]]:
        """For the page: each column beside its choice."""
        return [(column, self[f"column-{column.place}"]) for column in self.file_columns]

    def chosen(self) -> list[str]:
        return [self.cleaned_data.get(f"column-{column.place}", "") for column in self.file_columns]

    def clean(self) -> dict[str, Any]:
        super().clean()
        seen: dict[str, int] = {}
        for place, key in enumerate(self.chosen()):
            if key and key in seen:
                self.add_error(f"column-{place}", _("Another column holds this already. Choose one of them."))
            seen.setdefault(key, place)
        if not {"email", "external_id"} & seen.keys():
            self.add_error(None, _("Say which column holds the e-mail address or the employee number."))
        if "started_on" in seen:
            self._settle_days(seen["started_on"])
        return self.cleaned_data

    def _settle_days(self, place: int) -> None:
        """The days themselves may tell their order; if they don’t, somebody has to."""
        has_slashed, fits = days_in(self.wanted, place)
        if not self.cleaned_data.get("date_order") and has_slashed:
            if len(fits) == 1:
                self.cleaned_data["date_order"] = next(iter(fits))
            else:
                self.add_error("date_order", _("Choose one. Nothing in this column tells which it is."))


class ExportForm(Form):
    kind = forms.ChoiceField(
        label=gettext_lazy("As"),
        choices=[("csv", gettext_lazy("CSV, for any program")), ("xlsx", gettext_lazy("XLSX, for Excel and the like"))],
        widget=forms.RadioSelect,
        initial="csv",
    )
    with_closed = forms.BooleanField(label=gettext_lazy("Closed accounts too"), required=False)


def mendings(typed: QueryDict, outcomes: list[Outcome]) -> dict[int, Mending]:
    """What was changed on the page, for the rows that it showed. Values are looked at by the check itself."""
    found = {outcome.number: _mending(typed, outcome) for outcome in outcomes}
    left_out = {outcome.number for outcome in outcomes if outcome.state == Outcome.State.LEFT_OUT}
    return {number: mending for number, mending in found.items() if mending != Mending() or number in left_out}


def _mending(typed: QueryDict, outcome: Outcome) -> Mending:
    """Cells that differ from what was shown, whether the row is left out, and another that is left out for it."""
    shown = {problem["key"]: problem["value"] for problem in reversed(outcome.problems) if problem["key"] in FIELDS}
    cells = {
        key: text
        for key, value in shown.items()
        if (text := clean(typed.get(f"cell-{outcome.number}-{key}", value))[: FIELDS[key].most + 100]) != value
    }
    others = [problem["other"] for problem in outcome.problems if problem["other"]]
    instead_of = next((other for other in others if typed.get(f"same-{outcome.number}") == str(other)), None)
    return Mending({} if instead_of else cells, f"out-{outcome.number}" in typed, instead_of)


def fixes(outcomes: Iterable[Outcome]) -> list[Fix]:
    """For the page: each row with a problem and the inputs that mend it."""
    return [Fix(outcome, [_input(outcome, problem) for problem in _one_per_field(outcome)]) for outcome in outcomes]


def _one_per_field(outcome: Outcome) -> list[dict[str, Any]]:
    return list({problem["key"]: problem for problem in reversed(outcome.problems)}.values())[::-1]


def _input(outcome: Outcome, problem: dict[str, Any]) -> FixInput:
    key = problem["key"]
    return FixInput(
        id=f"cell-{outcome.number}-{key}",
        label=str(FIELDS[key].label) if key in FIELDS else "",
        value=problem["value"],
        said=problem["said"],
        other=problem["other"],
    )


@dataclass(frozen=True)
class FixInput:
    """One input of a row: its name, what stands in it, and why that won’t do. Without a label nothing mends it here."""

    id: str
    label: str
    value: str
    said: str
    other: int | None


@dataclass(frozen=True)
class Fix:
    """A row that can’t go in yet."""

    outcome: Outcome
    inputs: list[FixInput]
