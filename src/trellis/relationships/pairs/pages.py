"""The frame around every page of one relationship: its head, its tabs, its own clock."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpResponse
from django.utils import timezone

from trellis.common.types import Request
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.tabs import tabs_for
from trellis.ui.pages import page


def pair_page(
    request: Request,
    relationship: Relationship,
    template: str,
    context: Mapping[str, Any],
    *,
    tab: str,
    part: str | None = None,
    status: int = 200,
) -> HttpResponse:
    """`page` inside the frame `relationships/frame.html`, times on the reader's clock."""
    person = request.user
    framed = {
        "relationship": relationship,
        "title": relationship.title_for(person),
        "called": relationship.called_for(person),
        "others": relationship.others(person),
        "partner": relationship.partner_called(person),
        "tabs": tabs_for(person, relationship, current=tab),
        "is_open": relationship.is_open,
        **context,
    }
    with timezone.override(relationship.zone_of(person)):
        return page(request, template, framed, part=part, status=status)
