"""What counts in a cohort, and which rules it chooses."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused
from trellis.history.actions import record
from trellis.matching.models import FormCriterion, MatchSettings
from trellis.people.models import Person
from trellis.programs.models import Cohort


@transaction.atomic
def change_settings(
    cohort: Cohort, *, by: Person, criteria: Sequence[FormCriterion] | None = None, **fields: Any
) -> MatchSettings:
    """Change what counts, and with `criteria` which questions of the forms do. It holds from the next search on."""
    weights = fields.get("weights")
    weighed = any(one.weight for one in criteria or () if one.how not in FormCriterion.RULES)
    if weights is not None and not any(weights.values()) and not weighed:
        raise Refused(_("Something has to count: give at least one weight above 0."), kind=Kind.INVALID)
    before = MatchSettings.objects.filter(cohort=cohort).first()
    settings, _new = MatchSettings.objects.update_or_create(cohort=cohort, defaults=fields)
    if criteria is not None:
        FormCriterion.objects.filter(cohort=cohort).delete()
        FormCriterion.objects.bulk_create(criteria)
    facts = {"fields": sorted(fields), "before": before.weights if before else {}, "after": settings.weights}
    record("matching.settings_changed", settings, by=by, program=cohort.program, facts=facts)
    return settings
