"""Days as people count them, in their own time zone."""

import calendar
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone


def today(zone: str = "UTC") -> date:
    """The date now on the wall calendar of that time zone."""
    return timezone.now().astimezone(ZoneInfo(zone)).date()


def at(day: date, hour: int, minute: int = 0, *, zone: str = "UTC") -> datetime:
    """That moment on that zone's clock, in UTC."""
    return datetime(day.year, day.month, day.day, hour, minute, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def add_months(day: date, months: int) -> date:
    """The same day some months later; the month's last day when it has no such day."""
    years, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    last = calendar.monthrange(years, month + 1)[1]
    return date(years, month + 1, min(day.day, last))


def weeks_between(start: date, end: date) -> int:
    """Whole weeks from start to end; 0 when end is earlier."""
    return max(0, (end - start) // timedelta(weeks=1))
