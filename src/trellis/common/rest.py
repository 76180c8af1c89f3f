"""What every API route shares: pages by cursor, problems, scopes and clean text.

Routes live in each app's api.py; `trellis.api` gathers them, knows the tokens and writes the errors.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable
from functools import wraps
from typing import Annotated, Any, Concatenate, cast

from django.db.models import Model, QuerySet
from django.utils.translation import gettext as _
from ninja import Field, Schema
from ninja.errors import HttpError
from pydantic import AfterValidator

from trellis.common.types import Request
from trellis.common.words import clean

SCOPES: dict[str, str] = {
    "people:read": "Read the people you may see.",
    "programs:read": "Read programs, cohorts and who takes part.",
    "applications:read": "Read applications of programs you lead.",
    "applications:write": "Decide on applications of programs you lead.",
    "proposals:read": "Read proposals of programs you lead, and those to yourself.",
    "proposals:answer": "Say yes or no to proposals to yourself.",
    "proposals:write": "Approve pairs of programs you lead.",
    "relationships:read": "Read facts about relationships and meetings, never their content.",
}

Id = Annotated[int, Field(ge=1, le=2**63 - 1)]
type Text = Annotated[str, AfterValidator(clean)]


class Problem(Schema):
    """An error as RFC 9457 describes it."""

    type: str
    title: str
    status: int
    detail: str = ""
    errors: list[dict[str, Any]] = []


class Paging(Schema):
    """Which part of a list."""

    cursor: str = Field("", max_length=40, description="`next` of the page before; empty for the first.")
    limit: int = Field(50, ge=1, le=200)

    def page[Row: Model](self, rows: QuerySet[Row]) -> dict[str, Any]:
        """One page in the order of ids; stays right while rows are added. Raises 400 for a wrong cursor."""
        found = list(rows.filter(pk__gt=_read(self.cursor)).order_by("pk")[: self.limit + 1])
        items = found[: self.limit]
        return {"items": items, "next": _write(items[-1].pk) if len(found) > self.limit else ""}


class Paged[Row](Schema):
    """Rows, and the cursor of those that follow; empty at the end."""

    items: list[Row]
    next: str = ""


PROBLEMS = dict.fromkeys((400, 401, 403, 404, 409, 422, 429), Problem)


type View[**P, R] = Callable[Concatenate[Request, P], R]


def requires[**P, R](scope: str) -> Callable[[View[P, R]], View[P, R]]:
    """The token must carry this scope; else 403."""

    def wrap(view: View[P, R]) -> View[P, R]:
        @wraps(view)
        def checked(request: Request, *args: P.args, **kwargs: P.kwargs) -> R:
            if scope not in request.auth.scopes:  # type: ignore[attr-defined]
                raise HttpError(403, _("This token lacks the scope %s.") % scope)
            return view(request, *args, **kwargs)

        return cast("View[P, R]", checked)

    if scope not in SCOPES:
        raise LookupError(f"There is no scope {scope}.")
    return wrap


def _write(pk: int) -> str:
    return base64.urlsafe_b64encode(str(pk).encode()).decode().rstrip("=")


def _read(cursor: str) -> int:
    if not cursor:
        return 0
    try:
        last = int(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode("ascii"))
    except (binascii.Error, ValueError) as problem:
        raise HttpError(400, _("This cursor is not one of ours. Start again without it.")) from problem
    if not 0 <= last < 2**63:
        raise HttpError(400, _("This cursor is not one of ours. Start again without it."))
    return last
