"""Scaled out: Celery carries jobs through Redis or Valkey, and the table still holds the truth."""

import os
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from uuid import uuid4

import pytest
from redis import Redis

from tests.processes import Installation, fresh_database, wait_for

REDIS = os.environ.get("TEST_REDIS_URL", "redis://127.0.0.1:6379/9")


def redis_answers() -> bool:
    host, _colon, port = REDIS.removeprefix("redis://").split("/")[0].partition(":")
    try:
        socket.create_connection((host, int(port or 6379)), timeout=1).close()
    except OSError:
        return False
    return True


pytestmark = [
    pytest.mark.crash,
    pytest.mark.skipif(not redis_answers(), reason=f"No Redis or Valkey answers at {REDIS}."),
]


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    with fresh_database() as address:
        prefix = f"test-{uuid4()}"  # what a killed run left in this Redis isn't ours
        place = Installation(
            tmp_path,
            address,
            TASKS_URL=f"celery+{REDIS}",
            REDIS_URL=REDIS,
            REDIS_PREFIX=prefix,
            JOB_LEASE_SECONDS="2",
        )
        try:
            place.run("migrate")
            yield place
        finally:
            place.end()
            forget(prefix)


def forget(prefix: str) -> None:
    """Leave nothing in a Redis that others use too."""
    with closing(Redis.from_url(REDIS)) as redis:
        for key in redis.scan_iter(f"*{prefix}*"):
            redis.delete(key)


def test_a_worker_elsewhere_does_the_job_and_another_goes_on_when_it_dies(installation: Installation) -> None:
    server = installation.serve()
    worker = installation.start("worker")
    server.post("/crashing/write/hello/")
    wait_for(lambda: installation.names("followed") == ["hello"])

    server.post("/crashing/count/", "to=12")
    wait_for(lambda: len(installation.names("step")) >= 3)
    worker.kill()
    installation.start("worker")
    wait_for(lambda: installation.rows("SELECT 1 FROM jobs_job WHERE kind = 'crashing.count' AND state = 'done'"), 60)

    assert installation.names("step") == [str(number) for number in range(1, 13)]
