"""Answering with a page, or with the part of it that htmx asked for."""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import unquote

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string

from .context import prepare


def page(
    request: HttpRequest,
    template: str,
    context: Mapping[str, Any] | None = None,
    *,
    part: str | Sequence[str] | None = None,
    status: int = 200,
) -> HttpResponse:
    """The whole page; only `template#part` when htmx is going to swap the element of that id.

        return page(request, "meetings/list.html", {"meetings": meetings}, part="list")

    In the template: <div id="list">{% partialdef list inline %}…{% endpartialdef %}</div>.
    With several parts, the one whose element is the target is rendered. Messages come along.
    """
    parts = [part] if isinstance(part, str) else list(part or ())
    wanted = next((name for name in parts if name == target(request)), None)
    prepare(request, whole=not wanted)
    if wanted:
        template = f"{template}#{wanted}"
    response = render(request, template, dict(context or {}), status=status)
    if wanted and messages.get_messages(request):
        response.write(render_to_string("components/out_of_band.html", request=request))
    return response


def target(request: HttpRequest) -> str | None:
    """The id of the element htmx is going to fill; None when a whole page is wanted."""
    headers = request.headers
    if headers.get("HX-Request") != "true" or headers.get("HX-Request-Type") == "full":
        return None
    return unquote(headers.get("HX-Target", "").partition("#")[2]) or None


def confirm(
    request: HttpRequest,
    *,
    title: object,
    text: object,
    submit: object,
    cancel: object,
    back: str,
    danger: bool = False,
) -> HttpResponse:
    """The page behind a dialog for those without script: a question, its consequence, two ways on.

    The form posts to this same address.
    """
    context = {
        "question": title,
        "text": text,
        "submit": submit,
        "cancel": cancel,
        "back_url": back,
        "danger": danger,
    }
    return page(request, "ui/confirm.html", context)
