"""`trellis doctor`: what is unsafe or broken, each in one plain sentence."""

import os
import shutil
import smtplib
import sqlite3
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.db import DatabaseError, connection
from django.utils import timezone

from trellis.config import backups, dumps, health
from trellis.config.datafolder import KEYS_FOLDER
from trellis.jobs.models import Job, Timer

GOOD, WARNING, UNSAFE = "ok", "warning", "unsafe"
OLDEST_BACKUP = timedelta(days=1)
LONGEST_WAIT = timedelta(minutes=10)
LOCAL = {"localhost", "127.0.0.1", "::1"}


@dataclass(frozen=True)
class Finding:
    mark: str
    sentence: str

    def __str__(self) -> str:
        return f"{self.mark:8} {self.sentence}"


type Check = Callable[[], Iterator[Finding]]


def examine() -> list[Finding]:
    """Run every check. One that breaks is a finding itself."""
    found: list[Finding] = []
    for name, check in CHECKS.items():
        try:
            found += list(check())
        except (DatabaseError, OSError) as error:
            found.append(Finding(UNSAFE, f"{name} could not be checked: {error}."))
    return found


def versions() -> Iterator[Finding]:
    yield Finding(
        GOOD, f"Trellis {version('trellis-mentoring')} on Django {django.get_version()}, {_database_version()}."
    )
    if settings.DEMO and not _is_local():
        yield Finding(UNSAFE, "DEMO is on: anybody can sign in as anybody. Turn it off on a public address.")


def debugging() -> Iterator[Finding]:
    if settings.DEBUG:
        yield Finding(UNSAFE, "DEBUG is on: errors show code and settings to visitors. Remove DEBUG.")
    else:
        yield Finding(GOOD, "Errors show visitors nothing of the inside.")


def keys() -> Iterator[Finding]:
    folder = Path(settings.DATA_DIR) / KEYS_FOLDER
    open_to_others = [path for path in (settings.DATA_DIR, folder, *folder.glob("*")) if others_may_read(Path(path))]
    for path in open_to_others:
        yield Finding(UNSAFE, f"Others on this machine may read {path}. Run: chmod go= {path}")
    if len(settings.SECRET_KEY) < 40:
        yield Finding(UNSAFE, "SECRET_KEY is short: sessions could be forged. Use 50 random characters or more.")
    elif not open_to_others:
        yield Finding(GOOD, "The keys are long, and only their owner may read them.")


def address() -> Iterator[Finding]:
    if settings.HTTPS:
        yield Finding(GOOD, f"People reach Trellis by https at {settings.PUBLIC_URL}.")
    elif _is_local():
        yield Finding(WARNING, "Only this machine can reach Trellis. Set PUBLIC_URL to an https address for others.")
    else:
        yield Finding(UNSAFE, f"{settings.PUBLIC_URL} is not https: passwords and notes can be read on the way.")


def database() -> Iterator[Finding]:
    if not health.is_migrated():
        yield Finding(UNSAFE, "The tables are of another version. Run `trellis migrate`.")
        return
    trouble = dumps.trouble()
    yield (
        Finding(UNSAFE, f"The database is damaged: {trouble}. Restore a backup.")
        if trouble
        else Finding(GOOD, "The database is sound, and its tables are of this version.")
    )


def disk() -> Iterator[Finding]:
    free = shutil.disk_usage(settings.DATA_DIR).free
    gigabytes = f"{free / 1e9:.1f} GB are free for {settings.DATA_DIR}"
    if free < health.LEAST_DISK:
        yield Finding(UNSAFE, f"Only {gigabytes}. Make room soon.")
    else:
        yield Finding(GOOD if free > 2e9 else WARNING, f"{gigabytes}.")


def backup() -> Iterator[Finding]:
    latest = backups.latest()
    if latest is None:
        yield Finding(WARNING, "There is no backup yet. Run `trellis backup`, every day.")
        return
    when = f"{latest.at:%Y-%m-%d %H:%M} UTC"
    if timezone.now() - latest.at > OLDEST_BACKUP:
        yield Finding(WARNING, f"The last backup is of {when}, more than a day ago.")
    else:
        yield Finding(GOOD, f"The last backup is of {when}.")
    if others_may_read(latest.path):
        yield Finding(UNSAFE, f"Others on this machine may read {latest.path}. Run: chmod go= {latest.path}")


def mail() -> Iterator[Finding]:
    parts = urlsplit(settings.MAIL_URL)
    if not parts.scheme.startswith("smtp"):
        where = parts.path or "the console"
        yield Finding(WARNING, f"E-mail is not sent, only written to {where}. Set MAIL_URL to send it.")
        return
    port = settings.MAILERS["default"]["OPTIONS"]["port"]
    if parts.scheme == "smtp" and parts.hostname not in LOCAL:
        yield Finding(UNSAFE, "E-mail travels without encryption. Use smtp+tls: or smtp+ssl: in MAIL_URL.")
    server = smtplib.SMTP_SSL if parts.scheme == "smtp+ssl" else smtplib.SMTP
    try:
        with server(parts.hostname or "localhost", port, timeout=10) as link:
            link.noop()
        yield Finding(GOOD, f"The mail server {parts.hostname} answers.")
    except (OSError, smtplib.SMTPException) as error:
        yield Finding(UNSAFE, f"The mail server {parts.hostname}, port {port}, does not answer: {error}.")


def clock() -> Iterator[Finding]:
    apart = abs(time.time() - _database_time())
    if apart > 5:
        yield Finding(UNSAFE, f"The clocks of this machine and of the database are {apart:.0f} seconds apart.")
    last = Timer.objects.order_by("-last_at").values_list("last_at", flat=True).first()
    if last and last > timezone.now() + timedelta(minutes=5):
        yield Finding(UNSAFE, f"The clock was turned back: the last hour kept is {last:%Y-%m-%d %H:%M} UTC.")
    elif last and last < timezone.now() - timedelta(hours=1):
        yield Finding(WARNING, f"Nothing has kept the hours since {last:%Y-%m-%d %H:%M} UTC. Is Trellis running?")
    elif apart <= 5:
        yield Finding(GOOD, "The clock runs.")


def background_work() -> Iterator[Finding]:
    late = Job.objects.claimable(timezone.now() - LONGEST_WAIT).count()
    failed = Job.objects.filter(state=Job.State.FAILED, finished_at__gt=timezone.now() - timedelta(days=1)).count()
    if late:
        yield Finding(WARNING, f"{late} jobs have waited for more than ten minutes. Is a worker running?")
    if failed:
        yield Finding(WARNING, f"{failed} jobs failed since yesterday: see {settings.PUBLIC_URL}/admin/work/.")
    if not late and not failed:
        yield Finding(GOOD, "No job waits for long, none failed since yesterday.")


CHECKS: dict[str, Check] = {
    "Versions": versions,
    "Debugging": debugging,
    "Keys": keys,
    "The address": address,
    "The database": database,
    "The disk": disk,
    "Backups": backup,
    "Mail": mail,
    "The clock": clock,
    "Background work": background_work,
}


def _is_local() -> bool:
    return urlsplit(settings.PUBLIC_URL).hostname in LOCAL


def others_may_read(path: Path) -> bool:
    return os.name == "posix" and path.exists() and bool(path.stat().st_mode & (stat.S_IRWXG | stat.S_IRWXO))


def _database_version() -> str:
    if connection.vendor == "sqlite":
        return f"SQLite {sqlite3.sqlite_version}"
    return f"PostgreSQL {connection.pg_version // 10000}"  # type: ignore[attr-defined]


def _database_time() -> float:
    words = "strftime('%s', 'now')" if connection.vendor == "sqlite" else "extract(epoch FROM now())"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {words}")
        return float(cursor.fetchone()[0])
