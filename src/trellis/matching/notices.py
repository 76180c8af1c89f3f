"""What people are told about proposals. Never a reason for a no, and never whose it was."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from trellis.matching.circles import notices as circles
from trellis.matching.flash import notices as flash
from trellis.matching.models import Proposal
from trellis.matching.requests import notices as requests
from trellis.matching.rounds import notices as rounds
from trellis.notifications.actions import tell
from trellis.people.links import sign
from trellis.people.models import Person
from trellis.programs.models import Role

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
