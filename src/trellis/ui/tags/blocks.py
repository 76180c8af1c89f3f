"""Tags around matter: sections, panels, banners, dialogs, menus, notes."""

# ruff: noqa: A002  in a template id=… reads best

from typing import Any, Literal

from django import template
from django.middleware.csrf import get_token
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.text import slugify

from .signs import Kind, icon

register = template.Library()

BANNER_ICONS = {
    "info": "info",
    "good": "circle-check",
    "watch": "triangle-alert",
    "problem": "circle-x",
}


@register.simple_block_tag
def page_head(content: str, title: object, kicker: object = "", lede: object = "") -> SafeString:
    """{% page_head _("Everyone") lede=_("…") %}<a class="btn">…</a>{% endpage_head %}

    The one <h1>. What stands inside are the page's actions, at the end of the line.
    """
    head = {"title": title, "kicker": kicker, "lede": lede, "actions": SafeString(content.strip())}
    return drawn("page_head", head)


@register.simple_tag
def back(url: str, text: object) -> SafeString:
    """{% back url _("Everyone") %}, in the block `back`: the way to the page above."""
    return format_html('<a class="back" href="{}">{}{}</a>', url, icon("arrow-left"), text)


@register.simple_block_tag
def section(
    content: str,
    title: object,
    *,
    note: object = "",
    link: str = "",
    link_text: object = "",
    id: str = "",
    hidden_title: bool = False,
    css: str = "",
) -> SafeString:
    """{% section _("Goals") note=_("15 weeks to go") link=url link_text=_("Change") %}…{% endsection %}

    Opened by a lath. `id` when two sections of a page share a title.
    """
    head = {
        "title": title,
        "note": note,
        "link": link,
        "link_text": link_text,
        "id": id,
        "heading": f"{id or slugify(str(title), allow_unicode=True)}-h",
        "hidden_title": hidden_title,
        "css": css,
        "content": content,
    }
    return drawn("section", head)


@register.simple_block_tag
def ledger_section(content: str, title: object, *, note: object = "", id: str = "") -> SafeString:
    """{% ledger_section _("Email") note=_("…") %}…{% endledger_section %}, inside <div class="ledger">.

    The heading stands in the margin: reports, charters, settings.
    """
    heading = f"{id or slugify(str(title), allow_unicode=True)}-h"
    row = {"title": title, "note": note, "id": id, "heading": heading, "content": content}
    return drawn("ledger_section", row)


@register.simple_block_tag
def panel(
    content: str,
    title: object = "",
    kind: Literal["", "sunken", "brand", "attention"] = "",
    level: int = 2,
) -> SafeString:
    """{% panel _("Before you start") kind="brand" %}…{% endpanel %}: set apart, never inside another."""
    css = f"panel panel--{kind}" if kind else "panel"
    return drawn("panel", {"title": title, "css": css, "level": level, "content": content})


@register.simple_block_tag
def banner(content: str, kind: Kind = "info", title: object = "", actions: object = "", role: str = "") -> SafeString:
    """{% banner "good" title=_("35 pairs published.") actions=undo %}70 people have been told.{% endbanner %}

    It stays with the page. `actions` comes from {% capture as undo %}…{% endcapture %}.
    """
    box = {"kind": kind, "icon": BANNER_ICONS.get(kind, "info"), "title": title}
    return drawn(
        "banner", box | {"actions": actions, "role": role, "content": paragraph(content) if title else content}
    )


@register.simple_block_tag
def capture(content: str) -> SafeString:
    """{% capture as actions %}<a class="btn">…</a>{% endcapture %}: markup to hand to another tag."""
    return SafeString(content)


@register.simple_block_tag
def empty(content: str, title: object, link: str = "", link_text: object = "", level: int = 2) -> SafeString:
    """{% empty _("No applications yet") link=url link_text=_("Invite people") %}They …{% endempty %}

    What will be here, when it usually comes, one action. Leave the link out where nothing is to do.
    """
    box = {"title": title, "link": link, "link_text": link_text, "level": level}
    return drawn("empty", box | {"content": paragraph(content)})


@register.simple_block_tag
def disclose(content: str, title: object, open: bool = False) -> SafeString:
    """{% disclose _("Who sees this?") %}…{% enddisclose %}: one step away, without script."""
    return drawn("disclose", {"title": title, "open": open, "content": content})


@register.simple_block_tag
def menu(content: str, label: object, icon_name: str = "", small: bool = True) -> SafeString:
    """{% menu _("Actions") %}<a href="…">…</a><button>…</button>{% endmenu %}

    With `icon_name` only the icon is seen and the label is read aloud.
    """
    box = {"label": label, "icon_name": icon_name, "small": small, "content": content}
    return drawn("menu", box)


@register.simple_block_tag(takes_context=True)
def dialog(
    context: Context,
    content: str,
    id: str,
    *,
    title: object,
    submit: object,
    cancel: object,
    action: str = "",
    danger: bool = False,
) -> SafeString:
    """{% dialog "publish" title=_("Publish 35 pairs?") submit=_("Publish") cancel=_("Keep reviewing") action=url %}
    <p>70 people will be told.</p>{% enddialog %}

    For what can't be undone. The content is inside its form, so it may hold fields. Opened by
    {% opens "publish" url _("Publish 35 pairs") %}, whose address answers with `pages.confirm`.
    """
    box = {"id": id, "title": title, "submit": submit, "cancel": cancel, "action": action}
    return drawn("dialog", box | {"danger": danger, "content": content}, context)


@register.simple_tag
def opens(dialog_id: str, url: str, text: object, css: str = "btn", icon_name: str = "") -> SafeString:
    """{% opens "publish" url _("Publish 35 pairs") css="btn btn--primary" %}

    Opens the dialog of that id; without script the link leads to the page that asks the same.
    """
    drawn_icon = icon(icon_name) if icon_name else ""
    return format_html('<a class="{}" href="{}" data-opens="{}">{}{}</a>', css, url, dialog_id, drawn_icon, text)


@register.simple_tag(takes_context=True)
def toast(context: Context, text: object, undo_url: str = "") -> SafeString:
    """{% toast _("Pair locked.") undo_url=url %}: only to offer Undo; stays until dismissed."""
    return drawn("toast", {"text": text, "undo_url": undo_url}, context)


@register.simple_block_tag
def note_card(
    content: str,
    title: object,
    *,
    private: bool = False,
    by: object = "",
    time: object = "",
    id: str = "",
    level: int = 2,
) -> SafeString:
    """{% note_card _("Private, only you can read this") private=True time=note.written_at|moment id="n1" %}
    <p>…</p>{% endnote_card %}

    An envelope when private, a page on the table when shared. Nothing else may look like an envelope.
    """
    card = {"title": title, "private": private, "by": by, "time": time, "level": level}
    return drawn("note_card", card | {"id": id or slugify(str(title)), "content": content})


@register.simple_block_tag
def quote(content: str, source: object = "") -> SafeString:
    """{% quote _("Mentee, St Brannoc’s") %}I rang her.{% endquote %}: somebody's own words."""
    said = format_html("<figcaption>{}</figcaption>", source) if source else ""
    return format_html('<figure class="quote"><blockquote dir="auto">{}</blockquote>{}</figure>', content, said)


def paragraph(content: str) -> SafeString:
    """Plain words in a paragraph; markup that has its own stays as it is."""
    text = SafeString(content.strip())
    return text if not text or text.startswith("<") else format_html("<p>{}</p>", text)


def drawn(name: str, values: dict[str, Any], context: Context | None = None) -> SafeString:
    """A component's template with its values, and the CSRF token when it posts."""
    request = context.get("request") if context else None
    if request:
        values |= {"csrf_token": get_token(request)}
    return render_to_string(f"components/{name}.html", values)
