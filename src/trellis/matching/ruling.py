"""What the page of rules shows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.common.words import fold
from trellis.matching import rulebook
from trellis.matching.inputs import settings_for
from trellis.matching.models import MatchSettings, RuleException, Tie
from trellis.programs.models import Cohort, ParticipationQuerySet

MOST = 100


@dataclass(frozen=True)
class Ruled:
    """A rule, whether it holds in this cohort, and how strictly."""

    rule: rulebook.Rule
    is_on: bool
    measure: str


def rules_of(cohort: Cohort) -> list[Ruled]:
    """Every rule, H1 to H15, as this cohort has it."""
    settings = settings_for(cohort)
    return [Ruled(rule, _is_on(settings, rule), _measure(settings, rule)) for rule in rulebook.ALL]


def _is_on(settings: MatchSettings, rule: rulebook.Rule) -> bool:
    if rule.code in {"H3", ""} or not rule.field:
        return True
    return getattr(settings, rule.field) not in (None, False, [])


def _measure(settings: MatchSettings, rule: rulebook.Rule) -> str:
    match rule.code:
        case "H3" if settings.chain_depth:
            return _("up to %(levels)s levels") % {"levels": settings.chain_depth}
        case "H3":
            return _("at any distance")
        case "H12" if settings.levels_ahead is not None:
            return _("at least %(levels)s levels ahead") % {"levels": settings.levels_ahead}
        case "H13" if settings.walls:
            return ", ".join(f"{one} | {other}" for one, other in settings.walls)
    return ""


def exceptions_of(cohort: Cohort) -> Sequence[RuleException]:
    """The newest first, those that wait before all others."""
    found = RuleException.objects.filter(cohort=cohort)
    related = found.select_related("mentee__person", "mentor__person", "asked_by", "decided_by")
    return sorted(related.order_by("-pk")[:MOST], key=lambda one: one.state != RuleException.State.ASKED)


def ties_of(cohort: Cohort) -> list[Tie]:
    """Those of whom both take part here."""
    people = cohort.participations.values("person")
    found = Tie.objects.filter(person__in=people, other__in=people).select_related("person", "other", "by")
    return list(found.order_by("person__name", "pk")[:MOST])


def named(rows: ParticipationQuerySet, typed: str) -> ParticipationQuerySet:
    """Participations of people with all these words in their names."""
    for word in fold(typed).split()[:8]:
        rows = rows.filter(person__search_text__contains=word)
    return rows.order_by("person__name", "pk")
