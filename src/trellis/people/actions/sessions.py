"""Signing people out of their devices, and forgetting what signing in left behind."""

from importlib import import_module

from allauth.usersessions.models import UserSession
from django.conf import settings

from trellis.people import throttle
from trellis.people.models import Person

from . import letters


def end(person: Person, *, only: int | None = None, all_but: str = "") -> int:
    """End the person's sessions: one by its id, or all but the one with that key, or all. Returns how many."""
    rows = UserSession.objects.filter(user=person).exclude(session_key=all_but)
    ended = 0
    for session in rows if only is None else rows.filter(pk=only):
        session.end()
        ended += 1
    return ended


def forget_old() -> None:
    """Sessions that are over, counts of wrong passwords of yesterday, letters that could not be sent."""
    import_module(settings.SESSION_ENGINE).SessionStore.clear_expired()
    throttle.forget_old()
    letters.forget_old()
