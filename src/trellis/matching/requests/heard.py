"""A mentor’s no to a mentee counts wherever pairs are made."""

from __future__ import annotations

from trellis.matching.requests.models import MentorRequest
from trellis.people.apart import also_apart


@also_apart
def said_no(people: set[int]) -> set[tuple[int, int]]:
    """Who declined whom. Only the no of a mentor stays; a request that nobody answered keeps nobody apart."""
    declined = MentorRequest.objects.filter(state=MentorRequest.State.DECLINED)
    pairs = declined.values_list("mentor__person", "mentee__person")
    return {(mentor, mentee) for mentor, mentee in pairs if mentor in people and mentee in people}
