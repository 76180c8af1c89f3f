"""Every app says in a few lines what it is; every setting and every command is written down."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from trellis.config import command

ROOT = Path(__file__).resolve().parents[2]
APPS = sorted(name.removeprefix("trellis.") for name in settings.TRELLIS_APPS)


@pytest.mark.parametrize("app", APPS)
def test_an_app_says_what_it_is(app: str) -> None:
    text = (ROOT / "src/trellis" / app / "__init__.py").read_text()
    words = text.strip().strip('"').split()

    assert 8 <= len(words) <= 120, f"src/trellis/{app}/__init__.py: what this is, its nouns, its verbs"


def test_every_setting_of_the_environment_is_written_down() -> None:
    source = (ROOT / "src/trellis/config/settings.py").read_text()
    read = set(re.findall(r'env\.\w+\(\s*"([A-Z_]+)"', source))
    written = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/hosting/settings.md").read_text(), re.MULTILINE))

    assert read == written


def test_every_command_is_written_down() -> None:
    manual = "\n".join(path.read_text() for path in (ROOT / "docs/hosting").glob("*.md"))

    assert [name for name in command.COMMANDS if f"trellis {name}" not in manual] == []


def test_no_file_is_called_after_nothing() -> None:
    vague = {"utils.py", "helpers.py", "base.py", "manager.py", "managers.py", "misc.py", "common.py"}

    assert [str(path.relative_to(ROOT)) for path in (ROOT / "src").rglob("*.py") if path.name in vague] == []


def test_no_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in [*(ROOT / "src").rglob("*.py"), *(ROOT / "tests").rglob("*.py")]
        if "migrations" not in path.parts and (lines := len(path.read_text().splitlines())) > 500
    }

    assert long == {}
