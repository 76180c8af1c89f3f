"""Objectives: set, measured, shown with where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date
from decimal import Decimal

import pytest
from django.test import Client

from tests.cast import history_of
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.strategy import measures, objectives, queries
from trellis.strategy.models import Objective

STRATEGY = "/programs/first-year-forward/autumn-2026/strategy/"


@pytest.fixture
def counted() -> Iterator[None]:
    """Somebody who counts: 36 pairs are matched."""

    def count(cohort: Cohort, codes: Collection[str]) -> measures.Values:
        return {"pairs_matched": Decimal(36)} if "pairs_matched" in codes else {}

    measures.values_from(count)
    yield
    measures._COUNTERS.remove(count)


def test_set_an_objective(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)
    typed = {"statement": "9 of 10 recommend it", "measure": "mentees_recommend", "target": "9", "due_on": "2027-07-05"}

    client.post(f"{STRATEGY}objectives/new/", typed)

    objective = Objective.objects.get()
    assert (objective.target, objective.due_on, objective.position) == (Decimal(9), date(2027, 7, 5), 1)
    assert history_of(objective) == ["strategy.objective_set"]
    assert "9 of 10 recommend it" in client.get(STRATEGY).content.decode()


def test_a_target_above_what_can_be_is_sent_back(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    page = client.post(
        f"{STRATEGY}objectives/new/", {"statement": "All", "measure": "agreements_signed", "target": "101"}
    )

    assert "Enter 100 at most." in page.content.decode()


def test_the_value_now_comes_from_who_counts(objective: Objective, cohort: Cohort, counted: None) -> None:
    aim = queries.aims_of(cohort)[0]

    assert (aim.now, aim.percent, aim.is_reached) == (Decimal(36), 75, False)


def test_without_anybody_counting_it_is_not_known(
    objective: Objective, cohort: Cohort, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(measures, "_COUNTERS", [])

    assert queries.aims_of(cohort)[0].now is None


def test_by_hand_is_entered_and_the_rest_is_not(
    client: Client, objective: Objective, cohort: Cohort, olga: Person
) -> None:
    by_hand = objectives.add(cohort, by=olga, statement="Stay", measure="by-hand", target=Decimal(88))
    client.force_login(olga)
    assert "Where it stands" in client.get(f"{STRATEGY}objectives/{by_hand.pk}/").content.decode()

    client.post(f"{STRATEGY}objectives/{by_hand.pk}/value/", {"value-value": "90.5"})

    aim = queries.aims_of(cohort)[1]
    assert (aim.now, aim.is_reached) == (Decimal("90.5"), True)
    with pytest.raises(Refused, match="Trellis counts"):
        objectives.measure(objective, Decimal(3), by=olga)


def test_change_and_remove(client: Client, objective: Objective, cohort: Cohort, olga: Person) -> None:
    second = objectives.add(cohort, by=olga, statement="Second", measure="goals_reached", target=Decimal(50))
    client.force_login(olga)
    address = f"{STRATEGY}objectives/{objective.pk}/"

    client.post(address, {"statement": "50 pairs", "measure": "pairs_matched", "target": "50"})
    objective.refresh_from_db()
    assert (objective.statement, objective.target) == ("50 pairs", Decimal(50))

    client.post(f"{address}remove/")
    second.refresh_from_db()
    assert list(Objective.objects.all()) == [second]
    assert second.position == 1


def test_the_objective_of_another_program_is_not_found(
    client: Client, objective: Objective, rui: Person, other_program: object
) -> None:
    client.force_login(rui)

    assert client.get(f"/programs/ward-leaders/spring-2027/strategy/objectives/{objective.pk}/").status_code == 404
    assert client.get(f"{STRATEGY}objectives/{objective.pk}/").status_code == 404
