"""A circle as its members see it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef

from trellis.people.models import Person
from trellis.relationships.circles.models import Attendance, Duty, Topic, Turn, Vote
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

State = Topic.State


@dataclass(frozen=True)
class OpenTopic:
    """A topic with its words."""

    topic: Topic
    text: str
    votes: int
    mine: bool


@dataclass(frozen=True)
class DutyRow:
    """Who cares for what next time."""

    duty: Duty
    person: Person
    is_swapped: bool


@dataclass(frozen=True)
class Roll:
    """A meeting that was held, and who came; nothing when nobody noted it."""

    meeting: Meeting
    came: int
    of: int


def topics_of(relationship: Relationship, person: Person, *, state: str = State.WAITING) -> list[OpenTopic]:
    """Those most would like to talk about first; what was talked about, the latest first."""
    own = Vote.objects.filter(topic=OuterRef("pk"), person=person)
    rows = relationship.topics.filter(state=state).select_related("by")
    rows = rows.annotate(wanted=Count("votes"), mine=Exists(own))
    order = ("-done_at",) if state == State.DONE else ("-wanted", "pk")
    key = relationship.key
    return [OpenTopic(one, one.texts(key).get("text", ""), one.wanted, one.mine) for one in rows.order_by(*order)[:100]]


def duties_of(relationship: Relationship, meeting: Meeting) -> list[DutyRow]:
    """The duties go round in the order in which people joined, one on with each meeting; who took one has it."""
    members = [party.person for party in relationship.here()]
    if not members:
        return []
    before = relationship.meetings.filter(state=Meeting.State.HELD, starts_at__lt=meeting.starts_at).count()
    taken = {turn.duty: turn.person for turn in Turn.objects.filter(meeting=meeting).select_related("person")}
    return [
        DutyRow(duty, taken.get(duty, members[(before + at) % len(members)]), duty in taken)
        for at, duty in enumerate(Duty)
    ]


def rolls_of(meetings: Sequence[Meeting]) -> list[Roll]:
    """How many came to each of these meetings, in one query."""
    rows = Attendance.objects.filter(meeting__in=[one.pk for one in meetings]).values_list("meeting", "came")
    found: dict[int, list[bool]] = {}
    for meeting, came in rows:
        found.setdefault(meeting, []).append(came)
    return [Roll(one, sum(found.get(one.pk, [])), len(found.get(one.pk, []))) for one in meetings]


def held(relationship: Relationship) -> list[Meeting]:
    """The last twelve meetings."""
    return list(relationship.meetings.filter(state=Meeting.State.HELD).order_by("-starts_at", "-pk")[:12])


def count_waiting(relationship: Relationship, person: Person) -> int:
    """For the tab: topics that wait."""
    return relationship.topics.filter(state=State.WAITING).count()
