"""What the README shows is what happens."""

import os
import shlex
from pathlib import Path

import pytest

from pairing import texts
from pairing.command import main

ROOT = Path(__file__).parents[2]


def steps() -> list[tuple[list[str], str]]:
    """Each command of the README with what it prints."""
    text = (ROOT / "src/pairing/README.md").read_text(encoding="utf-8")
    block = text.partition("```console\n")[2].partition("```")[0]
    found = [step.partition("\n") for step in block.split("$ ")[1:]]
    return [(shlex.split(command)[1:], said) for command, _newline, said in found]


def test_the_commands_run_and_say_this(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "examples").symlink_to(ROOT / "examples")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(texts, "find_spec", lambda _name: None)  # the README compares texts by words

    assert len(steps()) == 3
    for arguments, said in steps():
        assert main(arguments) == 0
        assert capsys.readouterr() == (said, "")
    assert sorted(os.listdir("plan")) == ["certificate.json", "pairs.csv", "report.html", "unmatched.csv"]  # noqa: PTH208
