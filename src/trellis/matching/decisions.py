"""Everything that people decided about the matching of a cohort, as rows of a file."""

from __future__ import annotations

from collections.abc import Iterator

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.history.models import Event
from trellis.history.verbs import sentence
from trellis.matching.models import KeptApart, MatchRun, MatchSettings, Proposal, RuleException
from trellis.programs.models import Cohort, Participation


def headings() -> list[str]:
    return [
        _("When"), _("Who"), _("What"), _("Mentee"), _("Mentor"), _("Rule"), _("Reason"), _("People"), _("Points"),
        _("Undone"),
    ]  # fmt: skip


def rows_of(cohort: Cohort) -> Iterator[list[str]]:
    """The oldest first: searches, changes by hand with their cost, exceptions with their reasons, proposals."""
    events = list(_events(cohort))
    reasons = dict(RuleException.objects.filter(cohort=cohort).values_list("pk", "reason"))
    apart = {
        (mentee, mentor): reason
        for mentee, mentor, reason in KeptApart.objects.filter(cohort=cohort).values_list("mentee", "mentor", "reason")
    }
    names = _names(events)
    for event in events:
        mentee, mentor = _pair(event)
        is_exception = event.target_type == RuleException._meta.label_lower
        reason = reasons.get(int(event.target_id), "") if is_exception else apart.get((mentee or 0, mentor or 0), "")
        yield [
            event.at.isoformat(timespec="seconds"),
            str(event.by or ""),
            str(sentence(event.verb, event.facts)),
            names.get(mentee or 0, ""),
            names.get(mentor or 0, ""),
            str(event.facts.get("rule", "")),
            reason,
            str(event.facts.get("people", "")),
            "" if event.facts.get("points") is None else str(round(event.facts["points"] / 1000)),
            _("undone") if event.undone_at else "",
        ]


def _events(cohort: Cohort) -> Iterator[Event]:
    targets = Q()
    for model in (MatchRun, RuleException, Proposal, MatchSettings, KeptApart):
        ids = model._default_manager.filter(cohort=cohort).values_list("pk", flat=True)
        targets |= Q(target_type=model._meta.label_lower, target_id__in=[str(pk) for pk in ids])
    found = Event.objects.filter(targets, verb__startswith="matching.").exclude(
        verb__in=("matching.accepted", "matching.declined")  # whose answer it was stays between them and the team
    )
    yield from found.select_related("by").order_by("pk")


def _pair(event: Event) -> tuple[int | None, int | None]:
    """The participations that an event is about."""
    changes = event.facts.get("changes")
    if event.verb == "matching.moved" and changes:
        return changes[0][0], changes[0][2]
    return event.facts.get("mentee"), event.facts.get("mentor")


def _names(events: list[Event]) -> dict[int, str]:
    ids = {pk for event in events for pk in _pair(event) if pk}
    return dict(Participation.objects.filter(pk__in=ids).values_list("pk", "person__name"))
