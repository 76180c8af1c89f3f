"""Who took part, by site and department: every figure protected, small groups shown together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.protection import Part, protect_parts, roll_up
from trellis.insights import estimates
from trellis.insights.season import Season, Taker


@dataclass(frozen=True)
class GroupRow:
    """One group: how many take part, how many are in a pair, and how that compares."""

    name: str
    part: Part
    standing: str  # "", "same", "lower", "higher", "unsure", "hidden"

    @property
    def percent(self) -> int | None:
        return None if self.part.yes is None else round(100 * self.part.yes / self.part.n)

    @property
    def words(self) -> tuple[str, str]:
        """How the comparison is drawn, and said."""
        return {
            "same": ("quiet", _("About the same")),
            "lower": ("watch", _("Lower")),
            "higher": ("good", _("Higher")),
            "unsure": ("quiet", _("Can’t tell")),
        }.get(self.standing, ("", ""))


@dataclass(frozen=True)
class Breakdown:
    """People by one dimension. The list of dimensions is closed."""

    title: str | Promise
    rows: list[GroupRow]


DIMENSIONS: tuple[tuple[str | Promise, Callable[[Taker], str]], ...] = (
    (gettext_lazy("Site"), lambda taker: taker.site),
    (gettext_lazy("Department"), lambda taker: taker.department),
)


def breakdowns(season: Season) -> list[Breakdown]:
    """Only dimensions with at least two groups that can be shown."""
    found = [Breakdown(title, _rows(season, name_of)) for title, name_of in DIMENSIONS]
    return [breakdown for breakdown in found if len(breakdown.rows) > 1]


def _rows(season: Season, name_of: Callable[[Taker], str]) -> list[GroupRow]:
    groups: dict[str, list[Taker]] = {}
    for taker in season.people:
        groups.setdefault(name_of(taker) or _("Not stated"), []).append(taker)
    alone, together = roll_up({name: len(takers) for name, takers in groups.items()})
    named = [(name, groups[name]) for name in alone]
    rest = [taker for name in together for taker in groups[name]]
    if rest and (alone or len(rest) >= 5):
        named.append((_("All others"), rest))
    counts = [(sum(taker.pk in season.matched for taker in takers), len(takers)) for _name, takers in named]
    parts = protect_parts(counts)
    return [
        GroupRow(name, part, _standing(n, parts))
        for n, ((name, _takers), part) in enumerate(zip(named, parts, strict=True))
    ]


def _standing(number: int, parts: Sequence[Part]) -> str:
    """Against the rest of those shown: only said when both sides are, and each has ten people."""
    this = parts[number]
    others = [part for n, part in enumerate(parts) if n != number and part.yes is not None]
    yes, n = sum(part.yes or 0 for part in others), sum(part.n for part in others)
    if this.yes is None:
        return "hidden"
    if min(this.n, n) < estimates.FEWEST:
        return ""
    gap = estimates.difference(this.yes, this.n, yes, n)
    if gap is None or gap.low <= 0 <= gap.high:
        return "same" if gap is not None and max(abs(gap.low), abs(gap.high)) <= 0.1 else "unsure"
    return "lower" if gap.value < 0 else "higher"
