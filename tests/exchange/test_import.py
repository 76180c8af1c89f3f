"""A list goes in: uploaded, matched, checked, mended, imported. Nothing before its time, nothing twice."""

from __future__ import annotations

from datetime import date
from io import BytesIO
from typing import Any

import pytest
from django.test import Client
from openpyxl import Workbook

from tests.cast import history_of
from tests.exchange.conftest import HEADER, csv, imported, outcomes, people, problems, upload, uploaded
from tests.factories import make_person
from trellis.common.errors import Refused
from trellis.exchange.actions import checks, commits, files
from trellis.exchange.actions.checks import Mending
from trellis.exchange.checking import whom_we_know
from trellis.exchange.models import Outcome, PeopleImport, Trace
from trellis.jobs.actions import run_ready
from trellis.jobs.models import Job
from trellis.notifications.models import Delivery, Notice
from trellis.people.models import Person

WREN = "KB-1,wren@x.example,Wren Abernathy,Theatre,"
OSEI = "KB-2,osei@x.example,Osei Marchetti,Theatre,KB-1"


def test_the_whole_way_by_its_pages(boss: Client, ada: Person) -> None:
    made = upload(boss, csv(WREN, OSEI))
    wanted = PeopleImport.objects.get()
    columns = boss.get(made.headers["Location"], follow=True)
    form = columns.context["form"]
    typed = {bound.html_name: bound.value() for bound in form}
    checked = boss.post(columns.request["PATH_INFO"], typed, follow=True)
    before = people("name")
    boss.post(f"/people/import/{wanted.pk}/mend/", {"go": "ready", "existing": "update"})
    run_ready()
    done = boss.get(wanted.get_absolute_url())

    assert columns.request["PATH_INFO"] == f"/people/import/{wanted.pk}/columns/"
    assert "Import 2 people" in checked.content.decode()
    assert before == []
    assert people("external_id", "email", "name", "department", "manager__name") == [
        ("KB-2", "osei@x.example", "Osei Marchetti", "Theatre", "Wren Abernathy"),
        ("KB-1", "wren@x.example", "Wren Abernathy", "Theatre", None),
    ]
    assert "2 new, 0 brought up to date" in done.content.decode()
    assert history_of(wanted) == ["exchange.imported"]


def test_nobody_is_e_mailed_and_nobody_has_a_password(ada: Person) -> None:
    imported(ada, WREN)

    wren = Person.objects.get(email="wren@x.example")
    assert (Notice.objects.count(), Delivery.objects.count()) == (0, 0)
    assert (wren.has_usable_password(), wren.is_administrator, wren.is_active) == (False, False, True)


def test_the_search_finds_them(ada: Person) -> None:
    imported(ada, "KB-1,ines@x.example,Inês Carvalho,Renal,")

    assert [person.name for person in Person.objects.search("ines renal")] == ["Inês Carvalho"]


def test_pressing_twice_imports_once(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, WREN, OSEI)
    for _ in range(2):
        boss.post(f"/people/import/{wanted.pk}/mend/", {"go": "ready"})
    run_ready()
    boss.post(f"/people/import/{wanted.pk}/mend/", {"go": "ready"})
    run_ready()

    assert len(people("pk")) == 2
    assert Job.objects.filter(kind="exchange.commit").count() == 1


def test_the_job_done_again_after_a_crash_does_no_harm(ada: Person) -> None:
    wanted = imported(ada, WREN)
    job = Job.objects.get(kind="exchange.commit")
    Job.objects.filter(pk=job.pk).update(state=Job.State.READY)

    run_ready()

    assert len(people("pk")) == 1
    assert history_of(wanted) == ["exchange.imported"]


def test_known_people_are_known_by_number_then_by_address(ada: Person) -> None:
    make_person("Wren Abernathy", email="old@x.example", external_id="KB-1", department="Renal", title="Porter")
    make_person("Osei Marchetti", email="osei@x.example", department="Renal")

    wanted = imported(ada, WREN, "KB-2,osei@x.example,,,KB-1")

    assert wanted.counts["changed"] == 2
    assert people("external_id", "email", "name", "department", "title", "manager__name") == [
        ("KB-2", "osei@x.example", "Osei Marchetti", "Renal", "", "Wren Abernathy"),
        ("KB-1", "wren@x.example", "Wren Abernathy", "Theatre", "Porter", None),
    ]


def test_empty_cells_change_nothing_and_the_same_is_said_to_be_the_same(ada: Person) -> None:
    imported(ada, WREN, OSEI)

    again = uploaded(ada, WREN, "KB-2,osei@x.example,,,")

    assert outcomes(again) == {2: "same", 3: "same"}


def test_known_people_may_be_left_as_they_are(ada: Person) -> None:
    make_person("Wren Abernathy", email="wren@x.example", department="Renal")
    wanted = uploaded(ada, WREN, OSEI)

    checks.mend(wanted, {}, existing="leave", by=ada)
    wanted.refresh_from_db()
    commits.commit(wanted, by=ada)
    run_ready()

    assert people("name", "department") == [("Osei Marchetti", "Theatre"), ("Wren Abernathy", "Renal")]


def test_managers_may_stand_further_down_or_be_known_by_either_sign(ada: Person) -> None:
    make_person("Mia Holmqvist", email="mia@x.example", external_id="KB-9")

    imported(
        ada,
        "KB-1,a@x.example,Anna,,KB-3",
        "KB-2,b@x.example,Bo,,a@x.example",
        "KB-3,c@x.example,Cleo,,KB-9",
        "KB-4,d@x.example,Dan,,mia@x.example",
    )

    assert people("name", "manager__name") == [
        ("Anna", "Cleo"),
        ("Bo", "Anna"),
        ("Cleo", "Mia Holmqvist"),
        ("Dan", "Mia Holmqvist"),
        ("Mia Holmqvist", None),
    ]


def test_a_column_of_names_in_two_parts_is_joined(ada: Person) -> None:
    imported(ada, "w@x.example,Wren,Abernathy", header="E-mail,First name,Surname")

    assert people("name") == [("Wren Abernathy",)]


def test_days_levels_zones_and_languages_are_read(ada: Person) -> None:
    header = "E-mail,Name,Start date,Level,Time zone,Language"
    imported(ada, "w@x.example,Wren,28/02/2026,4,europe/lisbon,German", header=header)

    assert people("started_on", "level", "time_zone", "language") == [(date(2026, 2, 28), 4, "Europe/Lisbon", "de")]


def test_all_or_nothing_when_somebody_was_quicker(ada: Person) -> None:
    wanted = uploaded(ada, WREN, OSEI)
    make_person("Somebody Quick", email="wren@x.example", external_id="KB-77")
    commits.commit(wanted, by=ada)

    run_ready()

    wanted.refresh_from_db()
    job = Job.objects.get(kind="exchange.commit")
    assert (wanted.state, job.state) == (PeopleImport.State.CHECKED, Job.State.FAILED)
    assert "nothing was imported" in job.error
    assert people("name") == [("Somebody Quick",)]
    assert outcomes(wanted)[2] == "problem"


def test_all_or_nothing_when_the_writing_breaks(ada: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    wanted = uploaded(ada, WREN, OSEI)

    def full(*_rows: Any, **_more: Any) -> None:
        raise RuntimeError("disk full")

    monkeypatch.setattr(Trace.objects, "bulk_create", full)
    commits.commit(wanted, by=ada)
    run_ready()
    monkeypatch.undo()

    wanted.refresh_from_db()
    assert (wanted.state, people("pk")) == (PeopleImport.State.CHECKED, [])


def test_all_or_nothing_when_somebody_was_quicker_at_the_last_moment(ada: Person) -> None:
    mia = make_person("Mia Holmqvist", email="mia@x.example", department="Renal")
    wanted = uploaded(ada, WREN, ",mia@x.example,,Theatre,")
    known = whom_we_know()
    result = checks.look(wanted, known=known)
    Person.objects.filter(pk=mia.pk).update(department="Maternity")
    changed = commits.write(wanted, result.findings, known, by=ada)
    Person.objects.filter(pk=mia.pk).update(department="Renal", manager=ada)
    managed = commits.write(wanted, result.findings, known, by=ada)

    assert (changed, managed) == (False, False)
    assert people("name", "department") == [("Mia Holmqvist", "Renal")]


@pytest.mark.parametrize("begun", [True, False])
def test_stopped_by_hand_it_can_be_started_again(boss: Client, ada: Person, begun: bool) -> None:
    wanted = uploaded(ada, WREN)
    commits.commit(wanted, by=ada)
    job = Job.objects.get(kind="exchange.commit")
    if begun:
        Job.objects.update(stop_asked=True)
        run_ready()
    else:
        boss.post(f"/work/{job.pk}/stop/")
    page = boss.get(wanted.get_absolute_url())
    wanted.refresh_from_db()

    commits.commit(wanted, by=ada)
    run_ready()

    assert "Import 1 person" in page.content.decode()
    assert len(people("pk")) == 1


def test_rows_are_mended_in_place(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, "KB-1,,Wren Abernathy,Theatre,", "KB-2,osei@x,Osei Marchetti,,", "KB-3,c@x.example,Cleo,,")
    page = boss.get(wanted.get_absolute_url())
    shown = [(fix.outcome.number, [box.id for box in fix.inputs]) for fix in page.context["fixes"]]

    boss.post(
        f"/people/import/{wanted.pk}/mend/",
        {"go": "check", "row": ["2", "3"], "cell-2-email": "wren@x.example", "out-3": "on", "existing": "update"},
    )

    wanted.refresh_from_db()
    assert shown == [(2, ["cell-2-email"]), (3, ["cell-3-email"])]
    assert outcomes(wanted) == {2: "new", 3: "left out", 4: "new"}


def test_what_was_typed_is_checked_before_anything_goes_in(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, "KB-1,,Wren Abernathy,Theatre,", OSEI.replace("KB-1", ""))
    address = f"/people/import/{wanted.pk}/mend/"

    boss.post(address, {"go": "ready", "row": "2", "cell-2-email": "wren@x.example"})
    run_ready()
    wanted.refresh_from_db()
    before = (wanted.state, outcomes(wanted), people("pk"))
    boss.post(address, {"go": "ready"})
    run_ready()

    assert before == (PeopleImport.State.CHECKED, {2: "new", 3: "new"}, [])
    assert people("name") == [("Osei Marchetti",), ("Wren Abernathy",)]


def test_a_row_that_was_left_out_may_come_in_again(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, WREN, "KB-9,wren@x.example,Jo Fairweather,Renal,")
    checks.mend(wanted, {3: Mending(instead_of=2)}, existing="update", by=ada)
    page = boss.get(f"/people/import/{wanted.pk}/rows/?state=left out").content.decode()

    boss.post(f"/people/import/{wanted.pk}/mend/", {"go": "check", "row": "2"})

    assert "Take it in again" in page
    assert outcomes(wanted) == {2: "new", 3: "problem"}


def test_only_the_field_that_was_wrong_can_be_mended(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, "KB-1,,Wren Abernathy,Theatre,", OSEI.replace("KB-1", ""))

    boss.post(
        f"/people/import/{wanted.pk}/mend/",
        {"go": "check", "row": ["2", "3"], "cell-2-email": "w@x.example", "cell-2-name": "Boss", "cell-3-name": "Boss"},
    )

    wanted.refresh_from_db()
    assert list(Outcome.objects.filter(of=wanted).values_list("title", flat=True).order_by("number")) == [
        "Wren Abernathy",
        "Osei Marchetti",
    ]


def test_of_two_rows_about_one_person_one_is_kept(ada: Person) -> None:
    wanted = uploaded(ada, WREN, "KB-9,wren@x.example,Jo Fairweather,Renal,")

    told = problems(wanted)
    checks.mend(wanted, {3: Mending(instead_of=2)}, existing="update", by=ada)

    wanted.refresh_from_db()
    assert told == [(3, "email", "Same e-mail address as Wren Abernathy in row 2.")]
    assert outcomes(wanted) == {2: "left out", 3: "new"}


def test_what_is_ready_goes_in_without_the_rest(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, WREN, "KB-2,,Osei Marchetti,,")
    boss.post(f"/people/import/{wanted.pk}/mend/", {"go": "ready"})
    run_ready()

    rest = boss.post(f"/people/import/{wanted.pk}/problems/")

    assert people("name") == [("Wren Abernathy",)]
    assert rest.headers["Content-Disposition"] == 'attachment; filename="list-problems.csv"'
    assert rest.content.decode("utf-8-sig").splitlines() == [
        f"{HEADER},Problem",
        'KB-2,,Osei Marchetti,,,"Enter an e-mail address, so that they can sign in."',
    ]


def test_cells_without_a_name_stay_in_the_file_that_is_mended(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, "KB-1,w@x.example,Abernathy, Wren,,Theatre")

    rest = boss.post(f"/people/import/{wanted.pk}/problems/").content.decode("utf-8-sig").splitlines()

    assert rest[0] == f"{HEADER},Problem"
    said = "This row has more cells than the first row has names. Mend it in the file."
    assert rest[1] == f"KB-1,w@x.example,Abernathy,Wren,,{said},Theatre"


def test_closed_accounts_are_brought_up_to_date_and_stay_closed(boss: Client, ada: Person) -> None:
    gone = make_person("Wren Abernathy", email="wren@x.example", department="Renal", is_active=False)
    wanted = uploaded(ada, WREN)
    page = boss.get(wanted.get_absolute_url()).content.decode()
    commits.commit(wanted, by=ada)
    run_ready()

    gone.refresh_from_db()
    assert "The account of 1 of them is closed and stays closed." in page
    assert (gone.department, gone.is_active) == ("Theatre", False)


def test_a_workbook_is_read_in_the_background(boss: Client, ada: Person) -> None:
    book = Workbook()
    assert book.active is not None
    for row in (["E-mail", "Name", "Employee ID", "Start date"], ["w@x.example", "Wren", 20418, date(2026, 3, 17)]):
        book.active.append(row)
    out = BytesIO()
    book.save(out)
    upload(boss, out.getvalue(), "list.xlsx")
    wanted = PeopleImport.objects.get()
    waiting = boss.get(wanted.get_absolute_url())

    run_ready()
    wanted.refresh_from_db()
    checks.match_columns(wanted, wanted.columns, date_order="", by=ada)
    commits.commit(wanted, by=ada)
    run_ready()

    assert "hx-get" in waiting.content.decode()
    assert people("external_id", "started_on") == [("20418", date(2026, 3, 17))]


def test_a_file_that_can_not_be_read_says_why_and_is_not_kept(boss: Client) -> None:
    response = boss.get(upload(boss, b"%PDF-1.7").headers["Location"])

    wanted = PeopleImport.objects.get()
    assert "This is a PDF" in response.content.decode()
    assert (wanted.state, wanted.content) == (PeopleImport.State.UNREADABLE, None)


def test_the_bytes_are_gone_as_soon_as_they_are_read(ada: Person) -> None:
    assert files.upload("list.csv", csv(WREN), by=ada).content is None


def test_a_long_list_is_checked_in_the_background(ada: Person) -> None:
    lines = [f"KB-{n},p{n}@x.example,Person {n},D{n % 7},{f'KB-{n // 10}' if n > 9 else ''}" for n in range(1, 1500)]

    wanted = imported(ada, *lines)

    assert wanted.state == PeopleImport.State.DONE
    assert Person.objects.filter(manager__external_id="KB-14").count() == 10


def test_the_check_stops_at_a_thousand_problems(ada: Person) -> None:
    wanted = uploaded(ada, *(f"KB-{n},nowhere,Person {n},," for n in range(1, 3000)))

    assert (wanted.is_cut, wanted.problems) == (True, 1_000)
    with pytest.raises(Refused):
        commits.commit(wanted, by=ada)


@pytest.mark.parametrize(
    ("method", "door"),
    [
        ("get", ""),
        ("post", ""),
        ("get", "{pk}/"),
        ("get", "{pk}/columns/"),
        ("post", "{pk}/mend/"),
        ("get", "{pk}/rows/"),
        ("post", "{pk}/problems/"),
        ("post", "{pk}/undo/"),
    ],
)
def test_others_find_nothing(client: Client, ada: Person, olga: Person, method: str, door: str) -> None:
    wanted = uploaded(ada, WREN)
    address = "/people/import/" + door.format(pk=wanted.pk)
    outside = getattr(client, method)(address)
    client.force_login(olga)

    inside = getattr(client, method)(address)

    assert (outside.status_code, inside.status_code) == (302, 404)
    assert outside.headers["Location"].startswith("/accounts/login/")
