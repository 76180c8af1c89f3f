"""The people of a cohort, the team, and the organization."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of
from tests.factories import make_participation, make_person
from trellis.people.models import Person
from trellis.programs import actions
from trellis.programs.models import Cohort, Organization, Participation, Program, Role, TeamMember
from trellis.ui.brand import brand

HERE = "/programs/first-year-forward/autumn-2026/"


@pytest.fixture
def manager(client: Client, cohort: Cohort, olga: Person) -> Client:
    client.force_login(olga)
    return client


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Mia", "Noor"]),
        ("?q=paediatrics", ["Noor"]),
        ("?role=mentor", ["Mia"]),
        ("?state=ready", ["Mia"]),
        ("?state=preparing&role=mentor", []),
        ("?sort=-name", ["Noor", "Mia"]),
        ("?role=dancer&state=flying&sort=height", ["Mia", "Noor"]),
    ],
)
def test_people_are_found_narrowed_and_sorted(
    manager: Client, cohort: Cohort, mia_mentors: Participation, noor: Person, query: str, found: list[str]
) -> None:
    make_participation(cohort, Role.MENTEE, person=noor, ready=False)

    page = manager.get(f"{HERE}people/{query}").content.decode()

    table = page.partition("<tbody>")[2]
    places = sorted((table.find(name), name) for name in ("Mia Holmqvist", "Noor El-Amin") if name in table)
    assert [name.split()[0] for _place, name in places] == found
    assert ("Nobody like that" in page) is (found == [])


def test_an_empty_cohort_says_when_people_come(manager: Client) -> None:
    assert "Nobody is in this cohort yet" in manager.get(f"{HERE}people/").content.decode()


def test_fifty_people_take_as_many_queries_as_one(
    manager: Client, cohort: Cohort, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for _number in range(30):
        make_participation(cohort, Role.MENTEE)
    manager.get(HERE)

    with django_assert_max_num_queries(16):  # type: ignore[operator]
        page = manager.get(f"{HERE}people/").content.decode()

    assert "1 to 25 of 30" in page


def test_somebody_leaves_after_a_question(manager: Client, mia_mentors: Participation) -> None:
    address = f"{HERE}people/{mia_mentors.pk}/withdraw/"
    assert "Let Mia Holmqvist leave this cohort?" in manager.get(address).content.decode()

    manager.post(address)

    mia_mentors.refresh_from_db()
    assert mia_mentors.state == "withdrawn"
    assert history_of(mia_mentors)[-1] == "programs.withdrew"


def test_who_is_in_a_pair_ends_that_first(manager: Client, mia_mentors: Participation) -> None:
    Participation.objects.update(state=Participation.State.MATCHED)

    page = manager.post(f"{HERE}people/{mia_mentors.pk}/withdraw/", headers={"Referer": f"{HERE}people/"}, follow=True)

    assert "is in a pair. End the pair first" in page.content.decode()
    mia_mentors.refresh_from_db()
    assert mia_mentors.state == "matched"


def test_the_file_is_harmless_and_narrowed_as_the_page(
    manager: Client, cohort: Cohort, noor_learns: Participation
) -> None:
    make_participation(cohort, Role.MENTOR, person=make_person("=Evil", email="evil@kestrelbay.example"))

    file = manager.get(f"{HERE}people/file/?role=mentor").content.decode("utf-8-sig")

    assert file.splitlines() == [
        "Name,E-mail,Role,State,Places,Title,Department,Site",
        "'=Evil,evil@kestrelbay.example,Mentor,Ready to be matched,1,,,",
    ]


def test_the_team_is_found_given_a_role_and_taken_off(manager: Client, program: Program, sam: Person) -> None:
    assert "Sam Okonkwo" in manager.get(f"{HERE}team/?q=sam@kestrelbay.example").content.decode()
    manager.post(f"{HERE}team/", {"person": sam.pk, "role": "coordinator"})
    member = TeamMember.objects.get(person=sam)
    assert program.is_led_by(sam)
    assert history_of(member) == ["programs.team_joined"]

    manager.post(f"{HERE}team/{member.pk}/remove/")

    assert not program.is_led_by(sam)


def test_the_last_manager_stays(manager: Client, program: Program, olga: Person) -> None:
    member = TeamMember.objects.get(person=olga)

    page = manager.post(f"{HERE}team/{member.pk}/remove/", headers={"Referer": f"{HERE}team/"}, follow=True)

    assert "A program needs a manager." in page.content.decode()
    assert program.is_led_by(olga)


def test_a_manager_who_leaves_the_team_is_led_out(manager: Client, program: Program, olga: Person, rui: Person) -> None:
    actions.add_to_team(program, rui, TeamMember.Role.MANAGER, by=olga)
    member = TeamMember.objects.get(person=olga)

    answer = manager.post(f"{HERE}team/{member.pk}/remove/")

    assert answer.headers["Location"] == "/programs/"


def test_an_administrator_names_a_manager_and_sees_nothing_else(
    client: Client, cohort: Cohort, ada: Person, sam: Person, program: Program
) -> None:
    client.force_login(ada)

    client.post(f"{HERE}team/", {"person": sam.pk, "role": "manager"})

    assert program.is_led_by(sam)
    assert client.get(f"{HERE}people/").status_code == 403
    assert client.get(f"{HERE}design/").status_code == 403


def test_a_coordinator_does_not_choose_the_team(client: Client, program: Program, cohort: Cohort, rui: Person) -> None:
    actions.add_to_team(program, rui, TeamMember.Role.COORDINATOR, by=rui)
    client.force_login(rui)

    assert client.get(f"{HERE}team/").status_code == 403


def test_the_organization_is_changed_by_administrators_and_seen_at_once(
    client: Client, ada: Person, olga: Person, django_capture_on_commit_callbacks: object
) -> None:
    assert brand().name == "Kestrel Bay Health"
    client.force_login(ada)
    typed = {"name": "Kestrel Bay", "contact_email": "help@kestrelbay.example", "time_zone": "Europe/Lisbon"}

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        client.post("/organization/", typed)

    assert Organization.objects.get().time_zone == "Europe/Lisbon"
    assert brand().name == "Kestrel Bay"
    client.force_login(olga)
    assert client.get("/organization/").status_code == 404


def test_a_time_zone_that_does_not_exist_is_sent_back(client: Client, ada: Person) -> None:
    client.force_login(ada)

    page = client.post("/organization/", {"name": "K", "time_zone": "Europe/Atlantis"}).content.decode()

    assert "There is a problem" in page
