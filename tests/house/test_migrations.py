"""Tables and models agree, and migrations stand on their own."""

from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

SOURCE = Path(__file__).resolve().parents[2] / "src" / "trellis"


def test_no_model_is_ahead_of_its_migrations(db: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=1)

    assert "No changes detected" in capsys.readouterr().out


def test_migrations_import_no_code_of_apps() -> None:
    """Code changes later, a migration must not. What a field needs to be made is the exception."""
    stray = [
        f"{path.relative_to(SOURCE)}: {line}"
        for path in SOURCE.glob("*/migrations/*.py")
        for line in path.read_text().splitlines()
        if line.startswith(("import trellis.", "from trellis.")) and not line.endswith((".fields", ".models"))
    ]

    assert stray == []


def test_the_tables_of_every_app_have_one_end(db: None) -> None:
    """Two people who each add a migration 0002 make two ends; one of them has to be renumbered."""
    assert MigrationExecutor(connection).loader.detect_conflicts() == {}
