"""What we tell people about their application. Nothing they wrote, and no reason, is in an e-mail."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.recruitment.models import Application, Call, Invitation


def submitted(application: Application) -> None:
    """We have it, and what comes next."""
    _tell(application, "recruitment/submitted")


def accepted(application: Application) -> None:
    """They are in; the training comes next."""
    _tell(application, "recruitment/accepted", link="/learning/")


def waiting(application: Application) -> None:
    """They are on the waiting list."""
    _tell(application, "recruitment/waiting", has_words=bool(application.words))


def declined(application: Application) -> None:
    """There is no place for them this time."""
    _tell(application, "recruitment/declined", has_words=bool(application.words))


def reopened(application: Application) -> None:
    """A decision they were told about is taken back."""
    _tell(application, "recruitment/reopened")


def assigned(application: Application, reviewer: Person) -> None:
    """Somebody of the team is asked to look at an application."""
    address = reverse("recruitment:review", args=[*application.cohort.address, application.pk])
    tell(reviewer, "recruitment/assigned", {"program": application.cohort.program.name}, link=address)


def invited(invitation: Invitation, *, call: Call) -> None:
    """Somebody asks them to apply."""
    cohort = invitation.cohort
    facts = {
        "program": cohort.program.name,
        "promise": cohort.program.promise,
        "role": invitation.role,
        "role_word": cohort.program.word(invitation.role),
        "by": invitation.by.called_in_full() if invitation.by else "",
        "closes_on": cohort.applications_close_on.isoformat() if cohort.applications_close_on else "",
    }
    tell(
        invitation.person,
        "recruitment/invited",
        facts,
        link=reverse("recruitment:join", args=[call.token(invitation.role)]),
    )


def _tell(application: Application, name: str, *, link: str = "", **more: Any) -> None:
    program = application.cohort.program
    facts = {"program": program.name, "role": application.role, "role_word": application.role_word(), **more}
    tell(application.applicant, name, facts, link=link or application.get_absolute_url())


_FACTS = {"program": "First Year Forward", "role": "mentee", "role_word": "mentee"}
ABOUT = _("Applications")
SAMPLES: dict[str, dict[str, Any]] = {
    "recruitment/proof": {"program": "First Year Forward", "role": "mentor", "role_word": "mentor"},
    "recruitment/submitted": _FACTS,
    "recruitment/accepted": _FACTS,
    "recruitment/waiting": _FACTS | {"has_words": True},
    "recruitment/declined": _FACTS | {"has_words": True},
    "recruitment/reopened": _FACTS,
    "recruitment/assigned": {"program": "First Year Forward"},
    "recruitment/invited": _FACTS
    | {
        "promise": "Someone on your side, in your first year",
        "by": "Olga Santangelo",
        "closes_on": "2027-03-31",
    },
}
ALWAYS = frozenset({"recruitment/proof"})  # asked for by the person; nothing to turn off
