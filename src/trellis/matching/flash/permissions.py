"""Who offers and books times, and who reads what was said about one."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.matching.flash.models import FlashBooking, FlashSlot
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role

type Check = Callable[[Person, FlashBooking], bool]


def is_flash(place: Participation) -> bool:
    """A place in a flash program that is read already, with its program: the sidebar leads there."""
    program = place.cohort.program
    taking = place.state in Participation.TAKING_PART and not program.is_archived
    return taking and program.format == Program.Format.FLASH


def get_places(person: Person, program: str, cohort: str) -> dict[str, Participation]:
    """One's own places in a flash cohort, by role; who takes no part finds nothing."""
    found = get_object_or_404(
        Cohort.objects.select_related("program__organization"),
        program__slug=program,
        slug=cohort,
        program__format=Program.Format.FLASH,
        program__is_archived=False,
        pk__in=Participation.objects.taking_part().filter(person=person).values("cohort"),
    )
    places = {str(one.role): one for one in found.participations.taking_part().filter(person=person)}
    for one in places.values():
        one.cohort, one.person = found, person
    return places


def get_mentoring(person: Person, program: str, cohort: str) -> Participation:
    """One's own place as a mentor; those who only learn here may not offer times."""
    places = get_places(person, program, cohort)
    if Role.MENTOR not in places:
        raise PermissionDenied
    return places[Role.MENTOR]


def can_book(person: Person, slot: FlashSlot) -> bool:
    """Whoever learns in the same cohort, and not oneself. Whether it is still free is for the action to say."""
    return place_for(person, slot) is not None and slot.mentor.person_id != person.pk


def place_for(person: Person, slot: FlashSlot) -> Participation | None:
    """One's place as a mentee beside this mentor."""
    own = Participation.objects.taking_part().mentees().filter(person=person, cohort=slot.mentor.cohort_id)
    return own.select_related("person", "cohort__program__organization").first()


def can_withdraw(person: Person, slot: FlashSlot) -> bool:
    return slot.mentor.person_id == person.pk


def get_slot(person: Person, pk: int, *, may: Callable[[Person, FlashSlot], bool]) -> FlashSlot:
    """Not found for strangers, forbidden for those who may only look."""
    slot = get_object_or_404(FlashSlot.objects.visible_to(person).with_people(), pk=pk)
    if not may(person, slot):
        raise PermissionDenied
    return slot


def can_read(person: Person, booking: FlashBooking) -> bool:
    """The two who meet."""
    return person.pk in (booking.mentee.person_id, booking.slot.mentor.person_id)


def get_booking(person: Person, pk: int) -> FlashBooking:
    """For the two who meet; nobody else finds it."""
    return get_object_or_404(FlashBooking.objects.visible_to(person).with_people(), pk=pk)
