"""People come together through one door, where every hard rule stands."""

from pathlib import Path

SOURCE = Path(__file__).resolve().parents[2] / "src" / "trellis"
DOOR = "matching/rules.py"
STARTS = (
    "relationships.start(",
    "pairs.start(",
    "import start",
    "Relationship.objects.create(",
    "Party.objects.create(",
)
THE_ACTION_ITSELF = "relationships/pairs/actions.py"


def test_only_the_rules_of_matching_bring_people_together() -> None:
    found = {
        path.relative_to(SOURCE).as_posix()
        for path in SOURCE.rglob("*.py")
        if "migrations" not in path.parts and any(start in path.read_text() for start in STARTS)
    }

    assert found == {DOOR, THE_ACTION_ITSELF}
