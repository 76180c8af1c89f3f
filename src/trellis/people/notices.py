"""What we tell people about their accounts."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.notifications.actions import tell
from trellis.people.models import Invitation
from trellis.ui.brand import brand

ABOUT = _("Your account")
SAMPLES: dict[str, dict[str, Any]] = {
    "people/invitation": {"organization": "Kestrel Bay Health", "by": "Olga Santangelo", "days": 14},
    "people/sign_in_code": {"code": "GRVX-47TN"},
    "people/password_reset": {},
    "people/password_changed": {},
}
ALWAYS = frozenset(SAMPLES)  # nobody can turn these off


def invitation(invitation: Invitation, *, token: str, days: int) -> None:
    """Come in: here is your link."""
    context = {"organization": brand().name, "by": str(invitation.by) if invitation.by else "", "days": days}
    tell(invitation.person, "people/invitation", context, link=reverse("people:welcome", args=[token]), always=True)
