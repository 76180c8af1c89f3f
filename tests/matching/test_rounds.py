"""Speed mentoring: planned, looked at, announced, called off."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from trellis.common.errors import Refused
from trellis.matching.rounds import actions, queries
from trellis.matching.rounds.models import Encounter, SpeedEvent
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role

State = SpeedEvent.State


@pytest.fixture
def everybody(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation) -> Cohort:
    """Three mentors and four mentees are ready, Mia and Noor among them."""
    for role, count in ((Role.MENTOR, 2), (Role.MENTEE, 3)):
        for _ in range(count):
            make_participation(cohort, role)
    return cohort


def planned(cohort: Cohort, by: Person, run_jobs: RunJobs, rounds: int = 3) -> SpeedEvent:
    begins = timezone.now() + timedelta(days=7)
    event = actions.plan(cohort, by=by, starts_at=begins, place="Garden room", rounds=rounds, minutes=10)
    run_jobs()
    event.refresh_from_db()
    return event


@pytest.fixture
def event(everybody: Cohort, olga: Person, run_jobs: RunJobs) -> SpeedEvent:
    return planned(everybody, olga, run_jobs)


def test_everybody_meets_somebody_new_in_each_round(event: SpeedEvent) -> None:
    met = list(event.encounters.values_list("mentee", "mentor"))

    assert event.state == State.PLANNED
    assert (event.meetings, event.possible) == (9, 9)  # three mentors, three rounds
    assert len(set(met)) == len(met) == 9
    assert history_of(event) == ["matching.rounds_planned"]


def test_a_manager_and_their_report_don_t_meet(
    everybody: Cohort, olga: Person, mia: Person, noor: Person, run_jobs: RunJobs
) -> None:
    noor.manager = mia
    noor.save()

    event = planned(everybody, olga, run_jobs)

    assert not event.encounters.filter(mentee__person=noor, mentor__person=mia).exists()


def test_nobody_hears_of_it_before_it_is_announced(event: SpeedEvent, mia: Person, olga: Person) -> None:
    assert not SpeedEvent.objects.visible_to(mia).exists()

    told = actions.announce(event, by=olga)

    assert told == 7
    assert notices_to(mia) == ["matching/rounds_announced"]
    assert SpeedEvent.objects.visible_to(mia).get() == event
    assert history_of(event)[-1] == "matching.rounds_announced"
    with pytest.raises(Refused):
        actions.announce(event, by=olga)


def test_each_has_a_list_of_their_own(event: SpeedEvent, mia: Person, sam: Person) -> None:
    turns = queries.turns_of(event, mia)

    assert [turn.number for turn in turns] == [1, 2, 3]
    assert turns[1].begins - turns[0].begins == timedelta(minutes=12)
    assert len({turn.partner for turn in turns}) == 3
    assert queries.turns_of(event, sam) == []


def test_calling_off_tells_who_was_told(event: SpeedEvent, mia: Person, olga: Person) -> None:
    actions.announce(event, by=olga)

    actions.call_off(event, by=olga)

    assert notices_to(mia)[-1] == "matching/rounds_called_off"
    with pytest.raises(Refused):
        actions.call_off(event, by=olga)


def test_calling_off_before_tells_nobody(event: SpeedEvent, mia: Person, olga: Person) -> None:
    actions.call_off(event, by=olga)

    assert notices_to(mia) == []


def test_without_people_there_is_nothing_to_announce(cohort: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    event = planned(cohort, olga, run_jobs)

    assert not Encounter.objects.exists()
    with pytest.raises(Refused):
        actions.announce(event, by=olga)


def test_a_time_that_has_passed_is_refused(everybody: Cohort, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.plan(everybody, by=olga, starts_at=timezone.now() - timedelta(hours=1), place="", rounds=3, minutes=10)


def test_the_pages(
    client: Client, everybody: Cohort, olga: Person, mia: Person, sam: Person, run_jobs: RunJobs
) -> None:
    client.force_login(olga)
    address = "/programs/first-year-forward/autumn-2026/match/rounds/"
    wrong = client.post(address, {"starts_at": "2020-01-01T10:00", "place": "Hall", "rounds": 3, "minutes": 10})
    begins = timezone.localtime() + timedelta(days=3)

    client.post(address, {"starts_at": f"{begins:%Y-%m-%dT10:00}", "place": "Hall", "rounds": 3, "minutes": 10})
    run_jobs()
    event = SpeedEvent.objects.get()
    sheet = client.get(f"/rounds/{event.pk}/").content.decode()
    client.post(f"/rounds/{event.pk}/announce/")
    client.force_login(mia)
    own = client.get(f"/rounds/{event.pk}/").content.decode()
    client.force_login(sam)

    assert wrong.status_code == 422
    assert "lies in the future" in wrong.content.decode()
    assert "Round 3" in sheet
    assert "Whom you meet" in own
    assert "Comes to them" not in own
    assert client.get(f"/rounds/{event.pk}/").status_code == 404
