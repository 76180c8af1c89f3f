"""The eight stages of a cohort, each with one figure or date."""

from __future__ import annotations

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.dates import today, weeks_between
from trellis.home.navigation import stage_links, state_of
from trellis.programs.models import Cohort, Participation, Stage
from trellis.relationships.models import Relationship
from trellis.ui.navigation import Item


def stage_items(cohort: Cohort, *, linked: bool = True) -> list[Item]:
    """For the vine: done, now or later, with a note under each. Four queries. No links for who only watches."""
    notes = _notes(cohort)
    return [
        Item(
            stage.label,
            url if linked else "",
            state=state_of(stage, cohort),
            note=notes.get(stage, ""),
            current=cohort.stage == stage,
        )
        for stage, url in stage_links(cohort)
    ]


def where_we_are(cohort: Cohort) -> str:
    """One sentence for a phone."""
    now = Stage(cohort.stage)
    return _("Stage %(number)d of 8: %(stage)s.") % {"number": now.number(), "stage": now.label}


def week_of(cohort: Cohort) -> tuple[int, int] | None:
    """The week the cohort is in, and how many it has; nothing before it starts or without dates."""
    if not cohort.starts_on or not cohort.ends_on or today() < cohort.starts_on:
        return None
    weeks = max(1, weeks_between(cohort.starts_on, cohort.ends_on))
    return min(weeks, weeks_between(cohort.starts_on, today()) + 1), weeks


def _notes(cohort: Cohort) -> dict[Stage, str]:
    """Dates for what is over or to come, figures for people."""
    notes: dict[Stage, str] = {}
    for entry in cohort.entries.order_by("pk"):
        notes[Stage(entry.stage)] = date_format(entry.entered_at, "SHORT_DATE_FORMAT")
    people = list(Participation.objects.filter(cohort=cohort).values_list("role", "state"))
    ready = [
        state for _role, state in people if state not in (Participation.State.PREPARING, Participation.State.WITHDRAWN)
    ]
    pairs = Relationship.objects.filter(cohort=cohort).count()
    if people:
        notes[Stage.RECRUIT] = ngettext("%d joined", "%d joined", len(people)) % len(people)
        notes[Stage.TRAIN] = _("%(ready)d of %(all)d ready") % {"ready": len(ready), "all": len(people)}
    if pairs:
        notes[Stage.MATCH] = ngettext("%d pair", "%d pairs", pairs) % pairs
    if week := week_of(cohort):
        notes[Stage.SUPPORT] = _("Week %(now)d of %(all)d") % {"now": week[0], "all": week[1]}
    if cohort.ends_on:
        notes.setdefault(Stage.CELEBRATE, date_format(cohort.ends_on, "SHORT_DATE_FORMAT"))
    return notes
