"""What people are told about proposals. Never a reason for a no, and never whose it was."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from trellis.matching.circles import notices as circles
from trellis.matching.flash import notices as flash
from trellis.matching.models import Proposal, ProposalQuestion
from trellis.matching.requests import notices as requests
from trellis.matching.rounds import notices as rounds
from trellis.notifications.actions import tell
from trellis.people.links import sign
from trellis.people.models import Person
from trellis.programs.models import Cohort, Program, Role, TeamMember
from trellis.relationships.pairs.models import Relationship

PURPOSE = "matching.answer"


def answer_link(proposal: Proposal, person: Person) -> str:
    """The page on which this person answers without signing in."""
    return reverse("matching:answer", args=[sign(PURPOSE, person, proposal.pk)])


def proposed(proposal: Proposal) -> None:
    """Somebody is suggested to you."""
    for side in Role:
        _tell(proposal, side, "matching/proposed", answers=True)


def accepted(proposal: Proposal, side: Role) -> None:
    """The other one said yes; you are next."""
    _tell(proposal, side, "matching/accepted", answers=True)


def declined(proposal: Proposal, side: Role) -> None:
    """It didn’t come about, and we look for somebody else."""
    _tell(proposal, side, "matching/declined")


def expired(proposal: Proposal) -> None:
    """Not both answered in time: who did hears that we look on, who didn’t is asked whether they still want to."""
    for side in Role:
        said_yes = proposal.answer_of(side) == Proposal.Answer.ACCEPTED
        _tell(proposal, side, "matching/declined" if said_yes else "matching/expired")


def withdrawn(proposal: Proposal) -> None:
    """The program took it back."""
    for side in Role:
        _tell(proposal, side, "matching/withdrawn")


def reminder(proposal: Proposal, side: Role) -> None:
    """Two days are left."""
    _tell(proposal, side, "matching/reminder", answers=True)


def to_approve(proposal: Proposal) -> None:
    """Both said yes: they are told that the team has a last look, and the team that somebody waits for it."""
    for side in Role:
        _tell(proposal, side, "matching/both_said_yes")
    _tell_team(
        proposal.cohort.program, "matching/to_approve", link=reverse("matching:proposals", args=proposal.cohort.address)
    )


def managers(proposal: Proposal) -> None:
    """To the managers of the two: that they take part, and nothing else."""
    program = proposal.cohort.program
    for participation in (proposal.mentee, proposal.mentor):
        person = participation.person
        if person.manager is None:
            continue
        context = {
            "program": program.name,
            "person": str(person),
            "role": program.word(participation.role),
            "weeks": program.meeting_every_weeks,
            "minutes": program.meeting_minutes,
        }
        tell(person.manager, "matching/manager", context)


def question_asked(question: ProposalQuestion) -> None:
    """To the team: somebody would like to know more. Not who, and not what."""
    _tell_team(question.proposal.cohort.program, "matching/question_asked", link=question.get_absolute_url())


def question_answered(question: ProposalQuestion) -> None:
    """To who asked: there is an answer."""
    proposal = question.proposal
    context = {"program": proposal.cohort.program.name, "day": _day(proposal, question.person)}
    tell(question.person, "matching/question_answered", context, link=answer_link(proposal, question.person))


def line_found(relationship: Relationship) -> None:
    """To the team: a pair came into one reporting line."""
    program = relationship.cohort.program
    _tell_team(program, "matching/line_found", link=relationship.cohort.get_absolute_url())


def taken_back(cohort: Cohort, people: Iterable[Person]) -> None:
    """A pair that was registered by mistake is none any more."""
    for person in people:
        context = {"program": cohort.program.name}
        tell(person, "matching/taken_back", context, link=reverse("home:mentoring"))


def _tell_team(program: Program, name: str, *, link: str) -> None:
    team = program.team.filter(role__in=TeamMember.LEADING, person__is_active=True)
    people = {member.person for member in team.select_related("person").order_by("pk")}
    for person in sorted(people, key=lambda one: one.pk):
        tell(person, name, {"program": program.name}, link=link)


def _day(proposal: Proposal, person: Person) -> str:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        return str(date_format(Proposal.objects.values_list("expires_on", flat=True).get(pk=proposal.pk)))


def _tell(proposal: Proposal, side: Role, name: str, *, answers: bool = False) -> None:
    person = proposal.participation_of(side).person
    partner = proposal.participation_of(side.other()).person
    program = proposal.cohort.program
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {
            "program": program.name,
            "partner": str(partner),
            "partner_called": partner.called(),
            "partner_role": program.word(str(side.other())),
            "day": date_format(proposal.expires_on),
        }
    tell(person, name, context, link=answer_link(proposal, person) if answers else proposal.get_absolute_url())


_SAMPLE: dict[str, Any] = {
    "program": "First Year Forward",
    "partner": "Mia Holmqvist",
    "partner_called": "Mia",
    "partner_role": "mentor",
    "day": "12 October 2026",
}
ABOUT = _("Finding your partner")
SAMPLES: dict[str, dict[str, Any]] = (
    {f"matching/{name}": _SAMPLE for name in ("proposed", "accepted", "declined", "expired", "withdrawn", "reminder")}
    | circles.SAMPLES
    | rounds.SAMPLES
    | requests.SAMPLES
    | flash.SAMPLES
)
GOING_ON = ("both_said_yes", "to_approve", "question_asked", "question_answered", "line_found", "taken_back")
SAMPLES |= {f"matching/{name}": _SAMPLE for name in GOING_ON}
SAMPLES["matching/manager"] = {
    "program": "First Year Forward",
    "person": "Noor El-Amin",
    "role": "mentee",
    "weeks": 2,
    "minutes": 60,
}
