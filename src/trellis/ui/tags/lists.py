"""Lists and the ways through them: pages, sorting, filters, tabs, steps, timelines, facts, jobs."""

from collections.abc import Iterable, Sequence
from typing import Any

from django import template
from django.core.paginator import Page
from django.http import HttpRequest
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from trellis.ui.navigation import Item

from .signs import icon

register = template.Library()


@register.simple_tag(takes_context=True)
def pager(context: Context, page: Page[Any], name: str = "page") -> SafeString:
    """{% pager page %} under a list: how many are shown, and the pages before and after."""
    request = context["request"]
    box: dict[str, Any] = {"page": page, "shown": len(page.object_list)}
    if page.has_previous():
        box["before"] = address(request, **{name: page.previous_page_number()})
    if page.has_next():
        box["after"] = address(request, **{name: page.next_page_number()})
    return render_to_string("components/pager.html", box)


@register.simple_tag(takes_context=True)
def sort_header(
    context: Context,
    key: str,
    text: object,
    *,
    numeric: bool = False,
    default: str = "",
    name: str = "sort",
) -> SafeString:
    """{% sort_header "name" _("Name") default="name" %}: a column head that sorts by a link.

    The view reads ?sort=name or ?sort=-name; `default` is the order when nothing is asked for.
    """
    request = context["request"]
    now = request.GET.get(name) or default
    state = {key: "ascending", f"-{key}": "descending"}.get(now, "")
    link = address(request, **{name: f"-{key}" if now == key else key, "page": None})
    sign = icon("arrow-down" if state == "descending" else "arrow-up") if state else ""
    return format_html(
        '<th scope="col"{}{}><a class="sort" href="{}">{}{}</a></th>',
        format_html(' aria-sort="{}"', state) if state else "",
        SafeString(' class="num"') if numeric else "",
        link,
        text,
        sign,
    )


@register.simple_tag(takes_context=True)
def chips(context: Context, name: str, choices: Iterable[Sequence[Any]], label: object) -> SafeString:
    """{% chips "state" states label=_("Filter by state") %}: one filter as links.

    `choices` holds (value, text), (value, text, count) or (value, text, count, icon); "" means all.
    """
    request = context["request"]
    now = request.GET.get(name, "")
    links = [chip(request, name, now, choice) for choice in choices]
    return render_to_string("components/chips.html", {"links": links, "label": label})


def chip(request: HttpRequest, name: str, now: str, choice: Sequence[Any]) -> Item:
    value, text, count, icon_name = [*choice, None, ""][:4] if len(choice) != 3 else [*choice, ""]
    link = address(request, **{name: value or None, "page": None})
    return Item(text, link, icon=icon_name, count=count, current=str(value) == now)


@register.simple_block_tag(takes_context=True)
def filters(
    context: Context,
    content: str,
    *,
    label: object,
    submit: object,
    search: str = "",
    search_label: object = "",
) -> SafeString:
    """{% filters label=_("Narrow the list") submit=_("Show") search="q" search_label=_("Find a person") %}
    {% field form.site %}{% endfilters %}

    A bar that asks by GET; the order of the list is kept. It may hold nothing but the search.
    """
    request = context["request"]
    box = {
        "label": label,
        "submit": submit,
        "search": search,
        "search_label": search_label,
        "sought": request.GET.get(search, "") if search else "",
        "sort": request.GET.get("sort", ""),
        "content": content,
    }
    return render_to_string("components/filters.html", box)


@register.simple_tag
def tabs(items: Sequence[Item], label: object) -> SafeString:
    """{% tabs items label=_("Grace and you") %}: links between the pages of one thing, as navigation.Item."""
    return render_to_string("components/tabs.html", {"items": items, "label": label})


@register.simple_tag
def steps(items: Sequence[Item], label: object) -> SafeString:
    """{% steps items label=_("Steps") %} of a wizard: Item(label, url, state="done"|"now"|"later", note=…).

    A done step is a link when it has an address.
    """
    return render_to_string("components/steps.html", {"items": items, "label": label})


@register.simple_tag
def timeline(entries: Iterable[dict[str, Any]], narrow: bool = True, form: str = "short_day") -> SafeString:
    """{% timeline entries %}: dicts with `at` (date or moment), `text`, and maybe `url` and `ahead`."""
    box = {"entries": list(entries), "narrow": narrow, "form": form}
    return render_to_string("components/timeline.html", box)


@register.simple_tag
def facts(rows: Iterable[tuple[object, object]], split: bool = False) -> SafeString:
    """{% facts rows %}: names and values; `split` puts the values at the end, for figures."""
    return render_to_string("components/facts.html", {"rows": list(rows), "split": split})


@register.simple_tag
def job_progress(job: Any, url: str = "", done_url: str = "", done_text: object = "") -> SafeString:
    """{% job_progress job url=request.path done_url=url done_text=_("See the people") %}

    How far background work is (done, total, state, note, error). While it runs htmx asks `url`, the
    page this stands on, for the part "job" every 2 seconds: put it inside
    <div id="job">{% partialdef job inline %}…{% endpartialdef %}</div>.
    """
    box = {
        "job": job,
        "url": url,
        "done_url": done_url,
        "done_text": done_text,
        "running": str(job.state) in {"ready", "running"},
    }
    return render_to_string("components/job_progress.html", box)


def address(request: HttpRequest, **changes: object) -> str:
    """This page's address with some of its query changed; None takes a part away."""
    query = request.GET.copy()
    for name, value in changes.items():
        query.pop(name, None)
        if value is not None:
            query[name] = str(value)
    return f"?{query.urlencode()}" if query else request.path
