"""The dry run: what is wrong with each row, found before anything is written."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.exchange.conftest import csv, outcomes, people, problems, upload, uploaded
from tests.factories import make_person
from trellis.common.errors import Refused
from trellis.exchange import columns
from trellis.exchange.actions import checks, files
from trellis.exchange.models import Outcome, PeopleImport
from trellis.people.models import Person

WREN = "KB-1,wren@x.example,Wren Abernathy,Theatre,"


@pytest.mark.parametrize(
    ("line", "key", "said"),
    [
        ("KB-1,,Wren,Theatre,", "email", "Enter an e-mail address"),
        ("KB-1,wren@x,Wren,Theatre,", "email", "Others here end in @kestrelbay.example"),
        ("KB-1,wren at x.example,Wren,Theatre,", "email", "isn’t a whole e-mail address"),
        ("KB-1,wrén@x.example,Wren,Theatre,", "email", "isn’t a whole e-mail address"),
        ("KB-1,wren@x.example,,Theatre,", "name", "Enter a name"),
        ("1.23E+11,wren@x.example,Wren,Theatre,", "external_id", "shortened this number"),
        ("KB-1,wren@x.example,Wren,Theatre,KB-99", "manager", "don’t know this manager"),
        ("KB-1,wren@x.example,Wren,Theatre,nobody@x.example", "manager", "don’t know this manager"),
        ("KB-1,wren@x.example,Wren,Theatre,KB-1", "manager", "Nobody is their own manager"),
        ("KB-1,wren@x.example,Wren,Theatre,wren@x.example", "manager", "Nobody is their own manager"),
        (f"KB-1,wren@x.example,{'W' * 151},Theatre,", "name", "longer than 150"),
        ("KB-1,wren@x.example,Wren,Theatre,,extra", "", "more cells"),
        ("KB-1,osei@kestrelbay.example,Wren,Theatre,", "email", "Same e-mail address as Osei Marchetti in row 2"),
        ("KB-2,wren@x.example,Wren,Theatre,", "external_id", "Same employee number as Osei Marchetti in row 2"),
    ],
)
def test_each_fault_is_told_by_row_and_column(ada: Person, line: str, key: str, said: str) -> None:
    wanted = uploaded(ada, "KB-2,osei@kestrelbay.example,Osei Marchetti,,", line)

    ((number, where, sentence),) = problems(wanted)
    assert (number, where) == (3, key)
    assert said in sentence


@pytest.mark.parametrize(
    ("column", "cell", "said"),
    [
        ("Start date", "31/02/2026", "doesn’t exist"),
        ("Start date", "45992", "like 2026-02-28"),
        ("Level", "21", "from 1 to 20"),
        ("Level", "3.5", "from 1 to 20"),
        ("Level", "³", "from 1 to 20"),
        ("Time zone", "Lisbon time", "like Europe/Lisbon"),
        ("Language", "Klingon", "doesn’t speak"),
    ],
)
def test_each_kind_of_cell_is_read_strictly(ada: Person, column: str, cell: str, said: str) -> None:
    wanted = uploaded(ada, f"w@x.example,Wren,{cell}", header=f"E-mail,Name,{column}")

    ((_number, _key, sentence),) = problems(wanted)
    assert said in sentence


@pytest.mark.parametrize(
    "line",
    [
        "KB-1,wren@münchen.example,Wren,Theatre,",
        "KB-1,WREN@X.EXAMPLE,  Wren   Abernathy ,Theatre,",
        "KB-1,o'hara@x.example,\"O'Hara, Wren\",Theatre,",
        "KB-1,wren@x.example,=1+1,Theatre,",
        "KB-1,wren@x.example,'=HYPERLINK(1),Theatre,",
        "KB-1,wren@x.example,וורן אברנתי,Theatre,",
    ],
)
def test_odd_but_honest_rows_are_taken(ada: Person, line: str) -> None:
    assert outcomes(uploaded(ada, line)) == {2: "new"}


def test_somebody_with_two_signs_of_two_people_is_a_problem(ada: Person) -> None:
    make_person("Mia Holmqvist", email="mia@x.example", external_id="KB-7")
    make_person("Noor El-Amin", email="noor@x.example", external_id="KB-8")

    wanted = uploaded(ada, "KB-7,noor@x.example,Mia,,", "KB-9,mia@x.example,Mia,,")

    told = [(number, key) for number, key, _said in problems(wanted)]
    assert told == [(2, "email"), (3, "external_id"), (3, "email")]


def test_two_rows_about_one_known_person_are_a_problem(ada: Person) -> None:
    make_person("Mia Holmqvist", email="mia@x.example", external_id="KB-7")

    wanted = uploaded(ada, "KB-7,new@x.example,Mia,,", ",mia@x.example,Mia,,")

    assert problems(wanted) == [(3, "email", "Same person as Mia in row 2.")]


def test_an_administrators_address_is_not_changed_by_a_list(ada: Person) -> None:
    Person.objects.filter(pk=ada.pk).update(external_id="KB-0")

    wanted = uploaded(ada, "KB-0,attacker@x.example,Ada Brightwater,,")

    ((_number, key, _said),) = problems(wanted)
    assert key == "email"


def test_no_column_makes_an_administrator(ada: Person) -> None:
    header = "E-mail,Name,is_administrator,administrator,role,password"
    made = files.upload("list.csv", csv("w@x.example,Wren,1,yes,admin,secret", header=header), by=ada)

    assert made.columns == ["email", "name", "", "", "title", ""]
    with pytest.raises(Refused):
        checks.match_columns(made, ["email", "name", "is_administrator", "", "", ""], date_order="", by=ada)


def test_a_circle_in_the_file_is_named(ada: Person) -> None:
    wanted = uploaded(
        ada,
        "KB-1,a@x.example,Anna,,KB-3",
        "KB-2,b@x.example,Bo,,KB-1",
        "KB-3,c@x.example,Cleo,,KB-2",
        "KB-4,d@x.example,Dan,,",
    )

    assert outcomes(wanted) == {2: "problem", 3: "problem", 4: "problem", 5: "new"}
    assert "Anna (row 2) → Cleo (row 4) → Bo (row 3) → Anna (row 2)" in problems(wanted)[0][2]


def test_a_circle_through_people_we_know_is_found(ada: Person) -> None:
    boss = make_person("Mia Holmqvist", email="mia@x.example")
    make_person("Noor El-Amin", email="noor@x.example", manager=boss)

    wanted = uploaded(ada, ",mia@x.example,Mia,,new@x.example", ",new@x.example,Nia,,noor@x.example")

    assert outcomes(wanted) == {2: "problem", 3: "problem"}
    assert "Noor El-Amin" in problems(wanted)[0][2]


def test_turning_a_line_of_managers_round_is_no_circle(ada: Person) -> None:
    boss = make_person("Mia Holmqvist", email="mia@x.example")
    make_person("Noor El-Amin", email="noor@x.example", manager=boss)
    other = make_person("Olga Santangelo", email="olga@x.example")

    wanted = uploaded(ada, ",mia@x.example,,,noor@x.example", f",noor@x.example,,,{other.email}")

    assert outcomes(wanted) == {2: "changed", 3: "changed"}


def test_who_reports_to_a_row_that_waits_waits_too(ada: Person) -> None:
    wanted = uploaded(
        ada, "KB-1,,Anna,,", "KB-2,b@x.example,Bo,,KB-1", "KB-3,c@x.example,Cleo,,KB-2", "KB-4,d@x.example,Dan,,"
    )

    assert outcomes(wanted) == {2: "problem", 3: "problem", 4: "problem", 5: "new"}
    assert "Their manager Anna, row 2, can’t be imported yet." in problems(wanted)[1][2]


def test_only_what_the_file_says_and_differs_is_a_change(ada: Person) -> None:
    make_person("Wren Abernathy", email="wren@x.example", external_id="KB-1", department="Renal", title="Porter")

    wanted = uploaded(ada, WREN)

    assert Outcome.objects.get(of=wanted).changes == {"department": ["Renal", "Theatre"]}


@pytest.mark.parametrize(
    ("header", "guessed"),
    [
        (
            "Employee ID,Work email,Full Name,Job Title,Dept.,Location,Manager Email,Hire Date",
            "external_id email name title department site manager started_on",
        ),
        (
            "Personalnummer;E-Mail-Adresse;Vorname;Nachname;Abteilung;Standort;Vorgesetzter;Eintrittsdatum",
            "external_id email first_name last_name department site manager started_on",
        ),
        (
            "Matricule;Adresse e-mail;Prénom;Nom;Poste;Service;Lieu de travail;Supérieur;Date d’embauche",
            "external_id email first_name last_name title department site manager started_on",
        ),
        (
            "Número de empleado;Correo electrónico;Nombre;Apellidos;Puesto;Departamento;Sede;Jefe directo",
            "external_id email first_name last_name title department site manager",
        ),
        ("الرقم الوظيفي,البريد الالكتروني,الاسم,القسم,المدير", "external_id email name department manager"),
        ("E-mail,Name,First name", "email last_name first_name"),
        ("E-mail,Email,E MAIL", "email  "),
        ("Ｅｍａｉｌ,ＮＡＭＥ", "email name"),
        ("Еmail,Name", " name"),
        ("Shoe size,Salary", " "),
    ],
)
def test_columns_are_guessed_by_their_names(header: str, guessed: str) -> None:
    cells = header.split(";" if ";" in header else ",")

    assert columns.guess(cells) == guessed.split(" ")


def test_the_same_field_twice_or_no_sign_of_a_person_is_refused(boss: Client, ada: Person) -> None:
    made = files.upload("list.csv", csv(WREN), by=ada)
    address = f"/people/import/{made.pk}/columns/"
    twice = boss.post(address, {"column-0": "email", "column-1": "email", "column-2": "name"})
    none = boss.post(address, {"column-2": "name"})

    made.refresh_from_db()
    assert (twice.status_code, none.status_code, made.state) == (422, 422, PeopleImport.State.COLUMNS)
    assert "column-1" in twice.context["form"].errors


@pytest.mark.parametrize(
    ("days", "status", "order"),
    [
        (["2026-02-28", "2026-03-01"], 302, ""),
        (["28/02/2026", "03/04/2026"], 302, "day"),
        (["02/28/2026", "03/04/2026"], 302, "month"),
        (["03/04/2026", "05/06/2026"], 422, ""),
        (["28/02/2026", "02/28/2026"], 422, ""),
    ],
)
def test_the_order_of_days_is_read_from_them_or_asked_for(
    boss: Client, ada: Person, days: list[str], status: int, order: str
) -> None:
    lines = [f"p{n}@x.example,Person {n},{day}" for n, day in enumerate(days)]
    made = files.upload("list.csv", csv(*lines, header="E-mail,Name,Start date"), by=ada)

    response = boss.post(
        f"/people/import/{made.pk}/columns/", {"column-0": "email", "column-1": "name", "column-2": "started_on"}
    )

    made.refresh_from_db()
    assert (response.status_code, made.date_order) == (status, order)


def test_a_column_of_ones_own_may_be_left_out(ada: Person) -> None:
    made = files.upload("list.csv", csv("w@x.example,Wren,44", header="E-mail,Name,Shoe size"), by=ada)

    checks.match_columns(made, made.columns, date_order="", by=ada)

    assert outcomes(made) == {2: "new"}


def test_columns_can_be_matched_anew_after_the_check(boss: Client, ada: Person) -> None:
    wanted = uploaded(ada, "Theatre,w@x.example,Wren", header="Name,E-mail,Department")

    boss.post(
        f"/people/import/{wanted.pk}/columns/", {"column-0": "department", "column-1": "email", "column-2": "name"}
    )

    assert Outcome.objects.get(of=wanted).title == "Wren"


def test_every_row_can_be_looked_at_with_what_it_changes(boss: Client, ada: Person) -> None:
    make_person("Wren Abernathy", email="wren@x.example", external_id="KB-1", department="Renal")
    wanted = uploaded(ada, WREN, "KB-2,,Osei,,")

    text = boss.get(f"/people/import/{wanted.pk}/rows/").content.decode()
    changed = boss.get(f"/people/import/{wanted.pk}/rows/?state=changed").context["page"].object_list

    assert "Department: Renal → Theatre" in text
    assert [outcome.number for outcome in changed] == [2]


def test_the_dry_run_writes_nobody(ada: Person) -> None:
    uploaded(ada, WREN)

    assert people("pk") == []


def test_a_file_name_can_not_be_more_than_text(boss: Client) -> None:
    upload(boss, csv(WREN), "<img src=x onerror=alert(1)>\u202evsc.csv")

    text = boss.get("/people/import/").content.decode()
    assert "<img" not in text
    assert "\u202e" not in text
