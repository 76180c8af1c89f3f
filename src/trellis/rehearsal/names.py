"""Given and family names as people of a harbor town’s hospitals have them today; no pair is meant for anybody."""

from pathlib import Path

_HERE = Path(__file__).parent
GIVEN = (_HERE / "given_names.txt").read_text().split()
FAMILY = (_HERE / "family_names.txt").read_text().split()
