"""Decisions through the API are those of the page: once, by those who may, with the same words when refused."""

import pytest

from tests.api.conftest import Speak
from tests.house import world as worlds
from trellis.programs.models import Participation
from trellis.recruitment.models import Application

pytestmark = pytest.mark.django_db


@pytest.fixture
def world() -> worlds.World:
    return worlds.build()


@pytest.fixture
def waiting(world: worlds.World) -> Application:
    """An application that nobody has decided on."""
    return Application.objects.filter(state=Application.State.SUBMITTED, cohort=world.cohort).order_by("pk")[0]


def accept(speak: Speak, who: object, application: Application, **headers: str) -> tuple[int, dict[str, object]]:
    client = speak(who)
    answer = client.post(
        f"/api/v1/applications/{application.pk}/accept", {"words": "Welcome"}, "application/json", headers=headers
    )
    return answer.status_code, answer.json()


def test_accepting_lets_the_person_in(speak: Speak, world: worlds.World, waiting: Application) -> None:
    status, body = accept(speak, world.olga, waiting)

    assert (status, body["state"]) == (200, "accepted")
    assert Participation.objects.filter(cohort=waiting.cohort, person=waiting.person, role=waiting.role).exists()


def test_twice_is_refused_in_a_sentence(speak: Speak, world: worlds.World, waiting: Application) -> None:
    accept(speak, world.olga, waiting)

    status, body = accept(speak, world.olga, waiting)

    assert (status, body["type"], body["title"]) == (409, "/docs/problems#too-late", "Conflict")
    assert body["detail"]


def test_the_same_key_acts_once_and_answers_alike(speak: Speak, world: worlds.World, waiting: Application) -> None:
    client = speak(world.olga)
    address = f"/api/v1/applications/{waiting.pk}/accept"
    sent = [
        client.post(address, {"words": ""}, "application/json", headers={"Idempotency-Key": "one"}) for _ in range(2)
    ]

    assert [answer.status_code for answer in sent] == [200, 200]
    assert sent[0].json() == sent[1].json()


def test_strangers_find_nothing_and_applicants_may_not_decide(
    speak: Speak, world: worlds.World, waiting: Application
) -> None:
    assert accept(speak, world.sam, waiting)[0] == 404
    assert accept(speak, waiting.person, waiting)[0] == 403
    waiting.refresh_from_db()
    assert waiting.state == Application.State.SUBMITTED


def test_relationships_are_facts_only(speak: Speak, world: worlds.World) -> None:
    address = f"/api/v1/programs/{world.program.slug}/cohorts/{world.cohort.slug}/relationships"

    found = speak(world.olga).get(address).json()["items"]

    assert found
    assert set(found[0]) == {"id", "cohort_id", "state", "format", "started_at", "ends_on", "people"}
    assert speak(world.sam).get(address).status_code == 404
    meetings = speak(world.olga).get(f"/api/v1/relationships/{found[0]['id']}/meetings").json()["items"]
    assert all(set(one) == {"id", "state", "mode", "starts_at", "minutes"} for one in meetings)
    assert speak(world.noor).get(f"/api/v1/relationships/{found[0]['id']}/meetings").status_code == 404
