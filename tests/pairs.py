"""Pairs and their meetings, for the tests of everything that looks at them."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import timezone

from tests.factories import make_participation
from trellis.people.models import Person
from trellis.programs.models import Cohort, Role
from trellis.relationships.meetings import actions as meetings
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.models import Relationship


def reload(relationship: Relationship) -> Relationship:
    """The row as it is now, with its people."""
    return Relationship.objects.with_people().get(pk=relationship.pk)


def make_pair(cohort: Cohort, mentee: Person | None = None, mentor: Person | None = None) -> Relationship:
    """Two people together, from now on."""
    started = pairs.start(
        cohort,
        mentors=[make_participation(cohort, Role.MENTOR, person=mentor)],
        mentees=[make_participation(cohort, Role.MENTEE, person=mentee)],
        by=None,
    )
    return reload(started)


def meet(relationship: Relationship, at: datetime | None = None, *, minutes: int = 60) -> Meeting:
    """They met, an hour ago unless said otherwise."""
    at = at or timezone.now() - timedelta(hours=1, minutes=minutes)
    by = relationship.parties.all()[0].person
    return meetings.log_past(
        relationship, by=by, starts_at=at, minutes=minutes, mode=Meeting.Mode.VIDEO, topics="", to_dos=[]
    )


def lose(relationship: Relationship, at: datetime, state: str = Meeting.State.CANCELED) -> Meeting:
    """A meeting that didn't come about."""
    meeting = Meeting(relationship=relationship, state=state)
    meeting.set_time(at, 60)
    meeting.put(relationship.key, where="", topics="")
    meeting.save()
    return meeting


def book(relationship: Relationship, at: datetime) -> Meeting:
    """A meeting to come."""
    return lose(relationship, at, Meeting.State.PLANNED)
