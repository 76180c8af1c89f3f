"""`trellis backup` and `restore`: one file, of one moment, checked before it is trusted. The keys stay apart."""

import hashlib
import hmac
import json
import os
import shutil
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import datetime
from importlib.metadata import version
from io import BytesIO
from pathlib import Path
from typing import IO

from django.conf import settings
from django.core.management.base import CommandError
from django.utils import timezone

from trellis.config import dumps

MANIFEST = "manifest.json"
MEDIA = "media"
LATEST = "latest"


@dataclass
class Manifest:
    """What is in the file: checksums of every member, rows of every table, and whose keys read it."""

    version: str
    made_at: str
    database: str
    key_mark: str
    rows: dict[str, int] = field(default_factory=dict)
    files: dict[str, str] = field(default_factory=dict)

    def sentence(self) -> str:
        count = sum(name.startswith(f"{MEDIA}/") for name in self.files)
        return f"{self.made_at[:16].replace('T', ' ')} UTC, {sum(self.rows.values()):,} rows and {count:,} files."


def folder() -> Path:
    """Where backups go unless told otherwise."""
    place = Path(settings.DATA_DIR) / "backups"
    place.mkdir(mode=0o700, exist_ok=True)
    return place


@dataclass
class Latest:
    """The last backup that was written, wherever it went."""

    at: datetime
    path: Path


def latest() -> Latest | None:
    try:
        at, path = (folder() / LATEST).read_text().split("\n")[:2]
    except FileNotFoundError:
        return None
    return Latest(datetime.fromisoformat(at), Path(path))


def about_keys() -> str:
    place = Path(settings.DATA_DIR) / "keys"
    return (
        f"Keep the keys ({place}, or SECRET_KEY and FIELD_KEYS of the environment) in another place: "
        "without them nobody can read private notes again, with them beside the backup anybody can."
    )


def write(target: Path | None = None) -> Path:
    """Back up while Trellis runs. The file is complete or not there at all."""
    now = timezone.now()
    target = target or folder() / f"trellis-{now:%Y%m%d-%H%M%S}.tar"
    if target.exists():
        raise CommandError(f"{target} is there already. Name another file.")
    draft = target.with_name(f".{target.name}.part")
    try:
        with _owned_file(draft) as file, tarfile.open(fileobj=file, mode="w") as archive:
            _fill(archive, now)
            file.flush()
            os.fsync(file.fileno())
        check(draft)
        draft.rename(target)
        (folder() / LATEST).write_text(f"{now.isoformat()}\n{target.resolve()}\n")
    finally:
        draft.unlink(missing_ok=True)
    return target


def check(source: Path) -> Manifest:
    """Read every byte and compare. A file that is cut off or changed is refused."""
    try:
        with tarfile.open(source) as archive:
            found = {member.name: _sum(archive.extractfile(member)) for member in archive if member.isfile()}
            text = archive.extractfile(MANIFEST)
            manifest = Manifest(**json.load(text)) if text else None
    except (OSError, tarfile.TarError, KeyError, ValueError, TypeError) as error:
        raise CommandError(f"{source} is not a complete backup: {error}") from error
    found.pop(MANIFEST, None)
    if manifest is None or found != manifest.files:
        wrong = sorted(set(found.items()) ^ set(manifest.files.items() if manifest else []))
        raise CommandError(f"{source} is damaged: {wrong[0][0] if wrong else MANIFEST} is not as it was written.")
    return manifest


def restore(source: Path, *, force: bool = False) -> None:
    """Put a checked backup in place. What was there is kept under DATA_DIR/replaced-… when force allows it."""
    manifest = check(source)
    _refuse_foreign(manifest, force)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".restore-") as place:
        with tarfile.open(source) as archive:
            archive.extractall(place, filter="data")
        unpacked = Path(place)
        dumps.verify(unpacked / manifest.database, manifest.rows)
        aside = _place_aside(force)
        dumps.put_back(unpacked / manifest.database, aside)
        _put_media_back(unpacked / MEDIA, aside)


def _fill(archive: tarfile.TarFile, now: datetime) -> None:
    manifest = Manifest(version("trellis-mentoring"), now.isoformat(), dumps.name(), _key_mark())
    _add_media(archive, manifest)
    with tempfile.TemporaryDirectory(dir=settings.DATA_DIR, prefix=".backup-") as place:
        dump = Path(place) / dumps.name()
        manifest.rows = dumps.write(dump)
        _add(archive, manifest, dump, dumps.name())
    _add_media(archive, manifest)  # what arrived meanwhile: every file the rows name is inside
    text = json.dumps(asdict(manifest), indent=1).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode, member.mtime = len(text), 0o600, int(now.timestamp())
    archive.addfile(member, BytesIO(text))


def _add_media(archive: tarfile.TarFile, manifest: Manifest) -> None:
    root = Path(settings.DATA_DIR) / MEDIA
    if not settings.STORAGE_URL.startswith("file:"):
        return
    for path in sorted(path for path in root.rglob("*") if path.is_file() and not path.is_symlink()):
        name = f"{MEDIA}/{path.relative_to(root).as_posix()}"
        if name not in manifest.files:
            _add(archive, manifest, path, name)


def _add(archive: tarfile.TarFile, manifest: Manifest, path: Path, name: str) -> None:
    try:
        file = path.open("rb")
    except FileNotFoundError:
        return  # deleted meanwhile, so no row names it any more
    with file:
        member = archive.gettarinfo(arcname=name, fileobj=file)
        member.mode, member.uid, member.gid, member.uname, member.gname = 0o600, 0, 0, "", ""
        reader = _Summing(file)
        archive.addfile(member, reader)
    manifest.files[name] = reader.digest.hexdigest()


class _Summing:
    """A file that is summed while it is read, so that it is read once."""

    def __init__(self, file: IO[bytes]) -> None:
        self.file = file
        self.digest = hashlib.sha256()

    def read(self, size: int = -1) -> bytes:
        data = self.file.read(size)
        self.digest.update(data)
        return data


def _sum(file: IO[bytes] | None) -> str:
    return hashlib.file_digest(file, "sha256").hexdigest() if file else ""  # type: ignore[arg-type]


def _key_mark() -> str:
    """Tells two master keys apart, without telling what they are."""
    return hmac.new(settings.FIELD_KEYS[0].encode(), b"backup", "sha256").hexdigest()[:16]


def _refuse_foreign(manifest: Manifest, force: bool) -> None:
    marks = {hmac.new(key.encode(), b"backup", "sha256").hexdigest()[:16] for key in settings.FIELD_KEYS}
    if manifest.key_mark not in marks and not force:
        raise CommandError(
            "This backup was made with other keys: private notes in it can’t be read with the keys in "
            f"{settings.DATA_DIR}/keys. Put the right keys there first, or use --force to restore without them."
        )
    if manifest.database != dumps.name():
        raise CommandError(f"This backup is of {manifest.database}; this installation keeps {dumps.name()}.")


def _place_aside(force: bool) -> Path:
    """Where to keep what is there now; refused when there is something and nobody said --force."""
    media = Path(settings.DATA_DIR) / MEDIA
    if not force and (dumps.has_rows() or (media.exists() and any(media.iterdir()))):
        raise CommandError("There is data here already. Use --force to set it aside and restore over it.")
    aside = Path(settings.DATA_DIR) / f"replaced-{timezone.now():%Y%m%d-%H%M%S}"
    aside.mkdir(mode=0o700)
    return aside


def _put_media_back(unpacked: Path, aside: Path) -> None:
    media = Path(settings.DATA_DIR) / MEDIA
    if media.exists():
        shutil.move(media, aside / MEDIA)
    if unpacked.exists():
        shutil.move(unpacked, media)
    if not any(aside.iterdir()):
        aside.rmdir()


@contextmanager
def _owned_file(path: Path) -> Iterator[IO[bytes]]:
    handle = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w+b") as file:
        yield file
