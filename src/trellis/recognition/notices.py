"""What people are told about recognition."""

from __future__ import annotations

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.notifications.actions import tell
from trellis.recognition.models import Certificate, Thanks


def issued(certificate: Certificate) -> None:
    context = {"program": certificate.program_name, "code": certificate.written_code}
    tell(certificate.person, "recognition/issued", context, link=certificate.get_absolute_url())


def thanked(thanks: Thanks) -> None:
    """That there are thanks, never what they say."""
    context = {"by": str(thanks.by), "program": thanks.relationship.cohort.program.name}
    tell(thanks.to, "recognition/thanked", context, link=reverse("recognition:mine"))


ABOUT = _("Thanks and certificates")
SAMPLES: dict[str, dict[str, Any]] = {
    "recognition/issued": {"program": "First Year Forward", "code": "7KQ4-M2XD"},
    "recognition/thanked": {"by": "Noor El-Amin", "program": "First Year Forward"},
}
