"""Schemathesis throws what the description allows, and what it forbids, at every route: no 5xx, no surprise."""

import subprocess
from pathlib import Path

import pytest
from pytest_django.live_server_helper import LiveServer

from tests.house import world as worlds
from trellis.api import actions
from trellis.common.rest import SCOPES

HERE = Path(__file__).parent.parent.parent
SCHEMATHESIS = HERE / ".venv-fuzz" / "bin" / "schemathesis"
CHECKS = "not_a_server_error,status_code_conformance,content_type_conformance,response_schema_conformance,ignored_auth"


@pytest.mark.fuzz
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")  # the server's threads end with the test
@pytest.mark.skipif(not SCHEMATHESIS.exists(), reason="`make fuzz` installs Schemathesis beside us")
@pytest.mark.django_db(transaction=True)
def test_every_route_answers_as_described(live_server: LiveServer, tmp_path: Path) -> None:
    world = worlds.build()
    _token, secret = actions.create_token("Fuzz", scopes=list(SCOPES), days=1, by=world.olga)

    run = subprocess.run(
        [
            str(SCHEMATHESIS), "run", str(HERE / "docs" / "api" / "openapi.json"),
            "--origin", live_server.url,
            "--header", f"Authorization: Bearer {secret}",
            "--checks", CHECKS, "--phases", "examples,coverage,fuzzing",
            "--max-examples", "60", "--seed", "20261122", "--workers", "1", "--no-color",
        ],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
        timeout=600,
    )  # fmt: skip

    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
