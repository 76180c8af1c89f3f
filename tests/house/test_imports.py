"""Another app's models, actions, queries and permissions are its face; its pages and forms are its own affair."""

import subprocess
import sys
import tomllib
from pathlib import Path

import grimp
import pytest

from tools.contracts import FacesContract

ROOT = Path(__file__).resolve().parents[2]


def test_apps_import_downwards_and_keep_their_pages_to_themselves() -> None:
    """In a process of its own: the linter switches off every logger it finds."""
    linter = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    ran = subprocess.run(linter, cwd=ROOT, capture_output=True, text=True, check=False)

    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("importer", "imported", "is_kept"),
    [
        ("trellis.people.views", "trellis.people.forms", True),
        ("trellis.people.steps", "trellis.people.forms.profile", True),
        ("trellis.home.views", "trellis.people.queries", True),
        ("trellis.home.views", "trellis.ui.forms", True),
        ("trellis.config.urls", "trellis.people.urls", True),
        ("trellis.home.views", "trellis.people.forms", False),
        ("trellis.home.views", "trellis.people.views.directory", False),
    ],
)
def test_the_contract_of_faces_sees_what_it_should(importer: str, imported: str, is_kept: bool) -> None:
    graph = grimp.ImportGraph()
    graph.add_import(importer=importer, imported=imported)
    options = {"root": "trellis", "inner": ["views", "forms"], "shared": ["trellis.ui.forms"]}
    contract = FacesContract(
        "faces", session_options={}, contract_options=options | {"gatherers": ["trellis.config.urls"]}
    )

    assert contract.check(graph, verbose=False).kept is is_kept


def test_nothing_comes_in_that_breaks_the_whole_environment() -> None:
    """urllib3-future and niquests overwrite urllib3 for every other library."""
    for lock in (ROOT / "requirements").glob("*.lock"):
        names = {line.split("==")[0] for line in lock.read_text().splitlines() if "==" in line}
        assert names.isdisjoint({"urllib3-future", "niquests", "caldav"}), lock.name


def test_every_dependency_has_a_lower_bound() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]

    assert [name for name in project["dependencies"] if not any(sign in name for sign in (">=", "~="))] == []
