"""The pages about the relationship itself, and who finds them."""

import pytest
from django.test import Client

from trellis.people.models import Person
from trellis.relationships.pairs.actions import pause
from trellis.relationships.pairs.models import Relationship

PAGES = ["", "privacy/", "pause/"]


@pytest.mark.parametrize("page", PAGES)
def test_the_pair_opens_it(client: Client, pair: Relationship, mia: Person, noor: Person, page: str) -> None:
    for person, title in ((mia, "Noor El-Amin and you"), (noor, "Mia Holmqvist and you")):
        client.force_login(person)

        answer = client.get(f"/pairs/{pair.pk}/{page}")

        assert answer.status_code == 200
        assert f"<h1>{title}</h1>" in answer.text


@pytest.mark.parametrize("page", [*PAGES, "resume/"])
@pytest.mark.parametrize("who", ["olga", "ada", "rui", "sam"])
def test_everybody_else_finds_nothing(
    client: Client, pair: Relationship, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/pairs/{pair.pk}/{page}").status_code in (404, 405)
    assert client.post(f"/pairs/{pair.pk}/{page}").status_code == 404


def test_the_pages_pause_and_resume(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)

    client.post(f"/pairs/{pair.pk}/pause/", {"back_on": ""})
    pair.refresh_from_db()
    assert pair.state == Relationship.State.PAUSED

    page = client.post(f"/pairs/{pair.pk}/resume/", follow=True)
    pair.refresh_from_db()
    assert pair.state == Relationship.State.ACTIVE
    assert "Your mentoring goes on." in page.text


def test_a_second_pause_says_why_not(client: Client, pair: Relationship, noor: Person) -> None:
    pause(pair, by=noor)
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/pause/", {"back_on": ""})

    assert "can’t be done any more" in page.text


def test_the_list_names_everybody_i_am_with(client: Client, pair: Relationship, noor: Person, sam: Person) -> None:
    client.force_login(noor)
    assert "Mia Holmqvist and you" in client.get("/pairs/").text

    client.force_login(sam)
    assert "Nobody yet" in client.get("/pairs/").text
