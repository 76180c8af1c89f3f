"""What is typed and chosen about needs."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.relationships.fields import Line
from trellis.relationships.needs.actions import Levels
from trellis.relationships.needs.models import HIGHEST, LOWEST, Need
from trellis.relationships.needs.queries import Gap
from trellis.ui.forms import Form, Scale

LEVELS = [(n, str(n)) for n in range(LOWEST, HIGHEST + 1)]


class NeedsForm(Form):
    """A row for each need: how much there is, how much it takes. And a place for one more."""

    name = Line(label=_("Something else I need"), max_length=120, required=False)
    kind = forms.ChoiceField(label=_("What it is"), choices=Need.Kind.choices, initial=Need.Kind.COMPETENCY)

    def __init__(self, *args: Any, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        self.fields["name"].widget.attrs |= {"list": "competencies", "autocomplete": "off"}
        for gap in gaps:
            self.fields[f"have-{gap.need.pk}"] = _scale(gap.have, want=False)
            self.fields[f"want-{gap.need.pk}"] = _scale(gap.want, want=True)

    def rows(self) -> list[tuple[Gap, Any, Any]]:
        return [(gap, self[f"have-{gap.need.pk}"], self[f"want-{gap.need.pk}"]) for gap in self.gaps]

    def levels(self) -> dict[Need, Levels]:
        said = self.cleaned_data
        return {gap.need: (said[f"have-{gap.need.pk}"], said[f"want-{gap.need.pk}"]) for gap in self.gaps}

    def require_all(self) -> bool:
        """For the way on: something to work on, and both figures in every row."""
        if not self.gaps:
            self.add_error("name", _("Name at least one thing you need. The picture comes from it."))
        for gap in self.gaps:
            if None in self.levels()[gap.need]:
                self.add_error(
                    f"have-{gap.need.pk}",
                    _("Say for “%(name)s” where you are now and where you need to be.") % {"name": gap.name},
                )
        return not self.errors


def _scale(now: int | None, *, want: bool) -> forms.TypedChoiceField:
    return forms.TypedChoiceField(
        choices=LEVELS, coerce=int, empty_value=None, required=False, initial=now, widget=Scale(want=want)
    )


class FirstForm(Form):
    """What to work on first."""

    first = forms.TypedMultipleChoiceField(
        label=_("What do you work on first?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, *args: Any, gaps: Sequence[Gap], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.gaps = gaps
        self.fields["first"].choices = [(gap.need.pk, gap.name) for gap in gaps]  # type: ignore[attr-defined]

    def needs(self) -> list[Need]:
        chosen = self.cleaned_data["first"]
        return [gap.need for gap in self.gaps if gap.need.pk in chosen]
