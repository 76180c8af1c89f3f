"""An upgrade works, or leaves everything as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import Installation

pytestmark = pytest.mark.crash


@pytest.fixture
def installation(tmp_path: Path) -> Iterator[Installation]:
    place = Installation(tmp_path)
    yield place
    place.end()


def test_a_failing_migration_leaves_the_version_before_working(installation: Installation) -> None:
    installation.run("migrate")
    installation.environment["BROKEN_UPGRADE"] = "1"

    upgraded = installation.start("serve", "--port", "0")
    assert upgraded.process.wait(60) == 1
    assert "a row is not as expected. They are as they were before" in upgraded.said()
    assert installation.rows("SELECT name FROM sqlite_master WHERE name = 'half_done'") == []
    assert len(list(installation.folder.glob("backups/before-upgrade-*.sqlite3"))) == 1

    del installation.environment["BROKEN_UPGRADE"]
    server = installation.serve()
    assert server.get("/readyz") == 200, server.said()


def test_nobody_migrates_under_a_running_server(installation: Installation) -> None:
    installation.serve()

    second = installation.start("migrate")

    assert second.process.wait(60) == 1
    assert "is running on" in second.said()
