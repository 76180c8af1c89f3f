"""Files of people, and the way through an import in a few words."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from trellis.exchange.actions import checks, commits, files
from trellis.exchange.models import Outcome, PeopleImport
from trellis.jobs.actions import run_ready
from trellis.people.models import Person

HEADER = "Employee number,E-mail,Name,Department,Manager"


def csv(*lines: str, header: str = HEADER) -> bytes:
    """A file with this header and these rows."""
    return "\n".join([header, *lines, ""]).encode()


def uploaded(ada: Person, *lines: str, header: str = HEADER) -> PeopleImport:
    """An import with its columns as guessed, checked."""
    made = files.upload("list.csv", csv(*lines, header=header), by=ada)
    assert made.state == PeopleImport.State.COLUMNS, made.problem
    checks.match_columns(made, made.columns, date_order="day", by=ada)
    run_ready()
    made.refresh_from_db()
    return made


def imported(ada: Person, *lines: str, header: str = HEADER) -> PeopleImport:
    """An import that went in."""
    made = uploaded(ada, *lines, header=header)
    commits.commit(made, by=ada)
    run_ready()
    made.refresh_from_db()
    return made


def outcomes(wanted: PeopleImport) -> dict[int, str]:
    """What each row would do."""
    return dict(Outcome.objects.filter(of=wanted).order_by("number").values_list("number", "state"))


def problems(wanted: PeopleImport) -> list[tuple[int, str, str]]:
    """Row, field and the sentence of every problem."""
    rows = Outcome.objects.filter(of=wanted, state="problem").order_by("number")
    return [(row.number, problem["key"], problem["said"]) for row in rows for problem in row.problems]


def people(*columns: str) -> list[Sequence[Any]]:
    """These columns of everybody but Ada, by name."""
    rows = Person.objects.exclude(email="ada@kestrelbay.example").order_by("name")
    return list(rows.values_list(*columns))


@pytest.fixture
def boss(client: Client, ada: Person) -> Client:
    """Ada at her browser."""
    client.force_login(ada)
    return client


def upload(browser: Client, content: bytes, name: str = "list.csv") -> Any:
    """Choose a file and press Upload."""
    return browser.post("/people/import/", {"file": SimpleUploadedFile(name, content)})
