"""What an objective can be measured by, and where its value now comes from.

The list is closed, so that every value is computed the same way in every program. An upper app that
counts across apps registers itself with `values_from`; the strategy pages then show the values now.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from trellis.programs.models import Cohort

type Values = Mapping[str, Decimal | None]
type Counter = Callable[[Cohort, Collection[str]], Values]


@dataclass(frozen=True)
class Measure:
    """One number about a cohort. `highest` is the most it can be: 100 for a share in hundredths."""

    code: str
    label: str | Promise
    unit: str | Promise
    highest: int | None = None
    is_count: bool = False

    @property
    def sign(self) -> str:
        return "%" if self.highest == 100 else ""


BY_HAND = "by-hand"
MEASURES: dict[str, Measure] = {
    measure.code: measure
    for measure in (
        Measure("mentors_joined", _("Mentors who joined"), _("people"), is_count=True),
        Measure("mentees_joined", _("Mentees who joined"), _("people"), is_count=True),
        Measure("pairs_matched", _("Pairs matched"), _("pairs"), is_count=True),
        Measure("first_meeting_on_time", _("First meeting within 14 days of the match"), _("% of pairs"), 100),
        Measure("agreements_signed", _("Agreements signed within 30 days"), _("% of pairs"), 100),
        Measure("goals_set", _("Pairs with a goal"), _("% of pairs"), 100),
        Measure("meetings_held_per_pair", _("Meetings held by each pair"), _("meetings, on average")),
        Measure("goals_reached", _("Goals reached"), _("% of goals"), 100),
        Measure("pairs_completed", _("Pairs that finished their term"), _("% of pairs"), 100),
        Measure("mentees_recommend", _("Mentees who would recommend it"), _("of 10, on average"), 10),
        Measure("mentors_recommend", _("Mentors who would recommend it"), _("of 10, on average"), 10),
        Measure(BY_HAND, _("Something we measure elsewhere"), ""),
    )
}
CHOICES = [(measure.code, measure.label) for measure in MEASURES.values()]

_COUNTERS: list[Counter] = []


def values_from(counter: Counter) -> Counter:
    """Register who computes values: given a cohort and codes, a number for each code it knows."""
    _COUNTERS.append(counter)
    return counter


def values_of(cohort: Cohort, codes: Collection[str]) -> dict[str, Decimal | None]:
    """The values now, of those that somebody computes."""
    found: dict[str, Decimal | None] = {}
    for counter in _COUNTERS:
        found |= counter(cohort, codes)
    return found
