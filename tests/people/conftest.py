"""Somebody with a password, and e-mails of signing in."""

from __future__ import annotations

import re
from typing import Any

import pytest

from trellis.jobs.actions import run_ready
from trellis.people.models import Person

PASSWORD = "quiet copper lantern 7"


@pytest.fixture
def nomvula(noor: Person) -> Person:
    """Noor, with a password."""
    noor.set_password(PASSWORD)
    noor.save()
    return noor


def sign_in(client: Any, email: str, password: str, **extra: Any) -> Any:
    """Type them on the sign-in page."""
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def is_in(client: Any) -> bool:
    """Whether this browser is signed in."""
    return "_auth_user_id" in client.session


def newest_code(mailoutbox: list[Any]) -> str:
    """Let the e-mails go, and read the code in the last one."""
    run_ready()
    found = re.search(r": (\S+)$", mailoutbox[-1].subject)
    assert found
    return found.group(1)
