"""Who may match, and who may answer."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from trellis.matching.models import MatchRun, Proposal, ProposalQuestion, RuleException, Suggestion
from trellis.people.links import Signed
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program
from trellis.programs.permissions import can_manage, get_cohort

type Check = Callable[[Person, Proposal], bool]


def can_match(person: Person, program: Program) -> bool:
    """Managers and coordinators see suggestions, and decide."""
    return can_manage(person, program)


def can_answer(person: Person, proposal: Proposal) -> bool:
    """Only the two who are asked. Whether it is still open is for the action to say."""
    return proposal.side_of(person) is not None


def can_withdraw(person: Person, proposal: Proposal) -> bool:
    return can_match(person, proposal.cohort.program)


def get_matched_cohort(person: Person, program: str, cohort: str) -> Cohort:
    """The cohort, for somebody who may match it."""
    return get_cohort(person, program, cohort, may=can_match)


def get_suggestion(person: Person, pk: int) -> Suggestion:
    """Of a cohort that one leads; nobody else finds it."""
    led = Suggestion.objects.filter(run__cohort__in=Cohort.objects.led_by(person))
    related = led.with_people().select_related("run__cohort__program", "mentee__person", "mentor__person")
    return get_object_or_404(related.defer("run__inputs", "run__prices"), pk=pk)


def get_run(person: Person, pk: int) -> MatchRun:
    """Of a cohort that one leads; nobody else finds it."""
    led = MatchRun.objects.filter(cohort__in=Cohort.objects.led_by(person))
    return get_object_or_404(led.select_related("cohort__program", "job"), pk=pk)


def get_exception(person: Person, pk: int) -> RuleException:
    """Of a cohort that one leads; nobody else finds it."""
    led = RuleException.objects.filter(cohort__in=Cohort.objects.led_by(person))
    return get_object_or_404(led.select_related("cohort__program"), pk=pk)


def get_proposal(person: Person, pk: int, *, may: Check) -> Proposal:
    """Not found for strangers, forbidden for those who may only look."""
    proposal = get_object_or_404(Proposal.objects.visible_to(person).with_people(), pk=pk)
    if not may(person, proposal):
        raise PermissionDenied
    return proposal


def get_question(person: Person, pk: int) -> ProposalQuestion:
    """Somebody’s question to the team, for those who lead the program; nobody else finds it."""
    led = ProposalQuestion.objects.filter(proposal__cohort__in=Cohort.objects.led_by(person))
    related = led.select_related(
        "key",
        "person",
        "answered_by",
        "proposal__cohort__program",
        "proposal__mentee__person",
        "proposal__mentor__person",
    )
    return get_object_or_404(related, pk=pk)


def get_own_participation(person: Person, program: str, cohort: str, role: str) -> Participation:
    """One's own place in a cohort; others find nothing, whoever they are."""
    own = Participation.objects.taking_part().filter(person=person).select_related("cohort__program")
    return get_object_or_404(own, cohort__program__slug=program, cohort__slug=cohort, role=role)


def get_signed(signed: Signed) -> Proposal:
    """The proposal of a link from an e-mail, for the person it was sent to."""
    proposal = get_object_or_404(Proposal.objects.visible_to(signed.person).with_people(), pk=signed.parts[0])
    if not can_answer(signed.person, proposal):
        raise PermissionDenied
    return proposal
