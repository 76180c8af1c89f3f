"""The gap as the pair reads it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.words import fold
from trellis.people.models import Person, PersonSkill, Skill
from trellis.relationships.needs.models import Moment, Need, Rating
from trellis.relationships.pairs.models import Relationship

SUGGESTIONS, MOST_WANTED, MOST_CORE = 12, 20, 40


@dataclass(frozen=True)
class Gap:
    """One need with its name and how it was rated."""

    need: Need
    name: str
    ratings: dict[str, Rating] = field(default_factory=dict)

    @property
    def last(self) -> Rating | None:
        """The newest rating with both figures."""
        return next((rating for rating in self._newest_first if rating.have and rating.want), None)

    @property
    def have(self) -> int | None:
        return next((rating.have for rating in self._newest_first if rating.have), None)

    @property
    def want(self) -> int | None:
        return next((rating.want for rating in self._newest_first if rating.want), None)

    @property
    def size(self) -> int:
        return max(0, (self.want or 0) - (self.have or 0)) if self.last else 0

    @property
    def words(self) -> str:
        """“3 to grow”, “None”, or nothing before it is rated."""
        if not self.last:
            return ""
        return ngettext("%d to grow", "%d to grow", self.size) % self.size if self.size else _("None")

    @property
    def over_time(self) -> list[Rating | None]:
        """At the start, in the middle, at the end."""
        return [self.ratings.get(moment) for moment in Moment.values]

    @property
    def _newest_first(self) -> list[Rating]:
        return [rating for rating in reversed(self.over_time) if rating]


def gaps_of(relationship: Relationship, person: Person | None = None) -> list[Gap]:
    """What it takes, of one person or of all in it, in the order it was said. Two queries."""
    rows = relationship.needs.select_related("person").prefetch_related("ratings")
    rows = rows if person is None else rows.filter(person=person)
    return [gap_of(need, relationship) for need in rows]


def gap_of(need: Need, relationship: Relationship) -> Gap:
    name = need.texts(relationship.key).get("name", "")
    return Gap(need, name, {rating.moment: rating for rating in need.ratings.all()})


def widest_first(gaps: Sequence[Gap]) -> list[Gap]:
    return sorted(gaps, key=lambda gap: -gap.size)


@dataclass(frozen=True)
class Growth:
    """The gap over time: a row for each need, a column for each moment that was rated."""

    moments: list[Moment]
    rows: list[tuple[Gap, list[tuple[Moment, Rating | None]]]]


def growth_of(gaps: Sequence[Gap]) -> Growth:
    """For a table; without rows when nothing was rated yet."""
    moments = [moment for moment in Moment if any(moment in gap.ratings for gap in gaps)]
    rated = [gap for gap in gaps if gap.ratings]
    return Growth(moments, [(gap, [(moment, gap.ratings.get(moment)) for moment in moments]) for gap in rated])


def is_time_to_look_again(relationship: Relationship, person: Person, gaps: Sequence[Gap]) -> bool:
    """A part of the time has gone by since the person rated what they have."""
    own = [gap for gap in gaps if gap.need.person_id == person.pk]
    now = Moment.of(relationship, timezone.localdate())
    return bool(own) and not any(now in gap.ratings for gap in own)


def suggestions(person: Person, gaps: Sequence[Gap]) -> list[str]:
    """What the person would like to learn by their profile, then the organization's core, without what is there."""
    wanted = PersonSkill.objects.filter(person=person, kind=PersonSkill.Kind.WANTED)
    first = wanted.order_by("-priority", "skill__name").values_list("skill__name", flat=True)
    core = Skill.objects.filter(is_core=True).order_by("name").values_list("name", flat=True)
    known = {fold(gap.name) for gap in gaps}
    names = dict.fromkeys([*first[:MOST_WANTED], *core[:MOST_CORE]])
    return [name for name in names if fold(name) not in known][:SUGGESTIONS]
