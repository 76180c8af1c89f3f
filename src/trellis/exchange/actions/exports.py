"""Lists of people leave the house on the record."""

from __future__ import annotations

from trellis.exchange import queries
from trellis.history.actions import record
from trellis.people.models import Person


def export_people(*, by: Person, with_closed: bool) -> list[list[object]]:
    """Everybody's account fields, and a note in the history of who took them."""
    rows = list(queries.exported_rows(with_closed=with_closed))
    record("exchange.exported", by, by=by, facts={"people": len(rows), "closed": with_closed})
    return rows
