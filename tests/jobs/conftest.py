from collections.abc import Iterator

import pytest

from tests.jobs import kinds


@pytest.fixture(autouse=True)
def told() -> Iterator[list[str]]:
    """What the test's jobs said."""
    kinds.told.clear()
    yield kinds.told
    kinds.told.clear()
