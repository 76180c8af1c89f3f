"""Let things happen earlier: while inside `at`, the clock of the whole process shows that moment."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime

from django.utils import timezone


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Everything inside happens at `moment`. Only for a process that does nothing else meanwhile."""
    before = timezone.now
    timezone.now = lambda: moment
    try:
        yield
    finally:
        timezone.now = before
