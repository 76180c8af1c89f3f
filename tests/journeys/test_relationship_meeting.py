"""A meeting, from the first proposal to its log: proposed, accepted, moved, held, logged from the e-mail link."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email import message_from_bytes
from email.policy import SMTP

import pytest
import time_machine

from tests.factories import make_participation
from tests.journeys.visitor import Visitor, do_the_work, letters_to, link_for, wait_until
from tests.relationships.calendars import Entry, read
from trellis.people.models import Person
from trellis.programs.models import Cohort, Organization, Role
from trellis.relationships.pairs import actions as pairs

BEGIN = datetime(2027, 3, 24, 9, tzinfo=UTC)  # four days before the clocks change in Europe
TOPICS = "How to say that a handover was too short."


@pytest.fixture
def people(cohort: Cohort, mia: Person, noor: Person) -> tuple[Person, Person]:
    """Mia in Lisbon mentors Noor, who has told nobody where she lives."""
    mia.time_zone = "Europe/Lisbon"
    mia.save()
    Organization.objects.update(time_zone="America/New_York")
    mentor, mentee = (
        make_participation(cohort, role, person=who) for role, who in ((Role.MENTOR, mia), (Role.MENTEE, noor))
    )
    pairs.start(cohort, mentors=[mentor], mentees=[mentee], by=None)
    return mia, noor


def entries_for(address: str) -> list[Entry]:
    """What each invitation in the mailbox says, oldest first."""
    parts = [
        part
        for letter in letters_to(address)
        for part in message_from_bytes(letter.message(policy=SMTP).as_bytes(), policy=SMTP).walk()
        if part.get_content_type() == "text/calendar"
    ]
    return [entry for part in parts for entry in read(bytes(part.get_content(), "utf-8"))]


def test_a_meeting_from_the_proposal_to_its_log(people: tuple[Person, Person], olga: Person) -> None:
    with time_machine.travel(BEGIN, tick=False) as clocks:
        mia, noor = (Visitor(person.email) for person in people)
        do_the_work()
        noor.sign_in().open("/").follow("Propose times")
        noor.sees("Times are on your clock (New York).", "When it is 05:00 for you, it is 09:00 for Mia.")
        noor.press(
            "Send the times",
            {"A time that suits you": "2027-03-26T10:00", "Another": "2027-03-29T10:00", "Where": "Library café"},
            twice=True,
        )

        mia.open(link_for(mia.address, "Noor proposes a meeting"))
        mia.sees("Friday 26 March, 14:00", "Monday 29 March, 15:00").sees_no("Library café")
        mia.press("Take this time", twice=True).sees("It is settled.")

        noor.open("/").follow("Mia and you").follow("Meetings").follow("Friday 26 March").follow("Move")
        noor.press("Move the meeting", {"New time": "2027-03-29T10:00"}, twice=True).sees("Monday 29 March, 10:00")

        wait_until(clocks, datetime(2027, 3, 29, 18, tzinfo=UTC))
        mia.open(link_for(mia.address, "Did you meet Noor?"))
        mia.press("Save the log", {"What you talked about": TOPICS, "What Noor will do": "Ask for five more minutes"})
        mia.sees("Logged. Thank you.").sees_no(TOPICS)
        mia.open(link_for(mia.address, "Did you meet Noor?")).sees("Logged. Thank you.")

        noor.sign_in().open("/").sees("Ask for five more minutes")
        noor.follow("Mia and you").follow("Meetings").follow("29 March").sees(TOPICS, "Held")
        leader = Visitor(olga.email)
        leader.sign_in().open("/").follow("Support").follow("Noor").sees("Meetings held 1").sees_no(TOPICS)

    for address in (mia.address, noor.address):
        first, second = entries_for(address)
        assert (first.method, first.sequence, first.start) == ("REQUEST", 0, datetime(2027, 3, 26, 14, tzinfo=UTC))
        assert (second.method, second.sequence, second.start) == ("REQUEST", 1, datetime(2027, 3, 29, 14, tzinfo=UTC))
        assert (first.uid, second.end - second.start) == (second.uid, timedelta(minutes=45))
        assert not any(TOPICS in letter.body for letter in letters_to(address))
