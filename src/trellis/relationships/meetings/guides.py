"""Guides to a meeting: what to talk about at the first one, about goals, half way, when it sticks, at the end.

The questions follow common guides for mentors and mentees; docs/guide/mentoring.md says where they come from.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.relationships.pairs.models import Relationship

type Words = str | Promise


@dataclass(frozen=True)
class Guide:
    """An agenda to begin with."""

    key: str
    title: Words
    when: Words
    items: tuple[Words, ...]


FIRST = Guide(
    "first",
    gettext_lazy("Your first meeting"),
    gettext_lazy("To get to know each other and settle how you work together."),
    (
        gettext_lazy("How each of us came to do what we do: five minutes each"),
        gettext_lazy("Somebody who once helped each of us, and what they did"),
        gettext_lazy("What each of us hopes for, and what would be a disappointment"),
        gettext_lazy("How often we meet, where, and how we reach each other in between"),
        gettext_lazy("What stays between us, and what can’t"),
        gettext_lazy("The day of our next meeting"),
    ),
)
GOALS = Guide(
    "goals",
    gettext_lazy("Where to go"),
    gettext_lazy("To come from a wish to one to three goals."),
    (
        gettext_lazy("A day a year from now that went well: what is different?"),
        gettext_lazy("What is there already, and what is missing"),
        gettext_lazy("One goal that is worth the time, and how we will know that it is reached"),
        gettext_lazy("The first small step, and when"),
    ),
)
REGULAR = Guide(
    "regular",
    gettext_lazy("An ordinary meeting"),
    gettext_lazy("To keep going: what was, what is, what comes."),
    (
        gettext_lazy("What went well since we last met"),
        gettext_lazy("What we said we’d do, and what came of it"),
        gettext_lazy("The one question that matters most today"),
        gettext_lazy("What each of us takes away and will do"),
    ),
)
STUCK = Guide(
    "stuck",
    gettext_lazy("When it sticks"),
    gettext_lazy("Meetings are short, late or all alike; or there is too little to say."),
    (
        gettext_lazy("What helped most so far, and what we could leave out"),
        gettext_lazy("What each of us would like more of"),
        gettext_lazy("Something that hasn’t been said yet"),
        gettext_lazy("One thing we try differently until next time"),
    ),
)
MIDPOINT = Guide(
    "midpoint",
    gettext_lazy("Half way"),
    gettext_lazy("To look back once, and choose again."),
    (
        gettext_lazy("What has changed since we began"),
        gettext_lazy("Our goals: which still matter, which can go, which are new"),
        gettext_lazy("Our agreement: does it still say what we do?"),
        gettext_lazy("What we want of the time that is left"),
    ),
)
LAST = Guide(
    "last",
    gettext_lazy("Your last meeting"),
    gettext_lazy("To end well, and keep what was learned."),
    (
        gettext_lazy("What was reached, and what goes on without this mentoring"),
        gettext_lazy("What each of us learned from the other"),
        gettext_lazy("What is unfinished, and who carries it from here"),
        gettext_lazy("Whether and how we stay in touch"),
        gettext_lazy("Thanks"),
    ),
)
GUIDES = (FIRST, GOALS, REGULAR, STUCK, MIDPOINT, LAST)
BY_KEY = {guide.key: guide for guide in GUIDES}
MOST_GOALS = 3


def suggested(relationship: Relationship, *, held: int, goals: int, missed_last: bool = False) -> Guide:
    """The one that fits: by how often they met, whether they have goals, and how much time is left."""
    if relationship.state == Relationship.State.CLOSING:
        return LAST
    if not held:
        return FIRST
    if not goals:
        return GOALS
    if _is_half_way(relationship):
        return MIDPOINT
    return STUCK if missed_last else REGULAR


def questions(guide: Guide, goals: Sequence[str]) -> list[str]:
    """Its lines in the reader's language, and the goals one by one in an ordinary meeting."""
    lines = [str(item) for item in guide.items]
    if guide is REGULAR:
        lines[2:2] = [_("How it goes with “%(goal)s”") % {"goal": goal} for goal in goals[:MOST_GOALS]]
    return lines


def _is_half_way(relationship: Relationship) -> bool:
    """Within three weeks of the middle."""
    begun = relationship.started_at.date()
    middle = begun + (relationship.ends_on - begun) / 2
    return abs((timezone.now().date() - middle).days) <= 21
