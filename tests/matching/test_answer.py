"""Saying yes or no."""

from datetime import date, timedelta

import pytest

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.conftest import opened
from trellis.common.errors import Kind, Refused
from trellis.matching import actions
from trellis.matching.actions.answers import note_of
from trellis.matching.models import Proposal
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.pairs import actions as relationships
from trellis.relationships.pairs.models import Relationship


def now(proposal: Proposal) -> Proposal:
    return Proposal.objects.with_people().get(pk=proposal.pk)


def test_when_both_say_yes_they_begin(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)
    assert now(proposal).state == Proposal.State.OPEN

    actions.accept(proposal, by=mia)

    after = now(proposal)
    assert after.state == Proposal.State.ACCEPTED
    assert after.relationship is not None
    assert {party.person for party in after.relationship.parties.all()} == {mia, noor}


def test_it_tells_and_records_it(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)
    actions.accept(proposal, by=mia)

    assert notices_to(mia) == ["matching/proposed", "matching/accepted", "relationships/started"]
    assert notices_to(noor) == ["matching/proposed", "relationships/started"]
    assert history_of(proposal) == ["matching.proposed", "matching.accepted", "matching.accepted", "matching.began"]


def test_twice_is_refused(proposal: Proposal, noor: Person) -> None:
    actions.accept(proposal, by=noor)

    with pytest.raises(Refused) as refused:
        actions.accept(proposal, by=noor)

    assert refused.value.kind == Kind.TOO_LATE


def test_before_people_are_told_nobody_answers(held: Proposal, noor: Person) -> None:
    with pytest.raises(Refused):
        actions.accept(held, by=noor)


def test_a_stranger_can_not_answer(proposal: Proposal, sam: Person) -> None:
    with pytest.raises(Refused) as refused:
        actions.accept(proposal, by=sam)

    assert refused.value.kind == Kind.NOT_ALLOWED


def test_a_no_ends_it_and_tells_only_that(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.decline(proposal, by=mia, reason=Proposal.Reason.CLOSE, note="We share a flat.")

    after = now(proposal)
    assert after.state == Proposal.State.DECLINED
    assert notices_to(noor) == ["matching/proposed", "matching/declined"]
    assert notices_to(mia) == ["matching/proposed"]
    assert "flat" not in noor.notices.last().body  # type: ignore[union-attr]
    assert history_of(proposal) == ["matching.proposed", "matching.declined"]


def test_the_note_of_a_no_is_sealed(proposal: Proposal, mia: Person) -> None:
    actions.decline(proposal, by=mia, reason="", note="We share a flat.")

    after = now(proposal)
    assert b"flat" not in bytes(after.decline_note or b"")
    assert note_of(after) == "We share a flat."


def test_after_a_no_nothing_more_is_answered(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.decline(proposal, by=mia)

    with pytest.raises(Refused) as refused:
        actions.accept(proposal, by=noor)

    assert refused.value.sentence == "This proposal has ended. Nothing more is asked of you."


def test_after_a_no_they_are_not_proposed_again(proposal: Proposal, mia: Person, olga: Person, cohort: Cohort) -> None:
    actions.decline(proposal, by=mia)

    with pytest.raises(Refused):
        actions.propose(cohort, mentee=proposal.mentee, mentor=proposal.mentor, by=olga)


def test_taken_back_both_are_told(proposal: Proposal, olga: Person, mia: Person, noor: Person) -> None:
    actions.withdraw(proposal, by=olga)

    assert now(proposal).state == Proposal.State.WITHDRAWN
    assert notices_to(mia)[-1] == notices_to(noor)[-1] == "matching/withdrawn"


def test_taken_back_before_anybody_knew_nobody_is_told(held: Proposal, olga: Person, mia: Person) -> None:
    actions.withdraw(held, by=olga)

    assert notices_to(mia) == []


def test_it_ends_after_its_last_day(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)
    last = proposal.expires_on
    assert actions.expire(today=last) == 0

    assert actions.expire(today=last + timedelta(days=1)) == 1

    assert now(proposal).state == Proposal.State.EXPIRED
    assert notices_to(mia)[-1] == "matching/expired"
    assert notices_to(noor)[-1] == "matching/declined"
    assert actions.expire(today=last + timedelta(days=2)) == 0


def test_who_has_not_answered_is_reminded_once(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)
    two_days_before: date = proposal.expires_on - timedelta(days=2)
    assert actions.remind(today=two_days_before - timedelta(days=1)) == 0

    assert actions.remind(today=two_days_before) == 1
    assert actions.remind(today=two_days_before) == 0

    assert notices_to(mia).count("matching/reminder") == 1
    assert "matching/reminder" not in notices_to(noor)


def test_a_manager_who_changed_meanwhile_stops_it(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    actions.accept(proposal, by=mia)

    assert now(proposal).state == Proposal.State.WITHDRAWN
    assert not Relationship.objects.exists()
    assert notices_to(noor)[-1] == notices_to(mia)[-1] == "matching/withdrawn"


def test_a_place_taken_meanwhile_stops_it(
    proposal: Proposal, mia: Person, noor: Person, cohort: Cohort, mia_mentors: Participation
) -> None:
    for _ in range(2):
        mentee = make_participation(cohort, Role.MENTEE)
        relationships.start(cohort, mentors=[mia_mentors], mentees=[mentee], by=None)
    actions.accept(proposal, by=noor)

    actions.accept(proposal, by=mia)

    assert now(proposal).state == Proposal.State.WITHDRAWN
    assert Relationship.objects.count() == 2


def test_it_is_visible_to_the_two_and_the_team_once_told(
    held: Proposal, run_jobs: RunJobs, mia: Person, noor: Person, olga: Person, sam: Person, rui: Person
) -> None:
    def seen_by(person: Person) -> bool:
        return Proposal.objects.visible_to(person).exists()

    assert [seen_by(person) for person in (olga, mia, noor, sam, rui)] == [True, False, False, False, False]
    opened(held, run_jobs)
    assert [seen_by(person) for person in (olga, mia, noor, sam, rui)] == [True, True, True, False, False]


def test_it_waits_for_those_who_have_not_answered(proposal: Proposal, mia: Person, noor: Person) -> None:
    actions.accept(proposal, by=noor)

    assert list(Proposal.objects.waiting_for(mia)) == [proposal]
    assert list(Proposal.objects.waiting_for(noor)) == []
