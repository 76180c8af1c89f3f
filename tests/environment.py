"""The settings of a test run, put into the environment before Django reads it."""

import atexit
import os
import shutil
import tempfile

# What a developer's shell may hold and a test must not see.
FOREIGN = ("DATABASE_URL", "REDIS_URL", "STORAGE_URL", "SECRET_KEY", "FIELD_KEYS", "ROLE", "PUBLIC_URL", "MAIL_ONLY_TO")


def prepare() -> None:
    """A fresh data folder, mail in memory, jobs that wait for `run_jobs()`, and PostgreSQL when it is named."""
    folder = tempfile.mkdtemp(prefix="trellis-test-")
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    for name in FOREIGN:
        os.environ.pop(name, None)
    os.environ |= {
        "DJANGO_SETTINGS_MODULE": "trellis.config.settings",
        "DATA_DIR": folder,
        "MAIL_URL": "memory:",
        "TASKS_URL": "db://",
        "API_RATE": "100000/m",
        "DEBUG": "0",
        "DEMO": "0",
        "DB_POOL_MAX": "0",
    }
    if address := os.environ.get("TEST_DATABASE_URL"):
        os.environ["DATABASE_URL"] = address
