"""Approval by the team, questions before an answer, managers who are told."""

from datetime import timedelta

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from tests.factories import make_person
from trellis.common.errors import Kind, Refused
from trellis.matching import actions, queries
from trellis.matching.models import Proposal, ProposalQuestion
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.models import Relationship

State = Proposal.State


@pytest.fixture
def to_approve(proposal: Proposal, cohort: Cohort, mia: Person, noor: Person, olga: Person) -> Proposal:
    """Both said yes, and the team has a last look."""
    actions.change_policy(cohort, by=olga, needs_approval=True)
    actions.accept(proposal, by=noor)
    return actions.accept(proposal, by=mia)


def test_nothing_begins_before_the_team_approves(to_approve: Proposal, mia: Person, noor: Person, olga: Person) -> None:
    assert to_approve.state == State.APPROVAL
    assert not Relationship.objects.exists()
    assert notices_to(mia)[-1] == notices_to(noor)[-1] == "matching/both_said_yes"
    assert notices_to(olga) == ["matching/to_approve"]

    actions.approve_pair(to_approve, by=olga)

    assert to_approve.state == State.ACCEPTED
    assert to_approve.approved_by == olga
    assert Relationship.objects.count() == 1
    assert history_of(to_approve)[-3:] == ["matching.waits_for_approval", "matching.pair_approved", "matching.began"]


def test_twice_is_refused(to_approve: Proposal, olga: Person) -> None:
    actions.approve_pair(to_approve, by=olga)

    with pytest.raises(Refused) as refused:
        actions.approve_pair(to_approve, by=olga)

    assert refused.value.kind == Kind.TOO_LATE


def test_nobody_approves_their_own_pair(to_approve: Proposal, mia: Person) -> None:
    with pytest.raises(Refused):
        actions.approve_pair(to_approve, by=mia)


def test_a_rule_stands_before_the_approval_too(to_approve: Proposal, mia: Person, noor: Person, olga: Person) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia)

    with pytest.raises(Refused, match="manager"):
        actions.approve_pair(to_approve, by=olga)

    assert not Relationship.objects.exists()


def test_taken_back_both_are_told(to_approve: Proposal, mia: Person, noor: Person, olga: Person) -> None:
    actions.withdraw(to_approve, by=olga)

    assert notices_to(mia)[-1] == notices_to(noor)[-1] == "matching/withdrawn"


def test_the_page_has_the_button(
    client: Client, to_approve: Proposal, cohort: Cohort, olga: Person, mia: Person
) -> None:
    client.force_login(olga)
    page = client.get(f"/programs/{cohort.program.slug}/{cohort.slug}/match/proposals/?state=approval")
    assert f"/proposals/{to_approve.pk}/approve/" in page.content.decode()

    client.force_login(mia)
    assert client.post(f"/proposals/{to_approve.pk}/approve/").status_code == 403

    client.force_login(olga)
    client.post(f"/proposals/{to_approve.pk}/approve/")
    to_approve.refresh_from_db()
    assert to_approve.state == State.ACCEPTED


def test_managers_hear_that_they_take_part_and_nothing_else(
    proposal: Proposal, cohort: Cohort, mia: Person, noor: Person, olga: Person
) -> None:
    boss = make_person("Gil Boss")
    Person.objects.filter(pk=noor.pk).update(manager=boss)
    actions.change_policy(cohort, by=olga, tells_managers=True)

    actions.accept(proposal, by=noor)
    assert notices_to(boss) == []
    actions.accept(Proposal.objects.with_people().get(pk=proposal.pk), by=mia)

    assert notices_to(boss) == ["matching/manager"]
    said = boss.notices.get()
    assert "Noor El-Amin takes part in First Year Forward" in said.subject
    assert "Mia" not in said.body


def test_a_question_goes_to_the_team_and_is_sealed(proposal: Proposal, mia: Person, noor: Person, olga: Person) -> None:
    question = actions.ask(proposal, by=noor, text="Is her ward far away?")

    assert b"ward" not in bytes(question.sealed)
    assert notices_to(olga) == ["matching/question_asked"]
    assert "ward" not in olga.notices.get().body
    assert notices_to(mia) == ["matching/proposed"]

    actions.answer_question(question, by=olga, text="Ten minutes on foot.")

    assert notices_to(noor)[-1] == "matching/question_answered"
    assert "foot" not in noor.notices.last().body  # type: ignore[union-attr]
    (asked,) = queries.questions_of(proposal, noor)
    assert (asked.text, asked.answer, asked.answered_by) == ("Is her ward far away?", "Ten minutes on foot.", olga)
    assert queries.questions_of(proposal, mia) == []
    assert history_of(proposal)[-2:] == ["matching.question_asked", "matching.question_answered"]


def test_the_clock_goes_on_but_nothing_ends_before_the_answer(proposal: Proposal, noor: Person, olga: Person) -> None:
    last = proposal.expires_on
    question = actions.ask(proposal, by=noor, text="Is her ward far away?")
    assert actions.expire(today=last + timedelta(days=1)) == 0

    Proposal.objects.filter(pk=proposal.pk).update(expires_on=proposal.opened_at.date() - timedelta(days=3))  # type: ignore[union-attr]
    actions.answer_question(question, by=olga, text="No.")

    proposal.refresh_from_db()
    question.refresh_from_db()
    assert question.answered_at is not None
    assert proposal.expires_on == question.answered_at.date() + timedelta(days=2)


def test_one_question_at_a_time_and_none_after_an_answer(
    proposal: Proposal, noor: Person, mia: Person, sam: Person
) -> None:
    actions.ask(proposal, by=noor, text="Is her ward far away?")
    for who, kind in ((noor, Kind.CONFLICT), (sam, Kind.NOT_ALLOWED)):
        with pytest.raises(Refused) as refused:
            actions.ask(proposal, by=who, text="And by bike?")
        assert refused.value.kind == kind

    actions.accept(proposal, by=mia)
    with pytest.raises(Refused) as refused:
        actions.ask(proposal, by=mia, text="Who is he?")
    assert refused.value.kind == Kind.TOO_LATE


def test_it_is_answered_once(proposal: Proposal, noor: Person, olga: Person) -> None:
    question = actions.ask(proposal, by=noor, text="Is her ward far away?")
    actions.answer_question(question, by=olga, text="No.")

    with pytest.raises(Refused) as refused:
        actions.answer_question(question, by=olga, text="Yes.")

    assert refused.value.kind == Kind.TOO_LATE


def test_asked_and_answered_on_the_pages(
    client: Client, proposal: Proposal, mia: Person, noor: Person, olga: Person, sam: Person
) -> None:
    client.force_login(noor)
    client.post(f"/proposals/{proposal.pk}/ask/", {"text": "Is her ward far away?"})
    question = ProposalQuestion.objects.get()
    assert client.get(f"/proposals/questions/{question.pk}/").status_code == 404

    client.force_login(olga)
    assert "Is her ward far away?" in client.get(f"/proposals/questions/{question.pk}/").content.decode()
    client.post(f"/proposals/questions/{question.pk}/", {"text": "Ten minutes on foot."})

    client.force_login(noor)
    assert "Ten minutes on foot." in client.get(f"/proposals/{proposal.pk}/").content.decode()
    client.force_login(mia)
    assert "Ten minutes on foot." not in client.get(f"/proposals/{proposal.pk}/").content.decode()
    client.force_login(sam)
    assert client.post(f"/proposals/{proposal.pk}/ask/", {"text": "Who?"}).status_code == 404
