"""On which days people are asked."""

from datetime import date, timedelta

from trellis.care.schedule import days_to_ask

START = date(2026, 10, 5)


def asked(days: int) -> list[tuple[str, int]]:
    return [(str(kind), (on - START).days) for kind, on in days_to_ask(START, START + timedelta(days=days))]


def test_nine_months_have_four_check_ins_and_a_midpoint() -> None:
    assert asked(273) == [("pulse", 14), ("pulse", 30), ("pulse", 60), ("midpoint", 136), ("pulse", 243)]


def test_short_ones_are_asked_less() -> None:
    assert asked(14) == []
    assert asked(30) == [("pulse", 14)]
    assert asked(90) == [("pulse", 14), ("pulse", 30), ("midpoint", 45), ("pulse", 60)]
