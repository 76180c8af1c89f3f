"""What is typed, and what is said back."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from allauth.account.models import EmailAddress
from django.core.management.base import CommandError
from pytest_django.fixtures import Settings

from tests.cast import history_of
from trellis.config import command, commands, datafolder, doctor
from trellis.people.models import Person
from trellis.privacy import keys

PASSWORD = "a bench under the old pear tree"


def run(monkeypatch: pytest.MonkeyPatch, *typed: str, given: str = "") -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO(given))
    options = command.parser().parse_args(typed)
    commands.DO[options.command](options)


def test_every_command_that_may_be_typed_does_something() -> None:
    assert sorted(commands.DO) == sorted(command.COMMANDS)


def test_the_first_administrator_can_sign_in_at_once(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    typed = ("createadmin", "--email", "Ada@KestrelBay.example", "--name", "Ada Brightwater", "--password-stdin")
    run(monkeypatch, *typed, given=f"{PASSWORD}\n")

    ada = Person.objects.get()
    assert (ada.email, ada.is_administrator, ada.check_password(PASSWORD)) == ("ada@kestrelbay.example", True, True)
    assert EmailAddress.objects.get(user=ada).verified
    assert history_of(ada) == ["people.administrator_made"]


@pytest.mark.crash
@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (["createadmin", "--email", "ada@kestrelbay.example", "--name", "Ada", "--password-stdin"], "Ada can sign in"),
        (["rehearse", "strategy"], "asks its leaders why"),
    ],
)
def test_a_first_command_in_an_empty_folder_makes_its_tables(tmp_path: Path, typed: list[str], said: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name != "DATABASE_URL"}
    done = subprocess.run(
        [sys.executable, "-m", "trellis.config.command", *typed],
        env=environment | {"DATA_DIR": str(tmp_path / "data"), "PYTHONPATH": "src"},
        cwd=Path(__file__).resolve().parents[2],
        input=f"{PASSWORD}\n",
        capture_output=True,
        text=True,
        check=False,
    )

    assert (done.returncode, said in done.stdout) == (0, True), done.stderr


def test_a_weak_password_and_a_wrong_address_are_refused_in_words(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(CommandError, match="15 characters"):
        run(monkeypatch, "createadmin", "--email", "a@b.example", "--name", "A", "--password-stdin", given="short\n")
    with pytest.raises(CommandError, match="valid email"):
        run(monkeypatch, "createadmin", "--email", "nobody", "--name", "A", "--password-stdin", given="x\n")

    assert not Person.objects.exists()


def test_somebody_who_is_known_keeps_their_password(mia: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    before = mia.password

    run(monkeypatch, "createadmin", "--email", mia.email)

    mia.refresh_from_db()
    assert (mia.is_administrator, mia.password) == (True, before)


def test_two_passwords_that_differ_are_asked_for_again(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([PASSWORD, "another one"])
    monkeypatch.setattr(commands, "getpass", lambda _question: next(answers))

    with pytest.raises(CommandError, match="differ"):
        run(monkeypatch, "createadmin", "--email", "ada@kestrelbay.example", "--name", "Ada")


def test_the_doctor_ends_with_the_worst_it_found(
    db: None, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    found = [doctor.Finding("ok", "Well."), doctor.Finding("unsafe", "Not well.")]
    monkeypatch.setattr(doctor, "examine", lambda: found)

    assert commands.diagnose(command.parser().parse_args(["doctor"])) == 1
    assert capsys.readouterr().out == "ok       Well.\nunsafe   Not well.\n"


@pytest.mark.django_db
def test_a_new_master_key_goes_before_the_old_one(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    settings.DATA_DIR = tmp_path
    (old,) = settings.FIELD_KEYS = datafolder.field_keys(tmp_path)
    key = keys.new_key()
    sealed = keys.seal(key, "still here", about=("notes", "1", "text"))

    run(monkeypatch, "rotate-keys")

    new, kept = datafolder.field_keys(tmp_path)
    assert (kept, new != old, (tmp_path / "keys/field.key").stat().st_mode & 0o777) == (old, True, 0o600)
    settings.FIELD_KEYS = [new]
    key.refresh_from_db()
    assert keys.unseal(key, sealed, about=("notes", "1", "text")) == "still here"


@pytest.mark.django_db
def test_with_keys_in_the_environment_the_first_of_them_wraps(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, settings: Settings
) -> None:
    key = keys.new_key()
    settings.DATA_DIR, new = tmp_path, datafolder.new_field_key()
    settings.FIELD_KEYS = [new, *settings.FIELD_KEYS]
    monkeypatch.setenv("FIELD_KEYS", ",".join(settings.FIELD_KEYS))

    run(monkeypatch, "rotate-keys")

    settings.FIELD_KEYS = [new]
    key.refresh_from_db()
    assert key.rotated_at
    assert keys.seal(key, "opens", about=("notes", "1", "text"))
    assert not (tmp_path / "keys").exists()
