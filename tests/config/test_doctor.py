"""The doctor says what is unsafe, in sentences, and only that."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.utils import timezone

from trellis.config import backends, backups, doctor
from trellis.config.doctor import GOOD, UNSAFE, WARNING, Finding
from trellis.jobs.actions import enqueue
from trellis.jobs.models import Job, Timer


def said(check: doctor.Check) -> list[tuple[str, str]]:
    return [(finding.mark, finding.sentence) for finding in check()]


@pytest.fixture
def folder(settings: Any, tmp_path: Path) -> Path:
    """A data folder as the product makes it."""
    for place in (tmp_path, tmp_path / "keys"):
        place.mkdir(exist_ok=True)
        place.chmod(0o700)
    (tmp_path / "keys/field.key").write_text("secret")
    (tmp_path / "keys/field.key").chmod(0o600)
    settings.DATA_DIR = tmp_path
    return tmp_path


def test_a_fresh_installation_is_safe(db: None, folder: Path) -> None:
    assert [finding for finding in doctor.examine() if finding.mark == UNSAFE] == []


def test_debug_is_unsafe(settings: Any) -> None:
    settings.DEBUG = True

    assert [mark for mark, _ in said(doctor.debugging)] == [UNSAFE]


def test_keys_that_others_may_read_are_unsafe(folder: Path) -> None:
    assert [mark for mark, _ in said(doctor.keys)] == [GOOD]
    (folder / "keys/field.key").chmod(0o644)

    assert said(doctor.keys) == [
        (UNSAFE, f"Others on this machine may read {folder}/keys/field.key. Run: chmod go= {folder}/keys/field.key")
    ]


def test_a_short_secret_is_unsafe(settings: Any, folder: Path) -> None:
    settings.SECRET_KEY = "short"

    assert [mark for mark, _ in said(doctor.keys)] == [UNSAFE]


@pytest.mark.parametrize(
    ("address", "mark"),
    [
        ("https://mentoring.example.org", GOOD),
        ("http://127.0.0.1:8000", WARNING),
        ("http://mentoring.example.org", UNSAFE),
    ],
)
def test_an_address_without_https_is_unsafe(settings: Any, address: str, mark: str) -> None:
    settings.PUBLIC_URL, settings.HTTPS = address, address.startswith("https")

    assert [found for found, _ in said(doctor.address)] == [mark]


def test_the_demo_on_a_public_address_is_unsafe(db: None, settings: Any) -> None:
    settings.DEMO, settings.PUBLIC_URL = True, "https://mentoring.example.org"

    assert [mark for mark, _ in said(doctor.versions)] == [GOOD, UNSAFE]


def test_no_backup_an_old_one_and_a_fresh_one(folder: Path) -> None:
    assert [mark for mark, _ in said(doctor.backup)] == [WARNING]

    file = folder / "today.tar"
    file.touch(mode=0o600)
    marks = {}
    for days in (3, 0):
        at = timezone.now() - timedelta(days=days)
        (backups.folder() / backups.LATEST).write_text(f"{at.isoformat()}\n{file}\n")
        marks[days] = [mark for mark, _ in said(doctor.backup)]

    assert marks == {3: [WARNING], 0: [GOOD]}
    file.chmod(0o644)
    assert [mark for mark, _ in said(doctor.backup)] == [GOOD, UNSAFE]


@pytest.mark.parametrize(
    ("url", "marks"),
    [
        ("file:///tmp/mail", [WARNING]),
        ("smtp+tls://127.0.0.1:9", [UNSAFE]),
        ("smtp://mail.example.org:25", [UNSAFE, UNSAFE]),
    ],
)
def test_mail_that_goes_nowhere_or_in_the_clear(settings: Any, url: str, marks: list[str]) -> None:
    settings.MAIL_URL, settings.MAILERS = url, {"default": backends.mailer(url)}

    assert [mark for mark, _ in said(doctor.mail)] == marks


def test_a_clock_that_stands_or_was_turned_back(db: None) -> None:
    timer = Timer.objects.create(name="morning", last_at=timezone.now())
    marks = []
    for moved in (timedelta(), timedelta(hours=-3), timedelta(hours=3)):
        Timer.objects.filter(pk=timer.pk).update(last_at=timezone.now() + moved)
        marks.append([mark for mark, _ in said(doctor.clock)])

    assert marks == [[GOOD], [WARNING], [UNSAFE]]


def test_work_that_waits_or_failed(db: None) -> None:
    assert [mark for mark, _ in said(doctor.background_work)] == [GOOD]
    enqueue("notifications.deliver", due_at=timezone.now() - timedelta(hours=1))
    Job.objects.create(kind="notifications.deliver", state=Job.State.FAILED, finished_at=timezone.now())

    assert [mark for mark, _ in said(doctor.background_work)] == [WARNING, WARNING]


def test_a_check_that_breaks_is_a_finding_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken() -> Any:
        raise OSError("no such disk")

    monkeypatch.setattr(doctor, "CHECKS", {"The disk": broken})

    assert doctor.examine() == [Finding(UNSAFE, "The disk could not be checked: no such disk.")]


def test_rights_are_looked_at_for_everybody_but_the_owner(tmp_path: Path) -> None:
    assert os.name == "posix"
    assert doctor.others_may_read(tmp_path / "nowhere") is False
