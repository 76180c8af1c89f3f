"""The people a demonstration lets anybody be, one click away on the sign-in page."""

from collections.abc import Callable, Sequence
from typing import Protocol

from django.conf import settings
from django.utils.module_loading import import_string


class Account(Protocol):
    """Somebody of the demonstration, and what they do in it."""

    person_id: int
    name: str
    what: str


def accounts() -> Sequence[Account]:
    """Nobody unless this is a demonstration and DEMO_ACCOUNTS names the function that lists them."""
    if not settings.DEMO:
        return []
    try:
        listed: Callable[[], Sequence[Account]] = import_string(settings.DEMO_ACCOUNTS)
    except ImportError:
        return []
    return listed()
