"""A mentor says yes or no; what follows."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.requests.conftest import fresh, home
from trellis.common.errors import Refused
from trellis.matching.inputs import day_of, gather, settings_for
from trellis.matching.models import MentorRequest, Proposal
from trellis.matching.requests import actions, finding
from trellis.matching.requests.finding import Sought
from trellis.people.models import Person
from trellis.programs.models import Participation, Role
from trellis.relationships.models import Relationship

State = MentorRequest.State
HELLO = "I would like to lead a handover."


def test_a_yes_begins_their_mentoring(
    client: Client, asked: MentorRequest, noor: Person, mia: Person, run_jobs: RunJobs
) -> None:
    client.force_login(mia)
    answered = client.post(f"/requests/{asked.pk}/accept/")
    pair = Relationship.objects.get()

    assert answered.headers["Location"] == pair.get_absolute_url()
    assert {party.person for party in pair.parties.all()} == {noor, mia}
    assert fresh(asked).state == State.ACCEPTED
    assert history_of(asked) == ["matching.asked", "matching.request_accepted"]
    assert "relationships/started" in notices_to(noor)
    assert Proposal.objects.get().relationship == pair


def test_a_yes_frees_the_others_who_were_asked(
    asked: MentorRequest,
    noor_looks: Participation,
    ben_is_there: Participation,
    noor: Person,
    mia: Person,
    run_jobs: RunJobs,
) -> None:
    other = actions.ask(noor_looks, ben_is_there, by=noor, message=HELLO)
    actions.accept(asked, by=mia)
    run_jobs()

    assert fresh(other).state == State.LAPSED
    assert notices_to(ben_is_there.person) == ["matching/request_asked", "matching/request_lapsed"]


def test_a_double_click_says_yes_once(client: Client, asked: MentorRequest, mia: Person) -> None:
    client.force_login(mia)
    client.post(f"/requests/{asked.pk}/accept/")
    client.post(f"/requests/{asked.pk}/accept/")

    assert Relationship.objects.count() == 1


def test_a_yes_is_refused_when_a_rule_forbids_it_since(asked: MentorRequest, noor: Person, mia: Person) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia)
    with pytest.raises(Refused, match="the other’s manager"):
        actions.accept(asked, by=mia)

    assert fresh(asked).state == State.OPEN
    assert not Relationship.objects.exists()


def test_a_yes_is_refused_when_the_place_is_gone(
    asked: MentorRequest, lea_looks: Participation, mia_is_there: Participation, mia: Person
) -> None:
    leas = actions.ask(lea_looks, mia_is_there, by=lea_looks.person, message=HELLO)
    actions.accept(leas, by=mia)
    with pytest.raises(Refused, match="No free place"):
        actions.accept(asked, by=mia)

    assert Relationship.objects.count() == 1


def test_a_no_keeps_its_reason_for_the_program(
    client: Client, asked: MentorRequest, noor: Person, mia: Person, olga: Person, run_jobs: RunJobs
) -> None:
    client.force_login(mia)
    client.post(f"/requests/{asked.pk}/decline/", {"reason": "close", "note": "We are cousins."})
    asked = fresh(asked)

    assert (asked.state, asked.decline_reason, asked.note()) == (State.DECLINED, "close", "We are cousins.")
    assert asked.message() == HELLO
    assert notices_to(noor) == ["matching/request_declined"]
    assert "cousins" not in noor.notices.get().body
    client.force_login(noor)
    assert "cousins" not in client.get(asked.get_absolute_url()).text
    client.force_login(olga)
    board = client.get(f"{home(asked.cohort)}/match/choosing/").text
    assert "We are cousins." in board
    assert HELLO not in board


def test_a_no_counts_wherever_pairs_are_made(
    asked: MentorRequest, noor_looks: Participation, mia_is_there: Participation, noor: Person, mia: Person
) -> None:
    actions.decline(asked, by=mia)
    everybody = Participation.objects.filter(cohort=asked.cohort)
    inputs = gather(everybody.mentees(), everybody.mentors(), settings_for(asked.cohort), on=day_of(asked.cohort))

    assert (str(mia.pk), str(noor.pk)) in inputs.policy.apart
    assert finding.find(noor_looks, Sought()).matches == []


def test_a_no_can_end_being_asked(
    client: Client, asked: MentorRequest, lea_looks: Participation, mia_is_there: Participation, mia: Person
) -> None:
    client.force_login(mia)
    back = timezone.now().date() + timedelta(days=30)
    client.post(f"/requests/{asked.pk}/decline/", {"pause": "on", "back_on": back.isoformat()})
    with pytest.raises(Refused, match="takes no new requests"):
        actions.ask(lea_looks, mia_is_there, by=lea_looks.person, message=HELLO)

    actions.end_pauses(today=back)

    assert actions.ask(lea_looks, mia_is_there, by=lea_looks.person, message=HELLO).state == State.OPEN


def test_the_next_on_the_list_is_asked_if_the_mentee_wishes(
    noor_looks: Participation,
    mia_is_there: Participation,
    ben_is_there: Participation,
    noor: Person,
    mia: Person,
    run_jobs: RunJobs,
) -> None:
    third = make_participation(noor_looks.cohort, Role.MENTOR)
    actions.set_choices(noor_looks, [mia_is_there, ben_is_there, third], by=noor)
    asked = actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO, asks_on=True)
    actions.pause_requests(ben_is_there, by=ben_is_there.person)
    actions.decline(asked, by=mia)
    run_jobs()
    after = MentorRequest.objects.get(before=asked)

    assert (after.mentor, after.state, after.message(), after.asks_on) == (third, State.OPEN, HELLO, True)
    assert notices_to(noor) == ["matching/request_declined", "matching/request_next"]
    run_jobs()
    actions.follow()
    run_jobs()
    assert MentorRequest.objects.count() == 2


def test_nobody_is_asked_next_without_the_wish(
    asked: MentorRequest,
    noor_looks: Participation,
    ben_is_there: Participation,
    noor: Person,
    mia: Person,
    run_jobs: RunJobs,
) -> None:
    actions.set_choices(noor_looks, [ben_is_there], by=noor)
    actions.decline(asked, by=mia)
    run_jobs()

    assert MentorRequest.objects.count() == 1


def test_it_reminds_once_two_days_before_the_end(asked: MentorRequest, mia: Person) -> None:
    assert asked.expires_on
    early, late = asked.expires_on - timedelta(days=3), asked.expires_on - timedelta(days=2)

    assert [actions.remind(today=early), actions.remind(today=late), actions.remind(today=late)] == [0, 1, 0]
    assert notices_to(mia)[-1] == "matching/request_reminder"


def test_it_ends_when_nobody_answers(asked: MentorRequest, noor: Person, mia: Person) -> None:
    last = asked.expires_on
    assert last

    assert [actions.expire(today=last), actions.expire(today=last + timedelta(days=1))] == [0, 1]
    assert fresh(asked).state == State.EXPIRED
    assert notices_to(noor) == ["matching/request_unanswered"]
    assert notices_to(mia)[-1] == "matching/request_expired"
    assert history_of(asked)[-1] == "matching.request_expired"
    with pytest.raises(Refused, match="wasn’t answered in time"):
        actions.accept(asked, by=mia)


def test_a_mentee_takes_it_back(client: Client, asked: MentorRequest, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    assert "Mia is told" in client.get(f"/requests/{asked.pk}/take-back/").text
    client.post(f"/requests/{asked.pk}/take-back/")

    assert fresh(asked).state == State.WITHDRAWN
    assert notices_to(mia)[-1] == "matching/request_taken_back"
    with pytest.raises(Refused, match="Nothing more is asked of you"):
        actions.accept(asked, by=mia)


def test_when_a_mentor_leaves_both_are_told(
    asked: MentorRequest, noor: Person, mia_is_there: Participation, run_jobs: RunJobs
) -> None:
    Participation.objects.filter(pk=mia_is_there.pk).update(state=Participation.State.WITHDRAWN)
    actions.follow()
    run_jobs()

    assert fresh(asked).state == State.LAPSED
    assert notices_to(noor) == ["matching/request_lapsed"]


@pytest.mark.parametrize(("who", "status"), [("sam", 404), ("olga", 404), ("noor", 403)])
@pytest.mark.parametrize("press", ["accept", "decline"])
def test_nobody_else_answers(
    client: Client, asked: MentorRequest, who: str, status: int, press: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"/requests/{asked.pk}/{press}/").status_code == status
    assert fresh(asked).state == State.OPEN


def test_who_stands_in_line_is_not_seen_by_the_mentor(client: Client, asked: MentorRequest, mia: Person) -> None:
    MentorRequest.objects.update(state=State.QUEUED, asked_at=None, expires_on=None)
    client.force_login(mia)

    assert client.get(asked.get_absolute_url()).status_code == 404


def test_both_read_what_was_written_and_why(client: Client, asked: MentorRequest, noor: Person, mia: Person) -> None:
    for person in (noor, mia):
        client.force_login(person)
        shown = client.get(asked.get_absolute_url()).text
        assert HELLO in shown
        assert "Why the two of you" in shown


def test_the_mentors_page_lists_what_waits(client: Client, asked: MentorRequest, mia: Person) -> None:
    client.force_login(mia)
    address = f"{home(asked.cohort)}/requests/"
    assert "Noor El-Amin" in client.get(f"{address}received/").text
    client.post(f"{address}pause/", {"back_on": ""})
    assert "Nobody new asks you until you say so." in client.get(f"{address}received/").text
    client.post(f"{address}resume/")
    assert "You can be asked." in client.get(f"{address}received/").text
