"""Bringing people together."""

from datetime import date

import pytest

from tests.cast import history_of, notices_to
from tests.factories import make_participation
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.programs.actions import admit
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.pairs.actions import start
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.queries import loads


def test_it_brings_them_together(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    relationship = start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)

    parties = relationship.parties.order_by("pk")
    assert [(party.person_id, party.role) for party in parties] == [
        (mia_mentors.person_id, Role.MENTOR),
        (noor_learns.person_id, Role.MENTEE),
    ]
    assert relationship.state == Relationship.State.ACTIVE
    assert relationship.ends_on == date(2027, 7, 5)
    assert relationship.meeting_every_weeks == cohort.program.meeting_every_weeks
    assert len({relationship.key_id, *(party.key_id for party in parties)}) == 3
    for participation in (mia_mentors, noor_learns):
        participation.refresh_from_db()
        assert participation.state == Participation.State.MATCHED


def test_it_tells_and_records_it(pair: Relationship, mia: Person, noor: Person) -> None:
    assert notices_to(mia) == ["relationships/started"]
    assert notices_to(noor) == ["relationships/started"]
    assert history_of(pair) == ["relationships.started"]
    assert noor.notices.get().subject == "You have a mentor: Mia Holmqvist"
    assert mia.notices.get().subject == "You have a mentee: Noor El-Amin"


def test_twice_is_refused(pair: Relationship, mia_mentors: Participation, noor_learns: Participation) -> None:
    noor_learns.capacity = 2
    noor_learns.save()

    with pytest.raises(Refused) as refused:
        start(pair.cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None)

    assert refused.value.kind == Kind.CONFLICT


def test_nobody_gets_more_than_they_have_room_for(
    pair: Relationship, cohort: Cohort, mia_mentors: Participation
) -> None:
    second, third = (make_participation(cohort, Role.MENTEE) for _ in range(2))
    start(cohort, mentors=[mia_mentors], mentees=[second], by=None)

    with pytest.raises(Refused) as refused:
        start(cohort, mentors=[mia_mentors], mentees=[third], by=None)

    assert refused.value.kind == Kind.FULL
    assert loads([mia_mentors, second, third]) == {mia_mentors.pk: 2, second.pk: 1, third.pk: 0}
    third.refresh_from_db()
    assert third.state == Participation.State.READY


def test_a_group_counts_each_mentee(cohort: Cohort, mia_mentors: Participation) -> None:
    three = [make_participation(cohort, Role.MENTEE) for _ in range(3)]

    with pytest.raises(Refused) as refused:
        start(cohort, mentors=[mia_mentors], mentees=three, by=None)
    start(cohort, mentors=[mia_mentors], mentees=three[:2], by=None)

    assert refused.value.kind == Kind.FULL
    assert loads([mia_mentors]) == {mia_mentors.pk: 2}


def test_who_still_prepares_is_refused(cohort: Cohort, mia_mentors: Participation, noor: Person) -> None:
    preparing = admit(cohort, noor, Role.MENTEE, by=None)

    with pytest.raises(Refused) as refused:
        start(cohort, mentors=[mia_mentors], mentees=[preparing], by=None)

    assert refused.value.kind == Kind.TOO_LATE


def test_nobody_mentors_themselves(cohort: Cohort, mia: Person, mia_mentors: Participation) -> None:
    learns_too = make_participation(cohort, Role.MENTEE, person=mia)

    with pytest.raises(Refused) as refused:
        start(cohort, mentors=[mia_mentors], mentees=[learns_too], by=None)

    assert refused.value.kind == Kind.INVALID


def test_a_mentor_can_not_stand_in_for_a_mentee(cohort: Cohort, mia_mentors: Participation) -> None:
    other = make_participation(cohort, Role.MENTOR)

    with pytest.raises(Refused) as refused:
        start(cohort, mentors=[mia_mentors], mentees=[other], by=None)

    assert refused.value.kind == Kind.INVALID


def test_partners_find_each_other_whatever_their_profile_says(pair: Relationship, mia: Person, noor: Person) -> None:
    Person.objects.update(visibility=Person.Visibility.NOBODY)

    assert mia in Person.objects.visible_to(noor)
    assert noor in Person.objects.visible_to(mia)


def test_the_name_of_the_page(pair: Relationship, mia: Person, noor: Person) -> None:
    assert pair.title_for(noor) == "Mia Holmqvist and you"
    assert pair.called_for(mia) == "Noor and you"
