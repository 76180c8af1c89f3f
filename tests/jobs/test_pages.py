"""Background work, as administrators and as whoever asked for it see it."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.conftest import RunJobs
from trellis.jobs.actions import enqueue
from trellis.jobs.models import Job
from trellis.people.models import Person


@pytest.fixture
def broken(olga: Person, run_jobs: RunJobs) -> Job:
    """Work of Olga's that failed."""
    job = enqueue("tests.count", by=olga, to=4, dies_at=2)
    run_jobs(failing=True)
    job.refresh_from_db()
    return job


def test_the_list_is_filtered_by_state(client: Client, ada: Person, broken: Job) -> None:
    enqueue("tests.tell", word="hello")
    client.force_login(ada)

    everything = client.get("/admin/work/").content.decode()
    failed = client.get("/admin/work/?state=failed").content.decode()
    nothing = client.get("/admin/work/?state=canceled").content.decode()
    odd = client.get("/admin/work/?state=%00&page=99")

    assert ("Count" in everything, "Tell a word" in everything) == (True, True)
    assert ("Count" in failed, "Tell a word" in failed) == (True, False)
    assert "RuntimeError" in failed
    assert "No work is in this state" in nothing
    assert odd.status_code == 200


def test_the_list_asks_the_same_of_the_database_however_long(client: Client, ada: Person, olga: Person) -> None:
    client.force_login(ada)
    asked = []
    for upto in (1, 1, 20):  # the first one fills caches
        for number in range(upto):
            enqueue("tests.tell", by=olga, word=str(number))
        with CaptureQueriesContext(connection) as queries:
            assert client.get("/admin/work/").status_code == 200
        asked.append(len(queries))

    assert asked[1] == asked[2]


def test_who_asked_sees_it_and_may_stop_it(client: Client, olga: Person) -> None:
    job = enqueue("tests.tell", by=olga, word="hello")
    client.force_login(olga)

    seen = client.get(f"/work/{job.pk}/").content.decode()
    client.post(f"/work/{job.pk}/stop/")

    job.refresh_from_db()
    assert "Tell a word" in seen
    assert "Background work</a>" not in seen
    assert job.state == Job.State.CANCELED
    assert client.post(f"/work/{job.pk}/again/").status_code == 403


def test_an_administrator_starts_it_again(client: Client, ada: Person, broken: Job, run_jobs: RunJobs) -> None:
    client.force_login(ada)

    page = client.get(f"/work/{broken.pk}/").content.decode()
    client.post(f"/work/{broken.pk}/again/")
    run_jobs()

    broken.refresh_from_db()
    assert "Start it again" in page
    assert broken.state == Job.State.DONE


def test_too_late_is_said_on_the_page(client: Client, olga: Person, run_jobs: RunJobs) -> None:
    job = enqueue("tests.tell", by=olga, word="hello")
    run_jobs()
    client.force_login(olga)

    answer = client.post(f"/work/{job.pk}/stop/", headers={"Referer": f"http://testserver/work/{job.pk}/"}, follow=True)

    assert "This can’t be done any more" in answer.content.decode()


def test_while_it_runs_the_page_asks_for_its_part(client: Client, olga: Person) -> None:
    job = enqueue("tests.tell", by=olga, word="hello")
    client.force_login(olga)

    part = client.get(f"/work/{job.pk}/", headers={"HX-Request": "true", "HX-Target": "div#job"}).content.decode()

    assert "<h1" not in part
    assert "every 2s" in part


def test_a_stranger_finds_nothing(client: Client, sam: Person, broken: Job) -> None:
    client.force_login(sam)

    answers = [client.get("/admin/work/"), client.get(f"/work/{broken.pk}/"), client.post(f"/work/{broken.pk}/stop/")]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
