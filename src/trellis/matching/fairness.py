"""Who is placed, and how well, by groups a program chose to measure: never about so few that one could be known."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.common.protection import Mean, Part, protect_mean, protect_parts, roll_up
from trellis.matching.models import MatchRun, Suggestion
from trellis.people.models import Person

DIMENSIONS: Mapping[str, tuple[str | Promise, Callable[[Person], str]]] = MappingProxyType(
    {
        "site": (gettext_lazy("Site"), lambda person: person.site),
        "department": (gettext_lazy("Department"), lambda person: person.department),
        "level": (gettext_lazy("Level"), lambda person: "" if person.level is None else str(person.level)),
    }
)


@dataclass(frozen=True)
class Group:
    """Mentees of one group: how many have somebody, and how well they fit."""

    name: str
    placed: Part
    fit: Mean

    @property
    def percent(self) -> int | None:
        return None if self.placed.yes is None else round(100 * self.placed.yes / self.placed.n)


@dataclass(frozen=True)
class Audit:
    """The groups of one dimension; small ones stand together."""

    title: str | Promise
    groups: list[Group]


def audits(run: MatchRun, measured: Sequence[str]) -> list[Audit]:
    """Only the dimensions that the program chose."""
    chosen = [DIMENSIONS[key] for key in DIMENSIONS if key in measured]
    rows = list(run.suggestions.select_related("mentee__person").order_by("pk")) if chosen else []
    return [Audit(title, _groups(rows, name_of)) for title, name_of in chosen]


def _groups(rows: Sequence[Suggestion], name_of: Callable[[Person], str]) -> list[Group]:
    found: dict[str, list[Suggestion]] = {}
    for row in rows:
        found.setdefault(name_of(row.mentee.person) or _("Not stated"), []).append(row)
    alone, together = roll_up({name: len(members) for name, members in found.items()})
    named = [(name, found[name]) for name in alone]
    rest = [row for name in together for row in found[name]]
    if rest:
        named.append((_("All others"), rest))
    parts = protect_parts([(sum(row.mentor_id is not None for row in some), len(some)) for _name, some in named])
    fits = [protect_mean([row.points / 1000 for row in some if row.mentor_id is not None]) for _name, some in named]
    return [Group(name, part, fit) for (name, _some), part, fit in zip(named, parts, fits, strict=True)]
