"""The organization's list of competencies."""

import pytest
from django.test import Client

from tests.cast import history_of
from trellis.common.errors import Kind, Refused
from trellis.people import onet
from trellis.people.actions import competencies as actions
from trellis.people.models import Person, Skill


def test_one_of_our_own_is_listed_and_core(ada: Person) -> None:
    skill = actions.add_core("Giving a clear handover", by=ada)

    assert (skill.is_listed, skill.is_core, skill.source) == (True, True, "own")
    assert history_of(skill) == ["people.competency_added"]


def test_one_that_is_there_becomes_core_without_a_second(ada: Person) -> None:
    before = Skill.objects.count()

    assert actions.add_core("listening", by=ada).name == "Listening"

    assert Skill.objects.count() == before


def test_no_more_than_forty_core_ones(ada: Person) -> None:
    Skill.objects.bulk_create(Skill(name=f"Number {n}", is_core=True) for n in range(actions.MOST_CORE))

    with pytest.raises(Refused) as refused:
        actions.add_core("One more", by=ada)

    assert refused.value.kind == Kind.FULL


def test_taken_off_first_the_core_then_the_list(ada: Person) -> None:
    skill = actions.add_core("Listening", by=ada)

    actions.take_off(skill, by=ada)
    skill.refresh_from_db()
    assert (skill.is_core, skill.is_listed) == (False, True)
    actions.take_off(skill, by=ada)
    skill.refresh_from_db()

    assert (skill.is_core, skill.is_listed) == (False, False)


def test_the_public_catalogue_comes_once_and_goes_again(ada: Person) -> None:
    Skill.objects.create(name="negotiation")
    assert (len(onet.SKILLS), len(onet.WORK_STYLES)) == (35, 16)

    assert actions.list_onet(by=ada) == 51
    assert actions.list_onet(by=ada) == 0

    assert Skill.objects.get(name__iexact="negotiation").is_listed
    assert Skill.objects.get(code="2.B.1.c").name == "Persuasion"
    assert actions.unlist_onet(by=ada) == 50


def test_the_page_with_its_credit(client: Client, ada: Person) -> None:
    client.force_login(ada)
    client.post("/organization/competencies/", {"name": "Walking the floor"})
    client.post("/organization/competencies/onet/", {"list": "yes"})

    page = client.get("/organization/competencies/").text

    assert "Walking the floor" in page
    assert "O*NET 28.2 Database by the U.S. Department of Labor" in page
    assert "Take them off the list" in page


@pytest.mark.parametrize("who", ["olga", "noor"])
def test_others_find_nothing(client: Client, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get("/organization/competencies/").status_code == 404
    assert client.post("/organization/competencies/onet/").status_code == 404
