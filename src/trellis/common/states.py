"""One step from state to state, also when two people press together."""

from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from trellis.common.errors import Kind, Refused


def move(row: Model, to: str, *, field: str = "state", **also: Any) -> None:
    """Take one allowed step: `NEXT` of the model says which. `also` are fields set with it.

    The step is one conditional UPDATE, so of two people only one takes it; the other is refused.
    """
    steps: dict[Any, set[Any]] = getattr(row, "NEXT" if field == "state" else f"NEXT_{field.upper()}")
    allowed = [before for before, after in steps.items() if to in after]
    rows = type(row)._default_manager.filter(pk=row.pk, **{f"{field}__in": allowed})
    if rows.update(**{field: to}, **also) == 0:
        row.refresh_from_db(fields=[field])
        raise Refused(
            _("This can’t be done any more: it is now “%(state)s”.")
            % {"state": getattr(row, f"get_{field}_display")()},
            kind=Kind.TOO_LATE,
        )
    for name, value in {field: to, **also}.items():
        setattr(row, name, value)
