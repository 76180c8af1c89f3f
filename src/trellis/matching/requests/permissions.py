"""Who may look for a mentor, who may ask, and who may answer."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.matching.requests.models import MentorRequest
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, ParticipationQuerySet, Program, Role

CHOOSING = (Program.MatchMode.SELF, Program.MatchMode.HYBRID)

type Check = Callable[[Person, MentorRequest], bool]


def own_places(person: Person) -> ParticipationQuerySet:
    """Where this person takes part as a mentee and looks for a mentor themselves, by asking or by naming choices."""
    own = Participation.objects.taking_part().mentees().filter(person=person, cohort__program__is_archived=False)
    choosing = own.filter(cohort__program__match_mode__in=CHOOSING)
    return choosing.exclude(cohort__program__format=Program.Format.FLASH)


def chooses(place: Participation) -> bool:
    """The same for a place that is read already, with its program: the sidebar leads there."""
    program = place.cohort.program
    open_to_all = place.state in Participation.TAKING_PART and not program.is_archived
    return open_to_all and place.role == Role.MENTEE and program.match_mode in CHOOSING and not is_flash(program)


def is_asked(place: Participation) -> bool:
    """A mentor whom mentees ask themselves."""
    program = place.cohort.program
    taking = place.state in Participation.TAKING_PART and not program.is_archived
    return (
        taking and place.role == Role.MENTOR and program.match_mode == Program.MatchMode.SELF and not is_flash(program)
    )


def is_flash(program: Program) -> bool:
    return program.format == Program.Format.FLASH


def get_choosing(person: Person, program: str, cohort: str) -> Participation:
    """One's own place as a mentee of a cohort in which mentees choose; everybody else finds nothing."""
    rows = own_places(person).select_related("person", "cohort__program__organization")
    return get_object_or_404(rows, cohort__program__slug=program, cohort__slug=cohort)


def get_asking(person: Person, program: str, cohort: str) -> Participation:
    """The same, where mentees ask mentors themselves."""
    own = get_choosing(person, program, cohort)
    if not asks(own.cohort):
        raise PermissionDenied
    return own


def asks(cohort: Cohort) -> bool:
    """Mentees ask mentors themselves. In hybrid programs they name choices, and a coordinator decides."""
    return cohort.program.match_mode == Program.MatchMode.SELF


def get_mentoring(person: Person, program: str, cohort: str) -> Participation:
    """One's own place as a mentor of a cohort in which mentees ask."""
    own = Participation.objects.taking_part().mentors().filter(person=person).select_related("cohort__program")
    asked = own.filter(cohort__program__match_mode=Program.MatchMode.SELF, cohort__program__is_archived=False)
    return get_object_or_404(asked, cohort__program__slug=program, cohort__slug=cohort)


def can_read(person: Person, request: MentorRequest) -> bool:
    """The two of them; what is written is for nobody else."""
    return person.pk in (request.mentee.person_id, request.mentor.person_id)


def can_answer(person: Person, request: MentorRequest) -> bool:
    """The mentor who is asked. Whether it is still open is for the action to say."""
    return request.mentor.person_id == person.pk


def can_take_back(person: Person, request: MentorRequest) -> bool:
    return request.mentee.person_id == person.pk


def side_of(person: Person, request: MentorRequest) -> Role:
    return Role.MENTOR if request.mentor.person_id == person.pk else Role.MENTEE


def get_request(person: Person, pk: int, *, may: Check) -> MentorRequest:
    """Not found for strangers, forbidden for those who may only look."""
    found = get_object_or_404(MentorRequest.objects.visible_to(person).with_people(), pk=pk)
    if not may(person, found):
        raise PermissionDenied
    return found
