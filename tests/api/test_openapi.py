"""The description of the API is kept in docs/api and tells the truth."""

import json
from pathlib import Path

from trellis.api.root import api

FILE = Path(__file__).parent.parent.parent / "docs" / "api" / "openapi.json"


def test_the_file_is_what_the_code_says() -> None:
    said = json.loads(json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), default=str))

    assert json.loads(FILE.read_text()) == said, "docs/api/openapi.json is old: run `make openapi`"
    assert said["openapi"].startswith("3.1")
