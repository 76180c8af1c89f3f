"""The five steps from why to goals, and the plan that grows beside them."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.people.models import Person
from trellis.relationships.goals.permissions import who_may_have_goals
from trellis.relationships.goals.queries import vision_of
from trellis.relationships.needs.queries import gaps_of, widest_first
from trellis.relationships.pairs.models import Relationship
from trellis.ui.navigation import Item, Words
from trellis.ui.tags.words import short_day

STEPS: tuple[tuple[Words, Words, str], ...] = (
    (gettext_lazy("Purpose"), gettext_lazy("Why mentoring, why now"), "relationships:purpose"),
    (gettext_lazy("Where I want to be"), "", "relationships:vision"),
    (gettext_lazy("Need and have"), gettext_lazy("Skills, knowledge, experience"), "relationships:needs"),
    (gettext_lazy("The gap"), gettext_lazy("What to work on first"), "relationships:gap"),
    (gettext_lazy("Goals"), gettext_lazy("Three at most"), "relationships:plan"),
)


def steps_of(person: Person, relationship: Relationship, now: int) -> list[Item]:
    """Where in the wizard one is; what lies behind can be opened again. Who helps somebody has no picture to draw."""
    if person not in who_may_have_goals(person, relationship):
        return []
    on_the_last_day = _("On %(day)s") % {"day": short_day(relationship.ends_on)}
    return [
        Item(
            label,
            reverse(address, args=[relationship.pk]) if number < now else "",
            state="done" if number < now else "now" if number == now else "later",
            note=note or on_the_last_day,
        )
        for number, (label, note, address) in enumerate(STEPS)
    ]


def plan_so_far(relationship: Relationship, person: Person) -> dict[str, Any]:
    """What was said up to now: why, where to, and the widest gaps. Three queries."""
    gaps = gaps_of(relationship, person)
    return {
        "vision": vision_of(relationship, person),
        "widest": [gap for gap in widest_first(gaps) if gap.size][:3],
    }
