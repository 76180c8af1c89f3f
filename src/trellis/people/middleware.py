"""A session ends by itself: after a while without a request, and after some days or hours in any case."""

from collections.abc import Callable
from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.people.models import Person

BEGAN, SEEN = "people.began", "people.seen"
WRITTEN_EVERY = timedelta(minutes=5)
IDLE, LONGEST = timedelta(hours=12), timedelta(days=14)
ADMINISTRATOR_IDLE, ADMINISTRATOR_LONGEST = timedelta(minutes=30), timedelta(hours=12)


class SessionAgeMiddleware:
    """Sign out whoever was idle too long: 12 hours and 14 days, for administrators 30 minutes and 12 hours."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if isinstance(request.user, Person):
            self.look_at_the_clock(request, request.user)
        return self.get_response(request)

    def look_at_the_clock(self, request: HttpRequest, person: Person) -> None:
        now = timezone.now().timestamp()
        began = request.session.setdefault(BEGAN, now)
        seen = request.session.get(SEEN, now)
        idle, longest = limits(person)
        if now - seen > idle.total_seconds() or now - began > longest.total_seconds():
            logout(request)
            messages.info(request, _("You were signed out because a while went by. Sign in to go on."))
        elif SEEN not in request.session or now - seen > WRITTEN_EVERY.total_seconds():
            request.session[SEEN] = now
            UserSession.objects.filter(session_key=request.session.session_key).update(last_seen_at=timezone.now())


def limits(person: Person) -> tuple[timedelta, timedelta]:
    """How long this person may be idle, and signed in altogether."""
    if person.is_administrator:
        return ADMINISTRATOR_IDLE, ADMINISTRATOR_LONGEST
    return IDLE, LONGEST
