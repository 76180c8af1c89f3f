"""What the pair is told about its agreement: that, never what."""

from typing import Any

from django.urls import reverse

from trellis.people.models import Person
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.telling import tell_partners


def written(relationship: Relationship, *, by: Person) -> None:
    """There is a new version to read and sign."""
    tell_partners(relationship, "relationships/agreement_written", link=_page(relationship), by=by, once=True)


def signed(relationship: Relationship, *, by: Person, complete: bool) -> None:
    """The other one has signed: either you are next, or it holds."""
    name = "relationships/agreement_complete" if complete else "relationships/agreement_signed"
    tell_partners(relationship, name, link=_page(relationship), by=by)


def _page(relationship: Relationship) -> str:
    return reverse("relationships:agreement", args=[relationship.pk])


SAMPLES: dict[str, dict[str, Any]] = {
    "relationships/agreement_written": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/agreement_signed": {"program": "First Year Forward", "partner_called": "Mia"},
    "relationships/agreement_complete": {"program": "First Year Forward", "partner_called": "Mia"},
}
