"""Dates, times and figures as Trellis writes them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import date, datetime, time
from typing import Any

from django import template
from django.contrib.messages.storage.base import Message
from django.utils import timezone
from django.utils.formats import date_format, get_format_modules
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

MINUS = "−"
STYLES = {"iso": "Y-m-d", "day": "d/m/Y", "month": "m/d/Y"}
style: ContextVar[str] = ContextVar("style", default="")


@contextmanager
def dates_as(date_style: str) -> Iterator[None]:
    """Write whole dates the way somebody chose, while answering them."""
    token = style.set(STYLES.get(date_style, ""))
    try:
        yield
    finally:
        style.reset(token)


@register.filter
def day(value: date | datetime | None) -> str:
    """{{ goal.due_on|day }}: 17 March 2026, in the reader's language, style and time zone."""
    return date_format(local(value), style.get() or "DATE_FORMAT") if value else ""


@register.filter
def short_day(value: date | datetime | None) -> str:
    """{{ meeting.starts_at|short_day }}: 17 Mar, where the year goes without saying."""
    return date_format(local(value), shape("SHORT_DAY_FORMAT")) if value else ""


@register.filter
def weekday(value: date | datetime | None) -> str:
    """{{ meeting.starts_at|weekday }}: Thursday 19 March."""
    return date_format(local(value), shape("WEEKDAY_FORMAT")) if value else ""


@register.filter
def clock(value: datetime | time | None) -> str:
    """{{ meeting.starts_at|clock }}: 14:00."""
    if isinstance(value, time):
        return value.strftime("%H:%M")
    return date_format(local(value), "TIME_FORMAT") if value else ""


@register.filter
def moment(value: datetime | None) -> str:
    """{{ note.written_at|moment }}: 17 March 2026, 14:00."""
    if not value:
        return ""
    return _("%(day)s, %(time)s") % {"day": day(value), "time": clock(value)}


@register.simple_tag
def when(value: date | datetime | None, form: str = "day", css: str = "") -> SafeString | str:
    """{% when meeting.starts_at "moment" %}: the same words in a <time> with its machine form."""
    if not value:
        return ""
    words: dict[str, Callable[[Any], str]] = {
        "day": day,
        "short_day": short_day,
        "weekday": weekday,
        "moment": moment,
        "clock": clock,
    }
    text = words[form](value)
    classes = format_html(' class="{}"', css) if css else ""
    return format_html('<time datetime="{}"{}>{}</time>', local(value).isoformat(), classes, text)


@register.filter
def figure(value: float | None) -> str:
    """{{ change|figure }}: −6 with a true minus, 1,204 with its comma, nothing for None."""
    if value is None:
        return ""
    return f"{value:,}".replace("-", MINUS)


@register.filter
def signed(value: float | None) -> str:
    """{{ change|signed }}: +3, −6 or 0."""
    if value is None:
        return ""
    return f"{value:+,}".replace("-", MINUS) if value else "0"


@register.filter
def undo_of(message: Message) -> str | None:
    """The event a message offers to undo, from its tag undo:<event>."""
    tags = (message.extra_tags or "").split()
    return next((tag.removeprefix("undo:") for tag in tags if tag.startswith("undo:")), None)


def local(value: date) -> date:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def shape(name: str) -> str:
    """How the language in use writes it, for the two forms Django has no name for."""
    found = (getattr(module, name) for module in get_format_modules() if hasattr(module, name))
    return next(found, "j M")
