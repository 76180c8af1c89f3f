"""Addresses that work without signing in: the link of a meeting, and a person's calendar feed."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils.crypto import constant_time_compare, salted_hmac

from trellis.people import links
from trellis.people.models import Person
from trellis.relationships.meetings.models import CalendarFeed, Meeting

PURPOSE = "relationships.meeting"
DAYS = 30


def meeting_link(meeting: Meeting, person: Person) -> str:
    """For e-mails: shows when it is, takes an answer or a log, never shows what anybody wrote."""
    token = links.sign(PURPOSE, person, meeting.pk)
    return reverse("relationships:meeting_link", args=[token])


def read_meeting_link(token: str) -> tuple[Person, int]:
    """Whom it acts for, and which meeting. Raises Refused when it is broken or too old."""
    signed = links.read(token, PURPOSE, days=DAYS)
    return signed.person, int(signed.parts[0])


def feed_address(feed: CalendarFeed) -> str:
    """The whole address, to be pasted into a calendar. It can't be guessed from the database alone."""
    path = reverse("relationships:feed", args=[f"{feed.uid.hex}{_mark(feed.uid)}"])
    return f"{settings.PUBLIC_URL}{path}"


def feed_of(token: str) -> CalendarFeed | None:
    """The feed that an address names, if it is one of ours and still in use."""
    try:
        uid = UUID(hex=token[:32])
    except ValueError:
        return None
    if not constant_time_compare(token[32:], _mark(uid)):
        return None
    return CalendarFeed.objects.filter(uid=uid, person__is_active=True).select_related("person").first()


def _mark(uid: UUID) -> str:
    return salted_hmac("relationships.calendar", uid.hex, algorithm="sha256").hexdigest()[:32]
