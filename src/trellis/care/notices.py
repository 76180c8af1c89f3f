"""What people are told: asked how it goes, nudged, answered. Never a reason, never what somebody wrote."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.care.models import CheckIn, HelpRequest
from trellis.notifications.actions import tell
from trellis.people import links
from trellis.people.models import Person
from trellis.relationships.models import Relationship

LINK = "checkin"


def asked(check_in: CheckIn, *, again: bool = False) -> None:
    """The questions, with a link that works without signing in."""
    name = "care/midpoint" if check_in.kind == CheckIn.Kind.MIDPOINT else "care/check_in"
    relationship = check_in.relationship
    context = {
        "program": relationship.cohort.program.name,
        "partner_called": relationship.partner_called(check_in.person),
        "again": again,
    }
    address = reverse("care:check_in_link", args=[links.sign(LINK, check_in.person, check_in.pk)])
    tell(check_in.person, name, context, link=address)


def nudged(relationship: Relationship, person: Person, *, by: Person, is_first: bool) -> None:
    context = {
        "program": relationship.cohort.program.name,
        "partner_called": relationship.partner_called(person),
        "by": by.called(),
        "is_first": is_first,
    }
    tell(person, "care/nudge", context, link=relationship.get_absolute_url())


def help_asked(request: HelpRequest, person: Person) -> None:
    """To whom it is addressed. Not who asked, since mail can be read over a shoulder."""
    tell(person, "care/help_asked", {"program": request.cohort.program.name}, link=request.get_absolute_url())


def help_written(request: HelpRequest) -> None:
    """To who asked: there is an answer."""
    context = {"program": request.cohort.program.name}
    tell(request.person, "care/help_answered", context, link=request.get_absolute_url())


ABOUT = _("How it is going")
SAMPLES: dict[str, dict[str, Any]] = {
    "care/check_in": {"program": "First Year Forward", "partner_called": "Mia", "again": False},
    "care/midpoint": {"program": "First Year Forward", "partner_called": "Mia", "again": False},
    "care/nudge": {"program": "First Year Forward", "partner_called": "Mia", "by": "Olga", "is_first": False},
    "care/help_asked": {"program": "First Year Forward"},
    "care/help_answered": {"program": "First Year Forward"},
}
