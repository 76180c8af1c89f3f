"""Seal and unseal texts: AES-256-GCM, one data key per relationship or person.

The data key is wrapped by the master key (`FIELD_KEYS`, newest first) with AES-256-GCM too
(NIST SP 800-38D). What a text belongs to is bound as additional data, so that a sealed text
moved to another row, table or column can't be opened.
"""

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings
from django.utils import timezone

from trellis.privacy.models import Key

NONCE = 12
_WRAP = b"trellis wrapped key 1"

type About = tuple[str, str, str]  # table, row, column


class Unreadable(Exception):
    """The sealed text, its key or its place is not the one it was sealed with."""


def new_key() -> Key:
    """A fresh 256-bit data key, stored wrapped."""
    return Key.objects.create(wrapped=_wrap(AESGCM.generate_key(bit_length=256)))


def seal(key: Key, text: str, *, about: About) -> bytes:
    """The text as nonce + ciphertext + tag."""
    return seal_bytes(key, text.encode(), about=about)


def unseal(key: Key, sealed: bytes, *, about: About) -> str:
    """The text again. Raises Unreadable when anything was changed or moved."""
    return unseal_bytes(key, sealed, about=about).decode()


def seal_bytes(key: Key, content: bytes, *, about: About) -> bytes:
    """A whole file, as with a text."""
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_unwrap(key)).encrypt(nonce, content, _bound(about))


def unseal_bytes(key: Key, sealed: bytes, *, about: About) -> bytes:
    """The file again. Raises Unreadable when anything was changed or moved."""
    sealed = bytes(sealed)
    try:
        return AESGCM(_unwrap(key)).decrypt(sealed[:NONCE], sealed[NONCE:], _bound(about))
    except InvalidTag as problem:
        raise Unreadable("|".join(about)) from problem


def rotate() -> int:
    """Wrap every data key anew with the newest master key; returns how many. Texts stay as they are."""
    count = 0
    for key in Key.objects.order_by("pk").iterator():
        Key.objects.filter(pk=key.pk).update(wrapped=_wrap(_unwrap(key)), rotated_at=timezone.now())
        count += 1
    return count


def _wrap(data_key: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    return nonce + AESGCM(_master_keys()[0]).encrypt(nonce, data_key, _WRAP)


def _unwrap(key: Key) -> bytes:
    wrapped = bytes(key.wrapped)
    for master in _master_keys():
        try:
            return AESGCM(master).decrypt(wrapped[:NONCE], wrapped[NONCE:], _WRAP)
        except InvalidTag:
            continue
    raise Unreadable(f"no master key opens key {key.pk}")


def _master_keys() -> list[bytes]:
    return [base64.urlsafe_b64decode(key) for key in settings.FIELD_KEYS]


def _bound(about: About) -> bytes:
    return "\x1f".join(about).encode()
