"""Who plays, and what day it is."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import time_machine

from tests.journeys.visitor import Visitor, wait_until

HOME = "oncology.example"


def mailbox(name: str) -> str:
    return f"{name.lower().replace(' ', '.')}@{HOME}"


@dataclass
class Season:
    """Ada runs the program and Paula stands for it. Luis mentors Ellie, Yusuf waits, Hana is declined."""

    clocks: time_machine.Traveller
    ada: Visitor = field(default_factory=lambda: Visitor(mailbox("Ada Brightwater")))
    paula: Visitor = field(default_factory=lambda: Visitor(mailbox("Paula Lund")))
    luis: Visitor = field(default_factory=lambda: Visitor(mailbox("Luis Ortega")))
    ellie: Visitor = field(default_factory=lambda: Visitor(mailbox("Ellie Marsh")))
    yusuf: Visitor = field(default_factory=lambda: Visitor(mailbox("Yusuf Demir")))
    hana: Visitor = field(default_factory=lambda: Visitor(mailbox("Hana Sato")))

    def wait(self, **time: float) -> None:
        """Let this much time pass: `days=3`, `minutes=11`. Whoever was away for days signs in again."""
        wait_until(self.clocks, datetime.now(UTC) + timedelta(**time))
        if "days" in time:
            for visitor in (self.ada, self.luis, self.ellie):
                visitor.sign_in()


PASSWORD = "a trellis holds what grows"
