"""After a no the next best is proposed without anybody typing."""

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.conftest import opened
from trellis.common.errors import Refused
from trellis.matching import actions, waiting
from trellis.matching.models import KeptApart, MatchRun, Proposal
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role

State = Proposal.State


@pytest.fixture
def asked(proposal: Proposal, ben_mentors: Participation, cohort: Cohort, olga: Person) -> Proposal:
    """Noor is asked about Mia; Ben would be the next best."""
    actions.change_settings(cohort, by=olga, floor=0)
    return proposal


def next_of(mentee: Participation) -> list[tuple[str, str, bool]]:
    """Mentor, state and whether it came by itself, of every proposal, oldest first."""
    rows = mentee.proposals_as_mentee.order_by("pk").select_related("mentor__person")
    return [(one.mentor.person.called(), str(one.state), one.is_next) for one in rows]


def test_the_next_best_is_proposed_by_itself(
    asked: Proposal, noor: Person, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    actions.decline(asked, by=noor, reason=Proposal.Reason.TOPIC, note="She knows my mother.")
    run_jobs()

    assert next_of(noor_learns) == [("Mia", State.DECLINED, False), ("Ben", State.HELD, True)]
    last = noor_learns.proposals_as_mentee.latest("pk")
    assert history_of(last) == ["matching.next_proposed"]
    assert opened(last, run_jobs).state == State.OPEN
    assert notices_to(noor) == ["matching/proposed", "matching/proposed"]


def test_asked_for_twice_it_is_proposed_once(
    asked: Proposal, noor: Person, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    actions.decline(asked, by=noor)
    run_jobs()
    actions.go_on_everywhere()
    run_jobs()

    assert next_of(noor_learns) == [("Mia", State.DECLINED, False), ("Ben", State.HELD, True)]


def test_a_setting_turns_it_off(
    asked: Proposal, cohort: Cohort, noor: Person, noor_learns: Participation, olga: Person, run_jobs: RunJobs
) -> None:
    actions.change_policy(cohort, by=olga, goes_on=False)

    actions.decline(asked, by=noor)
    run_jobs()

    assert next_of(noor_learns) == [("Mia", State.DECLINED, False)]


def test_who_has_no_time_now_is_left_alone_and_stands_on_the_list(
    asked: Proposal, cohort: Cohort, noor: Person, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    actions.decline(asked, by=noor, reason=Proposal.Reason.TIME)
    run_jobs()

    assert len(next_of(noor_learns)) == 1
    (row,) = waiting.reasons_for(cohort, [noor_learns])
    assert row.reason == "Said that they have no time now. Ask again when that has changed."


def test_who_did_not_answer_is_not_asked_again_by_itself(
    asked: Proposal, cohort: Cohort, mia: Person, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    actions.accept(asked, by=mia)
    actions.expire(today=asked.expires_on + timedelta(days=1))
    run_jobs()

    assert len(next_of(noor_learns)) == 1
    (row,) = waiting.reasons_for(cohort, [noor_learns])
    assert row.reason == "Didn’t answer in time. Ask whether they still want to take part."


def test_when_the_mentor_did_not_answer_the_mentee_gets_the_next(
    asked: Proposal, noor: Person, noor_learns: Participation, run_jobs: RunJobs
) -> None:
    actions.accept(asked, by=noor)
    actions.expire(today=asked.expires_on + timedelta(days=1))
    run_jobs()

    assert next_of(noor_learns) == [("Mia", State.EXPIRED, False), ("Ben", State.HELD, True)]


def test_after_so_many_they_stand_on_the_list(
    asked: Proposal, cohort: Cohort, noor: Person, noor_learns: Participation, olga: Person, run_jobs: RunJobs
) -> None:
    make_participation(cohort, Role.MENTOR)
    actions.change_policy(cohort, by=olga, most=1)
    actions.decline(asked, by=noor)
    run_jobs()
    second = opened(noor_learns.proposals_as_mentee.latest("pk"), run_jobs)

    actions.decline(second, by=noor)
    run_jobs()

    assert len(next_of(noor_learns)) == 2
    (row,) = waiting.reasons_for(cohort, [noor_learns])
    assert row.reason == "1 automatic proposal came to nothing. Choose somebody by hand."


def test_the_rules_and_the_plan_under_review_hold(
    asked: Proposal, cohort: Cohort, noor: Person, noor_learns: Participation, ben_mentors: Participation,
    olga: Person, run_jobs: RunJobs,
) -> None:  # fmt: skip
    KeptApart.objects.create(cohort=cohort, mentee=noor_learns, mentor=ben_mentors, by=olga)

    actions.decline(asked, by=noor)
    run_jobs()

    assert len(next_of(noor_learns)) == 1
    (row,) = waiting.reasons_for(cohort, [noor_learns])
    assert row.reason.startswith("Every mentor is ruled out")


def test_a_place_that_the_plan_keeps_is_left_to_it(run: MatchRun, cohort: Cohort, run_jobs: RunJobs) -> None:
    noor, lea = run.suggestions.order_by("pk")
    assert lea.mentor is not None
    assert noor.mentor is not None
    late = make_participation(cohort, Role.MENTEE)

    assert waiting.place(cohort, [late.pk], [lea.mentor.pk]) == []
    assert waiting.place(cohort, [lea.mentee_id], [lea.mentor.pk]) == [(lea.mentee_id, lea.mentor.pk)]


def test_who_leaves_before_the_answer_makes_room_for_the_next(
    asked: Proposal, mia: Person, mia_mentors: Participation, noor: Person, noor_learns: Participation,
    olga: Person, run_jobs: RunJobs,
) -> None:  # fmt: skip
    actions.accept(asked, by=noor)
    programs.withdraw(mia_mentors, by=olga)

    actions.look_again()
    run_jobs()

    assert next_of(noor_learns) == [("Mia", State.WITHDRAWN, False), ("Ben", State.HELD, True)]
    assert notices_to(noor) == ["matching/proposed", "matching/withdrawn"]
    assert history_of(asked) == ["matching.proposed", "matching.accepted", "matching.lapsed"]


def test_who_pauses_is_not_taken_back_at_once(asked: Proposal, mia_mentors: Participation, run_jobs: RunJobs) -> None:
    Participation.objects.filter(pk=mia_mentors.pk).update(is_paused=True)

    actions.look_again()
    run_jobs()

    asked.refresh_from_db()
    assert asked.state == State.OPEN


def test_a_late_mentor_takes_who_waits(
    cohort: Cohort, noor_learns: Participation, lea_learns: Participation, ben_mentors: Participation, olga: Person
) -> None:
    actions.change_settings(cohort, by=olga, floor=0)
    with time_machine.travel(timezone.now() + timedelta(days=1)):
        (made,) = actions.fill(ben_mentors, by=olga)

    assert made.mentee == lea_learns
    with pytest.raises(Refused, match="no place is free"):
        actions.fill(ben_mentors, by=olga)


def test_the_page_says_why_and_offers_the_button(
    client: Client, cohort: Cohort, noor_learns: Participation, ben_mentors: Participation, olga: Person, sam: Person
) -> None:
    actions.change_settings(cohort, by=olga, floor=0)
    client.force_login(olga)
    address = f"/programs/{cohort.program.slug}/{cohort.slug}/match/waiting/"

    shown = client.get(address).content.decode()
    assert "Noor El-Amin" in shown
    assert "2 mentors who are free would fit." in shown
    assert "Propose 1 pair" in client.get(f"/match/mentors/{ben_mentors.pk}/fill/").content.decode()
    client.post(f"/match/mentors/{ben_mentors.pk}/fill/")
    assert next_of(noor_learns) == [("Ben", State.HELD, False)]

    client.force_login(sam)
    assert client.get(address).status_code == 404
    assert client.post(f"/match/mentors/{ben_mentors.pk}/fill/").status_code == 404
