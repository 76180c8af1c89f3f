"""A whole season, as people live it: from an empty installation to the report, over real pages and forms alone."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
import time_machine
from django.core.cache import cache

from tests.journeys import beginning, closing, matching, recruiting, strategy, together
from tests.journeys.season import Season


@pytest.mark.django_db
def test_a_season(monkeypatch: pytest.MonkeyPatch) -> None:
    cache.clear()
    with time_machine.travel(datetime(2026, 9, 1, 8, tzinfo=UTC), tick=False) as clocks:
        season = Season(clocks)
        beginning.install(season, monkeypatch)
        beginning.bring_people(season)
        strategy.found_a_program(season)
        strategy.ask_leaders(season)
        strategy.sign_the_charter(season)
        recruiting.settle_the_design(season)
        recruiting.open_the_doors(season)
        recruiting.apply(season)
        recruiting.decide(season)
        recruiting.train(season)
        matching.find_pairs(season)
        matching.publish(season)
        matching.say_yes(season)
        together.agree(season)
        together.set_a_goal(season)
        together.meet(season)
        together.write(season)
        together.answer_check_ins(season)
        closing.say_goodbye(season)
        closing.get_a_certificate(season)
        closing.read_the_report(season)
