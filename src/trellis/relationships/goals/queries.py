"""Goals as the pair reads them, and as figures for who leads the program."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.utils.translation import gettext as _

from trellis.history.models import Event
from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.relationships.goals.models import Goal, Level, Step, Vision
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.sealed import Texts


@dataclass(frozen=True)
class OpenStep:
    step: Step
    title: str

    @property
    def id(self) -> str:
        """For addresses within a page."""
        return str(self.step.pk)


@dataclass(frozen=True)
class OpenGoal:
    """A goal with its texts."""

    goal: Goal
    title: str
    why: str = ""
    measure: str = ""
    support: str = ""
    reason: str = ""
    levels: list[tuple[Level, str]] = field(default_factory=list)  # those that were described
    steps: list[OpenStep] = field(default_factory=list)

    @property
    def next_step(self) -> str:
        return next((one.title for one in self.steps if one.step.done_at is None), "")

    @property
    def attained(self) -> str:
        """How far it went: its words, else those of the scale."""
        if self.goal.attained is None:
            return ""
        level = Level.of(self.goal.attained)
        return dict(self.levels).get(level) or str(level.label)

    @property
    def lacks(self) -> list[str]:
        """What would make it a better goal: to be seen, worth it, and with a day."""
        wishes = [
            (self.measure, _("Say how you will know that you are there.")),
            (self.why, _("Say why it matters to you.")),
            (self.goal.due_on, _("Give it a day.")),
            (self.steps, _("Find a first step, small enough for this week.")),
        ]
        return [wish for has, wish in wishes if not has]


def goals_of(relationship: Relationship, *, kept: bool = False) -> list[OpenGoal]:
    """All goals with their steps, opened: open ones first, by their day. Three queries."""
    rows = relationship.goals.kept() if kept else relationship.goals.all()
    goals = rows.counted().in_order().select_related("owner").prefetch_related("steps")
    return [opened(goal, relationship.key) for goal in goals[:100]]


def opened(goal: Goal, key: Key | None) -> OpenGoal:
    texts = goal.texts(key)
    return OpenGoal(
        goal=goal,
        title=texts.get("title", ""),
        why=texts.get("why", ""),
        measure=texts.get("measure", ""),
        support=texts.get("support", ""),
        levels=[(level, said) for level in Level if (said := texts.get(level.value, ""))],
        reason=texts.get("reason", ""),
        steps=[OpenStep(step, step.texts(key).get("title", "")) for step in goal.steps.all()],
    )


@dataclass(frozen=True)
class OpenVision:
    """What somebody said about why and where to."""

    person: Person
    version: int
    why: str
    destination: str


def visions_of(relationship: Relationship) -> list[OpenVision]:
    rows = Vision.objects.filter(relationship=relationship).select_related("person").order_by("pk")
    return [_vision(row, row.texts(relationship.key)) for row in rows]


def vision_of(relationship: Relationship, person: Person) -> OpenVision:
    """The person's own, empty when nothing was written yet."""
    found = next((one for one in visions_of(relationship) if one.person == person), None)
    return found or OpenVision(person, 0, "", "")


def _vision(row: Vision, texts: Texts) -> OpenVision:
    return OpenVision(row.person, row.version, texts.get("why", ""), texts.get("destination", ""))


def count(relationship: Relationship, _person: Person) -> int:
    """For the tab."""
    return relationship.goals.kept().count()


@dataclass(frozen=True)
class GoalFacts:
    """What who leads the program sees: how many, and how far along. Never what they say."""

    count: int
    percent: int


def facts(relationships: Iterable[int]) -> dict[int, GoalFacts]:
    """By relationship; those without goals are left out. One query."""
    rows = Goal.objects.kept().filter(relationship__in=list(relationships)).counted().defer("sealed")
    found: dict[int, list[int]] = {}
    for goal in rows:
        found.setdefault(goal.relationship_id, []).append(goal.percent)
    return {pk: GoalFacts(len(all_of), round(sum(all_of) / len(all_of))) for pk, all_of in found.items()}


@dataclass(frozen=True)
class Before:
    """How a goal read until somebody changed it."""

    until: datetime
    by: str
    title: str
    why: str
    measure: str
    due_on: date | None


def versions_of(goal: Goal, key: Key | None) -> list[Before]:
    """The newest first."""
    found = []
    for row in goal.versions.select_related("by")[:50]:
        texts = row.texts(key)
        said = (texts.get("title", ""), texts.get("why", ""), texts.get("measure", ""))
        found.append(Before(row.replaced_at, row.by.called() if row.by else "", *said, row.due_on))
    return found


def happenings(goal: Goal) -> list[dict[str, Any]]:
    """What was done about a goal, for a timeline, newest first."""
    rows = Event.objects.about(goal).newest_first().select_related("by")[:30]
    return [{"at": row.at, "text": _sentence(row)} for row in rows]


def _sentence(event: Event) -> str:
    said = {"name": event.by.called() if event.by else "", "what": event.sentence()}
    return _("%(name)s %(what)s") % said
