"""/healthz: this process answers. /readyz: it can also do its work."""

import shutil
from collections.abc import Callable

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.cache import cache
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, JsonResponse

LEAST_DISK = 200 * 1024 * 1024


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    checks: dict[str, Callable[[], bool]] = {"database": is_database_there, "tables": is_migrated, "disk": has_disk}
    found = {name: _holds(check) for name, check in checks.items()}
    ready = all(found.values())
    answer = {name: "ok" if good else "failing" for name, good in found.items()}
    return JsonResponse({"status": "ok" if ready else "failing"} | answer, status=200 if ready else 503)


def is_database_there() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone() == (1,))


def is_migrated() -> bool:
    """Every table is as this version wants it. Once true, it stays true while this version runs."""
    return bool(cache.get("tables-are-ready")) or _look_for_migrations()


def _look_for_migrations() -> bool:
    executor = MigrationExecutor(connection)
    ready = not executor.migration_plan(executor.loader.graph.leaf_nodes())
    cache.set("tables-are-ready", ready, 3600 if ready else 1)
    return ready


def has_disk() -> bool:
    return shutil.disk_usage(settings.DATA_DIR).free > LEAST_DISK


def _holds(check: Callable[[], bool]) -> bool:
    try:
        return check()
    except (DatabaseError, OSError):
        return False
