"""Everybody out as a file, on the record, harmless to open, and the same when it comes back."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
import time_machine
from django.test import Client

from tests.cast import history_of
from tests.exchange.conftest import outcomes, people, upload
from tests.factories import make_person
from trellis.common.spreadsheets import read
from trellis.exchange.actions import checks, commits
from trellis.exchange.models import PeopleImport
from trellis.jobs.actions import run_ready
from trellis.people.actions import profiles
from trellis.people.models import Person

COLUMNS = ("external_id", "email", "name", "preferred_name", "title", "department", "site", "level")
MORE = ("manager__email", "started_on", "time_zone", "language")


@pytest.fixture
def crowd(ada: Person) -> None:
    mia = make_person(
        "Inês “Mia” Holmqvist, RN",
        email="mia@x.example",
        external_id="00017",
        preferred_name="=cmd|' /C calc'!A0",
        title="+Sister",
        department="-Renal;|,",
        site="@Harbour",
        level=4,
        started_on=date(2020, 2, 29),
        time_zone="Europe/Lisbon",
        language="es",
    )
    make_person("'Osei Marchetti", email="osei@x.example", manager=mia)
    make_person("Wren Gone", email="wren@x.example", is_active=False)


def exported(browser: Client, kind: str, **more: Any) -> Any:
    return browser.post("/people/export/", {"kind": kind, **more})


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_what_goes_out_comes_back_the_same(boss: Client, ada: Person, crowd: None, kind: str) -> None:
    before = people(*COLUMNS, *MORE)
    content = exported(boss, kind, with_closed="on").content
    upload(boss, content, f"people.{kind}")
    run_ready()
    wanted = PeopleImport.objects.get()
    checks.match_columns(wanted, wanted.columns, date_order="", by=ada)
    unchanged = set(outcomes(wanted).values())

    Person.objects.filter(email__endswith="@x.example").delete()
    checks.mend(wanted, {}, existing="update", by=ada)
    wanted.refresh_from_db()
    commits.commit(wanted, by=ada)
    run_ready()

    assert "" not in wanted.columns
    assert unchanged == {"same"}
    assert people(*COLUMNS, *MORE) == before


def test_no_cell_acts_in_a_spreadsheet(boss: Client, crowd: None) -> None:
    text = exported(boss, "csv").content.decode("utf-8-sig")

    cells = [cell.strip('"') for line in text.splitlines() for cell in line.split(",")]
    assert not [cell for cell in cells if cell.startswith(("=", "+", "-", "@"))]
    assert "'=cmd" in text


def test_closed_accounts_only_when_asked_for(boss: Client, crowd: None) -> None:
    without = read(exported(boss, "csv").content)
    with_them = read(exported(boss, "csv", with_closed="on").content)

    assert (len(without.rows), len(with_them.rows)) == (3, 4)


def test_nothing_people_wrote_about_themselves_goes_out(boss: Client, noor: Person) -> None:
    profiles.change(noor, {"biography": "Heron-by-the-water", "pronouns": "she/heron"}, by=noor)

    text = exported(boss, "csv").content.decode()

    assert "eron" not in text


def test_it_is_on_the_record_and_kept_by_no_cache(boss: Client, ada: Person) -> None:
    response = exported(boss, "csv")

    assert history_of(ada) == ["exchange.exported"]
    assert response.headers["Cache-Control"] == "private, no-store"
    assert response.headers["Content-Disposition"].startswith('attachment; filename="people-')


def test_it_asks_for_a_fresh_sign_in(client: Client, ada: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        client.force_login(ada)
        client.get("/me/")
        clock.shift(16 * 60)

        response = exported(client, "csv")

    assert response.status_code == 302
    assert history_of(ada) == []


def test_others_find_nothing(client: Client, olga: Person) -> None:
    client.force_login(olga)

    assert (client.get("/people/export/").status_code, exported(client, "csv").status_code) == (404, 404)
