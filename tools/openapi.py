"""Write docs/api/openapi.json from the code; `--check` only says whether it is the same."""

import json
import os
import sys
from pathlib import Path

import django

FILE = Path(__file__).parent.parent / "docs" / "api" / "openapi.json"


def schema() -> str:
    """The OpenAPI description as text."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    django.setup()
    from trellis.api.root import api  # noqa: PLC0415  needs Django set up

    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True, default=str) + "\n"


if __name__ == "__main__":
    text = schema()
    if "--check" in sys.argv:
        sys.exit(FILE.read_text() != text and "docs/api/openapi.json is old: run `make openapi`.")
    FILE.write_text(text)
