"""What people are told about requests. Never the message itself, and never why somebody said no."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format

from trellis.matching.requests.models import MentorRequest
from trellis.notifications.actions import tell
from trellis.programs.models import Role


def asked(request: MentorRequest) -> None:
    """To the mentor: somebody would like to learn from you."""
    _tell(request, Role.MENTOR, "matching/request_asked")


def opened(request: MentorRequest) -> None:
    """To the mentee: your turn in line has come, the mentor is asked now."""
    _tell(request, Role.MENTEE, "matching/request_opened")


def accepted(request: MentorRequest) -> None:
    """To the mentee: yes, and the program looks at it. When the pair begins at once, that notice says it."""
    _tell(request, Role.MENTEE, "matching/request_accepted")


def declined(request: MentorRequest) -> None:
    """To the mentee: not this time."""
    _tell(request, Role.MENTEE, "matching/request_declined", link=_finding(request))


def asked_next(request: MentorRequest) -> None:
    """To the mentee: the next on your list is asked, as you wished."""
    _tell(request, Role.MENTEE, "matching/request_next")


def expired(request: MentorRequest) -> None:
    """To both: the days to answer are over."""
    _tell(request, Role.MENTEE, "matching/request_unanswered", link=_finding(request))
    _tell(request, Role.MENTOR, "matching/request_expired")


def taken_back(request: MentorRequest) -> None:
    """To the mentor: nothing to answer any more."""
    _tell(request, Role.MENTOR, "matching/request_taken_back")


def lapsed(request: MentorRequest, side: Role) -> None:
    """It can’t come about any more: the mentee has a mentor, or one of them has left."""
    _tell(request, side, "matching/request_lapsed")


def reminder(request: MentorRequest) -> None:
    """To the mentor: two days are left."""
    _tell(request, Role.MENTOR, "matching/request_reminder")


def _finding(request: MentorRequest) -> str:
    return reverse("matching:find", args=request.cohort.address)


def _tell(request: MentorRequest, side: Role, name: str, *, link: str = "") -> None:
    person, partner = request.mentee.person, request.mentor.person
    if side == Role.MENTOR:
        person, partner = partner, person
    with translation.override(person.language or settings.LANGUAGE_CODE):
        context = {
            "program": request.cohort.program.name,
            "partner": str(partner),
            "partner_called": partner.called(),
            "day": date_format(request.expires_on) if request.expires_on else "",
        }
    tell(person, name, context, link=link or request.get_absolute_url())


_SAMPLE: dict[str, Any] = {
    "program": "Research Bridge",
    "partner": "Ingrid Solheim-Mbeki",
    "partner_called": "Ingrid",
    "day": "12 October 2026",
}
NAMES = (
    "asked", "opened", "accepted", "declined", "next", "unanswered", "expired", "taken_back", "lapsed", "reminder",
)  # fmt: skip
SAMPLES: dict[str, dict[str, Any]] = {f"matching/request_{name}": _SAMPLE for name in NAMES}
