"""Why a pair may need somebody: rules over facts, each with its sentence. Pure; nothing here reads a row.

Thresholds are the program's policy. Pauses stop every clock. What people write is never looked at.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cached_property

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.care.models import CarePolicy

DAYS_TO_SETTLE = 42
type Pause = tuple[date, date | None]


class Severity(StrEnum):
    RED = "problem"
    AMBER = "watch"


class Standing(StrEnum):
    """The groups of the board, the most pressing first."""

    STALLED = "stalled"
    NUDGE = "nudge"
    SETTLING = "settling"
    THRIVING = "thriving"


class Kind(StrEnum):
    HELP = "help"
    LINE = "line"
    FIRST_MEETING = "first-meeting"
    NOT_MET = "not-met"
    AGREEMENT = "agreement"
    CANCELED = "canceled"
    CHECK_IN = "check-in"
    PULSE = "pulse"


@dataclass(frozen=True)
class Signal:
    """One reason to look, in a sentence."""

    kind: Kind
    severity: Severity
    sentence: str


@dataclass(frozen=True)
class Facts:
    """What the rules know about one pair, on the day they are asked."""

    today: date
    started_on: date
    every_weeks: int
    state: str = "active"
    first_met_on: date | None = None
    last_met_on: date | None = None
    next_on: date | None = None
    held: int = 0
    canceled_in_a_row: int = 0
    signed_on: date | None = None
    needs_agreement: bool = True
    unanswered_since: date | None = None  # the oldest check-in that waits
    lowest_pulse: int | None = None  # of the latest answer of each side
    line_since: date | None = None  # since when they are in one reporting line
    help_since: date | None = None  # the oldest request, of those this reader may open
    snoozed_until: date | None = None
    pauses: Sequence[Pause] = ()

    def days_since(self, day: date) -> int:
        """Days that count: those of pauses don't."""
        gone = (self.today - day).days
        return max(0, gone - sum(self._overlap(pause, day) for pause in self.pauses))

    def _overlap(self, pause: Pause, since: date) -> int:
        start, end = max(pause[0], since), min(pause[1] or self.today, self.today)
        return max(0, (end - start).days)


def working_days(since: date, until: date) -> int:
    """Monday to Friday, without the first day."""
    return sum((since + timedelta(days=n)).weekday() < 5 for n in range(1, (until - since).days + 1))


class Rules:
    """The rules under one program's policy."""

    def __init__(self, policy: CarePolicy) -> None:
        self.policy = policy

    def signals(self, facts: Facts) -> list[Signal]:
        """All that hold, the most pressing first. What rests or ends shows only the first two."""
        found = [self.line(facts), self.help(facts)]
        if facts.state == "active":
            found += [
                self.first_meeting(facts),
                self.not_met(facts),
                self.pulse(facts),
                self.canceled(facts),
                self.agreement(facts),
                self.check_in(facts),
            ]
        return sorted((signal for signal in found if signal), key=lambda signal: signal.severity != Severity.RED)

    def standing(self, facts: Facts, signals: Sequence[Signal]) -> Standing:
        """Where the pair stands on the board. A snooze quiets all but a request for help and a reporting line."""
        if facts.snoozed_until and facts.snoozed_until > facts.today:
            signals = [signal for signal in signals if signal.kind in (Kind.HELP, Kind.LINE)]
        if any(signal.severity == Severity.RED for signal in signals):
            return Standing.STALLED
        if signals:
            return Standing.NUDGE
        is_new = facts.days_since(facts.started_on) < DAYS_TO_SETTLE or not facts.held
        return Standing.SETTLING if is_new or facts.state != "active" else Standing.THRIVING

    @cached_property
    def _nudge_after(self) -> float:
        return float(self.policy.nudge_after)

    @cached_property
    def _stalled_after(self) -> float:
        return float(self.policy.stalled_after)

    def line(self, facts: Facts) -> Signal | None:
        if facts.line_since is None:
            return None
        return Signal(Kind.LINE, Severity.RED, _("In one reporting line since a manager changed"))

    def help(self, facts: Facts) -> Signal | None:
        if facts.help_since is None:
            return None
        days = working_days(facts.help_since, facts.today)
        if days <= self.policy.help_days:
            return Signal(Kind.HELP, Severity.AMBER, _("Asked to talk"))
        sentence = ngettext("Asked to talk %(days)s working day ago", "Asked to talk %(days)s working days ago", days)
        return Signal(Kind.HELP, Severity.RED, sentence % {"days": days})

    def first_meeting(self, facts: Facts) -> Signal | None:
        days = facts.days_since(facts.started_on)
        if facts.first_met_on or facts.next_on or days < self.policy.first_meeting_days:
            return None
        red = days > 7 * facts.every_weeks * self._stalled_after and days >= 2 * self.policy.first_meeting_days
        sentence = ngettext(
            "Together for %(days)s day and not met yet", "Together for %(days)s days and not met yet", days
        )
        return Signal(Kind.FIRST_MEETING, Severity.RED if red else Severity.AMBER, sentence % {"days": days})

    def not_met(self, facts: Facts) -> Signal | None:
        """Booked is as good as met while it is near; only a long gap is red all the same."""
        if facts.last_met_on is None:
            return None
        days, rhythm = facts.days_since(facts.last_met_on), 7 * facts.every_weeks
        if days <= rhythm * self._nudge_after or (facts.next_on and days <= rhythm * self._stalled_after):
            return None
        weeks = days // 7
        sentence = ngettext("Haven’t met for %(weeks)s week", "Haven’t met for %(weeks)s weeks", weeks) % {
            "weeks": weeks
        }
        return Signal(Kind.NOT_MET, Severity.RED if days > rhythm * self._stalled_after else Severity.AMBER, sentence)

    def agreement(self, facts: Facts) -> Signal | None:
        if facts.signed_on or not facts.needs_agreement:
            return None
        if facts.days_since(facts.started_on) < self.policy.agreement_days:
            return None
        return Signal(Kind.AGREEMENT, Severity.AMBER, _("No agreement signed yet"))

    def canceled(self, facts: Facts) -> Signal | None:
        if facts.canceled_in_a_row < 2:
            return None
        sentence = ngettext(
            "%(count)s meeting in a row didn’t happen",
            "%(count)s meetings in a row didn’t happen",
            facts.canceled_in_a_row,
        )
        return Signal(Kind.CANCELED, Severity.AMBER, sentence % {"count": facts.canceled_in_a_row})

    def check_in(self, facts: Facts) -> Signal | None:
        if facts.unanswered_since is None:
            return None
        if facts.days_since(facts.unanswered_since) < self.policy.check_in_late_days:
            return None
        return Signal(Kind.CHECK_IN, Severity.AMBER, _("A check-in waits for an answer"))

    def pulse(self, facts: Facts) -> Signal | None:
        if facts.lowest_pulse is None or facts.lowest_pulse > self.policy.low_pulse:
            return None
        red = facts.lowest_pulse <= self.policy.very_low_pulse
        sentence = _("One side doesn’t find it worth the time")
        if self.policy.is_pulse_seen:
            sentence = _("One side’s last check-in was %(score)s of 5") % {"score": facts.lowest_pulse}
        return Signal(Kind.PULSE, Severity.RED if red else Severity.AMBER, sentence)
