"""Small signs: icons, states, tags, counts and people."""

from collections.abc import Callable
from typing import Literal
from zlib import crc32

from django import template
from django.template import Context
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

register = template.Library()

type Kind = Literal["good", "watch", "problem", "info", "private", "quiet", "brand", ""]

POINTING = {"arrow-left", "arrow-right", "chevron-left", "chevron-right"}
STATUS_ICONS = {
    "good": "circle-check",
    "watch": "triangle-alert",
    "problem": "circle-x",
    "info": "info",
    "private": "lock",
    "quiet": "circle-dashed",
}
TINTS = ["", "avatar--b", "avatar--c", "avatar--d", "avatar--e", "avatar--f"]


@register.simple_tag
def icon(name: str, extra: str = "") -> SafeString:
    """{% icon "lock" %} or {% icon "plus" "inline" %}; arrows turn round where text runs the other way."""
    classes = " ".join(filter(None, ["icon", "icon--flip" if name in POINTING else "", extra]))
    return format_html(
        '<svg class="{}" aria-hidden="true"><use href="{}#i-{}"/></svg>',
        classes,
        static("ui/icons.svg"),
        name,
    )


@register.simple_tag
def mark() -> SafeString:
    """{% mark %}, the sign of Trellis."""
    address = static("ui/icons.svg")
    return format_html('<svg class="mark" aria-hidden="true"><use href="{}#i-mark"/></svg>', address)


@register.simple_tag(takes_context=True)
def brand_sign(context: Context) -> SafeString:
    """{% brand_sign %}, the organization's logo, or the sign of Trellis while there is none."""
    ours = context.get("brand")
    if not ours or not ours.logo:
        return mark()
    return format_html('<img class="logo" src="{}" alt="{}">', ours.logo, ours.name)


@register.simple_tag
def status(kind: Kind, text: object, icon_name: str = "") -> SafeString:
    """{% status "good" _("Thriving") %}: an icon and a word, never colour alone."""
    drawn = icon(icon_name or STATUS_ICONS[kind])
    return format_html('<span class="status status--{}">{}{}</span>', kind, drawn, text)


@register.simple_tag
def badge(text: object, kind: Kind = "", icon_name: str = "") -> SafeString:
    """{% badge _("Draft") %} or {% badge _("Signed") "good" %}: the state of a thing."""
    icon_name = icon_name or ("lock" if kind == "private" else "")
    drawn = icon(icon_name) if icon_name else ""
    classes = f"badge badge--{kind}" if kind else "badge"
    return format_html('<span class="{}">{}{}</span>', classes, drawn, text)


@register.simple_tag
def tag(text: object, match: bool = False, said: object = "") -> SafeString:
    """{% tag skill.name match=True %}: a topic, with a green outline when you asked for it, or what is `said` of it."""
    if not match:
        return format_html('<span class="tag">{}</span>', text)
    asked = said or _("You asked for:")
    return format_html(
        '<span class="tag tag--match">{}<span class="visually-hidden">{} </span>{}</span>',
        icon("check", "inline tiny-icon"),
        asked,
        text,
    )


@register.simple_tag
def tags(texts: list[object], matches: list[object] | None = None, said: object = "") -> SafeString:
    """{% tags names matches=asked_for %}: topics in a row, those in `matches` outlined."""
    wanted = set(map(str, matches or ()))
    drawn = format_html_join(" ", "{}", ((tag(text, match=str(text) in wanted, said=said),) for text in texts))
    return format_html('<span class="tags">{}</span>', drawn)


@register.simple_tag
def count(number: int, attention: bool = False, label: object = "") -> SafeString:
    """{% count 3 %} or {% count 2 attention=True label=_("unread") %}; marigold only when it waits on you."""
    said = format_html('<span class="visually-hidden"> {}</span>', label) if label else ""
    classes = "count count--attention" if attention else "count"
    return format_html('<span class="{}">{}{}</span>', classes, number, said)


@register.simple_tag
def avatar(person: object, size: Literal["", "sm", "lg"] = "") -> SafeString:
    """{% avatar person %}: initials on a tint of their own; over them, the photo of those who show one.

    Decoration: write the name beside it. A photo's address comes from `person.photo_address()`;
    whoever may not see the photo is left with the initials.
    """
    name = name_of(person)
    tint = TINTS[crc32(str(getattr(person, "pk", "") or name).encode()) % len(TINTS)]
    classes = " ".join(filter(None, ["avatar", tint, f"avatar--{size}" if size else ""]))
    photo = photo_of(person)
    drawn = format_html('<img src="{}" alt="" loading="lazy">', photo) if photo else ""
    return format_html('<span class="{}" aria-hidden="true">{}{}</span>', classes, initials(name), drawn)


@register.simple_tag
def avatars(*people: object) -> SafeString:
    """{% avatars mentor mentee %}: side by side, a little over each other."""
    drawn = format_html_join("", "{}", ((avatar(person),) for person in people))
    return format_html('<span class="avatars">{}</span>', drawn)


@register.simple_tag
def person(who: object, note: object = "", link: str = "", size: Literal["", "sm", "lg"] = "") -> SafeString:
    """{% person someone note=someone.title link=url %}: avatar, name and one line about them."""
    name = name_of(who)
    named = format_html('<a href="{}">{}</a>', link, name) if link else format_html("<b>{}</b>", name)
    small = format_html("<small>{}</small>", note) if note else ""
    return format_html('<span class="person">{}<span>{}{}</span></span>', avatar(who, size), named, small)


def photo_of(person: object) -> str:
    found: Callable[[], str] | None = getattr(person, "photo_address", None)
    return found() if found else ""


def name_of(person: object) -> str:
    return str(person or "")


def initials(name: str) -> str:
    """The first letters of the first and the last word, or the first two of a single one."""
    words = [word for word in name.split() if word[0].isalnum()]
    return (words[0][0] + words[-1][0] if len(words) > 1 else name.strip()[:2]).upper()
