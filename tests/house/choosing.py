"""Two programs in which Noor chooses for herself: she asks mentors in one, and books a time in the other."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from django.utils import timezone

from tests.factories import make_participation, make_program
from trellis.matching.flash import actions as flash
from trellis.matching.models import FlashBooking, FlashSlot, MentorRequest
from trellis.matching.requests import actions as requests
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role


@dataclass(frozen=True)
class Choosing:
    """What the addresses of choosing name."""

    cohort: Cohort
    mentor: Participation  # somebody Noor finds
    asked: MentorRequest  # Noor has asked Mia, who takes no new requests
    flash_cohort: Cohort
    slot: FlashSlot  # of Mia, free
    booking: FlashBooking  # of Noor, with Mia


def build(*, olga: Person, mia: Person, noor: Person) -> Choosing:
    """Of programs that Olga leads."""
    cohort = make_program("Research Bridge", by=olga, preset="research").cohorts.get()
    mia_mentors, mentor = make_participation(cohort, Role.MENTOR, person=mia), make_participation(cohort, Role.MENTOR)
    noor_looks = make_participation(cohort, Role.MENTEE, person=noor)
    requests.pause_requests(mia_mentors, by=mia)
    now = timezone.now()
    asked = MentorRequest.objects.create(  # no action lets those two come together a second time
        cohort=cohort, mentee=noor_looks, mentor=mia_mentors, asked_at=now, expires_on=now.date() + timedelta(days=7)
    )
    return Choosing(cohort, mentor, asked, *_flash(olga, mia, noor))


def _flash(olga: Person, mia: Person, noor: Person) -> tuple[Cohort, FlashSlot, FlashBooking]:
    cohort = make_program("Thirty Minutes", by=olga, preset="flash").cohorts.get()
    mentor = make_participation(cohort, Role.MENTOR, person=mia)
    mentee = make_participation(cohort, Role.MENTEE, person=noor)
    times = [timezone.now() + timedelta(days=days) for days in (3, 4)]
    free, taken = flash.offer(mentor, by=mia, times=times, minutes=30, mode="video")
    booking = FlashBooking(slot=taken, mentee=mentee)
    booking.save()
    return cohort, free, booking
