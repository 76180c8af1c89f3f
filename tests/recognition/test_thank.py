"""Thanks from one of a pair to the other, shown to nobody else without leave."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.recognition import actions
from trellis.recognition.models import Thanks
from trellis.relationships.models import Relationship

BOARD = "/programs/first-year-forward/autumn-2026/celebrate/"
WORDS = "I rang her about bed 4 instead of lying awake about bed 4."


@pytest.fixture
def thanks(finished: Relationship, noor: Person, mia: Person) -> Thanks:
    """Noor thanks Mia."""
    return actions.thank(finished, by=noor, to=mia, text=WORDS)


def test_it_is_sealed_and_tells_without_the_words(thanks: Thanks, mia: Person) -> None:
    assert b"bed" not in bytes(thanks.sealed)
    assert thanks.text == WORDS
    assert notices_to(mia)[-1] == "recognition/thanked"
    assert history_of(thanks) == ["recognition.thanked"]


def test_written_again_it_replaces_the_first(client: Client, thanks: Thanks, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    address = f"/pairs/{thanks.relationship_id}/thanks/"
    assert WORDS in client.get(address).text

    client.post(address, {"text": "Thank you for everything"})

    assert [one.text for one in Thanks.objects.newest_first()] == ["Thank you for everything"]
    assert notices_to(mia).count("recognition/thanked") == 1


def test_the_page_leads_to_whom_one_hasnt_thanked(
    client: Client, finished: Relationship, noor: Person, mia: Person
) -> None:
    address = f"/pairs/{finished.pk}/thanks/"
    client.force_login(noor)
    assert address in client.get("/recognition/").text

    client.post(address, {"text": WORDS})
    assert address not in client.get("/recognition/").text

    client.force_login(mia)
    assert address in client.get("/recognition/").text


def test_only_the_two_read_it(
    client: Client, thanks: Thanks, noor: Person, mia: Person, olga: Person, sam: Person
) -> None:
    for person, sees in ((mia, True), (noor, False), (sam, False)):
        client.force_login(person)
        assert (WORDS in client.get("/recognition/").text) is sees
    client.force_login(olga)
    assert WORDS not in client.get(BOARD).text


def test_the_program_shows_it_only_with_leave(client: Client, thanks: Thanks, noor: Person, olga: Person) -> None:
    client.force_login(noor)
    client.post(f"/recognition/thanks/{thanks.pk}/", {"shown": "yes"})
    client.force_login(olga)
    page = client.get(BOARD).text
    assert WORDS in page
    assert "Noor" not in page.split("In their words")[1]

    client.force_login(noor)
    client.post(f"/recognition/thanks/{thanks.pk}/", {"shown": "no"})
    client.force_login(olga)
    assert WORDS not in client.get(BOARD).text


def test_only_its_writer_decides(client: Client, thanks: Thanks, mia: Person, olga: Person, sam: Person) -> None:
    for person in (mia, olga, sam):
        client.force_login(person)
        assert client.post(f"/recognition/thanks/{thanks.pk}/", {"shown": "yes"}).status_code == 404
    with pytest.raises(Refused):
        actions.show(thanks, by=mia, may_be_shown=True)


def test_one_thanks_whom_one_is_with(finished: Relationship, noor: Person, mia: Person, sam: Person) -> None:
    for by, to in ((noor, sam), (sam, mia), (noor, noor)):
        with pytest.raises(Refused):
            actions.thank(finished, by=by, to=to, text="Hm")


def test_strangers_find_no_page_to_thank_on(client: Client, finished: Relationship, sam: Person, olga: Person) -> None:
    for person in (sam, olga):
        client.force_login(person)
        assert client.get(f"/pairs/{finished.pk}/thanks/").status_code == 404


def test_my_page_has_hours_and_says_what_will_come(
    client: Client, finished: Relationship, mia: Person, sam: Person
) -> None:
    client.force_login(mia)
    assert "First Year Forward, Autumn 2026" in client.get("/recognition/").text
    client.force_login(sam)
    assert "No certificate yet" in client.get("/recognition/").text
