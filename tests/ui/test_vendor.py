"""Files from others are the ones we looked at."""

import base64
import hashlib
import re
from pathlib import Path

VENDOR = Path(__file__).parents[2] / "src/trellis/ui/static/ui/vendor"


def listed() -> dict[str, str]:
    """Each file and its digest, from the table in the README."""
    return dict(re.findall(r"^\| `(\S+)` .* `sha384-(\S+)` \|$", (VENDOR / "README.md").read_text(), re.MULTILINE))


def test_every_script_is_listed_with_its_digest() -> None:
    digests = {
        path.name: base64.b64encode(hashlib.sha384(path.read_bytes()).digest()).decode() for path in VENDOR.glob("*.js")
    }

    assert digests == listed()


def test_no_script_names_a_map_that_is_not_here() -> None:
    assert [path.name for path in VENDOR.glob("*.js") if "sourceMappingURL" in path.read_text()] == []


def test_every_font_file_has_its_face_and_back() -> None:
    css = (VENDOR.parent / "css/fonts.css").read_text()

    assert sorted(re.findall(r"fonts/([\w.-]+\.woff2)", css)) == sorted(
        path.name for path in (VENDOR.parent / "fonts").glob("*.woff2")
    )
