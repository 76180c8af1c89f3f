"""Proposing pairs."""

from datetime import timedelta

import pytest
import time_machine
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.conftest import opened
from tests.matching.test_change import of
from trellis.common.errors import Kind, Refused
from trellis.history.actions import undo
from trellis.matching import actions
from trellis.matching.models import MatchRun, Proposal
from trellis.people.models import Person
from trellis.programs.actions import withdraw
from trellis.programs.models import Cohort, Participation, Role
from trellis.relationships.pairs import actions as relationships


def test_it_proposes_every_pair(run: MatchRun, olga: Person) -> None:
    published = actions.publish(run, by=olga)

    assert (len(published.proposals), published.left_out) == (2, [])
    assert {proposal.state for proposal in Proposal.objects.all()} == {Proposal.State.HELD}
    assert not run.suggestions.unpublished().exists()
    assert history_of(run)[-1] == "matching.published"


def test_people_are_told_ten_minutes_later(
    run: MatchRun, olga: Person, noor: Person, mia: Person, run_jobs: RunJobs
) -> None:
    actions.publish(run, by=olga)
    run_jobs()
    assert notices_to(noor) == []

    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        run_jobs()
        run_jobs()

    assert notices_to(noor) == notices_to(mia) == ["matching/proposed"]
    assert {proposal.state for proposal in Proposal.objects.all()} == {Proposal.State.OPEN}
    assert noor.notices.get().subject == "A mentor for you: Mia Holmqvist"


def test_only_the_chosen_ones(run: MatchRun, olga: Person) -> None:
    published = actions.publish(run, by=olga, only=[of(run, "Noor").pk])

    assert [str(proposal) for proposal in published.proposals] == ["Noor El-Amin, Mia Holmqvist"]
    assert [row.mentee.person.called() for row in run.suggestions.unpublished().with_people()] == ["Lea"]


def test_it_can_be_undone_while_nobody_knows(run: MatchRun, olga: Person, run_jobs: RunJobs, noor: Person) -> None:
    published = actions.publish(run, by=olga)
    assert published.event

    undo(published.event, by=olga)
    with time_machine.travel(timezone.now() + timedelta(minutes=11)):
        run_jobs()

    assert not Proposal.objects.exists()
    assert run.suggestions.unpublished().count() == 2
    assert notices_to(noor) == []


def test_once_people_know_undo_is_too_late(run: MatchRun, olga: Person, run_jobs: RunJobs) -> None:
    published = actions.publish(run, by=olga)
    assert published.event
    opened(published.proposals[0], run_jobs)

    with pytest.raises(Refused):
        undo(published.event, by=olga)


def test_twice_is_refused(run: MatchRun, olga: Person) -> None:
    actions.publish(run, by=olga)

    with pytest.raises(Refused) as refused:
        actions.publish(run, by=olga)

    assert refused.value.kind == Kind.TOO_LATE


def test_who_left_since_the_search_stays_behind(run: MatchRun, olga: Person, noor_learns: Participation) -> None:
    noor_learns.refresh_from_db()
    withdraw(noor_learns, by=olga)

    published = actions.publish(run, by=olga)

    assert len(published.proposals) == 1
    assert [reason for _, reason in published.left_out] == ["One of them isn’t taking part any more."]


def test_a_manager_who_changed_since_the_search_counts(run: MatchRun, olga: Person, noor: Person, mia: Person) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    published = actions.publish(run, by=olga)

    assert [reason for _, reason in published.left_out] == ["One of them is the other’s manager."]


def test_a_pair_by_hand_keeps_the_rules(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    Person.objects.filter(pk=noor_learns.person_id).update(manager=mia_mentors.person)

    with pytest.raises(Refused) as refused:
        actions.propose(cohort, mentee=noor_learns, mentor=mia_mentors, by=olga)

    assert refused.value.sentence == "One of them is the other’s manager."


def test_a_proposal_takes_a_place(
    held: Proposal, cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    second, third = (make_participation(cohort, Role.MENTEE) for _ in range(2))
    other = make_participation(cohort, Role.MENTOR)
    actions.propose(cohort, mentee=second, mentor=mia_mentors, by=olga)

    with pytest.raises(Refused) as mentor_is_full:
        actions.propose(cohort, mentee=third, mentor=mia_mentors, by=olga)
    with pytest.raises(Refused) as mentee_is_asked:
        actions.propose(cohort, mentee=noor_learns, mentor=other, by=olga)

    assert mentor_is_full.value.sentence == "No free place."
    assert mentee_is_asked.value.sentence == "The mentee has a mentor already, or is asked about one."


def test_a_running_relationship_takes_a_place(
    cohort: Cohort, mia_mentors: Participation, noor_learns: Participation, olga: Person
) -> None:
    relationships.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=olga)

    with pytest.raises(Refused):
        actions.propose(cohort, mentee=noor_learns, mentor=make_participation(cohort, Role.MENTOR), by=olga)


def test_a_pair_published_can_not_be_moved(run: MatchRun, olga: Person, ben_mentors: Participation) -> None:
    actions.publish(run, by=olga)

    with pytest.raises(Refused) as refused:
        actions.move_to(of(run, "Noor"), ben_mentors, by=olga)

    assert refused.value.kind == Kind.TOO_LATE
