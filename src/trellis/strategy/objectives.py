"""Set, change, measure and remove the goals that a program is tracked by."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.strategy import charters, queries
from trellis.strategy.models import Charter, Objective


@transaction.atomic
def add(cohort: Cohort, *, by: Person, **fields: Any) -> Objective:
    """One more goal to track."""
    _make_changeable(cohort, by)
    objective: Objective = cohort.objectives.create(position=cohort.objectives.count() + 1, **fields)
    _record_set(objective, by)
    return objective


@transaction.atomic
def change(objective: Objective, *, by: Person, **fields: Any) -> None:
    """Change its statement, measure, target, day or owner."""
    _make_changeable(objective.cohort, by)
    for name, value in fields.items():
        setattr(objective, name, value)
    objective.save(update_fields=list(fields))
    _record_set(objective, by)


@transaction.atomic
def remove(objective: Objective, *, by: Person) -> None:
    """Stop tracking it."""
    cohort = objective.cohort
    _make_changeable(cohort, by)
    record("strategy.objective_removed", objective, by=by, program=cohort.program, facts={"was": objective.statement})
    cohort.objectives.filter(position__gt=objective.position).update(position=F("position") - 1)
    objective.delete()


@transaction.atomic
def measure(objective: Objective, value: Decimal, *, by: Person) -> None:
    """Enter where it stands, for what Trellis can’t count itself."""
    if not objective.is_by_hand:
        raise Refused(_("Trellis counts this objective itself."), kind=Kind.INVALID)
    objective.value, objective.valued_at = value, timezone.now()
    objective.save(update_fields=["value", "valued_at"])
    facts = {"value": str(value)}
    record("strategy.objective_measured", objective, by=by, program=objective.cohort.program, facts=facts)


def _make_changeable(cohort: Cohort, by: Person) -> None:
    """What was signed names the objectives, so a change asks for the next version of the charter."""
    newest = queries.newest_charter(cohort)
    if newest and newest.state == Charter.State.SENT:
        raise Refused(_("The charter waits for its signature. Take it back first, then change the objectives."))
    if newest and newest.state == Charter.State.SIGNED:
        charters.draft(cohort, by=by)


def _record_set(objective: Objective, by: Person) -> None:
    facts = {"measure": objective.measure, "target": str(objective.target)}
    record("strategy.objective_set", objective, by=by, program=objective.cohort.program, facts=facts)
