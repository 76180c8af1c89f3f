"""Where more than two have to agree on a time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
import time_machine
from django.test import Client

from tests.cast import notices_to
from tests.factories import make_participation
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.meetings import actions
from trellis.relationships.meetings.links import meeting_link
from trellis.relationships.meetings.models import Meeting, Option
from trellis.relationships.pairs.actions import start
from trellis.relationships.pairs.models import Relationship

NOON = datetime(2027, 3, 10, 12, tzinfo=UTC)
THURSDAY, FRIDAY = (datetime(2027, 3, day, 14, tzinfo=UTC) for day in (18, 19))


@pytest.fixture(autouse=True)
def wednesday_noon() -> Iterator[None]:
    with time_machine.travel(NOON, tick=False):
        yield


@pytest.fixture
def team(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, rui: Person) -> Relationship:
    """Mia and Rui mentor Noor."""
    other = make_participation(cohort, Role.MENTOR, person=rui)
    started = start(cohort, mentors=[mia_mentors, other], mentees=[noor_learns], by=None)
    return Relationship.objects.with_people().get(pk=started.pk)


@pytest.fixture
def proposed(team: Relationship, noor: Person) -> Meeting:
    return actions.propose(team, by=noor, times=[THURSDAY, FRIDAY], minutes=45)


def options(meeting: Meeting) -> list[Option]:
    return list(meeting.options.order_by("starts_at"))


def test_the_first_time_that_suits_everybody_is_settled(
    proposed: Meeting, mia: Person, rui: Person, noor: Person
) -> None:
    thursday, friday = options(proposed)

    actions.vote(proposed, by=mia, suiting={thursday.pk, friday.pk})
    proposed.refresh_from_db()
    assert proposed.state == Meeting.State.PROPOSED
    actions.vote(proposed, by=rui, suiting={friday.pk})

    assert (proposed.state, proposed.starts_at) == (Meeting.State.PLANNED, FRIDAY)
    for person in (mia, rui, noor):
        assert notices_to(person)[-1] == "relationships/meeting_planned"


def test_when_none_suits_everybody_the_one_who_asked_decides(
    proposed: Meeting, mia: Person, rui: Person, noor: Person
) -> None:
    thursday, friday = options(proposed)
    actions.vote(proposed, by=mia, suiting={thursday.pk})
    actions.vote(proposed, by=rui, suiting={friday.pk})
    assert notices_to(noor)[-1] == "relationships/meeting_no_common_time"

    actions.accept(proposed, friday, by=noor)

    assert proposed.starts_at == FRIDAY


def test_a_changed_mind_counts_and_counts_once(proposed: Meeting, mia: Person) -> None:
    thursday, friday = options(proposed)

    actions.vote(proposed, by=mia, suiting={thursday.pk})
    actions.vote(proposed, by=mia, suiting={friday.pk})

    assert [(one.votes.count(), one.votes.get().suits) for one in (thursday, friday)] == [(1, False), (1, True)]


def test_nobody_takes_a_time_for_the_others(proposed: Meeting, mia: Person, noor: Person) -> None:
    with pytest.raises(Refused):
        actions.accept(proposed, options(proposed)[0], by=mia)
    with pytest.raises(Refused):
        actions.vote(proposed, by=noor, suiting=set())


def test_a_pair_has_nothing_to_vote_on(cohort: Cohort, pair: Relationship, mia: Person, noor: Person) -> None:
    meeting = actions.propose(pair, by=noor, times=[THURSDAY], minutes=45)

    with pytest.raises(Refused):
        actions.vote(meeting, by=mia, suiting=set())


def test_after_it_is_settled_it_is_too_late(proposed: Meeting, mia: Person, noor: Person) -> None:
    actions.accept(proposed, options(proposed)[0], by=noor)

    with pytest.raises(Refused, match="now “Planned”"):
        actions.vote(proposed, by=mia, suiting=set())


def test_the_pages_and_the_link(client: Client, proposed: Meeting, mia: Person, rui: Person) -> None:
    thursday, friday = options(proposed)
    client.force_login(mia)
    page = client.post(f"{proposed.get_absolute_url()}vote/", {"suits": [friday.pk, "x"]}, follow=True)
    assert "Your answer is in." in page.text
    assert "Doesn’t suit Mia" in page.text

    client.logout()
    page = client.get(meeting_link(proposed, rui))
    assert "Which times suit you?" in page.text
    client.post(meeting_link(proposed, rui), {"suits": [thursday.pk, friday.pk]})

    proposed.refresh_from_db()
    assert proposed.starts_at == FRIDAY


def test_a_stranger_finds_nothing(client: Client, proposed: Meeting, sam: Person) -> None:
    client.force_login(sam)

    assert client.post(f"{proposed.get_absolute_url()}vote/").status_code == 404
