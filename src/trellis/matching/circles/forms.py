"""What is typed on the pages of circles."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from trellis.matching.circles.models import Grouping
from trellis.ui.forms import Form, ModelForm


class CirclesForm(ModelForm[Grouping]):
    """How large circles are, and by what nobody should be alone."""

    class Meta:
        model = Grouping
        fields = ("least", "most", "kind")
        help_texts = {
            "kind": _(
                "Who asked not to be the only one is never the only one by this. Circles that nobody leads have six "
                "members at most."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.is_of_peers:  # they come in twos, whatever was asked
            self.fields.clear()
            return
        for name in ("least", "most"):
            self.fields[name].widget.attrs["class"] = "input--short"

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        least, most = cleaned.get("least"), cleaned.get("most")
        if least and most and least > most:
            self.add_error("most", _("The most must not be less than the least."))
        return cleaned


class TopicForm(Form):
    topic = forms.CharField(label=_("What is this circle about?"), max_length=120)


class CompanyForm(Form):
    """Whether somebody minds to be the only one of their kind."""

    not_alone = forms.BooleanField(
        label=_("I’d rather not be the only one of my department, site or level in a circle"),
        required=False,
        help_text=_("Only who runs the program sees this. It counts when circles are put together."),
    )
