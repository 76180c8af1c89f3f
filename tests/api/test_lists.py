"""Lists come in pages by cursor, and show each person what the pages show them."""

from django.test import Client

from tests.api.conftest import Speak
from tests.factories import make_person
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation


def everything(client: Client, address: str) -> list[int]:
    """The ids of all pages of a list, two at a time."""
    found: list[int] = []
    cursor = ""
    while True:
        body = client.get(address, {"limit": "2", "cursor": cursor}).json()
        found += [row["id"] for row in body["items"]]
        cursor = body["next"]
        if not cursor:
            return found


def test_pages_follow_each_other_without_gaps(speak: Speak, ada: Person) -> None:
    made = [make_person().pk for _ in range(5)]

    assert everything(speak(ada), "/api/v1/people") == [ada.pk, *made]


def test_a_wrong_cursor_is_refused_in_words(speak: Speak, ada: Person) -> None:
    for cursor in ("!!", "AAAA", "x" * 41, "LTE"):
        answer = speak(ada).get("/api/v1/people", {"cursor": cursor})
        assert (cursor, answer.status_code) in {(cursor, 400), (cursor, 422)}


def test_numbers_too_large_find_nothing_and_break_nothing(speak: Speak, ada: Person) -> None:
    for number in ("0", "-1", "9" * 19, "9" * 40):
        assert speak(ada).get(f"/api/v1/people/{number}").status_code in (404, 422)


def test_a_stranger_sees_only_themselves(speak: Speak, sam: Person, noor_learns: Participation) -> None:
    client = speak(sam)

    assert everything(client, "/api/v1/people") == [sam.pk]
    assert client.get(f"/api/v1/people/{noor_learns.person_id}").status_code == 404
    assert everything(client, "/api/v1/programs") == []


def test_the_coordinator_lists_who_takes_part(
    speak: Speak, olga: Person, cohort: Cohort, noor_learns: Participation, mia_mentors: Participation
) -> None:
    address = f"/api/v1/programs/{cohort.program.slug}/cohorts/{cohort.slug}/participations"

    assert set(everything(speak(olga), address)) == {noor_learns.pk, mia_mentors.pk}
    assert speak(noor_learns.person).get(address).status_code == 403
    assert speak(olga).get("/api/v1/programs/nothing/cohorts").status_code == 404
