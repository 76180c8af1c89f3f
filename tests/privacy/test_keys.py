"""Sealed texts open with their own key, in their own place, and nowhere else."""

import base64
import os

import pytest
from pytest_django.fixtures import Settings

from trellis.privacy import keys
from trellis.privacy.models import Key

pytestmark = pytest.mark.django_db
ABOUT = ("notes", "17", "body")


def test_it_opens_what_it_sealed() -> None:
    key = keys.new_key()

    sealed = keys.seal(key, "I doubt myself 🌱 شكرا", about=ABOUT)

    assert b"doubt" not in sealed
    assert keys.unseal(Key.objects.get(pk=key.pk), sealed, about=ABOUT) == "I doubt myself 🌱 شكرا"


def test_the_same_text_is_never_sealed_alike() -> None:
    key = keys.new_key()

    assert keys.seal(key, "same", about=ABOUT) != keys.seal(key, "same", about=ABOUT)


@pytest.mark.parametrize("about", [("notes", "18", "body"), ("messages", "17", "body"), ("notes", "17", "title")])
def test_moved_to_another_place_it_stays_shut(about: keys.About) -> None:
    key = keys.new_key()
    sealed = keys.seal(key, "secret", about=ABOUT)

    with pytest.raises(keys.Unreadable):
        keys.unseal(key, sealed, about=about)


def test_another_key_does_not_open_it() -> None:
    sealed = keys.seal(keys.new_key(), "secret", about=ABOUT)

    with pytest.raises(keys.Unreadable):
        keys.unseal(keys.new_key(), sealed, about=ABOUT)


def test_one_changed_bit_is_noticed() -> None:
    key = keys.new_key()
    sealed = bytearray(keys.seal(key, "secret", about=ABOUT))
    sealed[-1] ^= 1

    with pytest.raises(keys.Unreadable):
        keys.unseal(key, bytes(sealed), about=ABOUT)


def test_rotation_wraps_every_key_with_the_newest_master_key(settings: Settings) -> None:
    old = settings.FIELD_KEYS
    key = keys.new_key()
    sealed = keys.seal(key, "still here", about=ABOUT)
    new = base64.urlsafe_b64encode(os.urandom(32)).decode()

    settings.FIELD_KEYS = [new, *old]
    assert keys.rotate() == 1
    settings.FIELD_KEYS = [new]

    assert keys.unseal(Key.objects.get(pk=key.pk), sealed, about=ABOUT) == "still here"


def test_without_the_master_key_nothing_opens(settings: Settings) -> None:
    key = keys.new_key()
    sealed = keys.seal(key, "secret", about=ABOUT)

    settings.FIELD_KEYS = [base64.urlsafe_b64encode(os.urandom(32)).decode()]

    with pytest.raises(keys.Unreadable):
        keys.unseal(key, sealed, about=ABOUT)
