"""From addresses in the environment to Django's settings of databases, caches, mail and tasks."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

import environ
from django.core.exceptions import ImproperlyConfigured

SQLITE_PRAGMAS = (
    "PRAGMA journal_mode=WAL;"
    "PRAGMA synchronous=FULL;"  # an acknowledged write survives a power cut
    "PRAGMA secure_delete=ON;"
    "PRAGMA mmap_size=134217728;"
    "PRAGMA journal_size_limit=27103364;"
    "PRAGMA cache_size=-20000;"
)


# A line that was cut without a word is noticed within half a minute, a statement never runs for ever.
POSTGRES_OPTIONS = {
    "connect_timeout": 5,
    "tcp_user_timeout": 15_000,
    "keepalives_idle": 15,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    "options": "-c statement_timeout=60s",
}


def database(url: str, *, pool: int = 0, wait: int = 20) -> dict[str, Any]:
    """Settings of one database. SQLite is made ready for many writers, PostgreSQL for lost connections."""
    settings: dict[str, Any] = dict(environ.Env.db_url_config(url))
    if settings["ENGINE"].endswith("sqlite3"):
        settings["OPTIONS"] = {"transaction_mode": "IMMEDIATE", "timeout": wait, "init_command": SQLITE_PRAGMAS}
        return settings
    pooled = {"pool": {"min_size": 1, "max_size": pool, "timeout": 5}} if pool else {}
    settings["OPTIONS"] = POSTGRES_OPTIONS | pooled
    settings["CONN_HEALTH_CHECKS"] = True
    settings["CONN_MAX_AGE"] = 0  # each request has a thread of its own; the pool keeps connections
    return settings


def cache(redis_url: str, prefix: str) -> dict[str, Any]:
    """Redis or Valkey when its address is given, else memory of this process."""
    if redis_url:
        return {
            "BACKEND": "django.core.cache.backends.redis.RedisCache",
            "LOCATION": redis_url,
            "KEY_PREFIX": prefix,
        }
    return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "trellis"}


def storage(url: str) -> dict[str, Any]:
    """`file:///folder` or `s3://key:secret@endpoint/bucket?region=…`."""
    parts = urlsplit(url)
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.files.storage.FileSystemStorage",
            "OPTIONS": {"location": unquote(parts.path), "file_permissions_mode": 0o600},
        }
    if parts.scheme == "s3":
        query = parse_qs(parts.query)
        port = f":{parts.port}" if parts.port else ""
        return {
            "BACKEND": "storages.backends.s3.S3Storage",
            "OPTIONS": {
                "access_key": unquote(parts.username or ""),
                "secret_key": unquote(parts.password or ""),
                "endpoint_url": f"{query.get('scheme', ['https'])[0]}://{parts.hostname}{port}",
                "bucket_name": parts.path.strip("/"),
                "region_name": query.get("region", [None])[0],
                "signature_version": "s3v4",
                "default_acl": "private",
            },
        }
    raise ImproperlyConfigured(f"STORAGE_URL starts with {parts.scheme}:, use file: or s3:.")


def mailer(url: str) -> dict[str, Any]:
    """`console:`, `file:///folder`, `smtp://…`, `smtp+tls://user:password@host:587` or `smtp+ssl://…`."""
    parts = urlsplit(url)
    if parts.scheme == "console":
        return {"BACKEND": "django.core.mail.backends.console.EmailBackend"}
    if parts.scheme == "memory":
        return {"BACKEND": "django.core.mail.backends.locmem.EmailBackend"}
    if parts.scheme == "file":
        return {
            "BACKEND": "django.core.mail.backends.filebased.EmailBackend",
            "OPTIONS": {"file_path": unquote(parts.path)},
        }
    if parts.scheme in ("smtp", "smtp+tls", "smtp+ssl"):
        return {
            "BACKEND": "django.core.mail.backends.smtp.EmailBackend",
            "OPTIONS": {
                "host": parts.hostname or "localhost",
                "port": parts.port or (465 if parts.scheme == "smtp+ssl" else 587),
                "username": unquote(parts.username or ""),
                "password": unquote(parts.password or ""),
                "use_tls": parts.scheme == "smtp+tls",
                "use_ssl": parts.scheme == "smtp+ssl",
                "timeout": 10,
            },
        }
    raise ImproperlyConfigured(
        f"MAIL_URL starts with {parts.scheme}:, use console:, file:, smtp:, smtp+tls: or smtp+ssl:."
    )


def tasks(url: str) -> dict[str, Any]:
    """`db://` lets workers read the job table, `celery+redis://…` carries jobs in Redis or Valkey."""
    queues = ["default", "long"]
    if url == "db://":
        return {"BACKEND": "trellis.jobs.carriers.BellBackend", "QUEUES": queues}
    if url.startswith("celery+"):
        return {"BACKEND": "trellis.jobs.celery.CeleryBackend", "QUEUES": queues}
    raise ImproperlyConfigured("TASKS_URL is db:// or celery+redis://host:6379/0.")


def allowed_hosts(public_url: str, extra: list[str]) -> list[str]:
    """The host of the public address, this machine, and what the environment adds."""
    return sorted({urlsplit(public_url).hostname or "localhost", "127.0.0.1", "localhost", *extra})


def proxy_header(trusted: bool) -> tuple[str, str] | None:
    """Believe X-Forwarded-Proto only when a proxy of ours sets it."""
    return ("HTTP_X_FORWARDED_PROTO", "https") if trusted else None


def half_set(environment: Mapping[str, str], *, role: str, redis: str, tasks: str) -> list[str]:
    """Combinations that look scaled out but are not, each as one sentence."""
    given = {name for name, value in environment.items() if value}
    found = []
    if role not in ("all", "web", "worker", "scheduler"):
        found.append("ROLE is all, web, worker or scheduler.")
    if role != "all":
        needed = {"DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "PUBLIC_URL", "REDIS_URL", "STORAGE_URL"}
        missing = sorted(needed - given)
        if missing:
            found.append(f"ROLE={role} needs {', '.join(missing)} too: every process must share them.")
        if environment.get("DATABASE_URL", "").startswith("sqlite"):
            found.append(f"ROLE={role} needs PostgreSQL: SQLite is for one process.")
    if tasks.startswith("celery+") and not redis:
        found.append("TASKS_URL with Celery needs REDIS_URL too, for the cache and the scheduler's lock.")
    return found
