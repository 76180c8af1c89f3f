"""Everything that is counted about one cohort's pairs, fetched once: dates, minutes and states, never content."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cached_property

from django.db.models import Min
from django.utils import timezone

from trellis.programs.models import Cohort, Participation, Program
from trellis.relationships.closure.content import PLANNED
from trellis.relationships.models import Agreement, Goal, Meeting, Party, Pause, Relationship

WITHOUT_AGREEMENT = {Program.Format.FLASH}
type Span = tuple[datetime, datetime | None]


@dataclass(frozen=True)
class Pair:
    """One relationship as counted."""

    pk: int
    started_at: datetime
    closed_at: datetime | None
    reason: str
    every_weeks: int
    format: str
    held: Sequence[tuple[datetime, int]] = ()  # when, minutes
    lost: int = 0  # canceled or missed
    signed_at: datetime | None = None
    pauses: Sequence[Span] = ()

    def days_until(self, moment: datetime) -> float:
        """Days of mentoring up to then: pauses don't count."""
        end = min(self.closed_at or moment, moment)
        rested = sum((self._overlap(pause, end) for pause in self.pauses), timedelta())
        return max(0.0, (end - self.started_at - rested) / timedelta(days=1))

    def _overlap(self, pause: Span, end: datetime) -> timedelta:
        stop = min(pause[1] or end, end)
        return max(stop - max(pause[0], self.started_at), timedelta())

    @property
    def first_after(self) -> float | None:
        """Days to the first meeting; a first one that was held just before the match counts as at once."""
        if not self.held:
            return None
        return max(0.0, self.days_until(min(at for at, _minutes in self.held)))

    @property
    def signed_after(self) -> float | None:
        return None if self.signed_at is None else self.days_until(self.signed_at)

    @property
    def ended_early(self) -> bool:
        return bool(self.reason) and self.reason not in PLANNED


@dataclass(frozen=True)
class Taker:
    """One participation as counted."""

    pk: int
    person: int
    role: str
    state: str
    was_ready: bool
    site: str
    department: str


@dataclass
class Season:
    """One cohort, counted now."""

    cohort: Cohort
    now: datetime = field(default_factory=timezone.now)

    @cached_property
    def people(self) -> list[Taker]:
        """Everybody who was let in."""
        rows = Participation.objects.filter(cohort=self.cohort).order_by("pk")
        names = ("pk", "person", "role", "state", "ready_at", "person__site", "person__department")
        return [
            Taker(pk, person, role, state, ready is not None, site, department)
            for pk, person, role, state, ready, site, department in rows.values_list(*names)
        ]

    def of(self, role: str) -> list[Taker]:
        return [taker for taker in self.people if taker.role == role]

    @cached_property
    def matched(self) -> set[int]:
        """Participations that were in a pair."""
        rows = Party.objects.filter(relationship__cohort=self.cohort)
        return set(rows.values_list("participation", flat=True))

    @cached_property
    def met(self) -> set[int]:
        """Participations that met at least once."""
        rows = Party.objects.filter(
            relationship__cohort=self.cohort, relationship__in=[p.pk for p in self.pairs if p.held]
        )
        return set(rows.values_list("participation", flat=True))

    @cached_property
    def pairs(self) -> list[Pair]:
        rows = Relationship.objects.filter(cohort=self.cohort).order_by("pk")
        names = ("pk", "started_at", "closed_at", "closure_reason", "meeting_every_weeks", "format")
        held, lost = self._meetings
        return [
            Pair(
                pk,
                started_at,
                closed_at,
                reason,
                weeks,
                form,
                held=held.get(pk, ()),
                lost=lost.get(pk, 0),
                signed_at=self._signed.get(pk),
                pauses=self._pauses.get(pk, ()),
            )
            for pk, started_at, closed_at, reason, weeks, form in rows.values_list(*names)
        ]

    @cached_property
    def _meetings(self) -> tuple[dict[int, list[tuple[datetime, int]]], dict[int, int]]:
        """Held ones by pair, and how many didn't come about."""
        held: dict[int, list[tuple[datetime, int]]] = defaultdict(list)
        lost: dict[int, int] = defaultdict(int)
        states = (Meeting.State.HELD, Meeting.State.CANCELED, Meeting.State.MISSED)
        rows = Meeting.objects.filter(
            relationship__cohort=self.cohort, state__in=states, starts_at__isnull=False, starts_at__lte=self.now
        )
        for pair, state, at, minutes in rows.values_list("relationship", "state", "starts_at", "minutes"):
            if state == Meeting.State.HELD and at is not None:
                held[pair].append((at, minutes))
            else:
                lost[pair] += 1
        return held, lost

    @cached_property
    def _signed(self) -> dict[int, datetime]:
        rows = Agreement.objects.filter(relationship__cohort=self.cohort, signed_at__isnull=False)
        return dict(rows.values_list("relationship").annotate(at=Min("signed_at")))

    @cached_property
    def _pauses(self) -> dict[int, list[Span]]:
        found: dict[int, list[Span]] = defaultdict(list)
        rows = Pause.objects.filter(relationship__cohort=self.cohort)
        for pair, starts_at, ends_at in rows.values_list("relationship", "starts_at", "ends_at"):
            found[pair].append((starts_at, ends_at))
        return found

    @cached_property
    def goals(self) -> list[tuple[int, str]]:
        """(pair, state) of every goal that was kept."""
        rows = Goal.objects.filter(relationship__cohort=self.cohort).exclude(state=Goal.State.WITHDRAWN)
        return list(rows.values_list("relationship", "state"))

    @cached_property
    def minutes(self) -> list[int]:
        """Minutes given by each pair."""
        return [sum(minutes for _at, minutes in pair.held) for pair in self.pairs]
