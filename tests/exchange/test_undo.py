"""Taking an import back: what was there before comes back, what is needed stays and is named."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.cast import history_of
from tests.exchange.conftest import imported, people, uploaded
from tests.factories import make_participation, make_person
from trellis.common.errors import Refused
from trellis.exchange.actions import commits, files, undoing
from trellis.exchange.models import ImportRow, Outcome, PeopleImport, Trace
from trellis.jobs.actions import run_ready
from trellis.jobs.models import Job
from trellis.people.actions import accounts, invitations
from trellis.people.models import Person
from trellis.programs.models import Role

WREN = "KB-1,wren@x.example,Wren Abernathy,Theatre,"
OSEI = "KB-2,osei@x.example,Osei Marchetti,Theatre,KB-1"


def taken_back(wanted: PeopleImport, ada: Person) -> dict[str, Any]:
    """Press Undo and wait; what it says it did."""
    undoing.undo(wanted, by=ada)
    run_ready()
    wanted.refresh_from_db()
    assert wanted.state == PeopleImport.State.UNDONE
    return dict(wanted.report)


def test_new_people_go_and_old_values_come_back(boss: Client, ada: Person) -> None:
    mia = make_person("Mia Holmqvist", email="mia@x.example", external_id="KB-9", department="Renal", title="Sister")
    before = people("name", "email", "department", "title", "manager", "started_on")
    header = "Employee number,E-mail,Name,Department,Job title,Manager,Start date"
    wanted = imported(
        ada,
        "KB-1,wren@x.example,Wren,Theatre,,,2026-01-01",
        "KB-9,mia.new@x.example,Mia H,Theatre,Matron,KB-1,2020-02-02",
        header=header,
    )
    assert people("name", "department", "manager__name")[0] == ("Mia H", "Theatre", "Wren")

    boss.post(f"/people/import/{wanted.pk}/undo/")
    run_ready()

    wanted.refresh_from_db()
    assert people("name", "email", "department", "title", "manager", "started_on") == before
    assert (wanted.report["removed"], wanted.report["restored"]) == (1, 1)
    assert [found.pk for found in Person.objects.search("mia holmqvist renal")] == [mia.pk]
    assert history_of(wanted) == ["exchange.imported", "exchange.import_undone"]
    assert "1 removed, 1 as they were before" in boss.get(wanted.get_absolute_url()).content.decode()


def test_what_somebody_changed_since_stays(ada: Person) -> None:
    mia = make_person("Mia Holmqvist", email="mia@x.example", department="Renal", title="Sister")
    wanted = imported(ada, "mia@x.example,Theatre,Matron", header="E-mail,Department,Job title")
    mia.refresh_from_db()
    accounts.edit_account(mia, {"title": "Director"}, by=ada)

    report = taken_back(wanted, ada)

    mia.refresh_from_db()
    assert (mia.department, mia.title) == ("Renal", "Director")
    assert report["kept"] == [["Mia Holmqvist", "was changed since"]]


def test_who_is_needed_stays_and_is_named(ada: Person, cohort: Any) -> None:
    wanted = imported(
        ada,
        "KB-1,a@x.example,Anna Boss,,",
        "KB-2,b@x.example,Bo Middle,,KB-1",
        "KB-3,c@x.example,Cleo Takes Part,,KB-2",
        "KB-4,d@x.example,Dan Invited,,",
        "KB-5,e@x.example,Eva Here,,",
        "KB-6,f@x.example,Finn Nobody,,",
        "KB-7,g@x.example,Gil Nobody,,KB-6",
        "KB-8,h@x.example,Hana Boss Of Old,,",
    )
    found = {person.name.split()[0]: person for person in Person.objects.all()}
    make_participation(cohort, Role.MENTEE, person=found["Cleo"])
    invitations.invite_again(found["Dan"], by=ada)
    Person.objects.filter(pk=found["Eva"].pk).update(last_login=timezone.now())
    make_person("Olga's Colleague", manager=found["Hana"])

    report = taken_back(wanted, ada)

    assert report["removed"] == 2
    assert dict(report["stayed"]) == {
        "Anna Boss": "is somebody’s manager",
        "Bo Middle": "is somebody’s manager",
        "Cleo Takes Part": "is part of: participation",
        "Dan Invited": "is part of: notice",
        "Eva Here": "has been here",
        "Hana Boss Of Old": "is somebody’s manager",
    }
    assert not Person.objects.filter(name__endswith="Nobody").exists()


def test_an_address_that_somebody_else_has_now_is_not_taken_away(ada: Person) -> None:
    mia = make_person("Mia Holmqvist", email="mia@x.example", external_id="KB-9")
    wanted = imported(ada, "KB-9,mia.new@x.example,,,")
    make_person("Another Mia", email="mia@x.example")

    report = taken_back(wanted, ada)

    mia.refresh_from_db()
    assert mia.email == "mia.new@x.example"
    assert report["kept"] == [["Mia Holmqvist", "somebody else has the old address or number now"]]


def test_pressing_twice_takes_back_once(boss: Client, ada: Person) -> None:
    wanted = imported(ada, WREN, OSEI)
    for _ in range(2):
        boss.post(f"/people/import/{wanted.pk}/undo/")
    run_ready()
    boss.post(f"/people/import/{wanted.pk}/undo/")
    run_ready()

    assert history_of(wanted) == ["exchange.imported", "exchange.import_undone"]


def test_after_seven_days_it_stays(ada: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        wanted = imported(ada, WREN)
        clock.shift(timedelta(days=7, minutes=1))

        with pytest.raises(Refused):
            undoing.undo(wanted, by=ada)


def test_the_seven_days_begin_when_it_went_in(ada: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        wanted = uploaded(ada, WREN)
        clock.shift(timedelta(days=6))
        commits.commit(wanted, by=ada)
        run_ready()
        clock.shift(timedelta(days=6))
        files.forget_old()
        wanted.refresh_from_db()

        assert taken_back(wanted, ada)["removed"] == 1


def test_after_seven_days_the_rows_are_forgotten(boss: Client, ada: Person) -> None:
    with time_machine.travel("2026-11-02T09:00:00Z", tick=False) as clock:
        wanted = imported(ada, WREN, "KB-2,,Osei Marchetti,,")
        files.upload("left.csv", b"E-mail,Name\nx@x.example,X\n", by=ada)
        clock.shift(timedelta(days=6))
        early = files.forget_old()
        files.enqueue_forgetting()
        idle = Job.objects.filter(kind="exchange.forget").exists()
        clock.shift(timedelta(days=2))
        files.enqueue_forgetting()
        run_ready()
        again = files.forget_old()

    kept = [str(row) for row in PeopleImport.objects.values()]
    assert (early, idle, again) == (0, False, 0)
    assert PeopleImport.objects.exclude(forgotten_at=None).count() == 2
    assert [rows.objects.count() for rows in (ImportRow, Outcome, Trace)] == [0, 0, 0]
    assert not [text for text in kept if "Wren" in text]
    assert boss.get(wanted.get_absolute_url()).status_code == 200


def test_only_administrators_take_back(client: Client, ada: Person, olga: Person) -> None:
    wanted = imported(ada, WREN)
    client.force_login(olga)

    assert client.post(f"/people/import/{wanted.pk}/undo/").status_code == 404
    assert len(people("pk")) == 2
