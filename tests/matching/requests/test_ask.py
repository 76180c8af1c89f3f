"""Ask a mentor: who may, how many at once, and what a line is."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation
from tests.matching.requests.conftest import fresh, home, set_mode
from trellis.common.errors import Refused
from trellis.matching.models import MentorRequest
from trellis.matching.requests import actions, queries
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role

State = MentorRequest.State
HELLO = "I would like to lead a handover."


def address(own: Participation, mentor: Participation) -> str:
    return f"{home(own.cohort)}/mentors/{mentor.pk}/"


def days_of(request: MentorRequest) -> int:
    """How long the mentor has to answer."""
    assert request.asked_at
    assert request.expires_on
    return (request.expires_on - request.asked_at.date()).days


def test_it_asks_the_mentor(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person, mia: Person
) -> None:
    client.force_login(noor)
    client.post(address(noor_looks, mia_is_there), {"message": HELLO})
    made = MentorRequest.objects.get()

    assert (made.mentee, made.mentor, made.state) == (noor_looks, mia_is_there, State.OPEN)
    assert days_of(made) == 7
    assert made.message() == HELLO
    assert history_of(made) == ["matching.asked"]
    assert notices_to(mia) == ["matching/request_asked"]
    assert notices_to(noor) == []


def test_what_is_written_is_sealed_and_in_no_notice(asked: MentorRequest, mia: Person) -> None:
    assert b"handover" not in bytes(asked.sealed)
    assert [notice.body for notice in mia.notices.all() if "lead a handover" in notice.body] == []


def test_an_empty_message_is_asked_for_again_and_nothing_is_lost(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    noor_looks.wishes.create(other=make_participation(noor_looks.cohort, Role.MENTOR), rank=1)
    client.force_login(noor)
    shown = client.post(address(noor_looks, mia_is_there), {"message": "", "asks_on": "on"})

    assert shown.status_code == 422
    assert 'name="asks_on"' in shown.text
    assert "checked" in shown.text
    assert not MentorRequest.objects.exists()


def test_the_same_mentor_is_not_asked_twice(
    asked: MentorRequest, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    with pytest.raises(Refused, match="You have asked Mia already"):
        actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO)


def test_no_more_than_three_at_once_and_one_more_after_an_end(noor_looks: Participation, noor: Person) -> None:
    mentors = [make_participation(noor_looks.cohort, Role.MENTOR) for _ in range(4)]
    made = [actions.ask(noor_looks, mentor, by=noor, message=HELLO) for mentor in mentors[:3]]
    with pytest.raises(Refused, match="You have 3 requests open"):
        actions.ask(noor_looks, mentors[3], by=noor, message=HELLO)
    actions.take_back(made[0], by=noor)

    assert actions.ask(noor_looks, mentors[3], by=noor, message=HELLO).state == State.OPEN


def test_the_program_says_how_many_and_how_long(
    noor_looks: Participation, mia_is_there: Participation, ben_is_there: Participation, noor: Person, olga: Person
) -> None:
    actions.change_settings(noor_looks.cohort, by=olga, open_requests=1, answer_days=3, choices_until=None)
    made = actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO)

    assert days_of(made) == 3
    with pytest.raises(Refused, match="You have 1 request open"):
        actions.ask(noor_looks, ben_is_there, by=noor, message=HELLO)


def test_no_rule_is_broken_by_asking(
    noor_looks: Participation, mia_is_there: Participation, noor: Person, mia: Person
) -> None:
    Person.objects.filter(pk=mia.pk).update(manager=noor)
    with pytest.raises(Refused, match="the other’s manager"):
        actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO)


def test_who_is_not_ready_has_to_wait(self_cohort: Cohort, mia_is_there: Participation, sam: Person) -> None:
    own = make_participation(self_cohort, Role.MENTEE, person=sam, ready=False)
    with pytest.raises(Refused, match="as soon as you are ready"):
        actions.ask(own, mia_is_there, by=sam, message=HELLO)


def test_who_takes_no_requests_is_not_asked(
    noor_looks: Participation, mia_is_there: Participation, noor: Person, mia: Person
) -> None:
    actions.pause_requests(mia_is_there, by=mia)
    with pytest.raises(Refused, match="Mia takes no new requests for now"):
        actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO)


def test_a_full_mentor_has_a_line_that_moves_by_who_came_first(
    self_cohort: Cohort,
    noor_looks: Participation,
    lea_looks: Participation,
    mia_is_there: Participation,
    mia: Person,
    noor: Person,
    run_jobs: RunJobs,
) -> None:
    first = make_participation(self_cohort, Role.MENTEE)
    together = actions.accept(actions.ask(first, mia_is_there, by=first.person, message=HELLO), by=mia)
    noors = actions.ask(noor_looks, mia_is_there, by=noor, message=HELLO)
    leas = actions.ask(lea_looks, mia_is_there, by=lea_looks.person, message=HELLO)
    assert [noors.state, leas.state] == [State.QUEUED, State.QUEUED]
    assert queries.places_in_line([noors, leas]) == {noors.pk: 1, leas.pk: 2}
    assert "matching/request_asked" not in notices_to(mia)[2:]

    Participation.objects.filter(pk=mia_is_there.pk).update(capacity=2)
    actions.follow()
    run_jobs()

    assert [fresh(noors).state, fresh(leas).state] == [State.OPEN, State.OPEN]
    assert notices_to(noor) == ["matching/request_opened"]
    assert together.state == State.ACCEPTED


def test_three_at_most_wait_for_one_mentor_and_the_fourth_stands_in_line(
    self_cohort: Cohort, mia_is_there: Participation, run_jobs: RunJobs
) -> None:
    people = [make_participation(self_cohort, Role.MENTEE) for _ in range(5)]
    made = [actions.ask(one, mia_is_there, by=one.person, message=HELLO) for one in people]
    assert [one.state for one in made] == [State.OPEN] * 3 + [State.QUEUED] * 2

    actions.take_back(made[1], by=people[1].person)
    run_jobs()

    assert [fresh(one).state for one in made] == [
        State.OPEN, State.WITHDRAWN, State.OPEN, State.OPEN, State.QUEUED
    ]  # fmt: skip


def test_who_cannot_be_taken_now_keeps_their_place(
    noor_looks: Participation,
    lea_looks: Participation,
    mia_is_there: Participation,
    mia: Person,
    noor: Person,
    run_jobs: RunJobs,
) -> None:
    first = make_participation(noor_looks.cohort, Role.MENTEE)
    actions.accept(actions.ask(first, mia_is_there, by=first.person, message=HELLO), by=mia)
    noors, leas = (actions.ask(one, mia_is_there, by=one.person, message=HELLO) for one in (noor_looks, lea_looks))
    Person.objects.filter(pk=mia.pk).update(manager=noor)
    Participation.objects.filter(pk=mia_is_there.pk).update(capacity=2)
    actions.follow()
    run_jobs()

    assert [fresh(noors).state, fresh(leas).state] == [State.QUEUED, State.OPEN]


def test_the_line_is_said_truly_on_the_page(
    client: Client,
    self_cohort: Cohort,
    noor_looks: Participation,
    lea_looks: Participation,
    mia_is_there: Participation,
    mia: Person,
) -> None:
    first = make_participation(self_cohort, Role.MENTEE)
    actions.accept(actions.ask(first, mia_is_there, by=first.person, message=HELLO), by=mia)
    for own in (noor_looks, lea_looks):
        actions.ask(own, mia_is_there, by=own.person, message=HELLO)
    client.force_login(lea_looks.person)

    assert "1 person is before you." in client.get(f"{home(self_cohort)}/requests/").text


def test_where_people_only_name_choices_nobody_is_asked(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    set_mode(noor_looks.cohort.program, Program.MatchMode.HYBRID)
    client.force_login(noor)

    assert client.post(address(noor_looks, mia_is_there), {"message": HELLO}).status_code == 403
    assert not MentorRequest.objects.exists()


def test_a_stranger_finds_nothing(
    client: Client, noor_looks: Participation, mia_is_there: Participation, sam: Person
) -> None:
    client.force_login(sam)

    assert client.post(address(noor_looks, mia_is_there), {"message": HELLO}).status_code == 404
