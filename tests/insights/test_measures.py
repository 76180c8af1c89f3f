"""What is counted, against numbers worked out by hand."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from tests.pairs import lose
from trellis.common.errors import Refused
from trellis.insights import process, queries
from trellis.insights.estimates import Estimate
from trellis.insights.season import Pair, Season
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.closure import actions as closure
from trellis.relationships.goals import actions as goals
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairing
from trellis.strategy import objectives
from trellis.strategy.measures import BY_HAND, MEASURES, values_of

START = datetime(2027, 1, 4, 9, tzinfo=UTC)


def figures(estimate: Estimate | None) -> tuple[float, int]:
    assert estimate is not None
    return round(estimate.value, 3), estimate.n


def test_the_process_measures(cohort: Cohort, pairs: list[Relationship]) -> None:
    season = Season(cohort)

    assert figures(process.matched(season)) == (1.0, 8)
    assert figures(process.met_on_time(season)) == (0.75, 8)
    assert figures(process.signed_on_time(season)) == (0.0, 8)
    assert figures(process.sessions(season)) == (1.0, 10)
    assert figures(process.meetings_per_pair(season)) == (1.5, 8)
    assert figures(process.hours_per_pair(season)) == (1.25, 8)
    assert process.days_to_first_meeting(season) == pytest.approx(7, abs=0.3)


def test_the_meeting_rate_counts_months_without_pauses(cohort: Cohort, pairs: list[Relationship]) -> None:
    rate = process.meeting_rate(Season(cohort))
    assert rate is not None
    assert rate.value == pytest.approx(10 / (8 * 42 / 30.44), rel=0.01)

    pause = pairs[7].pauses.create(starts_at=pairs[7].started_at, ends_at=pairs[7].started_at + timedelta(days=42))
    rested = process.meeting_rate(Season(cohort))

    assert pause.pk
    assert rested is not None
    assert rested.value == pytest.approx(10 / (7 * 42 / 30.44), rel=0.01)


def test_a_dose_is_held_of_expected(cohort: Cohort, pairs: list[Relationship]) -> None:
    doses = process.doses(Season(cohort))

    assert [round(dose, 2) for dose in doses] == [0.67] * 4 + [0.33] * 2 + [0.0] * 2


def test_lost_meetings_count_against_sessions(cohort: Cohort, pairs: list[Relationship]) -> None:
    lose(pairs[0], timezone.now() - timedelta(days=2))
    lose(pairs[0], timezone.now() + timedelta(days=2))

    assert figures(process.sessions(Season(cohort))) == (round(10 / 11, 3), 11)


def test_pauses_stop_the_clock_of_a_pair() -> None:
    pair = Pair(
        1,
        START,
        None,
        "",
        2,
        "one-to-one",
        held=[(START + timedelta(days=20), 60)],
        pauses=[(START + timedelta(days=2), START + timedelta(days=10))],
    )

    assert pair.days_until(START + timedelta(days=30)) == 22
    assert pair.first_after == 12
    assert pair.days_until(START + timedelta(days=5)) == 2


def test_a_meeting_before_the_match_is_a_first_meeting_at_once() -> None:
    pair = Pair(1, START, None, "", 2, "one-to-one", held=[(START - timedelta(days=3), 60)])

    assert pair.first_after == 0


def test_an_ended_pair_stops_counting() -> None:
    pair = Pair(1, START, START + timedelta(days=10), "asked", 2, "one-to-one")

    assert pair.days_until(START + timedelta(days=90)) == 10
    assert pair.ended_early


def test_endings_as_planned(cohort: Cohort, pairs: list[Relationship], olga: Person) -> None:
    assert process.completed(Season(cohort)) is None
    closure.close(pairs[0], by=olga, reason="term")
    closure.close(pairs[1], by=olga, reason="asked")

    assert figures(process.completed(Season(cohort))) == (0.5, 2)


def test_a_cohort_without_pairs_has_nothing_to_say(cohort: Cohort) -> None:
    season = Season(cohort)

    assert [measure.work_out(season) for measure in process.MEASURES] == [None] * len(process.MEASURES)


def test_every_measure_of_the_strategy_is_counted(cohort: Cohort) -> None:
    assert queries.known() == set(MEASURES) - {BY_HAND}
    for code in queries.known():
        assert queries.measure(code, cohort).text
    with pytest.raises(Refused):
        queries.measure("happiness", cohort)


def test_values_of_objectives(cohort: Cohort, pairs: list[Relationship], olga: Person) -> None:
    first = pairs[0]
    learner = next(party.person for party in first.parties.all() if party.role == "mentee")
    goal = goals.add(first, by=learner, owner=learner, title="Lead the handover")
    goals.reach(goal, by=learner)
    closure.close(pairs[1], by=olga, reason="goals")

    found = {code: queries.measure(code, cohort) for code in queries.known()}

    assert found["pairs_matched"].value == 8
    assert found["mentors_joined"].value == 8
    assert (found["first_meeting_on_time"].value, found["first_meeting_on_time"].text) == (
        Decimal("75.0"),
        "6 of 8, 75%",
    )
    assert found["goals_set"].text == "1 of 8, 12%"
    assert found["goals_reached"].value == 100
    assert found["meetings_held_per_pair"].value == Decimal("1.2")
    assert found["pairs_completed"].text == "1 of 8, 12%"
    assert found["mentees_recommend"].value is None


def test_strategy_pages_get_the_same_values(cohort: Cohort, pairs: list[Relationship]) -> None:
    assert values_of(cohort, ["pairs_matched", "by-hand"]) == {"pairs_matched": Decimal(8)}


def test_objectives_stand_against_the_charter(cohort: Cohort, pairs: list[Relationship], olga: Person) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    for target, measure, due_on in (
        (6, "pairs_matched", None),
        (9, "pairs_matched", None),
        (80, "first_meeting_on_time", yesterday),
    ):
        objectives.add(cohort, by=olga, statement=f"{target}", measure=measure, target=Decimal(target), due_on=due_on)
    objectives.add(cohort, by=olga, statement="Stay", measure=BY_HAND, target=Decimal(88))

    found = queries.against_charter(Season(cohort))

    assert [one.standing[1] for one in found] == ["Reached", "On the way", "Missed", "Nobody can say yet"]
    assert round(found[1].percent) == 89


def test_a_paused_pair_is_still_counted(cohort: Cohort, pairs: list[Relationship]) -> None:
    pairing.pause(pairs[0], by=pairs[0].parties.all()[0].person)

    assert len(Season(cohort).pairs) == 8
