"""Why this mentor, said to the mentee in whole sentences, and how things stand with them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

type Facts = Mapping[str, Any]

MOST = 4


def why(reasons: Iterable[Mapping[str, Any]], mentor: str) -> list[str]:
    """The reasons that say most, one sentence each, the weightiest first."""
    said = [_SPEAKERS[one["key"]](one["facts"], mentor) for one in reasons if one["key"] in _SPEAKERS]
    return [sentence for sentence in said if sentence][:MOST]


def _goals(facts: Facts, mentor: str) -> str:
    known, missing = [*facts["met"], *facts["partly"]], facts["missing"]
    values = {"mentor": mentor, "known": _and(known), "missing": _and(missing)}
    if known and missing:
        return _("%(mentor)s can help with %(known)s, not with %(missing)s.") % values
    return _("%(mentor)s can help with all you want to learn: %(known)s.") % values if known else ""


def _time(facts: Facts, mentor: str) -> str:
    if not facts["windows"]:
        return _("You have no free hour in common yet.")
    day, start, end = facts["windows"][0]
    values = {"day": WEEKDAYS[day], "start": start, "end": end}
    return _("You are both free on %(day)s, %(start)s to %(end)s.") % values


def _site(facts: Facts, mentor: str) -> str:
    same = facts["mentee"] == facts["mentor"]
    return _("You both work at %(site)s.") % {"site": facts["mentor"]} if same else ""


def _interests(facts: Facts, mentor: str) -> str:
    return _("You both enjoy %(things)s.") % {"things": _and(facts["shared"][:3])} if facts["shared"] else ""


def _level(facts: Facts, mentor: str) -> str:
    gap = round(facts["gap"])
    values = {"mentor": mentor, "steps": gap}
    if gap < 1:
        return _("%(mentor)s is about as far as you are: closer to a peer than to a senior.") % values
    said = ngettext("%(mentor)s is %(steps)d step ahead of you.", "%(mentor)s is %(steps)d steps ahead of you.", gap)
    return said % values


def _style(facts: Facts, mentor: str) -> str:
    return _("You like to talk the same way.") if facts["mentee"] == facts["mentor"] else ""


def _language(facts: Facts, mentor: str) -> str:
    return "" if facts["shared"] else _("No language in common is known.")


_SPEAKERS: dict[str, Callable[[Facts, str], str]] = {
    "goals": _goals,
    "time": _time,
    "site": _site,
    "interests": _interests,
    "level": _level,
    "style": _style,
    "language": _language,
}


def _and(names: Iterable[object]) -> str:
    return get_text_list([str(name) for name in names], _("and"))


def places(free: int) -> str:
    return ngettext("%d place left", "%d places left", free) % free if free > 0 else _("Full now")


def answers_in(days: float) -> str:
    """How long a mentor has usually taken to answer."""
    whole = round(days)
    if whole < 1:
        return _("Usually answers the same day")
    return ngettext("Usually answers in %d day", "Usually answers in %d days", whole) % whole


def place_in_line(number: int) -> str:
    """Where somebody stands in a line, as they read it."""
    if number == 1:
        return _("You are the first in line.")
    return ngettext("%d person is before you.", "%d people are before you.", number - 1) % (number - 1)
