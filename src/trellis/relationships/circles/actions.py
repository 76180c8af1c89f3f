"""Put topics up, take a duty, note who came."""

from __future__ import annotations

from collections.abc import Collection

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.common.states import move
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.relationships.circles.models import Attendance, Duty, Topic, Turn, Vote
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.actions import require_open
from trellis.relationships.pairs.models import Relationship

MOST_TOPICS = 100


@transaction.atomic
def put_up(relationship: Relationship, *, by: Person, text: str) -> Topic:
    """Something to talk about; who puts it up would like it."""
    require_open(relationship)
    if relationship.topics.filter(state=Topic.State.WAITING).count() >= MOST_TOPICS:
        raise Refused(_("A hundred topics wait already. Talk about some of them first."), kind=Kind.FULL)
    topic = Topic(relationship=relationship, by=by)
    topic.put(relationship.key, text=text)
    topic.save()
    Vote.objects.create(topic=topic, person=by)
    return topic


@transaction.atomic
def want(topic: Topic, *, by: Person, wanted: bool) -> None:
    """Say that one would like to talk about it too, or no longer. Twice is as good as once."""
    require_open(topic.relationship)
    if wanted:
        Vote.objects.get_or_create(topic=topic, person=by)
    else:
        Vote.objects.filter(topic=topic, person=by).delete()


@transaction.atomic
def talked_about(topic: Topic, *, by: Person) -> None:
    require_open(topic.relationship)
    move(topic, Topic.State.DONE, done_at=timezone.now())


@transaction.atomic
def wait_again(topic: Topic, *, by: Person) -> None:
    """There is more to say about it."""
    require_open(topic.relationship)
    move(topic, Topic.State.WAITING, done_at=None)


@transaction.atomic
def take_down(topic: Topic, *, by: Person) -> None:
    """Only who put it up takes it down."""
    require_open(topic.relationship)
    if topic.by_id != by.pk:
        raise Refused(_("Only who put a topic up can take it down."), kind=Kind.NOT_ALLOWED)
    topic.delete()


@transaction.atomic
def take_duty(meeting: Meeting, duty: Duty, *, by: Person) -> None:
    """Care for it this time, whosever turn it was."""
    require_open(meeting.relationship)
    if meeting.state != Meeting.State.PLANNED:
        raise Refused(_("This meeting isn’t planned any more."), kind=Kind.TOO_LATE)
    Turn.objects.update_or_create(meeting=meeting, duty=duty, defaults={"person": by})


@transaction.atomic
def note_who_came(meeting: Meeting, came: Collection[Person], *, by: Person) -> None:
    """Of those who are in the circle now and those noted before; saying it again corrects it."""
    require_open(meeting.relationship)
    if meeting.state != Meeting.State.HELD:
        raise Refused(_("Log the meeting first, then note who came."), kind=Kind.TOO_LATE)
    there = {person.pk for person in came}
    members = {party.person_id for party in meeting.relationship.here()}
    noted = members | set(meeting.attendance.values_list("person", flat=True)) | there
    meeting.attendance.all().delete()
    Attendance.objects.bulk_create(
        Attendance(meeting=meeting, person_id=person, came=person in there) for person in sorted(noted)
    )
    record("relationships.attendance_noted", meeting, by=by, facts={"came": len(there), "of": len(noted)})
