"""Servers that are killed in the middle: what was acknowledged is there, what was asked for is done once."""

import os
import shutil
import threading
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest

from tests.processes import Installation, Server, fresh_database, wait_for

pytestmark = pytest.mark.crash
KILLS = int(os.environ.get("CRASH_KILLS", "2"))


@pytest.fixture(scope="module")
def migrated(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder with its tables, made once."""
    place = Installation(tmp_path_factory.mktemp("migrated"))
    place.run("migrate")
    return place.folder


@pytest.fixture
def installation(tmp_path: Path, migrated: Path) -> Iterator[Installation]:
    with fresh_database() as address:
        place = Installation(tmp_path, address, JOB_LEASE_SECONDS="2")
        try:
            if address:
                place.run("migrate")
            else:
                shutil.copytree(migrated, place.folder)
            yield place
        finally:
            place.end()


def test_a_job_goes_on_after_kill_and_restart(installation: Installation) -> None:
    server = installation.serve()
    assert server.post("/crashing/count/", "to=12") == 201
    wait_for(lambda: len(installation.names("step")) >= 4)

    server.kill()
    before = installation.names("step")
    installation.serve()
    wait_for(lambda: installation.rows("SELECT 1 FROM jobs_job WHERE state = 'done'"))

    assert 4 <= len(before) < 12
    assert installation.names("step") == [str(number) for number in range(1, 13)]
    assert installation.rows("SELECT state, attempts FROM jobs_job") == [("done", 2)]


def test_a_stop_lets_the_running_job_finish(installation: Installation) -> None:
    server = installation.serve()
    server.post("/crashing/count/", "to=8")
    wait_for(lambda: installation.names("step"))

    assert server.stop() == 0

    assert installation.rows("SELECT state, attempts FROM jobs_job") == [("done", 1)]


def test_a_second_server_on_the_same_folder_says_why_not(installation: Installation) -> None:
    if installation.database_url:
        pytest.skip("Several servers may share PostgreSQL.")
    installation.serve()

    second = installation.start("serve", "--port", "0")

    assert second.process.wait(20) == 1
    assert "is running on" in second.said()


def test_no_acknowledged_write_is_lost(installation: Installation) -> None:
    """Clients write while the server is killed at odd moments; each write also asks for a job."""
    acknowledged: list[str] = []
    for life in range(KILLS):
        server = installation.serve()
        writers = [
            threading.Thread(target=write_on, args=(server, f"{life}-{number}", acknowledged)) for number in range(4)
        ]
        for writer in writers:
            writer.start()
        wait_for(partial(has_more_than, 20 * (life + 1), acknowledged))
        time.sleep(0.1 * (life % 4))
        server.kill()
        for writer in writers:
            writer.join()
    installation.serve()
    wait_for(lambda: not installation.rows("SELECT 1 FROM jobs_job WHERE state IN ('ready', 'running')"), 60)

    written, followed = installation.names("written"), installation.names("followed")
    assert len(acknowledged) > 20 * KILLS
    assert set(acknowledged) <= set(written)
    assert sorted(written) == sorted(followed)
    assert installation.rows("SELECT 1 FROM jobs_job WHERE state <> 'done'") == []


def has_more_than(number: int, acknowledged: list[str]) -> bool:
    return len(acknowledged) > number


def write_on(server: Server, name: str, acknowledged: list[str]) -> None:
    """Write until the server is gone."""
    for number in range(10_000):
        status = server.post(f"/crashing/write/{name}-{number}/")
        if status == 201:
            acknowledged.append(f"{name}-{number}")
        elif status == 0:
            return
