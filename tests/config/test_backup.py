"""A backup is of one moment, complete, its owner's alone; restoring trusts nothing and loses nothing."""

import json
import shutil
import tarfile
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.jobs.test_crash import write_on
from tests.processes import Installation, fresh_database, wait_for

pytestmark = pytest.mark.crash


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Installation, Path, set[str]]]:
    """A backup made while clients wrote, and what had been acknowledged before it began."""
    with fresh_database() as address:
        place = Installation(tmp_path_factory.mktemp("busy"), address)
        try:
            place.run("migrate")
            (place.folder / "media/photos").mkdir(parents=True)
            (place.folder / "media/photos/mia.jpg").write_bytes(b"a photo of Mia")
            server = place.serve()
            acknowledged: list[str] = []
            for number in range(3):
                threading.Thread(target=write_on, args=(server, f"{number}", acknowledged), daemon=True).start()
            wait_for(lambda: len(acknowledged) > 20)
            before = set(acknowledged)
            file = place.folder.parent / "backup.tar"
            said = place.run("backup", str(file))
            server.kill()
            assert "Keep the keys" in said
            yield place, file, before
        finally:
            place.end()


def a_new_machine(folder: Path, address: str, *, keys_of: Installation | None) -> Installation:
    place = Installation(folder, address)
    if keys_of:
        shutil.copytree(keys_of.folder / "keys", place.folder / "keys")
    return place


def test_what_was_acknowledged_is_in_it_and_comes_back(
    written: tuple[Installation, Path, set[str]], tmp_path: Path
) -> None:
    old, file, before = written
    with fresh_database() as address:
        new = a_new_machine(tmp_path, address, keys_of=old)
        new.run("restore", str(file))

        names = set(new.names("written"))
        jobs = {row[0] for row in new.rows("SELECT key FROM jobs_job WHERE kind = 'crashing.follow'")}
        new.end()

    assert len(before) > 20
    assert before <= names
    assert names == jobs
    assert (new.folder / "media/photos/mia.jpg").read_bytes() == b"a photo of Mia"


def test_it_holds_no_key_and_is_its_owners_alone(written: tuple[Installation, Path, set[str]]) -> None:
    old, file, _before = written
    keys = [path.read_bytes().strip() for path in (old.folder / "keys").iterdir()]

    with tarfile.open(file) as archive:
        names = archive.getnames()
        manifest = json.loads((archive.extractfile("manifest.json") or pytest.fail("no manifest")).read())

    assert file.stat().st_mode & 0o777 == 0o600
    assert len(keys) == 2
    assert not any(key in file.read_bytes() for key in keys)
    assert sorted(manifest["files"]) == sorted(set(names) - {"manifest.json"})
    assert manifest["rows"]["jobs_timer"] > 20


def test_a_damaged_file_is_refused(written: tuple[Installation, Path, set[str]], tmp_path: Path) -> None:
    old, file, _before = written
    data = file.read_bytes()
    middle = len(data) // 2
    changed = data[:middle] + bytes([data[middle] ^ 1]) + data[middle + 1 :]
    for name, damaged in {"cut": data[:middle], "changed": changed}.items():
        broken = tmp_path / f"{name}.tar"
        broken.write_bytes(damaged)
        process = old.start("restore", str(broken), "--check")

        assert process.process.wait(30) == 1
        assert str(broken) in process.said()
        assert "Traceback" not in process.said()


def test_it_goes_over_nothing_unless_told_and_sets_that_aside(
    written: tuple[Installation, Path, set[str]], tmp_path: Path
) -> None:
    old, file, _before = written
    with fresh_database() as address:
        new = a_new_machine(tmp_path, address, keys_of=old)
        new.run("migrate")
        refused = new.start("restore", str(file))
        assert refused.process.wait(30) == 1
        assert "--force" in refused.said()

        new.run("restore", str(file), "--force")
        there = new.names("written")
        new.end()

    assert there
    assert [path.name for path in new.folder.glob("replaced-*/trellis.*")] != []


def test_a_backup_of_other_keys_is_refused_with_what_to_do(
    written: tuple[Installation, Path, set[str]], tmp_path: Path
) -> None:
    _old, file, _before = written
    new = a_new_machine(tmp_path, "", keys_of=None)

    process = new.start("restore", str(file))

    assert process.process.wait(30) == 1
    assert "Put the right keys there first" in process.said()
