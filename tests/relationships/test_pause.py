"""Letting a relationship rest."""

from datetime import date

import pytest

from tests.cast import history_of, notices_to
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.relationships.pairs.actions import pause, resume
from trellis.relationships.pairs.models import Relationship


def test_it_stops_and_goes_on(pair: Relationship, noor: Person) -> None:
    pause(pair, by=noor, back_on=date(2100, 1, 1))
    assert pair.state == Relationship.State.PAUSED

    resume(pair, by=noor)

    assert pair.state == Relationship.State.ACTIVE
    assert pair.pauses.get().ends_at is not None


def test_it_tells_the_other_and_records_it(pair: Relationship, mia: Person, noor: Person) -> None:
    pause(pair, by=noor)
    resume(pair, by=mia)

    assert notices_to(mia) == ["relationships/started", "relationships/paused"]
    assert notices_to(noor) == ["relationships/started", "relationships/resumed"]
    assert history_of(pair) == ["relationships.started", "relationships.paused", "relationships.resumed"]


def test_twice_is_refused(pair: Relationship, noor: Person) -> None:
    pause(pair, by=noor)

    with pytest.raises(Refused):
        pause(pair, by=noor)


def test_a_day_gone_by_is_refused(pair: Relationship, noor: Person) -> None:
    with pytest.raises(Refused):
        pause(pair, by=noor, back_on=date(2020, 1, 1))


def test_who_never_paused_can_not_go_on(pair: Relationship, noor: Person) -> None:
    with pytest.raises(Refused):
        resume(pair, by=noor)
