"""Fixed hours."""

from datetime import UTC, datetime, timedelta

import pytest

from trellis.config import clock
from trellis.jobs import timers
from trellis.jobs.models import Timer

MONDAY = datetime(2026, 11, 23, 6, 0, tzinfo=UTC)


@pytest.fixture
def rings(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """A clock with one morning bell."""
    monkeypatch.setattr(timers, "entries", {})
    heard: list[str] = []

    @timers.at("0 7 * * *")
    def morning() -> None:
        heard.append("morning")

    return heard


def test_the_first_look_only_remembers(db: None, rings: list[str]) -> None:
    assert timers.run_due(MONDAY + timedelta(hours=5)) == []
    assert Timer.objects.get().last_at == MONDAY + timedelta(hours=5)


def test_an_hour_comes_once(db: None, rings: list[str]) -> None:
    timers.run_due(MONDAY)

    for minutes in (59, 60, 61, 120):
        timers.run_due(MONDAY + timedelta(minutes=minutes))

    assert rings == ["morning"]


def test_hours_missed_while_it_was_off_are_caught_up_once(db: None, rings: list[str]) -> None:
    timers.run_due(MONDAY)

    timers.run_due(MONDAY + timedelta(days=3))

    assert rings == ["morning"]


def test_a_clock_turned_back_rings_nothing_twice(db: None, rings: list[str]) -> None:
    timers.run_due(MONDAY)
    timers.run_due(MONDAY + timedelta(hours=2))

    timers.run_due(MONDAY + timedelta(minutes=30))
    timers.run_due(MONDAY + timedelta(hours=1, minutes=30))

    assert rings == ["morning"]


def test_an_hour_that_failed_comes_again(
    db: None, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(timers, "entries", {})
    tries: list[bool] = []

    @timers.at("0 7 * * *")
    def shaky() -> None:
        tries.append(True)
        if len(tries) == 1:
            raise RuntimeError("not yet")

    timers.run_due(MONDAY)
    assert timers.run_due(MONDAY + timedelta(hours=2)) == []
    assert timers.run_due(MONDAY + timedelta(hours=3)) == ["shaky"]
    assert "shaky" in caplog.text


def test_the_product_keeps_its_hours(db: None) -> None:
    assert clock.tidy_up.__name__ in timers.entries
    timers.run_due(MONDAY)

    assert set(timers.run_due(MONDAY + timedelta(days=2))) == set(timers.entries)
