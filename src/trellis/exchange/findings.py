"""What is found out about one row of a list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from trellis.exchange.columns import Value
from trellis.exchange.models import Outcome

State = Outcome.State

type Node = int | str  # the id of somebody known, or “row 18” for somebody new


@dataclass(frozen=True)
class Problem:
    """Why a row can't go in. `key` names the field that mends it; `other` is the row it disagrees with."""

    key: str
    said: str
    value: str = ""
    other: int | None = None

    def as_dict(self) -> dict[str, Any]:
        return {"key": self.key, "said": self.said, "value": self.value, "other": self.other}


@dataclass
class Line:
    """A row on its way through the check."""

    number: int
    cells: list[str]
    faults: Mapping[str, str] = field(default_factory=dict)
    is_left_out: bool = False


@dataclass
class Finding:
    """What one row says and would do."""

    number: int
    values: dict[str, Value] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    is_left_out: bool = False
    person_id: int | None = None
    manager: Node | None = None
    changes: dict[str, list[Value]] = field(default_factory=dict)
    is_left: bool = False  # known, and known people are left as they are

    @property
    def is_fine(self) -> bool:
        return not self.is_left_out and not self.problems

    @property
    def node(self) -> Node:
        """How managers name this person: by id, or by row while there is no id."""
        return self.person_id if self.person_id is not None else f"row {self.number}"

    @property
    def state(self) -> State:
        if self.is_left_out:
            return State.LEFT_OUT
        if self.problems:
            return State.PROBLEM
        if self.person_id is None:
            return State.NEW
        return State.CHANGED if self.changes else State.SAME

    def named(self) -> str:
        return str(self.values.get("name") or self.values.get("email") or self.values.get("external_id") or "")

    def place(self) -> str:
        return ", ".join(str(self.values[key]) for key in ("department", "site") if self.values.get(key))
