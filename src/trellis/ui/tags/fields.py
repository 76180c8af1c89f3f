"""Forms: the form itself, its fields, its errors, its button, and acting once."""

from secrets import token_urlsafe
from typing import Literal

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trellis.ui.forms import EMPTY, MANY, ONE

from .blocks import drawn
from .signs import icon

register = template.Library()

type FieldKind = Literal["hidden", "checkbox", "group", "plain"]


@register.simple_block_tag(takes_context=True)
def form_to(
    context: Context,
    content: str,
    action: str = "",
    *,
    form: forms.BaseForm | None = None,
    css: str = "stack",
    label: object = "",
    part: str = "",
) -> SafeString:
    """{% form_to url form=form %}{% error_summary form %}{% field form.name %}{% submit _("Save") %}{% endform_to %}

    Posts, with CSRF and {% once %} inside, and as multipart when the form takes a file. With `part`,
    htmx posts it and swaps the element of that id; without script the whole page comes back.
    """
    files = bool(form and form.is_multipart())
    box = {"action": action, "files": files, "css": css, "label": label, "part": part}
    return drawn("form_to", box | {"content": content}, context)


@register.simple_tag
def field(bound: BoundField, hide_label: bool = False) -> SafeString:
    """{% field form.name %}: label, help, input and errors. The label can be for ears only."""
    return render_to_string("components/field.html", {"field": bound, "hide_label": hide_label})


@register.simple_tag
def error_summary(form: forms.BaseForm, title: object = "") -> SafeString:
    """{% error_summary form %}, first in the form: what is wrong, each line leading to its field."""
    problems = problems_of(form) if form.is_bound else []
    return render_to_string("components/error_summary.html", {"problems": problems, "title": title})


def problems_of(form: forms.BaseForm) -> list[tuple[str, str]]:
    """Each error with the id of the input that it is about; none for the form as a whole."""
    whole = [(str(error), "") for error in form.non_field_errors()]
    return whole + [(text, target_of(bound)) for bound in form for text in told(bound)]


def told(bound: BoundField) -> list[str]:
    """The errors of a field as they read away from it: “Fill this in.” says what is to be filled in."""
    gap = " " if str(bound.label).endswith(("?", "؟")) else ": "
    return [f"{bound.label}{gap}{error}" if error in (EMPTY, ONE, MANY) else str(error) for error in bound.errors]


def target_of(bound: BoundField) -> str:
    return bound.id_for_label or f"{bound.auto_id}_0"


@register.simple_tag
def submit(
    text: object,
    *,
    kind: Literal["primary", "plain", "quiet", "danger", "beet"] = "primary",
    icon_name: str = "",
    name: str = "",
    value: str = "",
    small: bool = False,
) -> SafeString:
    """{% submit _("Publish 35 pairs") %}: a verb and its object. `name` and `value` when a form has two."""
    classes = ["btn", f"btn--{kind}" if kind != "plain" else "", "btn--small" if small else ""]
    said = format_html(' name="{}" value="{}"', name, value) if name else ""
    drawn_icon = icon(icon_name) if icon_name else ""
    return format_html(
        '<button class="{}" type="submit"{}>{}{}</button>',
        " ".join(filter(None, classes)),
        said,
        drawn_icon,
        text,
    )


@register.simple_tag
def once() -> SafeString:
    """{% once %} in a form that posts: sent twice, it acts once. {% form_to %} has it already."""
    return format_html('<input type="hidden" name="once" value="{}">', token_urlsafe(12))


@register.filter
def is_marked_optional(bound: BoundField) -> bool:
    """Whether the label says so: not where one of the choices is to choose none."""
    if bound.field.required or bound.field.disabled:
        return False
    return not any(value == "" for value, _words in getattr(bound.field, "choices", ()))


@register.filter
def kind_of(bound: BoundField) -> FieldKind:
    """How components/field.html lays the field out."""
    widget = bound.field.widget
    if bound.is_hidden:
        return "hidden"
    if isinstance(widget, forms.CheckboxInput):
        return "checkbox"
    return "group" if widget.use_fieldset else "plain"
