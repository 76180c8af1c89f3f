"""Drawings of figures: progress, fit, rhythm, the vine, the bed. Numbers go into SVG attributes."""

# ruff: noqa: A002  in a template max=… reads best

from collections import Counter
from collections.abc import Iterable, Sequence
from math import pi, sin
from typing import Literal

from django import template
from django.template.loader import render_to_string
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.ui.navigation import Item

register = template.Library()

type Week = Literal["held", "missed", "booked", "none"]

TICKS = {
    "held": '<rect class="held" x="{}" y="3" width="5" height="14" rx="1"/>',
    "missed": '<rect class="missed" x="{}" y="11" width="5" height="6" rx="1"/>',
    "booked": '<rect class="booked" x="{}" y="3.75" width="3.5" height="12.5" rx="1"/>',
    "none": '<rect class="none" x="{}" y="15" width="5" height="2"/>',
}
TICK = 8
PLOTS = 16  # a row of the bed


@register.simple_tag
def progress(
    value: float, max: float = 100, target: float | None = None, kind: Literal["", "watch", "problem"] = ""
) -> SafeString:
    """{% progress 3 max=4 %} or {% progress 72 target=85 kind="watch" %}: say the figure in words nearby.

    The tick is where we said we'd be. Without a kind it turns marigold by itself when behind the target.
    """
    done, aim = share(value, max), None if target is None else share(target, max)
    kind = kind or ("watch" if aim is not None and done < aim else "")
    return render_to_string("components/progress.html", {"done": done, "aim": aim, "kind": kind})


def share(value: float, of: float) -> float:
    """How much of 100 it is, never outside the bar."""
    return round(min(100.0, max(0.0, 100 * value / of)), 1) if of else 0.0


@register.simple_tag
def gap_bar(have: float, want: float, max: float = 5) -> SafeString:
    """{% gap_bar 2 5 %}: what is there, what is still to grow, and a tick where one wants to be.

    Say the figures in words beside it.
    """
    now, aim = share(have, max), share(want, max)
    box = {"have": now, "gap": round(aim - now, 1), "tick": min(99.2, round(aim - 0.8, 1))}
    return render_to_string("components/gap_bar.html", box)


@register.simple_tag
def gap_legend() -> SafeString:
    """{% gap_legend %}: what the parts of a gap bar are."""
    return render_to_string("components/gap_legend.html")


@register.simple_tag
def fit_bar(parts: Sequence[float]) -> SafeString:
    """{% fit_bar pair.points %}: points of 100 for goals, time, choices, place and background."""
    bars, at = [], 0.0
    for number, points in enumerate(parts, start=1):
        bars.append({"css": f"c{number}", "x": at, "width": points, "end": at + points})
        at += points
    return render_to_string("components/fit_bar.html", {"bars": bars})


@register.simple_tag
def fit(total: float, parts: Sequence[float]) -> SafeString:
    """{% fit pair.score pair.points %}: the bar is never without its number."""
    return format_html('<span class="fit"><b>{}</b>{}</span>', round(total), fit_bar(parts))


@register.simple_tag
def fit_legend() -> SafeString:
    """{% fit_legend %}: what the five colors of a fit bar are."""
    names = [_("Goals"), _("Time"), _("Choices"), _("Place"), _("Background")]
    keys = format_html_join("", '<span><i class="key c{}"></i>{}</span>', enumerate(names, start=1))
    return format_html('<span class="legend">{}</span>', keys)


@register.simple_tag
def rhythm(weeks: Sequence[Week], today: int | None = None, wide: bool = False, label: str = "") -> SafeString:
    """{% rhythm weeks today=24 %}: one tick a week, tall when they met; `today` is the week now.

    Read aloud as a count. `wide` fills its line.
    """
    ticks = format_html_join("", "{}", ((tick(week, TICK * n),) for n, week in enumerate(weeks)))
    box = {
        "ticks": ticks,
        "width": TICK * len(weeks),
        "today": None if today is None else TICK * today - 1,
        "label": label or rhythm_words(weeks),
        "wide": wide,
    }
    return render_to_string("components/rhythm.html", box)


def tick(week: Week, at: float) -> SafeString:
    return format_html(TICKS[week], at + 0.75 if week == "booked" else at)


def rhythm_words(weeks: Iterable[Week]) -> str:
    number = Counter(weeks)
    said = [ngettext("%d met", "%d met", number["held"]) % number["held"]]
    if number["missed"]:
        said.append(ngettext("%d missed", "%d missed", number["missed"]) % number["missed"])
    if number["booked"]:
        said.append(ngettext("%d booked", "%d booked", number["booked"]) % number["booked"])
    return ", ".join(said)


@register.simple_tag
def rhythm_legend() -> SafeString:
    """{% rhythm_legend %}: what the ticks mean."""
    words: list[tuple[Week, str]] = [
        ("held", _("Met")),
        ("missed", _("Missed")),
        ("booked", _("Booked")),
        ("none", _("Nothing planned")),
    ]
    key = '<span><svg class="rhythm" viewBox="0 0 8 20" width="8" height="20" aria-hidden="true">{}</svg>{}</span>'
    keys = format_html_join("", key, ((tick(week, 0), text) for week, text in words))
    return format_html('<p class="legend mt-3">{}</p>', keys)


@register.simple_tag
def vine(stages: Sequence[Item], sentence: object = "") -> SafeString:
    """{% vine stages sentence=where_we_are %}: the lifecycle grown along a lattice.

    `stages` are Items with state done, now or later, and a note each ("91 applied"). On a phone the
    posts are the links and the sentence says where the program is.
    """
    posts = [(stage, post(number, len(stages))) for number, stage in enumerate(stages)]
    grown = [x for stage, x in posts if stage.state != "later"]
    box = {
        "posts": [{"stage": stage, "x": x, "y": height(x)} for stage, x in posts],
        "stem": stem(grown[-1]) if grown else "",
        "sentence": sentence,
    }
    return render_to_string("components/vine.html", box)


def post(number: int, of: int) -> float:
    return round(100 * (number + 0.5) / of, 2)


def height(x: float) -> float:
    """The vine climbs from the lowest lath towards the highest."""
    return round(62 - 0.46 * x, 1)


def stem(end: float) -> str:
    """A wave around that line, once round between two posts."""
    steps = max(8, round(end / 0.6))
    points = (end * n / steps for n in range(steps + 1))
    drawn = (f"{x:.2f} {62 - 0.46 * x + 4.5 * sin(2 * pi * x / 12.5):.1f}" for x in points)
    return "M" + " L".join(drawn)


@register.simple_tag
def bed(states: Iterable[Literal["held", "quiet", "watch", "stalled"]]) -> SafeString:
    """{% bed states %}: one plot per pair, the healthy first. Say the numbers beside it."""
    plots = [{"state": state, "x": 15 * (n % PLOTS), "y": 13 * (n // PLOTS)} for n, state in enumerate(states)]
    rows = max(1, -(-len(plots) // PLOTS))
    return render_to_string("components/bed.html", {"plots": plots, "height": 13 * rows - 1})
