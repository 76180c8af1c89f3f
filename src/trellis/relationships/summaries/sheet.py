"""What a summary shows: put together from goals and ratings, frozen as text, read again as it was."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection
from dataclasses import asdict, dataclass, field
from datetime import date

from django.utils import timezone
from django.utils.dateparse import parse_date

from trellis.people.models import Person
from trellis.relationships.goals.models import Goal
from trellis.relationships.goals.queries import OpenGoal, goals_of
from trellis.relationships.needs.queries import Gap, gaps_of
from trellis.relationships.pairs.models import Relationship


@dataclass(frozen=True)
class GoalLine:
    title: str
    percent: int
    is_reached: bool
    due_on: str  # 2027-04-30, or nothing
    attained: str

    @property
    def due(self) -> date | None:
        return parse_date(self.due_on) if self.due_on else None


@dataclass(frozen=True)
class GapLine:
    name: str
    began: int
    have: int
    want: int


@dataclass(frozen=True)
class Sheet:
    """Exactly what the receiver sees."""

    name: str
    program: str
    on: str
    words: str
    goals: list[GoalLine] = field(default_factory=list)
    gaps: list[GapLine] = field(default_factory=list)

    @property
    def day(self) -> date | None:
        return parse_date(self.on)

    def frozen(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True)

    def digest(self) -> str:
        return hashlib.sha256(self.frozen().encode()).hexdigest()


def compose(relationship: Relationship, person: Person, *, goals: Collection[int], with_gap: bool, words: str) -> Sheet:
    """From what the person chose; never anything of the other one's."""
    chosen = [one for one in goals_to_share(relationship, person) if one.goal.pk in goals]
    gaps = gaps_of(relationship, person) if with_gap else []
    return Sheet(
        name=str(person),
        program=relationship.cohort.program.name,
        on=timezone.localdate().isoformat(),
        words=words,
        goals=[_goal(one) for one in chosen],
        gaps=[line for gap in gaps if (line := _gap(gap))],
    )


def goals_to_share(relationship: Relationship, person: Person) -> list[OpenGoal]:
    return [one for one in goals_of(relationship, kept=True) if one.goal.owner_id == person.pk]


def thawed(text: str) -> Sheet:
    """A frozen sheet again."""
    said = json.loads(text)
    goals, gaps = said.pop("goals"), said.pop("gaps")
    return Sheet(**said, goals=[GoalLine(**one) for one in goals], gaps=[GapLine(**one) for one in gaps])


def _goal(one: OpenGoal) -> GoalLine:
    due_on = one.goal.due_on.isoformat() if one.goal.due_on else ""
    return GoalLine(one.title, one.goal.percent, one.goal.state == Goal.State.REACHED, due_on, one.attained)


def _gap(gap: Gap) -> GapLine | None:
    rated = [rating for rating in gap.over_time if rating and rating.have]
    if not rated or gap.have is None or gap.want is None:
        return None
    return GapLine(gap.name, rated[0].have or 0, gap.have, gap.want)
