"""Tables brought up to date, or left exactly as they were."""

import logging
import shutil
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import CommandError
from django.db import connection, connections
from django.db.migrations.executor import MigrationExecutor

logger = logging.getLogger(__name__)

KEPT_COPIES = 3


def bring_up_to_date() -> None:
    """Run the migrations that are missing. On SQLite, when one fails, the file is put back as it was before."""
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if not missing:
        return
    is_old = bool(executor.loader.applied_migrations)
    copy = _keep_copy() if is_old and connection.vendor == "sqlite" else None
    try:
        _migrate()
    except Exception as error:
        logger.exception("A migration failed.")
        raise CommandError(_what_now(error, copy)) from error


def _migrate() -> None:
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 0")
    call_command("migrate", interactive=False, verbosity=0)


def _what_now(error: Exception, copy: Path | None) -> str:
    sentence = f"The tables could not be brought up to date: {error}."
    if copy is None:
        return f"{sentence} Go on with the version before, and restore the backup if it can’t read them."
    _put_back(copy)
    return f"{sentence} They are as they were before: go on with the version before, and tell us."


def _keep_copy() -> Path:
    folder = Path(settings.DATA_DIR) / "backups"
    folder.mkdir(mode=0o700, exist_ok=True)
    copy = folder / f"before-upgrade-{datetime.now(UTC):%Y%m%d-%H%M%S}.sqlite3"
    copy.touch(mode=0o600)
    with closing(sqlite3.connect(connection.settings_dict["NAME"])) as source, closing(sqlite3.connect(copy)) as target:
        source.backup(target)
    for old in sorted(folder.glob("before-upgrade-*.sqlite3"))[:-KEPT_COPIES]:
        old.unlink()
    return copy


def _put_back(copy: Path) -> None:
    place = Path(connection.settings_dict["NAME"])
    connections.close_all()
    for beside in ("-wal", "-shm"):
        Path(f"{place}{beside}").unlink(missing_ok=True)
    shutil.copy(copy, f"{place}.before")
    Path(f"{place}.before").rename(place)
