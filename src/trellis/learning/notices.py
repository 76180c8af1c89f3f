"""What we tell people about their training."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from trellis.notifications.actions import tell
from trellis.programs.models import Participation


def reminder(participation: Participation, *, left: int, minutes: int) -> None:
    """Some modules are still to be done before matching."""
    facts = {"program": participation.cohort.program.name, "left": left, "minutes": minutes}
    tell(participation.person, "learning/reminder", facts, link=reverse("learning:list"))


def ready(participation: Participation) -> None:
    """The training is done: the person can be matched now."""
    facts = {"program": participation.cohort.program.name, "role": participation.role}
    tell(participation.person, "learning/ready", facts, link=reverse("learning:list"))


ABOUT = _("Learning")
SAMPLES: dict[str, dict[str, Any]] = {
    "learning/reminder": {"program": "First Year Forward", "left": 1, "minutes": 12},
    "learning/ready": {"program": "First Year Forward", "role": "mentor"},
}
