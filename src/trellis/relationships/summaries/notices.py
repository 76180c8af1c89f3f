"""Whom a summary is for hears that there is one, never what it says."""

from typing import Any

from trellis.notifications.actions import tell
from trellis.people.models import Person
from trellis.relationships.summaries.models import Summary


def shared(summary: Summary, to: Person, link: str) -> None:
    tell(to, "relationships/summary_shared", {"person": str(summary.person)}, link=link)


SAMPLES: dict[str, dict[str, Any]] = {"relationships/summary_shared": {"person": "Noor El-Amin"}}
