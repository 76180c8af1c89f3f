"""Saying in a minute that you met, on the page or from the link of an e-mail."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.relationships.meetings import actions, queries
from trellis.relationships.meetings.links import meeting_link
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.actions import pause
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
THURSDAY = datetime(2027, 3, 18, 14, tzinfo=UTC)
AFTER = THURSDAY + timedelta(hours=4)
LOG = {
    "held": "1",
    "minutes": 50,
    "mode": "phone",
    "topics": "The short-staffed night",
    "mine": "Call her\n\n Read it ",
}


@pytest.fixture(autouse=True)
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def meeting(pair: Relationship, mia: Person, noor: Person, clock: time_machine.Traveller) -> Meeting:
    """Planned for Thursday; now it is over."""
    found = actions.propose(pair, by=noor, times=[THURSDAY], minutes=45, where="Library café")
    actions.accept(found, found.options.get(), by=mia)
    clock.move_to(AFTER)
    return found


def test_it_keeps_the_facts_and_the_words_apart(meeting: Meeting, pair: Relationship, mia: Person) -> None:
    actions.log(meeting, by=mia, held=True, minutes=50, mode="phone", topics="The night", to_dos=[(mia, "Call her")])

    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes, meeting.mode) == (Meeting.State.HELD, 50, "phone")
    found = queries.opened_whole(meeting, pair.key)
    assert (found.where, found.topics) == ("Library café", "The night")
    assert [one.title for one in queries.to_dos_for(mia)] == ["Call her"]
    assert history_of(meeting)[-1] == "relationships.meeting_logged"
    assert queries.summaries([pair.pk])[pair.pk].held == 1


def test_it_did_not_happen(meeting: Meeting, pair: Relationship, mia: Person) -> None:
    actions.log(meeting, by=mia, held=False)

    assert queries.summaries([pair.pk])[pair.pk].missed == 1
    actions.log(meeting, by=mia, held=True, minutes=30, correct=True)
    assert queries.summaries([pair.pk])[pair.pk] == queries.Summary(
        held=1, minutes=30, first_at=THURSDAY, last_at=THURSDAY
    )


def test_twice_is_refused(meeting: Meeting, mia: Person, noor: Person) -> None:
    actions.log(meeting, by=mia, held=True)

    with pytest.raises(Refused) as refused:
        actions.log(meeting, by=noor, held=False)

    assert refused.value.kind == Kind.TOO_LATE


def test_before_it_begins_it_can_not_be_logged(meeting: Meeting, mia: Person, clock: time_machine.Traveller) -> None:
    clock.move_to(THURSDAY - timedelta(minutes=1))

    with pytest.raises(Refused):
        actions.log(meeting, by=mia, held=True)


def test_the_link_logs_without_signing_in(client: Client, meeting: Meeting, pair: Relationship, noor: Person) -> None:
    address = meeting_link(meeting, noor)
    actions.put_on_agenda(meeting, by=noor, text="Planted secret")
    page = client.get(address)
    assert "Did you meet?" in page.text
    for secret in ("Planted secret", "Library café"):
        assert secret not in page.text

    page = client.post(address, LOG, follow=True)

    assert "Logged. Thank you." in page.text
    assert "short-staffed" not in page.text
    meeting.refresh_from_db()
    assert (meeting.state, meeting.minutes, meeting.logged_by) == (Meeting.State.HELD, 50, noor)
    assert [one.title for one in queries.to_dos_for(noor)] == ["Call her", "Read it"]


def test_the_link_used_twice_logs_once(client: Client, meeting: Meeting, noor: Person, mia: Person) -> None:
    client.post(meeting_link(meeting, noor), LOG)

    page = client.post(meeting_link(meeting, mia), LOG | {"held": "0"}, follow=True)

    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.HELD
    assert meeting.to_dos.count() == 2
    assert "nothing to answer here any more" in page.text


def test_the_link_takes_a_time_without_signing_in(
    client: Client, pair: Relationship, mia: Person, noor: Person
) -> None:
    found = actions.propose(pair, by=noor, times=[THURSDAY], minutes=45)
    address = meeting_link(found, mia)
    assert "Thursday 18 March, 14:00" in client.get(address).text

    page = client.post(address, {"option": found.options.get().pk}, follow=True)

    assert "It is settled." in page.text
    found.refresh_from_db()
    assert found.state == Meeting.State.PLANNED


def test_an_expired_link_says_so(client: Client, meeting: Meeting, noor: Person, clock: time_machine.Traveller) -> None:
    address = meeting_link(meeting, noor)
    clock.move_to(AFTER + timedelta(days=31))

    page = client.get(address)

    assert page.status_code == 409
    assert "This link has expired." in page.text
    assert client.post(address, LOG).status_code in (302, 409)
    meeting.refresh_from_db()
    assert meeting.logged_at is None


def test_a_changed_link_opens_nothing(client: Client, meeting: Meeting, noor: Person) -> None:
    assert client.get(meeting_link(meeting, noor)[:-2] + "x/").status_code == 409


def test_who_left_has_no_link_any_more(client: Client, meeting: Meeting, noor: Person) -> None:
    address = meeting_link(meeting, noor)
    noor.is_active = False
    noor.save()

    assert client.get(address).status_code == 409


def test_signed_in_the_link_leads_to_the_page(client: Client, meeting: Meeting, noor: Person) -> None:
    client.force_login(noor)

    assert client.get(meeting_link(meeting, noor)).headers["Location"] == f"{meeting.get_absolute_url()}log/"


def test_the_clock_asks_once(meeting: Meeting, mia: Person, noor: Person, clock: time_machine.Traveller) -> None:
    assert (actions.ask_for_logs(), actions.ask_for_logs()) == (1, 0)

    clock.move_to(AFTER + timedelta(days=1))
    assert actions.ask_for_logs() == 0
    assert notices_to(mia)[-1] == notices_to(noor)[-1] == "relationships/meeting_log"
    assert notices_to(mia).count("relationships/meeting_log") == 1


def test_the_clock_asks_nobody_who_has_logged_or_rests(meeting: Meeting, pair: Relationship, noor: Person) -> None:
    pause(pair, by=noor)

    assert actions.ask_for_logs() == 0


def test_the_clock_reminds_once_a_day_before(
    pair: Relationship, mia: Person, noor: Person, clock: time_machine.Traveller
) -> None:
    found = actions.propose(pair, by=noor, times=[THURSDAY], minutes=45)
    actions.accept(found, found.options.get(), by=mia)
    assert actions.remind() == 0

    clock.move_to(THURSDAY - timedelta(hours=20))

    assert (actions.remind(), actions.remind()) == (1, 0)
    assert notices_to(noor)[-1] == "relationships/meeting_reminder"


def test_who_settles_for_tomorrow_is_not_reminded(
    pair: Relationship, mia: Person, noor: Person, clock: time_machine.Traveller
) -> None:
    clock.move_to(THURSDAY - timedelta(hours=20))
    found = actions.propose(pair, by=noor, times=[THURSDAY], minutes=45)
    actions.accept(found, found.options.get(), by=mia)

    assert actions.remind() == 0


def test_a_meeting_nobody_planned(client: Client, pair: Relationship, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/meetings/log/"
    assert client.get(address).status_code == 200
    typed = {"starts_at": "2027-03-09T10:00", "minutes": 30, "mode": "video", "topics": "", "theirs": "Send the paper"}

    client.post(address, typed)
    again = client.post(address, typed)

    meeting = pair.meetings.get()
    assert (meeting.state, meeting.starts_at) == (Meeting.State.HELD, datetime(2027, 3, 9, 10, tzinfo=UTC))
    assert [one.title for one in queries.to_dos_for(mia)] == ["Send the paper"]
    assert "This meeting is logged already." in again.text


def test_the_form_on_the_page(client: Client, meeting: Meeting, mia: Person) -> None:
    client.force_login(mia)
    address = f"{meeting.get_absolute_url()}log/"

    client.post(address, LOG | {"theirs": "Shadow a shift"})
    page = client.get(meeting.get_absolute_url())

    for words in ("The short-staffed night", "Call her", "Shadow a shift"):
        assert words in page.text
    client.post(address, LOG | {"topics": "Put right", "mine": "", "held": "0"})
    meeting.refresh_from_db()
    assert meeting.state == Meeting.State.MISSED
    assert "Put right" in client.get(meeting.get_absolute_url()).text


def test_things_to_do_stay_until_they_are_done(client: Client, pair: Relationship, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    client.post(f"/pairs/{pair.pk}/to-do/", {"title": "Ask about the shift", "due_on": "2027-03-12"})
    to_do = pair.to_dos.get()
    address = f"/pairs/{pair.pk}/to-do/{to_do.pk}/"

    client.post(address, {"done": "1"})
    client.post(address, {"done": "1"})
    assert queries.to_dos_for(noor) == []
    client.post(address, {"done": "0"})
    assert [one.title for one in queries.to_dos_for(noor)] == ["Ask about the shift"]
    assert history_of(to_do) == [
        "relationships.to_do_added",
        "relationships.to_do_done",
        "relationships.to_do_reopened",
    ]


def test_the_rhythm_has_one_sign_a_week(pair: Relationship, meeting: Meeting, mia: Person, noor: Person) -> None:
    actions.log(meeting, by=mia, held=True)
    later = actions.propose(pair, by=noor, times=[THURSDAY + timedelta(weeks=2)], minutes=45)
    actions.accept(later, later.options.get(), by=mia)

    rhythm = queries.rhythm_of(pair)

    assert rhythm.today == 1
    assert rhythm.weeks[:5] == ["none", "held", "none", "booked", "none"]
    assert len(rhythm.months) == 9
