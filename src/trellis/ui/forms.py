"""Forms that look and speak like Trellis: label above, help under it, the error beside its field.

Subclass Form or ModelForm. In a template:
    {% form_to url form=form %}{% error_summary form %}{% field form.name %}{% submit _("Save") %}{% endform_to %}
Dates and times get the browser's own inputs. A choice may carry a sentence: give its widget `helps`.
"""

from collections.abc import Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, cast

from django import forms
from django.db.models import Model, QuerySet
from django.db.models.fields import BLANK_CHOICE_LABEL
from django.forms import renderers
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.errors import Refused


class BoundField(forms.BoundField):
    """A field whose text-like inputs have our class, whichever form it is in."""

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        attrs = super().build_widget_attrs(attrs, widget)
        widget = widget or self.field.widget
        if not isinstance(widget, PLAIN):
            own = widget.attrs.get("class", "")
            attrs["class"] = f"input {own}".strip()
        return attrs


PLAIN = (forms.CheckboxInput, forms.RadioSelect, forms.CheckboxSelectMultiple, forms.HiddenInput)


class Renderer(renderers.DjangoTemplates):
    """Our templates before Django's own, for every form in the product."""

    form_template_name = "components/form.html"
    field_template_name = "components/field.html"
    bound_field_class = BoundField

    @cached_property
    def engine(self) -> Any:
        ours = Path(__file__).parent / "templates"
        theirs = Path(renderers.__file__).parent / "templates"
        return self.backend({"APP_DIRS": True, "DIRS": [ours, theirs], "NAME": "trellisforms", "OPTIONS": {}})


class DateInput(forms.DateInput):
    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input--medium", **(attrs or {})}, format="%Y-%m-%d")


class TimeInput(forms.TimeInput):
    input_type = "time"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input--short", **(attrs or {})}, format="%H:%M")


class DateTimeInput(forms.DateTimeInput):
    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "input--medium", **(attrs or {})}, format="%Y-%m-%dT%H:%M")


class Helped(forms.widgets.ChoiceWidget):
    """Choices of which some carry a sentence: helps={"video": _("We’ll suggest a room.")}."""

    def __init__(self, *args: Any, helps: Mapping[Any, object] | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helps = {str(value): text for value, text in (helps or {}).items()}

    def create_option(self, name: str, value: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        option = super().create_option(name, value, *args, **kwargs)
        option["help"] = self.helps.get(str(value), "")
        return option


class Radios(Helped, forms.RadioSelect):
    """One of a few, each with its sentence."""


class Checkboxes(Helped, forms.CheckboxSelectMultiple):
    """Any of a few, each with its sentence."""


class ChoiceCards(Helped, forms.RadioSelect):
    """One of a few that need room: a title and a sentence in a frame."""

    template_name = "components/choice_cards.html"
    option_template_name = "components/choice_card.html"


class Scale(forms.RadioSelect):
    """One of 3 to 7 in a row; the help text under it says what the ends mean.

    `want=True` is for the level somebody wants, in marigold.
    """

    template_name = "components/scale.html"
    help_after = True

    def __init__(self, *args: Any, want: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.want = want

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, value, attrs) | {"want": self.want}


class PrivateText(forms.Textarea):
    """A text only its writer may read: drafts of it never outlive their signing in."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"data-private": True, "rows": 3, **(attrs or {})})


NATIVE: dict[type[forms.Widget], type[forms.Widget]] = {
    forms.DateInput: DateInput,
    forms.TimeInput: TimeInput,
    forms.DateTimeInput: DateTimeInput,
    forms.RadioSelect: Radios,
    forms.CheckboxSelectMultiple: Checkboxes,
    forms.ClearableFileInput: forms.FileInput,
}


class Ours(forms.BaseForm):
    """What Form and ModelForm share."""

    use_required_attribute = False  # our sentences instead of the browser's

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            if native := NATIVE.get(type(field.widget)):
                field.widget = as_native(field.widget, native)
            if isinstance(field.widget, forms.Textarea):
                few_rows(field.widget)
            say_it_our_way(field)
            begin_empty(field)

    def choose_among(self, name: str, rows: QuerySet[Any], *, nobody: str) -> None:
        """Let this field choose one of these rows or none; they are read now, not while the page is drawn."""
        field = cast("forms.ModelChoiceField[Any]", self.fields[name])
        field.queryset = rows
        field.choices = [("", nobody), *((row.pk, str(row)) for row in rows)]

    def refuse(self, refused: Refused, field: str | None = None) -> Self:
        """Show a refusal in the error summary, with all that was typed still there.

        except Refused as refused:
            return page(request, "goals/edit.html", {"form": form.refuse(refused)}, status=409)
        """
        self.add_error(field, refused.sentence)
        return self


def few_rows(widget: forms.Textarea) -> None:
    """It grows with its text, so it starts small unless the form says how tall."""
    if widget.attrs.get("rows") == "10":
        widget.attrs["rows"] = 4
    widget.attrs.pop("cols", None)


def as_native(old: forms.Widget, native: type[forms.Widget]) -> forms.Widget:
    """The browser's own input in place of Django's text box, with what was set on that."""
    new = native()
    new.attrs |= old.attrs
    new.is_required, new.is_localized = old.is_required, old.is_localized
    if isinstance(old, forms.widgets.ChoiceWidget) and isinstance(new, forms.widgets.ChoiceWidget):
        new.choices = old.choices
    return new


EMPTY, ONE, MANY = gettext_lazy("Fill this in."), gettext_lazy("Choose one."), gettext_lazy("Choose at least one.")


def say_it_our_way(field: forms.Field) -> None:
    """Errors that say what to do, in place of Django's own where those were left alone."""
    standard = forms.Field.default_error_messages["required"]
    if field.error_messages.get("required") != standard:
        return
    chooses = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
    many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
    field.error_messages["required"] = str(MANY if many else ONE if chooses else EMPTY)


def begin_empty(field: forms.Field) -> None:
    """A list whose first line is Django's for “nothing yet” says so in our words."""
    if isinstance(field, forms.ModelChoiceField):
        if field.empty_label == BLANK_CHOICE_LABEL:
            field.empty_label = _("Choose one")
    elif isinstance(field, forms.TypedChoiceField):
        blank, ours = ("", BLANK_CHOICE_LABEL), ("", _("Choose one"))
        field.choices = [ours if choice == blank else choice for choice in cast("Any", field.choices)]


class Form(Ours, forms.Form):
    """The form every page starts from."""


if TYPE_CHECKING:

    class ModelForm[Row: Model](Ours, forms.ModelForm[Row]):
        """The same for a form made from a model: class GoalForm(ModelForm[Goal])."""

else:

    class ModelForm(Ours, forms.ModelForm):
        """The same for a form made from a model: class GoalForm(ModelForm[Goal])."""

        def __class_getitem__(cls, row):
            return cls
