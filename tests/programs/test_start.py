"""Starting a program, finding it in the list, and its own address."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of
from tests.factories import make_program
from trellis.people.models import Person
from trellis.programs import actions, presets
from trellis.programs.models import Participation, Program, Stage, TeamMember


def test_an_administrator_starts_a_program_for_a_manager(client: Client, ada: Person, olga: Person) -> None:
    client.force_login(ada)
    typed = {
        "name": "First Year Forward",
        "promise": "Every new nurse gets a mentor.",
        "cohort_name": "Autumn 2026",
        "manager": "Olga@kestrelbay.example",
        "preset": "onboarding",
        "stage": "strategy",
    }

    answer = client.post("/programs/new/", typed)

    program = Program.objects.get()
    cohort = program.cohorts.get()
    assert answer.headers["Location"] == "/programs/first-year-forward/"
    assert (program.length_months, program.promise) == (9, "Every new nurse gets a mentor.")
    assert (cohort.name, cohort.stage) == ("Autumn 2026", Stage.STRATEGY)
    assert [(member.person, member.role) for member in program.team.all()] == [(olga, "manager")]
    assert "programs.created" in history_of(program)


def test_it_may_begin_at_the_design(client: Client, ada: Person) -> None:
    client.force_login(ada)

    client.post("/programs/new/", {"name": "Peers", "preset": "peer", "stage": "design"})

    assert Program.objects.get().cohorts.get().stage == Stage.DESIGN


def test_every_preset_says_what_it_sets(client: Client, ada: Person) -> None:
    client.force_login(ada)

    page = client.get("/programs/new/").content.decode()

    for preset in presets.PRESETS:
        assert str(preset.title) in page
    assert "9 months, every 2 weeks, 45 minutes. A coordinator decides." in page


def test_an_unknown_manager_is_sent_back(client: Client, ada: Person) -> None:
    client.force_login(ada)

    answer = client.post(
        "/programs/new/", {"name": "X", "preset": "peer", "stage": "design", "manager": "no@body.example"}
    )

    assert "Nobody here has this address" in answer.content.decode()
    assert not Program.objects.exists()


def test_only_administrators_start_programs(client: Client, olga: Person) -> None:
    client.force_login(olga)

    assert client.get("/programs/new/").status_code == 404


def test_a_program_called_new_gets_another_address(ada: Person) -> None:
    assert make_program("New", by=ada).slug == "new-2"


def test_the_list_shows_each_person_what_is_theirs(
    client: Client, program: Program, other_program: Program, mia_mentors: Participation, mia: Person, ada: Person
) -> None:
    client.force_login(mia)
    mine = client.get("/programs/").content.decode()
    client.force_login(ada)
    all_of_them = client.get("/programs/").content.decode()

    assert "First Year Forward" in mine
    assert "Ward Leaders" not in mine
    assert "1 of 8" not in mine
    assert all_of_them.count("Strategy, 1 of 8") == 2
    assert "Start a program" in all_of_them


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_ten(
    client: Client, ada: Person, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(10):
        make_program(f"Program {number}", by=ada)
    client.force_login(ada)

    with django_assert_max_num_queries(18):  # type: ignore[operator]
        page = client.get("/programs/").content.decode()

    assert "Program 9" in page


@pytest.mark.parametrize(
    ("name", "leads_to"),
    [
        ("olga", "/programs/first-year-forward/autumn-2026/"),
        ("mia", "/mentoring/"),
        ("ada", "/programs/first-year-forward/autumn-2026/team/"),
    ],
)
def test_the_address_of_a_program_leads_to_where_one_has_something_to_do(
    client: Client, request: pytest.FixtureRequest, mia_mentors: Participation, name: str, leads_to: str
) -> None:
    client.force_login(request.getfixturevalue(name))

    assert client.get("/programs/first-year-forward/").headers["Location"] == leads_to


def test_a_stranger_finds_nothing(client: Client, program: Program, sam: Person) -> None:
    client.force_login(sam)

    assert client.get("/programs/first-year-forward/").status_code == 404
    assert "No programs yet" in client.get("/programs/").content.decode()


def test_archive_closes_the_public_page_and_can_be_undone(client: Client, program: Program, olga: Person) -> None:
    actions.design(program, by=olga, is_public=True)
    client.force_login(olga)
    address = "/programs/first-year-forward/autumn-2026/"

    page = client.post(f"{address}archive/", follow=True).content.decode()

    program.refresh_from_db()
    assert (program.is_archived, program.is_public) == (True, False)
    assert "is in the archive." in page
    assert "First Year Forward" in client.get("/programs/?show=archive").content.decode()

    event_id = page.split("/history/")[1].split("/")[0]
    client.post(f"/history/{event_id}/undo/")
    program.refresh_from_db()
    assert not program.is_archived

    client.post(f"{address}archive/")
    client.post(f"{address}reopen/")
    program.refresh_from_db()
    assert not program.is_archived
    assert TeamMember.objects.filter(program=program).count() == 1
