"""Finding a time, moving it, calling it off."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine
from django.test import Client
from icalendar import Calendar

from tests.cast import history_of, mail_sent, notices_to
from tests.factories import make_participation
from trellis.common.errors import Kind, Refused
from trellis.notifications.actions import enqueue_delivery
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.meetings import actions, queries
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.actions import start
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
THURSDAY, FRIDAY, MONDAY = (datetime(2027, 3, day, 14, tzinfo=UTC) for day in (18, 19, 22))


@pytest.fixture(autouse=True)
def wednesday_noon() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(NOON, tick=False) as clock:
        yield clock


@pytest.fixture
def proposed(pair: Relationship, noor: Person) -> Meeting:
    return actions.propose(pair, by=noor, times=[FRIDAY, THURSDAY], minutes=45, where="Library café 🌿")


@pytest.fixture
def planned(proposed: Meeting, mia: Person) -> Meeting:
    actions.accept(proposed, proposed.options.first(), by=mia)  # type: ignore[arg-type]
    return proposed


def entries(mailoutbox: list[Any], person: Person) -> list[tuple[str, Any]]:
    """(method, event) of each invitation in the person's mail, oldest first."""
    enqueue_delivery()
    mail_sent(mailoutbox)
    found = []
    for message in mailoutbox:
        as_sent = message_from_bytes(message.message(policy=SMTP).as_bytes())
        for part in as_sent.walk():
            if part.get_content_type() == "text/calendar" and message.to == [person.email]:
                content = part.get_payload(decode=True)
                assert isinstance(content, bytes)
                assert b"\n" not in content.replace(b"\r\n", b"")
                calendar = Calendar.from_ical(content)
                assert part.get_param("method") == calendar["method"]
                found.append((str(calendar["method"]), calendar.events[0]))
    return found


def test_the_other_takes_one_of_the_times(planned: Meeting) -> None:
    planned.refresh_from_db()

    assert (planned.state, planned.starts_at) == (Meeting.State.PLANNED, THURSDAY)
    assert planned.ends_at == THURSDAY + timedelta(minutes=45)


def test_it_tells_and_records_it(pair: Relationship, planned: Meeting, mia: Person, noor: Person) -> None:
    assert notices_to(mia)[1:] == ["relationships/meeting_proposed", "relationships/meeting_planned"]
    assert notices_to(noor)[1:] == ["relationships/meeting_planned"]
    assert history_of(planned) == ["relationships.meeting_proposed", "relationships.meeting_planned"]


def test_times_are_told_on_the_readers_clock(pair: Relationship, mia: Person, noor: Person) -> None:
    mia.time_zone, mia.date_style = "Asia/Kolkata", "iso"
    mia.save()
    fresh = Relationship.objects.with_people().get(pk=pair.pk)

    actions.propose(fresh, by=noor, times=[THURSDAY], minutes=45)

    assert "Thursday, 2027-03-18, 19:30 (Kolkata)" in mia.notices.last().body.replace("\\", "")  # type: ignore[union-attr]


def test_nobody_takes_their_own_times(proposed: Meeting, noor: Person) -> None:
    with pytest.raises(Refused):
        actions.accept(proposed, proposed.options.first(), by=noor)  # type: ignore[arg-type]


def test_taking_a_time_twice_is_refused(planned: Meeting, mia: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.accept(planned, planned.options.last(), by=mia)  # type: ignore[arg-type]

    assert refused.value.kind == Kind.TOO_LATE


def test_a_time_that_has_passed_is_not_taken(
    proposed: Meeting, mia: Person, wednesday_noon: time_machine.Traveller
) -> None:
    wednesday_noon.move_to(FRIDAY + timedelta(minutes=1))

    with pytest.raises(Refused) as refused:
        actions.accept(proposed, proposed.options.last(), by=mia)  # type: ignore[arg-type]

    assert refused.value.kind == Kind.TOO_LATE


@pytest.mark.parametrize(
    "times", [[], [NOON], [NOON + timedelta(days=500)], [THURSDAY + timedelta(hours=n) for n in range(4)]]
)
def test_times_that_can_not_be_proposed(pair: Relationship, noor: Person, times: list[datetime]) -> None:
    with pytest.raises(Refused) as refused:
        actions.propose(pair, by=noor, times=times, minutes=45)

    assert refused.value.kind == Kind.INVALID


def test_double_booking_is_said(
    planned: Meeting, pair: Relationship, mia: Person, noor: Person, cohort: Cohort, mia_mentors: Participation
) -> None:
    second = make_participation(cohort, Role.MENTEE)
    other = start(cohort, mentors=[mia_mentors], mentees=[second], by=None)
    later = THURSDAY + timedelta(minutes=30)

    with pytest.raises(Refused) as mine:
        actions.propose(pair, by=noor, times=[later], minutes=45)
    with pytest.raises(Refused) as hers:
        actions.propose(other, by=second.person, times=[later], minutes=45)
    actions.propose(other, by=second.person, times=[THURSDAY + timedelta(minutes=45)], minutes=45)

    assert mine.value.kind == hers.value.kind == Kind.CONFLICT
    assert "You have another meeting at that time: Thursday, 18 March 2027, 14:30" in mine.value.sentence
    assert "Mia has another meeting at that time" in hers.value.sentence


def test_both_get_a_real_invitation(planned: Meeting, mia: Person, noor: Person, mailoutbox: list[Any]) -> None:
    for person, partner in ((mia, "Noor El-Amin"), (noor, "Mia Holmqvist")):
        ((method, event),) = entries(mailoutbox, person)
        assert method == "REQUEST"
        assert (event.start, event.end) == (THURSDAY, THURSDAY + timedelta(minutes=45))
        assert (str(event["summary"]), str(event["location"])) == (f"Mentoring with {partner}", "Library café 🌿")
        assert (event["sequence"], str(event["status"])) == (0, "CONFIRMED")
        assert str(event["attendee"]) == f"mailto:{person.email}"


def test_moved_and_called_off_the_entry_follows(
    planned: Meeting, mia: Person, noor: Person, mailoutbox: list[Any]
) -> None:
    actions.move(planned, by=noor, starts_at=MONDAY, minutes=60, mode="video", where="", sequence=0)
    actions.cancel(planned, by=mia)

    history = [
        (method, event["sequence"], event.start, str(event["status"])) for method, event in entries(mailoutbox, mia)
    ]
    assert history == [
        ("REQUEST", 0, THURSDAY, "CONFIRMED"),
        ("REQUEST", 1, MONDAY, "CONFIRMED"),
        ("CANCEL", 2, MONDAY, "CANCELLED"),
    ]
    assert len({str(event["uid"]) for _method, event in entries(mailoutbox, mia)}) == 1


def test_two_who_move_it_at_once(planned: Meeting, mia: Person, noor: Person) -> None:
    actions.move(planned, by=noor, starts_at=MONDAY, minutes=60, mode="video", where="", sequence=0)

    with pytest.raises(Refused) as refused:
        actions.move(planned, by=mia, starts_at=FRIDAY, minutes=60, mode="video", where="", sequence=0)

    assert refused.value.kind == Kind.CONFLICT


@pytest.mark.parametrize(
    ("zone", "wall"),
    [
        ("Europe/Lisbon", "2027-03-28T09:00"),  # the clocks went forward that night
        ("Europe/Lisbon", "2027-10-31T09:00"),  # and back
        ("America/New_York", "2027-03-14T09:00"),
        ("Australia/Lord_Howe", "2027-04-04T09:00"),
    ],
)
def test_the_hour_is_right_on_the_day_the_clocks_change(
    pair: Relationship, mia: Person, noor: Person, mailoutbox: list[Any], zone: str, wall: str
) -> None:
    Person.objects.update(time_zone=zone)
    fresh = Relationship.objects.with_people().get(pk=pair.pk)
    moment = datetime.fromisoformat(wall).replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)

    meeting = actions.propose(fresh, by=noor, times=[moment], minutes=45)
    actions.accept(meeting, meeting.options.get(), by=mia)

    ((_method, event),) = entries(mailoutbox, mia)
    assert f"{event.start:%Y-%m-%dT%H:%M}" == wall
    assert event.start.astimezone(UTC) == moment
    assert event["dtstart"].params["tzid"] == zone


def test_an_hour_that_does_not_exist_is_said(client: Client, pair: Relationship, noor: Person) -> None:
    noor.time_zone = "Europe/Lisbon"
    noor.save()
    client.force_login(noor)

    page = client.post(
        f"/pairs/{pair.pk}/meetings/new/", {"first": "2027-03-28T01:30", "minutes": 45, "mode": "person"}
    )

    assert "The clocks change in that hour" in page.text
    assert pair.meetings.count() == 0


def test_other_times_turn_the_question_round(proposed: Meeting, mia: Person, noor: Person) -> None:
    actions.propose_others(proposed, by=mia, times=[MONDAY], minutes=30, mode="phone", where="")

    actions.accept(proposed, proposed.options.get(), by=noor)

    assert proposed.starts_at == MONDAY


def test_a_partner_who_left_can_not_be_asked(pair: Relationship, mia: Person, noor: Person) -> None:
    Person.objects.filter(pk=mia.pk).update(is_active=False)
    fresh = Relationship.objects.with_people().get(pk=pair.pk)

    with pytest.raises(Refused, match="account is closed"):
        actions.propose(fresh, by=noor, times=[THURSDAY], minutes=45)


def test_the_pages_from_a_proposal_to_its_end(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    mia.time_zone = "Asia/Kolkata"
    mia.save()
    client.force_login(noor)
    base = f"/pairs/{pair.pk}/meetings/"
    assert "When it is 12:00 for you, it is 17:30 for Mia." in client.get(f"{base}new/").text
    typed = {
        "first": "2027-03-18T14:00",
        "second": "2027-03-19T14:00",
        "minutes": 45,
        "mode": "person",
        "where": "Café",
    }
    client.post(f"{base}new/", typed)
    meeting = pair.meetings.get()
    address = f"{base}{meeting.pk}/"
    assert "Mia hasn’t answered yet" in client.get(base).text

    client.force_login(mia)
    assert "For Noor it is Thursday, 18 March 2027, 14:00 (UTC)." in client.get(address).text
    client.post(f"{address}accept/", {"option": meeting.options.first().pk})  # type: ignore[union-attr]
    assert "Thursday 18 March, 19:30" in client.get(base).text
    moved = {"starts_at": "2027-03-22T10:00", "minutes": 30, "mode": "video", "where": "", "sequence": 0}
    client.post(f"{address}move/", moved)
    client.post(address, {"text": "How the handover went"})
    assert "How the handover went" in client.get(address).text
    assert client.get(f"{address}meeting.ics").headers["Content-Type"] == "text/calendar; charset=utf-8"
    client.post(f"{address}cancel/")

    meeting.refresh_from_db()
    assert meeting.starts_at == datetime(2027, 3, 22, 4, 30, tzinfo=UTC)
    assert meeting.state == Meeting.State.CANCELED
    assert "Canceled" in client.get(base).text


def test_the_agenda_is_the_pairs(client: Client, planned: Meeting, noor: Person) -> None:
    item = actions.put_on_agenda(planned, by=noor, text="How the handover went")
    client.force_login(noor)

    client.post(f"{planned.get_absolute_url()}agenda/{item.pk}/remove/")

    assert planned.agenda.count() == 0


@pytest.mark.parametrize("page", ["", "accept/", "move/", "cancel/", "log/", "meeting.ics", "agenda/1/remove/"])
@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(
    client: Client, planned: Meeting, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{planned.get_absolute_url()}{page}").status_code == 404
    assert client.get(f"{planned.get_absolute_url()}{page}").status_code in (404, 405)


def test_the_program_sees_dates_lengths_and_kinds(planned: Meeting, pair: Relationship) -> None:
    assert queries.facts([pair.pk]) == [queries.MeetingFacts(pair.pk, "planned", "person", THURSDAY, 45)]
    assert queries.summaries([pair.pk]) == {pair.pk: queries.Summary(next_at=THURSDAY)}
