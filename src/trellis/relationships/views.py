"""The overview of one relationship, put together from its parts."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse

from trellis.common.types import Request
from trellis.relationships.agreements.queries import in_force, latest, read
from trellis.relationships.goals.queries import goals_of
from trellis.relationships.lately import lately
from trellis.relationships.meetings.queries import count, next_of, rhythm_of
from trellis.relationships.pairs.pages import pair_page
from trellis.relationships.pairs.permissions import can_read, get_relationship
from trellis.relationships.reviews.queries import open_review


@login_required
def overview(request: Request, pk: int) -> HttpResponse:
    """What is next, what was agreed, how far along: one calm page."""
    relationship = get_relationship(request.user, pk, may=can_read)
    agreed, newest = in_force(relationship), latest(relationship)
    shown = agreed or newest
    context = {
        "reading": read(shown, relationship.key) if shown else None,
        "waiting": newest is not None and newest != agreed,
        "goals": goals_of(relationship, kept=True)[:5],
        "rhythm": rhythm_of(relationship),
        "met": count(relationship, request.user),
        "next": next_of(relationship),
        "review": open_review(relationship) if relationship.is_open else None,
        "lately": lately(relationship, request.user),
    }
    return pair_page(request, relationship, "relationships/overview.html", context, tab="overview")
