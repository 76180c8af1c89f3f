"""Times as one reader writes them: their language, their clock, their way of writing dates."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from trellis.people.models import Person
from trellis.ui.tags.words import clock, dates_as, day


@contextmanager
def eyes_of(person: Person, zone: ZoneInfo) -> Iterator[None]:
    """Whatever is written inside is written for this person."""
    with (
        translation.override(person.language or settings.LANGUAGE_CODE),
        timezone.override(zone),
        dates_as(person.date_style),
    ):
        yield


def place_of(zone: ZoneInfo) -> str:
    """The zone as people say it: “Lisbon”."""
    return zone.key.rpartition("/")[2].replace("_", " ")


def moment_for(value: datetime, zone: ZoneInfo) -> str:
    """“Thursday, 19 March 2026, 14:00 (Lisbon)”, in the language that is on."""
    with timezone.override(zone):
        words = {
            "weekday": date_format(timezone.localtime(value), "l"),
            "day": day(value),
            "time": clock(value),
            "place": place_of(zone),
        }
    return _("%(weekday)s, %(day)s, %(time)s (%(place)s)") % words


def same_clock(one: ZoneInfo, other: ZoneInfo, at: datetime) -> bool:
    return at.astimezone(one).utcoffset() == at.astimezone(other).utcoffset()
