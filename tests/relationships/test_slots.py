"""Times that suit everybody, over two clocks."""

from collections.abc import Iterator
from datetime import UTC, datetime, time

import pytest
import time_machine
from django.test import Client

from trellis.people.models import Availability, Person
from trellis.relationships.meetings import actions
from trellis.relationships.meetings.slots import common_times
from trellis.relationships.pairs.models import Relationship

WEDNESDAY = datetime(2027, 3, 10, 12, tzinfo=UTC)


@pytest.fixture(autouse=True)
def wednesday_noon() -> Iterator[None]:
    with time_machine.travel(WEDNESDAY, tick=False):
        yield


@pytest.fixture
def on_two_clocks(pair: Relationship, mia: Person, noor: Person) -> Relationship:
    """Mia in New York can on Mondays and Thursdays from 8 to 11; Noor in Lisbon on Thursdays from 14 to 17."""
    Person.objects.filter(pk=mia.pk).update(time_zone="America/New_York")
    Person.objects.filter(pk=noor.pk).update(time_zone="Europe/Lisbon")
    for person, weekday, hours in ((mia, 0, (8, 11)), (mia, 3, (8, 11)), (noor, 3, (14, 17))):
        Availability.objects.create(person=person, weekday=weekday, starts=time(hours[0]), ends=time(hours[1]))
    return Relationship.objects.with_people().get(pk=pair.pk)


def test_they_lie_in_the_hours_of_both(on_two_clocks: Relationship) -> None:
    # New York changes its clocks on 14 March, Lisbon on 28 March: the gap is five hours, then four, then five.
    assert common_times(on_two_clocks, minutes=60) == [
        datetime(2027, 3, 11, 14, tzinfo=UTC),
        datetime(2027, 3, 18, 14, tzinfo=UTC),
        datetime(2027, 3, 25, 14, tzinfo=UTC),
    ]


def test_a_time_that_is_taken_is_left_out(on_two_clocks: Relationship, mia: Person, noor: Person) -> None:
    meeting = actions.propose(on_two_clocks, by=noor, times=[datetime(2027, 3, 18, 14, tzinfo=UTC)], minutes=30)
    actions.accept(meeting, meeting.options.get(), by=mia)

    assert common_times(on_two_clocks, minutes=30)[1] == datetime(2027, 3, 18, 14, 30, tzinfo=UTC)
    assert common_times(on_two_clocks, minutes=60)[1] == datetime(2027, 3, 25, 14, tzinfo=UTC)


def test_nothing_is_guessed_about_who_said_nothing(pair: Relationship, noor: Person) -> None:
    Availability.objects.create(person=noor, weekday=3, starts=time(14), ends=time(17))

    assert common_times(pair, minutes=60) == []


def test_the_form_begins_with_them(client: Client, on_two_clocks: Relationship, noor: Person) -> None:
    noor.refresh_from_db()
    client.force_login(noor)

    page = client.get(f"/pairs/{on_two_clocks.pk}/meetings/new/")

    assert 'value="2027-03-11T14:00"' in page.text
    assert "suit the hours that all of you gave" in page.text
