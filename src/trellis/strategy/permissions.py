"""Who may do or see what of a program's strategy."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from trellis.people.models import Person
from trellis.programs.models import Cohort, Program
from trellis.programs.permissions import can_manage, can_see_figures, get_cohort
from trellis.strategy.models import Charter, Leader, Objective, Session


def can_prepare(person: Person, program: Program) -> bool:
    """Ask leaders, read their answers, write the charter: managers and coordinators."""
    return can_manage(person, program)


def can_read_charter(person: Person, program: Program) -> bool:
    """The whole team, sponsors and evaluators too. Leaders’ answers are not among it."""
    return can_see_figures(person, program)


def can_answer(person: Person, leader: Leader) -> bool:
    """Only one’s own answers, while the questions are open."""
    return leader.person_id == person.pk and leader.session.is_open


def can_sign(person: Person, charter: Charter) -> bool:
    """The sponsor it was sent to, and nobody else."""
    return charter.state == Charter.State.SENT and charter.sponsor_id == person.pk


def strategy_of(person: Person, program: str, cohort: str) -> Cohort:
    """The cohort at an address, for those who prepare its strategy."""
    return get_cohort(person, program, cohort, may=can_prepare)


def get_leader(person: Person, cohort: Cohort, pk: int) -> Leader:
    """A leader of this cohort’s session."""
    if not can_prepare(person, cohort.program):
        raise PermissionDenied
    leaders = Leader.objects.select_related("person", "session__cohort__program")
    return get_object_or_404(leaders, pk=pk, session__cohort=cohort)


def get_own_leader(person: Person, session: int) -> Leader:
    """One’s own place among the leaders; everybody else finds nothing."""
    leaders = Leader.objects.select_related("person", "session__cohort__program__organization")
    return get_object_or_404(leaders, session=session, person=person)


def get_objective(person: Person, cohort: Cohort, pk: int) -> Objective:
    """An objective of this cohort, for those who lead it."""
    return get_object_or_404(Objective.objects.led_by(person), pk=pk, cohort=cohort)


def get_charter(person: Person, cohort: Cohort, version: int | None = None) -> Charter:
    """One version, or the one that counts now. Others than those who prepare find no drafts."""
    charters = Charter.objects.visible_to(person).filter(cohort=cohort).select_related("sponsor", "changed_by")
    if not can_prepare(person, cohort.program):
        charters = charters.exclude(state=Charter.State.DRAFT)
    if version is not None:
        charters = charters.filter(version=version)
    found = charters.newest_first().first()
    if found is None:
        raise Http404
    found.cohort = cohort
    return found


def get_session(cohort: Cohort) -> Session:
    """The session of this cohort."""
    session = get_object_or_404(Session, cohort=cohort)
    session.cohort = cohort
    return session
