"""The one place that knows which pairs may never be made."""

import pytest

from tests.factories import make_participation, make_person
from trellis.common.errors import Kind, Refused
from trellis.matching import actions, rules
from trellis.matching.models import Avoidance, KeptApart, Proposal
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.closure import actions as closure
from trellis.relationships.pairs.models import Relationship


def codes(mentee: Participation, mentor: Participation) -> list[str]:
    for one in (mentee, mentor):
        one.refresh_from_db()
    return [broken.code for broken in rules.forbidden(mentee, mentor)]


def test_two_who_are_free_may(noor_learns: Participation, mia_mentors: Participation) -> None:
    assert codes(noor_learns, mia_mentors) == []


def test_nobody_mentors_themselves(cohort: Cohort, noor: Person, noor_learns: Participation) -> None:
    assert "H1" in codes(noor_learns, make_participation(cohort, Role.MENTOR, person=noor))


def test_no_manager_at_any_height(
    noor: Person, mia: Person, noor_learns: Participation, mia_mentors: Participation
) -> None:
    between = make_person("Kim Between", manager=mia)
    Person.objects.filter(pk=noor.pk).update(manager=between)
    assert codes(noor_learns, mia_mentors) == ["H3"]

    Person.objects.filter(pk=noor.pk).update(manager=mia)
    assert codes(noor_learns, mia_mentors) == ["H2", "H3"]


def test_nobody_whom_somebody_asked_not_to_have(
    noor: Person, mia: Person, noor_learns: Participation, mia_mentors: Participation
) -> None:
    Avoidance.objects.create(person=mia, other=noor)

    (broken,) = rules.forbidden(noor_learns, mia_mentors)

    assert broken.code == "H6"
    assert broken.said_openly == "These two can’t be paired in this program."


def test_nobody_who_prepares_pauses_or_left(
    cohort: Cohort, noor_learns: Participation, mia_mentors: Participation, olga: Person
) -> None:
    assert codes(make_participation(cohort, Role.MENTEE, ready=False), mia_mentors) == ["H8"]

    Participation.objects.filter(pk=mia_mentors.pk).update(is_paused=True)
    assert codes(noor_learns, mia_mentors) == ["H15"]

    programs.withdraw(noor_learns, by=olga)
    assert codes(noor_learns, mia_mentors) == ["GONE", "H15"]


def test_no_mentor_without_a_place_and_nobody_who_is_asked(
    cohort: Cohort, proposal: Proposal, mia_mentors: Participation
) -> None:
    other = make_participation(cohort, Role.MENTOR)
    assert codes(proposal.mentee, other) == ["ASKED"]
    assert rules.forbidden(proposal.mentee, other, asked=False) == []

    Participation.objects.filter(pk=mia_mentors.pk).update(capacity=1)
    assert codes(make_participation(cohort, Role.MENTEE), mia_mentors) == ["H9"]


def test_nobody_whom_a_coordinator_keeps_apart(
    cohort: Cohort, noor_learns: Participation, mia_mentors: Participation, olga: Person
) -> None:
    KeptApart.objects.create(cohort=cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)

    assert codes(noor_learns, mia_mentors) == ["APART"]
    with pytest.raises(Refused, match="You decided to keep them apart"):
        actions.propose(cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)


def test_the_only_door_refuses_too(
    cohort: Cohort, noor: Person, mia: Person, noor_learns: Participation, mia_mentors: Participation
) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    with pytest.raises(Refused) as refused:
        rules.begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None)

    assert refused.value.kind == Kind.NOT_ALLOWED
    assert not Relationship.objects.exists()


def taken(*participations: Participation) -> list[int]:
    return [Participation.objects.get(pk=one.pk).taken for one in participations]


def test_places_are_counted_as_they_come_and_go(
    cohort: Cohort, noor_learns: Participation, mia_mentors: Participation, olga: Person
) -> None:
    begun = rules.begin(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)
    assert taken(mia_mentors, noor_learns) == [1, 1]

    closure.close(begun, by=olga, reason=Relationship.Reason.AGREED)
    assert taken(mia_mentors, noor_learns) == [0, 0]

    closure.reopen(Relationship.objects.with_people().get(pk=begun.pk), by=olga)
    assert taken(mia_mentors, noor_learns) == [1, 1]
