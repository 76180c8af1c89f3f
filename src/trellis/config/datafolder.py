"""The data folder: database, uploads, sent mail and the two keys, all readable by their owner only."""

import base64
import os
import secrets
from collections.abc import Callable
from pathlib import Path

KEYS_FOLDER = "keys"
SOURCE = Path(__file__).resolve().parent.parent


def open_folder(path: str) -> Path:
    """The folder at `path`, made with owner-only rights when it is not there."""
    folder = Path(path).expanduser().resolve()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    return folder


def secret_key(folder: Path) -> str:
    """The key that signs sessions and links, generated once."""
    return _kept(folder, "secret.key", lambda: secrets.token_urlsafe(64))


def field_keys(folder: Path) -> list[str]:
    """The master keys that wrap the keys of sealed texts, newest first; one is generated when there is none."""
    return _kept(folder, "field.key", new_field_key).split()


def new_field_key() -> str:
    """32 bytes in base64."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode()


def add_field_key(folder: Path) -> list[str]:
    """Put a new master key before those in the file, which stay: older backups need them. The file is never half."""
    keys = [new_field_key(), *field_keys(folder)]
    path = folder / KEYS_FOLDER / "field.key"
    _write_draft(path, "\n".join(keys)).replace(path)
    return keys


def _kept(folder: Path, name: str, generate: Callable[[], str]) -> str:
    keys = folder / KEYS_FOLDER
    keys.mkdir(mode=0o700, exist_ok=True)
    path = keys / name
    if not path.exists():
        _write_once(path, generate())
    return path.read_text().strip()


def _write_once(path: Path, text: str) -> None:
    """Write a whole file at once; when two processes start together, the first one wins."""
    draft = _write_draft(path, text)
    try:
        os.link(draft, path)
    except FileExistsError:
        pass  # another process was first: its key is the key
    finally:
        draft.unlink()


def _write_draft(path: Path, text: str) -> Path:
    """The text beside its place, for its owner only and safely on the disk."""
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return draft
