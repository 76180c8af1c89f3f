"""Every app says in a few lines what it is; every setting and every command is written down."""

import ast
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


def test_every_setting_of_the_environment_is_written_down_once_with_its_default() -> None:
    source = ast.parse((ROOT / "src/trellis/config/settings.py").read_text())
    read = dict(_read(node) for node in ast.walk(source) if isinstance(node, ast.Call) and _asks_environment(node))
    rows = re.findall(r"^\| `([A-Z_]+)` \| (.*?)(?:, .*?)? \|", _settings_page(), re.MULTILINE)

    assert sorted(name for name, _ in rows) == sorted(read)
    assert dict(rows) == read


def _settings_page() -> str:
    return (ROOT / "docs/hosting/settings.md").read_text()


def _asks_environment(call: ast.Call) -> bool:
    return isinstance(call.func, ast.Attribute) and getattr(call.func.value, "id", "") == "env"


def _read(call: ast.Call) -> tuple[str, str]:
    """The variable, and its default as the page writes it."""
    default = ast.unparse(call.keywords[0].value).removeprefix("f").replace("{DATA_DIR}", "$DATA_DIR").strip("'")
    words = {"": "empty", "[]": "empty", "False": "off", "True": "on"}
    return ast.literal_eval(call.args[0]), words.get(default, f"`{default}`")


def test_every_decision_has_a_number_of_its_own() -> None:
    pages = [path for path in (ROOT / "docs/decisions").glob("*.md") if path.name != "README.md"]
    numbers = [path.name[:4] for path in pages]

    assert sorted(numbers) == [f"{number:04}" for number in range(1, len(pages) + 1)]
    assert [path.name for path in pages if not path.read_text().startswith(f"# {int(path.name[:4])}. ")] == []


def test_links_between_the_papers_lead_somewhere() -> None:
    papers = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), ROOT / "src/pairing/README.md"]
    links = [(paper, link) for paper in papers for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", paper.read_text())]

    assert [f"{paper.name}: {link}" for paper, link in links if not (paper.parent / link).exists()] == []


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
