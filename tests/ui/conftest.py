"""Addresses and templates of these tests, and a clean start for those that count."""

from collections.abc import Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest
from django.core.cache import cache

from tests.ui import addresses


@pytest.fixture
def test_addresses(settings: Any) -> Iterator[None]:
    """Serve tests/ui/addresses.py beside everything else."""
    settings.ROOT_URLCONF = "tests.ui.addresses"
    templates = deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"] = [Path(__file__).parent / "templates"]
    settings.TEMPLATES = templates
    addresses.acts.clear()
    cache.clear()
    yield
    cache.clear()
