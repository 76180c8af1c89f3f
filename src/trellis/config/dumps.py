"""The database as one file, of one moment: by SQLite's online backup, or by pg_dump inside a frozen snapshot."""

import shutil
import sqlite3
import subprocess
from contextlib import closing
from pathlib import Path
from typing import Any

from django.core.management.base import CommandError
from django.db import connection, connections, transaction


def name() -> str:
    return "trellis.sqlite3" if connection.vendor == "sqlite" else "trellis.pgdump"


def write(target: Path) -> dict[str, int]:
    """Write the dump, check it, and return the rows of each table."""
    target.touch(mode=0o600)
    return _write_sqlite(target) if connection.vendor == "sqlite" else _write_postgres(target)


def verify(dump: Path, rows: dict[str, int]) -> None:
    """Refuse a dump that is broken inside or has other rows than were counted when it was made."""
    if dump.suffix != ".sqlite3":
        _run("pg_restore", "--list", dump)
        return
    with closing(sqlite3.connect(dump)) as database:
        troubles = [row[0] for row in database.execute("PRAGMA integrity_check") if row[0] != "ok"]
        troubles += [f"a row of {row[0]} points nowhere" for row in database.execute("PRAGMA foreign_key_check")]
        counted = _count(database)
    if troubles or counted != rows:
        raise CommandError(f"The database in the backup is damaged: {troubles[0] if troubles else 'rows are missing'}.")


def trouble() -> str:
    """What is broken inside the database that is in use; empty when nothing is."""
    if connection.vendor != "sqlite":
        return ""
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        found = cursor.fetchone()[0]
    return "" if found == "ok" else str(found)


def has_rows() -> bool:
    """Is there anything to lose?"""
    if connection.vendor == "sqlite" and not Path(connection.settings_dict["NAME"]).exists():
        return False
    return bool(connection.introspection.table_names())


def put_back(dump: Path, aside: Path) -> None:
    """Make the dump the database; the one that was there goes to the folder `aside`."""
    if connection.vendor == "sqlite":
        _put_sqlite_back(dump, aside)
        return
    there = has_rows()
    if there:
        write(aside / name())
    connections.close_all()
    clean = ["--clean", "--if-exists"] if there else []
    _run("pg_restore", "--no-owner", "--exit-on-error", "--single-transaction", *clean, "-d", _address(), dump)


def _put_sqlite_back(dump: Path, aside: Path) -> None:
    place = Path(connection.settings_dict["NAME"])
    connections.close_all()
    for path in (place, Path(f"{place}-wal"), Path(f"{place}-shm")):
        if path.exists():
            shutil.move(path, aside / path.name)
    shutil.move(dump, place)
    place.chmod(0o600)


def _write_sqlite(target: Path) -> dict[str, int]:
    source_path = connection.settings_dict["NAME"]
    with closing(sqlite3.connect(source_path, timeout=20)) as source, closing(sqlite3.connect(target)) as copy:
        source.backup(copy)
        copy.execute("PRAGMA journal_mode=DELETE")
        return _count(copy)


def _write_postgres(target: Path) -> dict[str, int]:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        cursor.execute("SELECT pg_export_snapshot()")
        snapshot = cursor.fetchone()[0]
        _run("pg_dump", "--format=custom", f"--snapshot={snapshot}", f"--file={target}", _address())
        rows = {}
        for table in sorted(connection.introspection.table_names(cursor)):
            cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")  # noqa: S608  our own table names
            rows[table] = cursor.fetchone()[0]
        return rows


def _count(database: sqlite3.Connection) -> dict[str, int]:
    tables = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    names = [row[0] for row in database.execute(tables)]
    return {name: database.execute(f'SELECT count(*) FROM "{name}"').fetchone()[0] for name in names}  # noqa: S608


def _address() -> str:
    """For PostgreSQL's own programs; the password goes through their environment, not their command line."""
    database: dict[str, Any] = connection.settings_dict
    parts = {"host": "HOST", "port": "PORT", "user": "USER", "dbname": "NAME"}
    return " ".join(f"{word}={database[key]}" for word, key in parts.items() if database.get(key))


def _run(program: str, *arguments: object) -> None:
    found = shutil.which(program)
    if found is None:
        raise CommandError(f"{program} is not installed. It comes with PostgreSQL’s client programs.")
    environment = {"PATH": "/usr/bin:/bin", "PGPASSWORD": str(connection.settings_dict.get("PASSWORD") or "")}
    done = subprocess.run(  # noqa: S603  a program found by name, arguments of our own
        [found, *map(str, arguments)], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise CommandError(f"{program} failed: {done.stderr.strip()[:500]}")
