"""The figures of a program's home."""

from __future__ import annotations

from datetime import UTC, datetime

import time_machine
from django.utils import timezone

from tests.pairs import book, lose, make_pair, meet
from trellis.home.figures import meetings_by_week
from trellis.programs.models import Cohort

BEGAN = datetime(2026, 10, 5, 9, tzinfo=UTC)
NOW = datetime(2026, 11, 4, 12, tzinfo=UTC)  # a Wednesday


def test_meetings_are_counted_by_the_weeks_of_the_reader(cohort: Cohort) -> None:
    with time_machine.travel(BEGAN, tick=False) as clock, timezone.override("America/New_York"):
        pair = make_pair(cohort)
        clock.move_to(NOW)
        late_on_sunday = datetime(2026, 10, 26, 3, tzinfo=UTC)  # in New York still the 25th
        for at in (datetime(2026, 10, 13, 9, tzinfo=UTC), late_on_sunday, datetime(2026, 11, 3, 9, tzinfo=UTC)):
            meet(pair, at)
        lose(pair, datetime(2026, 10, 28, 9, tzinfo=UTC))
        book(pair, datetime(2026, 11, 5, 9, tzinfo=UTC))

        chart = meetings_by_week(cohort)

    assert chart is not None
    assert [(bar.label, bar.value, bar.now) for bar in chart.bars] == [
        ("12 October 2026", 1, False),
        ("19 October 2026", 1, False),
        ("26 October 2026", 0, False),
        ("2 November 2026", 1, True),
    ]


def test_without_a_meeting_there_is_no_chart(cohort: Cohort) -> None:
    make_pair(cohort)

    assert meetings_by_week(cohort) is None
