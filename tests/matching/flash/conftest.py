"""A flash program: Mia offers a time, Noor and Lea could book it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import make_participation, make_person
from trellis.matching.flash import actions
from trellis.matching.models import FlashBooking, FlashSlot
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role


@pytest.fixture
def flash_cohort(cohort: Cohort) -> Cohort:
    values = {"format": Program.Format.FLASH, "match_mode": Program.MatchMode.SELF}
    Program.objects.filter(pk=cohort.program_id).update(**values)
    return Cohort.objects.select_related("program__organization").get(pk=cohort.pk)


@pytest.fixture
def mia_offers(flash_cohort: Cohort, mia: Person) -> Participation:
    return make_participation(flash_cohort, Role.MENTOR, person=mia)


@pytest.fixture
def noor_books(flash_cohort: Cohort, noor: Person) -> Participation:
    return make_participation(flash_cohort, Role.MENTEE, person=noor)


@pytest.fixture
def lea_books(flash_cohort: Cohort) -> Participation:
    return make_participation(flash_cohort, Role.MENTEE, person=make_person("Lea Fontaine"))


@pytest.fixture
def slot(mia_offers: Participation) -> FlashSlot:
    """In three days, by video, half an hour."""
    at = timezone.now().replace(minute=0, second=0, microsecond=0) + timedelta(days=3)
    said = {"mode": "video", "where": "Room 4", "topics": "first ethics form"}
    (made,) = actions.offer(mia_offers, by=mia_offers.person, times=[at], minutes=30, **said)
    return FlashSlot.objects.with_people().get(pk=made.pk)


@pytest.fixture
def booked(slot: FlashSlot, noor_books: Participation) -> FlashBooking:
    made = actions.book(slot, noor_books, by=noor_books.person, question="How do I begin?")
    return FlashBooking.objects.with_people().get(pk=made.pk)


def home(cohort: Cohort) -> str:
    return f"/programs/{cohort.program.slug}/{cohort.slug}"
