"""When a pair needs somebody: each rule at its edge, pauses, snoozes, and where it stands."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from trellis.care.models import CarePolicy
from trellis.care.signals import Facts, Kind, Rules, Severity, Standing, working_days

TODAY = date(2027, 3, 17)  # a Wednesday
RED, AMBER = Severity.RED, Severity.AMBER


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


def facts(**changes: Any) -> Facts:
    """A pair of half a year that met a week ago and agreed on every two weeks."""
    usual: dict[str, Any] = {
        "today": TODAY,
        "started_on": ago(180),
        "every_weeks": 2,
        "first_met_on": ago(170),
        "last_met_on": ago(7),
        "held": 11,
        "signed_on": ago(160),
    }
    return Facts(**(usual | changes))


NEW: dict[str, Any] = {"first_met_on": None, "last_met_on": None, "held": 0, "signed_on": None}


def found(**changes: Any) -> list[tuple[Kind, Severity]]:
    return [(signal.kind, signal.severity) for signal in Rules(CarePolicy()).signals(facts(**changes))]


def stands(**changes: Any) -> Standing:
    rules, about = Rules(CarePolicy()), facts(**changes)
    return rules.standing(about, rules.signals(about))


@pytest.mark.parametrize(
    ("changes", "signals"),
    [
        ({}, []),
        # no first meeting by day 14
        ({**NEW, "started_on": ago(13)}, []),
        ({**NEW, "started_on": ago(14)}, [(Kind.FIRST_MEETING, AMBER)]),
        ({**NEW, "started_on": ago(14), "next_on": TODAY}, []),
        ({**NEW, "started_on": ago(36), "signed_on": TODAY}, [(Kind.FIRST_MEETING, RED)]),
        # no meeting for 1.5 and 2.5 times the rhythm of two weeks
        ({"last_met_on": ago(21)}, []),
        ({"last_met_on": ago(22)}, [(Kind.NOT_MET, AMBER)]),
        ({"last_met_on": ago(35)}, [(Kind.NOT_MET, AMBER)]),
        ({"last_met_on": ago(36)}, [(Kind.NOT_MET, RED)]),
        ({"last_met_on": ago(30), "next_on": TODAY}, []),
        ({"last_met_on": ago(36), "next_on": TODAY}, [(Kind.NOT_MET, RED)]),
        ({"last_met_on": ago(36), "every_weeks": 4}, []),
        # agreement by day 30
        ({"started_on": ago(29), "signed_on": None}, []),
        ({"started_on": ago(30), "signed_on": None}, [(Kind.AGREEMENT, AMBER)]),
        ({"started_on": ago(30), "signed_on": None, "needs_agreement": False}, []),
        # two in a row
        ({"canceled_in_a_row": 1}, []),
        ({"canceled_in_a_row": 2}, [(Kind.CANCELED, AMBER)]),
        # a check-in without an answer
        ({"unanswered_since": ago(6)}, []),
        ({"unanswered_since": ago(7)}, [(Kind.CHECK_IN, AMBER)]),
        # low scores
        ({"lowest_pulse": 4}, []),
        ({"lowest_pulse": 3}, [(Kind.PULSE, AMBER)]),
        ({"lowest_pulse": 2}, [(Kind.PULSE, RED)]),
        # somebody asked for help: three working days, the weekend doesn't count
        ({"help_since": TODAY}, [(Kind.HELP, AMBER)]),
        ({"help_since": ago(5)}, [(Kind.HELP, AMBER)]),
        ({"help_since": ago(6)}, [(Kind.HELP, RED)]),
    ],
)
def test_each_rule_at_its_edge(changes: dict[str, Any], signals: list[tuple[Kind, Severity]]) -> None:
    assert found(**changes) == signals


def test_the_most_pressing_comes_first() -> None:
    assert found(lowest_pulse=3, last_met_on=ago(60)) == [(Kind.NOT_MET, RED), (Kind.PULSE, AMBER)]


def test_a_pause_stops_the_clocks() -> None:
    assert found(last_met_on=ago(36), pauses=[(ago(30), ago(10))]) == []
    assert found(**NEW, started_on=ago(20), pauses=[(ago(10), None)]) == []
    assert facts(pauses=[(ago(30), ago(10))]).days_since(ago(20)) == 10


@pytest.mark.parametrize("state", ["paused", "closing"])
def test_what_rests_or_ends_only_shows_who_asks_for_help(state: str) -> None:
    assert found(state=state, last_met_on=ago(90), lowest_pulse=1) == []
    assert found(state=state, help_since=TODAY) == [(Kind.HELP, AMBER)]


def test_where_it_stands() -> None:
    assert stands() == Standing.THRIVING
    assert stands(started_on=ago(20)) == Standing.SETTLING
    assert stands(state="paused") == Standing.SETTLING
    assert stands(canceled_in_a_row=2) == Standing.NUDGE
    assert stands(lowest_pulse=1) == Standing.STALLED


def test_a_snooze_quiets_all_but_help() -> None:
    assert stands(last_met_on=ago(90), snoozed_until=TODAY + timedelta(days=1)) == Standing.THRIVING
    assert stands(last_met_on=ago(90), snoozed_until=TODAY) == Standing.STALLED
    assert stands(help_since=TODAY, snoozed_until=TODAY + timedelta(days=1)) == Standing.NUDGE


def test_a_program_has_its_own_numbers() -> None:
    rules = Rules(CarePolicy(first_meeting_days=30, nudge_after="3.0", stalled_after="6.0"))

    assert rules.signals(facts(last_met_on=ago(40))) == []
    assert rules.signals(facts(**NEW, started_on=ago(20))) == []


def test_the_score_is_kept_from_the_team_when_the_policy_says_so() -> None:
    seen, kept = (
        Rules(CarePolicy(is_pulse_seen=is_seen)).signals(facts(lowest_pulse=2))[0].sentence for is_seen in (True, False)
    )

    assert "2 of 5" in seen
    assert "2" not in kept


def test_working_days_leave_out_the_weekend() -> None:
    assert working_days(date(2027, 3, 12), date(2027, 3, 15)) == 1  # Friday to Monday
    assert working_days(TODAY, TODAY) == 0
