"""Who may see an application, decide on it, or apply at all."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program
from trellis.recruitment.models import Application, Invitation

type Check = Callable[[Person, Application], bool]


@dataclass(frozen=True)
class Applicant:
    """Somebody with an account, or an address that was proved by a link in an e-mail."""

    email: str
    person: Person | None = None

    @classmethod
    def of(cls, person: Person) -> Applicant:
        return cls(person.email, person)


def can_see(person: Person, application: Application) -> bool:
    """The applicant, and those who lead the program."""
    return application.person == person or application.cohort.program.is_led_by(person)


def is_own(person: Person, application: Application) -> bool:
    return application.person == person


def can_review(person: Person, application: Application) -> bool:
    """Those who lead the program read the answers, but nobody judges themselves."""
    return application.person != person and application.cohort.program.is_led_by(person)


can_decide = can_review


def get_application(person: Person, pk: int, *, may: Check) -> Application:
    """Not found for strangers, forbidden for those who may only look."""
    visible = Application.objects.visible_to(person).select_related(
        "person", "cohort__program__organization", "reviewer"
    )
    application = get_object_or_404(visible, pk=pk)
    if not may(person, application):
        raise PermissionDenied
    return application


def get_application_to_review(person: Person, cohort: Cohort, pk: int) -> Application:
    """One that was sent to this cohort."""
    application = get_application(person, pk, may=can_review)
    if application.cohort_id != cohort.pk or application.state == Application.State.DRAFT:
        raise Http404
    return application


def get_public_program(slug: str) -> Program:
    """A program whose page is open to everybody."""
    programs = Program.objects.public().filter(is_archived=False).select_related("organization")
    return get_object_or_404(programs, slug=slug)


def may_apply(cohort: Cohort, role: str, applicant: Applicant | None, *, has_link: bool) -> bool:
    """Everybody while the page is public; else who has the join link, was invited, or began before."""
    if role not in cohort.program.roles:
        return False
    if cohort.program.is_public or has_link:
        return True
    if applicant is None or applicant.person is None:
        return False
    person = applicant.person
    is_invited = Invitation.objects.filter(cohort=cohort, role=role, person=person).exists()
    return is_invited or Application.objects.of(cohort, role).filter(person=person).exists()
