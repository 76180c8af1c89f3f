"""The match studio and its buttons."""

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.test_change import of
from tests.matching.test_run import pairs
from trellis.matching.models import KeptApart, MatchRun, Proposal, Suggestion
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role

STUDIO = "/programs/first-year-forward/autumn-2026/match/"


@pytest.fixture
def client_olga(client: Client, olga: Person) -> Client:
    client.force_login(olga)
    return client


def words(response: Any) -> str:
    return " ".join(response.content.decode().split())


def test_without_people_it_says_what_will_be_here(client_olga: Client, cohort: Cohort) -> None:
    assert "No pairs yet" in words(client_olga.get(STUDIO))


def test_the_search_runs_in_the_background(
    client_olga: Client, mia_mentors: Participation, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    shown = client_olga.post(f"{STUDIO}run/", follow=True)
    assert "Waiting to begin" in words(shown)

    run_jobs()

    assert "Search again" in words(client_olga.get(STUDIO))


def test_it_shows_every_pair_with_its_reasons(client_olga: Client, run: MatchRun) -> None:
    shown = words(client_olga.get(STUDIO, {"pair": of(run, "Noor").pk}))

    assert "Mentees: 2. Mentors: 2, with room for 3." in shown
    assert "No better set of pairs exists under these rules." in shown
    assert "Noor El-Amin and Mia Holmqvist" in shown
    assert "coaching and handover" in shown
    assert "Based on 40% of what counts. Nothing is known about:" in shown


def test_it_says_so_when_a_change_leaves_room_for_better(client_olga: Client, run: MatchRun, run_jobs: RunJobs) -> None:
    MatchRun.objects.filter(pk=run.pk).update(findings=["unproven"])

    shown = words(client_olga.get(STUDIO))

    assert "A better set of pairs may exist now." in shown
    assert "No better set of pairs exists" not in shown


def test_the_list_is_filtered_and_sorted(client_olga: Client, run: MatchRun) -> None:
    def shown(**query: str) -> list[str]:
        return [row.suggestion.mentee.person.called() for row in client_olga.get(STUDIO, query).context["rows"]]

    assert shown(q="lea") == ["Lea"]
    assert shown(q="holmq") == ["Noor"]
    assert shown(show="locked") == shown(show="none") == []
    assert shown(show="look") == ["Lea", "Noor"]
    assert shown(sort="name") == ["Lea", "Noor"]
    assert shown(sort="-name") == ["Noor", "Lea"]
    assert shown(pair="x", page="99", sort="?") == ["Lea", "Noor"]


def test_selecting_a_pair_swaps_only_the_board(client_olga: Client, run: MatchRun) -> None:
    headers = {"HX-Request": "true", "HX-Target": "div#board"}
    part = words(client_olga.get(STUDIO, {"pair": of(run, "Noor").pk}, headers=headers))

    assert "Why this pair" in part
    assert "<html" not in part


def test_lock_and_unlock(client_olga: Client, run: MatchRun) -> None:
    noor = of(run, "Noor")

    client_olga.post(f"/match/suggestions/{noor.pk}/lock/")
    assert of(run, "Noor").is_locked
    client_olga.post(f"/match/suggestions/{noor.pk}/unlock/")
    assert not of(run, "Noor").is_locked


def test_other_mentors_are_shown_with_what_they_cost(
    client_olga: Client, run: MatchRun, ben_mentors: Participation
) -> None:
    shown = words(client_olga.get(f"/match/suggestions/{of(run, 'Noor').pk}/options/"))

    assert "Ben Adler" in shown
    assert "Their fit is under the lowest that you allow." in shown
    searched = client_olga.get(f"/match/suggestions/{of(run, 'Noor').pk}/options/", {"q": "zzz"})
    assert "No mentor of that name is in this cohort." in words(searched)


def test_move_and_undo(client_olga: Client, run: MatchRun, ben_mentors: Participation, run_jobs: RunJobs) -> None:
    client_olga.post(f"{STUDIO}settings/", SETTINGS | {"floor": 0})
    client_olga.post(f"{STUDIO}run/")
    run_jobs()
    plan = MatchRun.objects.get(state=MatchRun.State.REVIEW)
    before = pairs(plan)

    moved = client_olga.post(
        f"/match/suggestions/{of(plan, 'Noor').pk}/options/", {"mentor": ben_mentors.pk}, follow=True
    )

    assert "Noor El-Amin was moved to Ben Adler." in words(moved)
    assert "Lea Fontaine moved to Mia Holmqvist" in words(moved)
    event = moved.context["by_hand"].newest[0].event
    client_olga.post(f"/history/{event.pk}/undo/")
    assert pairs(plan) == before


def test_keep_apart_and_allow_again(client_olga: Client, run: MatchRun) -> None:
    client_olga.post(f"/match/suggestions/{of(run, 'Noor').pk}/apart/")

    assert "Mia Holmqvist" in words(client_olga.get(f"{STUDIO}rules/"))
    client_olga.post(f"/match/apart/{KeptApart.objects.get().pk}/allow/")
    assert not KeptApart.objects.exists()


def test_publish_asks_then_does_it(client_olga: Client, run: MatchRun) -> None:
    assert "Publish 2 pairs?" in words(client_olga.get(f"{STUDIO}publish/"))

    done = client_olga.post(f"{STUDIO}publish/", follow=True)

    assert "2 pairs published. People are told in ten minutes." in words(done)
    assert "Undo" in words(done)
    assert Proposal.objects.count() == 2


def test_publish_one_alone(client_olga: Client, run: MatchRun) -> None:
    client_olga.post(f"{STUDIO}publish/", {"only": of(run, "Noor").pk})

    assert [str(proposal) for proposal in Proposal.objects.with_people()] == ["Noor El-Amin, Mia Holmqvist"]


def test_who_stayed_behind_is_named(client_olga: Client, run: MatchRun, noor: Person, mia: Person) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    done = words(client_olga.post(f"{STUDIO}publish/", follow=True))

    assert "Noor El-Amin, Mia Holmqvist stayed behind: One of them is the other’s manager." in done


SETTINGS: dict[str, Any] = {
    "floor": 40,
    "load": 5,
    "answer_days": 7,
    **{f"weight_{key}": 10 for key in ("goals", "choice", "interests", "style", "time", "level", "language", "site")},
    "weight_text": 0,
    "aim": "people",
    "weight_department": 0,
    "weight_zone": 0,
}


def test_settings_are_kept(client_olga: Client, cohort: Cohort) -> None:
    client_olga.post(f"{STUDIO}settings/", SETTINGS | {"weight_zone": 7, "weight_goals": 0, "answer_days": 10})

    kept = cohort.match_settings
    assert kept.answer_days == 10
    assert kept.weights["zone"] == 7.0
    assert "goals" not in kept.weights


def test_wrong_settings_are_named(client_olga: Client, cohort: Cohort) -> None:
    answer = client_olga.post(f"{STUDIO}settings/", SETTINGS | {"weight_goals": 101, "answer_days": 0})

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"weight_goals", "answer_days"}


def test_pairing_by_hand(
    client_olga: Client, run: MatchRun, noor_learns: Participation, ben_mentors: Participation
) -> None:
    first = client_olga.get(f"{STUDIO}by-hand/")
    assert "Lea Fontaine" in words(first)
    second = client_olga.get(f"{STUDIO}by-hand/", {"mentee": noor_learns.pk})
    assert [row.mentor.person.called() for row in second.context["page"]] == ["Mia", "Ben"]

    client_olga.post(f"{STUDIO}by-hand/", {"mentee": noor_learns.pk, "mentor": ben_mentors.pk})

    assert [str(proposal) for proposal in Proposal.objects.with_people()] == ["Noor El-Amin, Ben Adler"]
    left = client_olga.get(f"{STUDIO}by-hand/").context["page"]
    assert [str(one.person) for one in left] == ["Lea Fontaine"]


def test_the_board_asks_the_same_number_of_questions_however_many_there_are(
    client_olga: Client, run: MatchRun, cohort: Cohort
) -> None:
    client_olga.get(STUDIO)  # what is kept in memory is read once
    with CaptureQueriesContext(connection) as few:
        client_olga.get(STUDIO)
    more = [make_participation(cohort, Role.MENTEE) for _ in range(30)]
    Suggestion.objects.bulk_create(
        Suggestion(run=run, mentee=one, mentor_id=of(run, "Noor").mentor_id, points=50_000, parts=[50, 0, 0, 0, 0])
        for one in more
    )

    with CaptureQueriesContext(connection) as many:
        shown = client_olga.get(STUDIO)

    assert len(shown.context["rows"]) == 25
    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["sam", "rui"])
def test_a_stranger_finds_nothing(client: Client, run: MatchRun, who: str, request: pytest.FixtureRequest) -> None:
    client.force_login(request.getfixturevalue(who))
    noor = of(run, "Noor")

    assert client.get(STUDIO).status_code == 404
    assert client.post(f"{STUDIO}publish/").status_code == 404
    assert client.post(f"/match/suggestions/{noor.pk}/lock/").status_code == 404
    assert client.get(f"/match/suggestions/{noor.pk}/options/").status_code == 404


def test_people_of_the_program_may_not_look(client: Client, run: MatchRun, noor: Person) -> None:
    client.force_login(noor)

    assert client.get(STUDIO).status_code == 403
    assert client.get(f"/match/suggestions/{of(run, 'Noor').pk}/options/").status_code == 404
