"""The private calendar address."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from tests.cast import history_of
from trellis.people.models import Person
from trellis.relationships.meetings import actions
from trellis.relationships.meetings.links import feed_address
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
SUNDAY = datetime(2027, 3, 28, 9, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def address(pair: Relationship, mia: Person, noor: Person) -> str:
    """Noor's address, with one meeting behind it."""
    Person.objects.filter(pk=noor.pk).update(time_zone="Europe/Lisbon")
    meeting = actions.propose(pair, by=noor, times=[SUNDAY], minutes=45, where="Library café")
    actions.accept(meeting, meeting.options.get(), by=mia)
    actions.put_on_agenda(meeting, by=noor, text="Planted secret")
    return feed_address(actions.renew_feed(noor)).removeprefix("http://127.0.0.1:8000")


def test_it_shows_time_place_and_partner_and_no_more(client: Client, address: str) -> None:
    answer = client.get(address)

    (event,) = Calendar.from_ical(answer.content).events
    assert set(event) == {"UID", "SEQUENCE", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "CLASS", "LOCATION"}
    assert f"{event.start:%Y-%m-%d %H:%M %Z}" == "2027-03-28 10:00 WEST"
    assert (str(event["summary"]), str(event["location"])) == ("Mentoring with Mia Holmqvist", "Library café")
    assert "Planted" not in answer.text
    assert "no-store" in answer.headers["Cache-Control"]


def test_a_new_address_ends_the_old_one(client: Client, address: str, noor: Person) -> None:
    newer = feed_address(actions.renew_feed(noor)).removeprefix("http://127.0.0.1:8000")

    assert client.get(address).status_code == 404
    assert client.get(newer).status_code == 200


def test_taken_away_it_is_gone(client: Client, address: str, noor: Person) -> None:
    feed = noor.calendar_feed
    actions.revoke_feed(noor)

    assert client.get(address).status_code == 404
    feed.pk = feed.pk or 1
    assert "relationships.feed_made" in history_of(feed)


@pytest.mark.parametrize("change", [lambda a: a[:-6] + "0.ics", lambda a: "/calendar/x.ics", lambda a: a[:40] + ".ics"])
def test_it_can_not_be_guessed(client: Client, address: str, change: object) -> None:
    assert callable(change)
    assert client.get(change(address)).status_code == 404


def test_who_left_has_no_calendar(client: Client, address: str, noor: Person) -> None:
    Person.objects.filter(pk=noor.pk).update(is_active=False)

    assert client.get(address).status_code == 404


def test_an_empty_calendar_is_one(client: Client, sam: Person) -> None:
    answer = client.get(feed_address(actions.renew_feed(sam)).removeprefix("http://127.0.0.1:8000"))

    assert Calendar.from_ical(answer.content).events == []


def test_the_page_makes_and_takes_away(client: Client, noor: Person) -> None:
    client.force_login(noor)
    assert "No address yet" in client.get("/calendar/").text

    page = client.post("/calendar/", follow=True)
    assert feed_address(noor.calendar_feed) in page.text

    assert "No address yet" in client.post("/calendar/off/", follow=True).text
