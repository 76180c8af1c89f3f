"""Who may do or see what in a program. The page “who can see this” is drawn from these."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, PlanStep, Program, TeamMember

type Check = Callable[[Person, Program], bool]


def can_create(person: Person) -> bool:
    """Administrators start programs and name who leads them."""
    return person.is_active and person.is_administrator


def can_manage(person: Person, program: Program) -> bool:
    """Managers and coordinators, of their own program only."""
    return program.is_led_by(person)


def can_design(person: Person, program: Program) -> bool:
    """Only managers change the design."""
    return program.team.filter(person=person, role=TeamMember.Role.MANAGER).exists()


def can_staff(person: Person, program: Program) -> bool:
    """Managers choose their team; an administrator too, so that no program is left without a manager."""
    return can_design(person, program) or can_create(person)


def can_archive(person: Person, program: Program) -> bool:
    """As with the team."""
    return can_staff(person, program)


def can_see_figures(person: Person, program: Program) -> bool:
    """The whole team sees figures about groups of people, sponsors and evaluators too."""
    return program.team.filter(person=person).exists()


def can_safeguard(person: Person, program: Program) -> bool:
    """Its safeguarding leads, nobody else by being something else."""
    return program.team.filter(person=person, role=TeamMember.Role.SAFEGUARDING).exists()


def can_see(person: Person, program: Program) -> bool:
    return True


def get_program(person: Person, slug: str, *, may: Check) -> Program:
    """Not found for strangers, forbidden for those who may only look."""
    program = get_object_or_404(Program.objects.visible_to(person), slug=slug)
    if not may(person, program):
        raise PermissionDenied
    return program


def get_cohort(person: Person, program: str, cohort: str, *, may: Check) -> Cohort:
    """The cohort at `/programs/<program>/<cohort>/`, with its program and organization."""
    visible = Cohort.objects.visible_to(person).select_related("program__organization")
    found = get_object_or_404(visible, program__slug=program, slug=cohort)
    if not may(person, found.program):
        raise PermissionDenied
    return found


def get_participation(person: Person, pk: int) -> Participation:
    """One's own, or one of a program that one leads."""
    visible = Participation.objects.visible_to(person).select_related("person", "cohort__program")
    return get_object_or_404(visible, pk=pk)


def get_participant(person: Person, cohort: Cohort, pk: int) -> Participation:
    """Somebody of this cohort, for those who lead it."""
    if not can_manage(person, cohort.program):
        raise PermissionDenied
    participations = cohort.participations.select_related("person", "cohort__program")
    return get_object_or_404(participations, pk=pk)


def get_step(person: Person, cohort: Cohort, pk: int) -> PlanStep:
    """A line of this cohort’s plan, for those who lead it."""
    if not can_manage(person, cohort.program):
        raise PermissionDenied
    return get_object_or_404(cohort.plan.select_related("cohort__program"), pk=pk)


def get_member(person: Person, cohort: Cohort, pk: int) -> TeamMember:
    """Somebody on the team, for those who may change it."""
    if not can_staff(person, cohort.program):
        raise PermissionDenied
    return get_object_or_404(cohort.program.team.select_related("person", "program"), pk=pk)
