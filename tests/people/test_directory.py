"""The directory: who finds whom, and how the list is narrowed."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.factories import make_person
from trellis.people.actions import accounts, profiles
from trellis.people.actions.profiles import Offer
from trellis.people.models import Person, Skill


def names_on(client: Client, person: Person, query: str = "") -> list[str]:
    """The names that this person's list shows."""
    client.force_login(person)
    found = client.get(f"/people/{query}").context["page"].object_list
    return [str(getattr(row, "person", row)) for row in found]


@pytest.fixture
def crowd(organization: object) -> dict[str, Person]:
    """Three who let everybody find them, one who does not."""
    found = {
        "ines": make_person(
            "Inês Carvalho", department="Renal", site="Harbour", title="Dietitian", visibility="everyone"
        ),
        "wren": make_person("Wren Abernathy", department="Renal", site="Moorside", visibility="everyone"),
        "osei": make_person("Osei Marchetti", department="Theatre", site="Harbour", visibility="everyone"),
        "zainab": make_person("Zainab Sheikh", department="Theatre", site="Moorside", visibility="programs"),
    }
    profiles.offer_and_want(found["osei"], [Offer("Negotiating", "offered")], by=found["osei"])
    profiles.offer_and_want(found["wren"], [Offer("Negotiating", "wanted")], by=found["wren"])
    return found


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        ("", ["Inês Carvalho", "Osei Marchetti", "Sam Okonkwo", "Wren Abernathy"]),
        ("?q=ines", ["Inês Carvalho"]),
        ("?q=CARVALHO+diet", ["Inês Carvalho"]),
        ("?q=negotiating", ["Osei Marchetti"]),
        ("?department=Renal", ["Inês Carvalho", "Wren Abernathy"]),
        ("?department=Renal&site=Harbour", ["Inês Carvalho"]),
        ("?sort=-name", ["Wren Abernathy", "Sam Okonkwo", "Osei Marchetti", "Inês Carvalho"]),
        ("?sort=department", ["Sam Okonkwo", "Inês Carvalho", "Wren Abernathy", "Osei Marchetti"]),
        ("?sort=password", ["Inês Carvalho", "Osei Marchetti", "Sam Okonkwo", "Wren Abernathy"]),
        ("?q=nobody+like+this", []),
        (
            "?skill=%27--&page=-3&q=%00&site=%00&department=%00&state=%00&sort=%00",
            ["Inês Carvalho", "Osei Marchetti", "Sam Okonkwo", "Wren Abernathy"],
        ),
    ],
)
def test_the_list_is_narrowed_and_sorted(
    client: Client, sam: Person, crowd: dict[str, Person], query: str, shown: list[str]
) -> None:
    assert names_on(client, sam, query) == shown


def test_a_competency_finds_those_who_offer_it(client: Client, sam: Person, crowd: dict[str, Person]) -> None:
    skill = Skill.objects.get(name="Negotiating")

    assert names_on(client, sam, f"?skill={skill.pk}") == ["Osei Marchetti"]


def test_a_closed_account_is_found_by_nobody_but_administrators(
    client: Client, ada: Person, sam: Person, crowd: dict[str, Person]
) -> None:
    accounts.deactivate(crowd["wren"], by=ada)

    assert "Wren Abernathy" not in names_on(client, sam)
    assert names_on(client, ada, "?state=closed") == ["Wren Abernathy"]


def test_people_of_one_program_find_each_other(
    client: Client, mia: Person, sam: Person, noor: Person, mia_mentors: Any, noor_learns: Any
) -> None:
    assert names_on(client, mia) == ["Mia Holmqvist", "Noor El-Amin", "Olga Santangelo"]
    assert names_on(client, sam) == ["Sam Okonkwo"]


def test_administrators_see_everyone_with_the_state_of_their_accounts(
    client: Client, ada: Person, crowd: dict[str, Person]
) -> None:
    client.force_login(ada)

    rows = client.get("/people/?state=new").context["page"].object_list

    assert [(row.person.name, row.state) for row in rows] == [
        ("Inês Carvalho", "Not invited"),
        ("Osei Marchetti", "Not invited"),
        ("Wren Abernathy", "Not invited"),
        ("Zainab Sheikh", "Not invited"),
    ]


@pytest.mark.parametrize("administrator", [True, False])
def test_the_list_costs_as_many_queries_with_one_person_as_with_fifty(
    client: Client, sam: Person, administrator: bool, django_assert_max_num_queries: Any
) -> None:
    sam.is_administrator = administrator
    sam.save()
    client.force_login(sam)
    client.get("/people/")
    for number in range(50):
        person = make_person(f"Person {number:02}", department=f"D{number % 7}", visibility="everyone")
        profiles.offer_and_want(person, [Offer("Listening", "offered")], by=person)

    with django_assert_max_num_queries(14):
        assert client.get("/people/").status_code == 200


def test_the_page_of_a_person_says_what_this_viewer_may_see(
    client: Client, ada: Person, mia: Person, sam: Person, noor: Person, mia_mentors: Any, noor_learns: Any
) -> None:
    profiles.change(noor, {"biography": "Heron-by-the-water.", "visibility": "programs"}, by=noor)

    def answer(person: Person) -> tuple[int, bool, bool]:
        client.force_login(person)
        response = client.get(f"/people/{noor.pk}/")
        text = response.content.decode()
        return response.status_code, "Heron-by-the-water" in text, noor.email in text

    assert answer(mia) == (200, True, False)
    assert answer(ada) == (200, False, True)
    assert answer(noor) == (200, True, True)
    assert answer(sam)[0] == 404


def test_what_somebody_wrote_is_never_markup(client: Client, noor: Person) -> None:
    profiles.change(noor, {"biography": "<script>alert(1)</script>", "interests": ["<b>x</b>"]}, by=noor)
    client.force_login(noor)

    text = client.get(f"/people/{noor.pk}/").content.decode()

    assert "<script>alert" not in text
    assert "<b>x</b>" not in text
