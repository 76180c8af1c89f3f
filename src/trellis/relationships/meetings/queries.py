"""Meetings as the pair reads them, and as dates and counts for who leads the program."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.db.models import Count, Max, Min, Q, QuerySet, Sum
from django.utils import timezone

from trellis.people.models import Person
from trellis.privacy.models import Key
from trellis.relationships.meetings.models import AgendaItem, Meeting, Option, TimeVote, ToDo
from trellis.relationships.pairs.models import Pause, Relationship
from trellis.ui.tags.pictures import Week

State = Meeting.State


# ── For the pair ──────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class OpenItem:
    item: AgendaItem
    text: str


@dataclass(frozen=True)
class OpenToDo:
    """Something somebody said they would do, with its words."""

    to_do: ToDo
    title: str

    @property
    def id(self) -> str:
        return str(self.to_do.pk)


@dataclass(frozen=True)
class OpenMeeting:
    """A meeting with its texts."""

    meeting: Meeting
    where: str
    topics: str
    agenda: list[OpenItem] = field(default_factory=list)
    to_dos: list[OpenToDo] = field(default_factory=list)


def opened(meeting: Meeting, key: Key | None) -> OpenMeeting:
    """The meeting itself, without agenda and things to do."""
    texts = meeting.texts(key)
    return OpenMeeting(meeting, texts.get("where", ""), texts.get("topics", ""))


def opened_whole(meeting: Meeting, key: Key | None) -> OpenMeeting:
    """With its agenda and what came of it. Two queries."""
    bare = opened(meeting, key)
    agenda = [OpenItem(item, item.texts(key).get("text", "")) for item in meeting.agenda.select_related("by")[:100]]
    to_dos = [_to_do(one, key) for one in meeting.to_dos.select_related("person").order_by("pk")[:100]]
    return OpenMeeting(meeting, bare.where, bare.topics, agenda, to_dos)


def next_of(relationship: Relationship) -> OpenMeeting | None:
    """The next meeting, with its agenda."""
    meeting = relationship.meetings.to_come().first()
    return opened_whole(meeting, relationship.key) if meeting else None


def next_for(person: Person) -> OpenMeeting | None:
    """The person's next meeting in any relationship, for their home."""
    found = Meeting.objects.of(person).to_come().first()
    if found is None:
        return None
    found.relationship = Relationship.objects.with_people().get(pk=found.relationship_id)
    return opened_whole(found, found.relationship.key)


def waiting_for(person: Person, *, most: int = 5) -> list[Meeting]:
    """Meetings that the person has to answer, or to log, in running relationships, the oldest first."""
    to_answer = Q(state=State.PROPOSED) & ~Q(by=person)
    to_log = Q(state=State.PLANNED, ends_at__lte=timezone.now())
    rows = Meeting.objects.of(person).filter(to_answer | to_log, relationship__state__in=Relationship.OPEN)
    return list(rows.order_by("pk")[:most])


def ever_planned(relationships: Iterable[int]) -> set[int]:
    """Those with a meeting of any kind."""
    rows = Meeting.objects.filter(relationship__in=list(relationships)).order_by()
    return set(rows.values_list("relationship", flat=True).distinct())


def to_dos_for(person: Person, *, most: int = 20) -> list[OpenToDo]:
    """What the person said they would do and hasn't, in all running relationships, the most urgent first."""
    rows = ToDo.objects.filter(person=person, done_at=None, relationship__state__in=Relationship.OPEN)
    ordered = rows.select_related("relationship__key").order_by("due_on", "pk")[:most]
    return [_to_do(one, one.relationship.key) for one in ordered]


def to_dos_of(relationship: Relationship) -> list[OpenToDo]:
    """What the pair said they would do and hasn't yet, or did in the last two weeks."""
    lately = timezone.now() - timedelta(weeks=2)
    rows = relationship.to_dos.filter(Q(done_at=None) | Q(done_at__gte=lately)).select_related("person")
    return [_to_do(one, relationship.key) for one in rows.order_by("done_at", "due_on", "pk")[:50]]


def _to_do(one: ToDo, key: Key | None) -> OpenToDo:
    return OpenToDo(one, one.texts(key).get("title", ""))


def on_calendar(person: Person) -> tuple[list[Meeting], Person, ZoneInfo]:
    """What the person's calendar shows: the last three months and all that is planned, on their clock."""
    since = timezone.now() - timedelta(days=92)
    rows = Meeting.objects.of(person).filter(state__in=(State.PLANNED, State.HELD), starts_at__gte=since)
    found = list(rows.order_by("starts_at", "pk")[:500])
    relationships = Relationship.objects.with_people().in_bulk({one.relationship_id for one in found})
    for one in found:
        one.relationship = relationships[one.relationship_id]
    zone = found[0].relationship.zone_of(person) if found else ZoneInfo("UTC")
    return found, person, zone


def count(relationship: Relationship, _person: Person) -> int:
    """How often they met, for the tab."""
    return relationship.meetings.filter(state=State.HELD).count()


def clashing(person: Person, starts_at: datetime, minutes: int, *, leave_out: int | None = None) -> Meeting | None:
    """Another planned meeting of the person at that time."""
    ends_at = starts_at + timedelta(minutes=minutes)
    others = Meeting.objects.of(person).planned()
    if leave_out is not None:
        others = others.exclude(pk=leave_out)
    return others.filter(starts_at__lt=ends_at, ends_at__gt=starts_at).first()


def carried_over(meeting: Meeting) -> list[OpenToDo]:
    """What was said before this meeting and is still to do. One query."""
    relationship = meeting.relationship
    rows = relationship.to_dos.filter(done_at=None).exclude(meeting=meeting.pk).select_related("person")
    return [_to_do(one, relationship.key) for one in rows.order_by("due_on", "pk")[:20]]


# ── Where more than two have to agree ─────────────────────────────────────────────────────


def is_among_several(relationship: Relationship) -> bool:
    return sum(party.left_at is None for party in relationship.parties.all()) > 2


def all_have_voted(meeting: Meeting) -> bool:
    """Everybody who is asked, whoever left since then."""
    voted = set(TimeVote.objects.filter(option__meeting=meeting).values_list("person", flat=True))
    asked = {party.person_id for party in meeting.relationship.parties.all() if party.left_at is None}
    return asked - {meeting.by_id} <= voted


def first_that_suits_all(meeting: Meeting) -> Option | None:
    """The earliest time to come that nobody said no to."""
    against = TimeVote.objects.filter(option__meeting=meeting, suits=False).values("option")
    coming = meeting.options.filter(starts_at__gt=timezone.now())
    return coming.exclude(pk__in=against).order_by("starts_at").first()


def votes_on(meeting: Meeting) -> dict[int, list[TimeVote]]:
    """By proposed time, with the people. One query."""
    found: dict[int, list[TimeVote]] = {}
    rows = TimeVote.objects.filter(option__meeting=meeting).select_related("person").order_by("person__name", "pk")
    for one in rows:
        found.setdefault(one.option_id, []).append(one)
    return found


# ── The rhythm ────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Rhythm:
    """One sign a week from the start to the end, and which week it is now."""

    weeks: list[Week]
    today: int | None
    months: list[date]  # nine days, evenly along it


def rhythm_of(relationship: Relationship) -> Rhythm:
    """Weeks begin on the weekday on which the relationship did."""
    first = timezone.localtime(relationship.started_at).date()
    last = max(relationship.ends_on, first + timedelta(weeks=1))
    number = min((last - first) // timedelta(weeks=1) + 1, 160)
    weeks: list[Week] = ["none"] * number
    rank: dict[Week, int] = {"none": 0, "missed": 1, "booked": 2, "held": 3}
    signs: dict[str, Week] = {State.HELD: "held", State.MISSED: "missed", State.PLANNED: "booked"}
    for state, starts_at in relationship.meetings.filter(state__in=signs).values_list("state", "starts_at"):
        week = (timezone.localtime(starts_at).date() - first) // timedelta(weeks=1)
        if 0 <= week < number and rank[signs[state]] > rank[weeks[week]]:
            weeks[week] = signs[state]
    now = (timezone.localtime().date() - first) // timedelta(weeks=1)
    months = [first + timedelta(days=(last - first).days * part // 9) for part in range(9)]
    return Rhythm(weeks, now if 0 <= now < number else None, months)


# ── For who leads the program: facts, never content ───────────────────────────────────────


@dataclass(frozen=True)
class MeetingFacts:
    """What a program may know of one meeting."""

    relationship: int
    state: str
    mode: str
    starts_at: datetime | None
    minutes: int


def facts(relationships: Iterable[int]) -> list[MeetingFacts]:
    """Every meeting of these relationships: date, length, kind and state. One query, no texts."""
    rows = Meeting.objects.filter(relationship__in=list(relationships)).order_by("starts_at", "pk")
    return [MeetingFacts(*row) for row in rows.values_list("relationship", "state", "mode", "starts_at", "minutes")]


@dataclass(frozen=True)
class Summary:
    """How the meetings of one relationship stand."""

    held: int = 0
    minutes: int = 0
    missed: int = 0
    unlogged: int = 0
    first_at: datetime | None = None
    last_at: datetime | None = None
    next_at: datetime | None = None


def summaries(relationships: QuerySet[Relationship] | Sequence[int]) -> dict[int, Summary]:
    """Counts and dates by relationship; those that never planned one are left out. One query for any number."""
    now = timezone.now()
    held, planned = Q(state=State.HELD), Q(state=State.PLANNED)
    rows = Meeting.objects.filter(relationship__in=relationships).values("relationship")
    counted = rows.annotate(
        held=Count("pk", filter=held),
        minutes_held=Sum("minutes", filter=held, default=0),
        missed=Count("pk", filter=Q(state=State.MISSED)),
        unlogged=Count("pk", filter=planned & Q(ends_at__lte=now)),
        first_at=Min("starts_at", filter=held),
        last_at=Max("starts_at", filter=held),
        next_at=Min("starts_at", filter=planned & Q(ends_at__gt=now)),
    )
    return {
        row["relationship"]: Summary(
            row["held"],
            row["minutes_held"],
            row["missed"],
            row["unlogged"],
            row["first_at"],
            row["last_at"],
            row["next_at"],
        )
        for row in counted
    }


def days_resting(relationship: Relationship, *, since: datetime) -> int:
    """Days of pause since that moment: clocks don't count them."""
    now = timezone.now()
    rows = Pause.objects.filter(relationship=relationship).filter(Q(ends_at=None) | Q(ends_at__gt=since))
    rested = (min(pause.ends_at or now, now) - max(pause.starts_at, since) for pause in rows if pause.starts_at < now)
    return sum((length for length in rested if length > timedelta()), timedelta()).days
