"""A person reads, answers and is ready."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from tests.factories import make_participation, make_program
from tests.learning.conftest import learn, read_all, right_answers, wrong_answers
from trellis.common.errors import Refused
from trellis.learning import actions
from trellis.learning.models import Module, Progress
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Participation, Role

READY = Participation.State.READY
PREPARING = Participation.State.PREPARING


def state_of(participation: Participation) -> str:
    return Participation.objects.get(pk=participation.pk).state


def test_the_last_needed_module_makes_a_person_ready(noor_prepares: Participation, first_steps: Module) -> None:
    learn(first_steps, noor_prepares.person)

    progress = Progress.objects.get(person=noor_prepares.person)
    assert state_of(noor_prepares) == READY
    assert progress.finished_at is not None
    assert progress.right == len(first_steps.questions)
    assert history_of(progress) == ["learning.finished"]
    assert notices_to(noor_prepares.person) == ["learning/ready"]


def test_finishing_twice_is_once(noor_prepares: Participation, first_steps: Module) -> None:
    learn(first_steps, noor_prepares.person)
    learn(first_steps, noor_prepares.person)

    assert history_of(Progress.objects.get()) == ["learning.finished"]
    assert notices_to(noor_prepares.person) == ["learning/ready"]


def test_wrong_answers_may_be_given_again(noor_prepares: Participation, first_steps: Module) -> None:
    read_all(first_steps, noor_prepares.person)

    first = actions.answer(first_steps, wrong_answers(first_steps), person=noor_prepares.person)
    assert (first.right, first.finished_at, state_of(noor_prepares)) == (0, None, PREPARING)

    second = actions.answer(first_steps, right_answers(first_steps), person=noor_prepares.person)
    assert (second.right, second.tries, state_of(noor_prepares)) == (5, 2, READY)


def test_a_finished_module_stays_finished(noor_prepares: Participation, first_steps: Module) -> None:
    learn(first_steps, noor_prepares.person)

    again = actions.answer(first_steps, wrong_answers(first_steps), person=noor_prepares.person)

    assert again.finished_at is not None
    assert state_of(noor_prepares) == READY


def test_questions_come_after_reading(noor_prepares: Participation, first_steps: Module) -> None:
    actions.read_part(first_steps, 1, person=noor_prepares.person)

    with pytest.raises(Refused):
        actions.answer(first_steps, right_answers(first_steps), person=noor_prepares.person)


def test_every_question_wants_an_answer(noor_prepares: Participation, first_steps: Module) -> None:
    read_all(first_steps, noor_prepares.person)

    with pytest.raises(Refused):
        actions.answer(first_steps, {1: 1}, person=noor_prepares.person)


def test_finishing_without_the_questions_is_refused(noor_prepares: Participation, first_steps: Module) -> None:
    read_all(first_steps, noor_prepares.person)

    with pytest.raises(Refused):
        actions.finish(first_steps, person=noor_prepares.person)


def test_going_back_loses_nothing(noor_prepares: Participation, first_steps: Module) -> None:
    actions.read_part(first_steps, 3, person=noor_prepares.person)

    assert actions.read_part(first_steps, 1, person=noor_prepares.person).part == 3


def test_the_other_role_waits_for_its_own_module(
    cohort: Cohort, noor: Person, noor_prepares: Participation, first_steps: Module
) -> None:
    as_mentor = make_participation(cohort, Role.MENTOR, person=noor, ready=False)

    learn(first_steps, noor)

    assert (state_of(noor_prepares), state_of(as_mentor)) == (READY, PREPARING)


def test_who_learned_before_is_ready_in_the_next_program(
    noor_prepares: Participation, first_steps: Module, rui: Person
) -> None:
    learn(first_steps, noor_prepares.person)
    other = make_program("Ward Leaders", by=rui).cohorts.get()
    again = programs.admit(other, noor_prepares.person, Role.MENTEE, by=rui)

    actions.make_ready(Participation.objects.filter(pk=again.pk), by=None, quietly=True)

    assert state_of(again) == READY
    assert notices_to(noor_prepares.person) == ["learning/ready"]


# ── the pages ──


def test_the_list_says_where_one_is(client: Client, noor_prepares: Participation, first_steps: Module) -> None:
    actions.read_part(first_steps, 2, person=noor_prepares.person)
    client.force_login(noor_prepares.person)

    page = client.get("/learning/").text

    assert "one module left before you can be matched" in page
    assert "You’re at part 3 of 4" in page
    assert "From a vision to goals" in page
    assert "What mentoring is" not in page


def test_the_list_of_somebody_without_a_program_is_empty(client: Client, sam: Person) -> None:
    client.force_login(sam)

    assert "Nothing to learn yet" in client.get("/learning/").text


def test_it_opens_where_one_left_off(client: Client, noor_prepares: Participation, first_steps: Module) -> None:
    client.force_login(noor_prepares.person)
    assert client.get("/learning/mentee-first/").headers["Location"] == "/learning/mentee-first/1/"

    client.post("/learning/mentee-first/1/")
    client.post("/learning/mentee-first/2/")

    assert client.get("/learning/mentee-first/").headers["Location"] == "/learning/mentee-first/3/"


def test_the_whole_way_with_plain_forms(client: Client, noor_prepares: Participation, first_steps: Module) -> None:
    client.force_login(noor_prepares.person)
    for number in range(1, 5):
        assert client.get(f"/learning/mentee-first/{number}/").status_code == 200
        client.post(f"/learning/mentee-first/{number}/")
    answers = {f"question-{number}": option for number, option in right_answers(first_steps).items()}

    answered = client.post("/learning/mentee-first/check/", answers, follow=True)

    assert answered.redirect_chain[-1][0] == "/learning/mentee-first/result/"
    assert "You’ve finished this module" in answered.text
    assert "That was all that First Year Forward asks for." in answered.text


def test_an_unanswered_question_is_named(client: Client, noor_prepares: Participation, first_steps: Module) -> None:
    read_all(first_steps, noor_prepares.person)
    client.force_login(noor_prepares.person)

    page = client.post("/learning/mentee-first/check/", {"question-1": "1"})

    assert page.status_code == 200
    assert "Choose one answer." in page.text
    assert not Progress.objects.get().tries


def test_wrong_answers_come_back_with_their_reason(
    client: Client, noor_prepares: Participation, first_steps: Module
) -> None:
    read_all(first_steps, noor_prepares.person)
    actions.answer(first_steps, wrong_answers(first_steps), person=noor_prepares.person)
    client.force_login(noor_prepares.person)

    page = client.get("/learning/mentee-first/result/").text

    assert "Nearly there" in page
    assert "Advice is an offer" in page
    assert "Answer again" in page


def test_result_before_answering_leads_to_the_questions(
    client: Client, noor_prepares: Participation, first_steps: Module
) -> None:
    client.force_login(noor_prepares.person)

    assert client.get("/learning/mentee-first/result/").headers["Location"] == "/learning/mentee-first/check/"


def test_who_runs_a_program_may_look_and_nothing_is_kept(client: Client, olga: Person, cohort: Cohort) -> None:
    client.force_login(olga)

    client.post("/learning/mentee-first/1/")

    assert "Nothing is kept" in client.get("/learning/mentor-first/1/").text
    assert "The questions and their answers" in client.get("/learning/mentor-first/result/").text
    assert not Progress.objects.exists()


def test_a_module_of_the_other_role_is_not_found(client: Client, noor_prepares: Participation, sam: Person) -> None:
    client.force_login(noor_prepares.person)
    assert client.get("/learning/mentor-first/1/").status_code == 404

    client.force_login(sam)
    assert client.get("/learning/mentee-first/1/").status_code == 404


def test_a_part_that_does_not_exist_leads_to_the_nearest(client: Client, noor_prepares: Participation) -> None:
    client.force_login(noor_prepares.person)

    assert "Part 4 of 4" in client.get("/learning/mentee-first/99/").text
