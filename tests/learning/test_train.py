"""The board of those who look after the training: who is done, reminding, waiving, choosing."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.factories import make_participation, make_person
from tests.learning.conftest import learn
from trellis.common.errors import Refused
from trellis.history import actions as history
from trellis.history.models import Event
from trellis.learning import actions, queries
from trellis.learning.models import Choice, Module, Progress, Waiver
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role, TeamMember

BOARD = "/programs/first-year-forward/autumn-2026/train/"


def state_of(participation: Participation) -> str:
    return Participation.objects.get(pk=participation.pk).state


def test_the_board_counts_each_role(
    client: Client, olga: Person, noor_prepares: Participation, mia_prepares: Participation, first_steps: Module
) -> None:
    learn(first_steps, noor_prepares.person)
    actions.read_part(Module.objects.get(key="mentor-first"), 1, person=mia_prepares.person)

    rows = queries.trainees(noor_prepares.cohort, queries.required_in(noor_prepares.cohort.program))
    found = [(one.role, one.everybody, one.done, one.begun, one.new) for one in queries.tallies(rows)]

    assert found == [("mentor", 1, 0, 1, 0), ("mentee", 1, 1, 0, 0)]
    client.force_login(olga)
    page = client.get(BOARD).text
    assert "Noor El-Amin" in page
    assert "Under way" in page


def test_it_can_be_narrowed(
    client: Client, olga: Person, noor_prepares: Participation, mia_prepares: Participation, first_steps: Module
) -> None:
    learn(first_steps, noor_prepares.person)
    client.force_login(olga)

    def names(query: str) -> list[str]:
        page = client.get(f"{BOARD}?{query}").text
        return [name for name in ("Noor El-Amin", "Mia Holmqvist") if name in page]

    assert names("stand=done") == ["Noor El-Amin"]
    assert names("stand=new") == ["Mia Holmqvist"]
    assert names("role=mentor") == ["Mia Holmqvist"]
    assert names("q=holm") == ["Mia Holmqvist"]
    assert names("q=nobody") == []
    assert names("stand=nonsense&role=x&page=99") == ["Noor El-Amin", "Mia Holmqvist"]


def test_the_number_of_queries_does_not_grow(
    client: Client, olga: Person, cohort: Cohort, django_assert_max_num_queries: object
) -> None:
    client.force_login(olga)
    client.get(BOARD)

    def count() -> int:
        from django.db import connection  # noqa: PLC0415  only this test counts
        from django.test.utils import CaptureQueriesContext  # noqa: PLC0415

        with CaptureQueriesContext(connection) as captured:
            client.get(BOARD)
        return len(captured)

    make_participation(cohort, Role.MENTEE, ready=False)
    few = count()
    for _n in range(30):
        make_participation(cohort, Role.MENTEE, ready=False)

    assert count() == few <= 20


def test_nobody_else_sees_the_board(
    client: Client, noor_prepares: Participation, rui: Person, sam: Person, ada: Person, program: Program
) -> None:
    sponsor = make_person("Paula Sponsor")
    TeamMember.objects.create(program=program, person=sponsor, role=TeamMember.Role.SPONSOR)
    statuses = {}
    for person in (noor_prepares.person, rui, sam, ada, sponsor):
        client.force_login(person)
        statuses[person.called()] = client.get(BOARD).status_code

    assert statuses == {"Noor": 403, "Rui": 404, "Sam": 404, "Ada": 403, "Paula": 403}


def test_answers_are_nowhere_on_the_manager_pages(
    client: Client, olga: Person, noor_prepares: Participation, first_steps: Module
) -> None:
    learn(first_steps, noor_prepares.person)
    Progress.objects.update(right=3, answers={"1": 3})
    client.force_login(olga)

    for address in (BOARD, f"{BOARD}{noor_prepares.pk}/"):
        assert "3 of 5" not in client.get(address).text


# ── remind ──


def test_it_reminds_who_is_not_done(
    client: Client, olga: Person, noor_prepares: Participation, mia_prepares: Participation, first_steps: Module
) -> None:
    learn(first_steps, noor_prepares.person)
    client.force_login(olga)

    client.post(f"{BOARD}remind/")

    assert notices_to(mia_prepares.person) == ["learning/reminder"]
    assert notices_to(noor_prepares.person) == ["learning/ready"]
    assert history_of(mia_prepares) == ["programs.admitted", "learning.reminded"]


def test_it_reminds_one_person(
    client: Client, olga: Person, noor_prepares: Participation, mia_prepares: Participation
) -> None:
    client.force_login(olga)

    client.post(f"{BOARD}remind/", {"person": str(noor_prepares.pk)})

    assert (notices_to(noor_prepares.person), notices_to(mia_prepares.person)) == (["learning/reminder"], [])


def test_it_does_not_nag(olga: Person, noor_prepares: Participation) -> None:
    assert actions.remind([noor_prepares], by=olga) == 1
    assert actions.remind([noor_prepares], by=olga) == 0

    with time_machine.travel(timezone.now() + timedelta(days=4)):
        assert actions.remind([noor_prepares], by=olga) == 1


def test_more_than_fifty_at_once_is_refused(olga: Person, cohort: Cohort) -> None:
    many = [make_participation(cohort, Role.MENTEE, ready=False) for _n in range(51)]

    with pytest.raises(Refused):
        actions.remind(many, by=olga)

    assert not Event.objects.filter(verb="learning.reminded").exists()


# ── waive ──


def test_waiving_the_last_module_makes_a_person_ready(
    client: Client, olga: Person, noor_prepares: Participation, first_steps: Module
) -> None:
    client.force_login(olga)

    page = client.post(f"{BOARD}{noor_prepares.pk}/waive/mentee-first/", {"reason": "Trained last spring"}, follow=True)

    assert state_of(noor_prepares) == Participation.State.READY
    assert Waiver.objects.get().reason == "Trained last spring"
    assert "Undo" in page.text
    assert notices_to(noor_prepares.person) == ["learning/ready"]
    assert "learning.waived" in history_of(noor_prepares)


def test_a_waiver_can_be_taken_back(olga: Person, noor_prepares: Participation, first_steps: Module) -> None:
    event = actions.waive(noor_prepares, first_steps, by=olga, reason="By mistake")

    history.undo(event, by=olga)

    assert not Waiver.objects.exists()
    assert state_of(noor_prepares) == Participation.State.PREPARING


def test_a_waiver_needs_a_reason_and_a_module_that_is_left(
    olga: Person, noor_prepares: Participation, first_steps: Module
) -> None:
    with pytest.raises(Refused):
        actions.waive(noor_prepares, first_steps, by=olga, reason="  ")
    with pytest.raises(Refused):
        actions.waive(noor_prepares, Module.objects.get(key="mentor-first"), by=olga, reason="Wrong role")
    learn(first_steps, noor_prepares.person)
    with pytest.raises(Refused):
        actions.waive(noor_prepares, first_steps, by=olga, reason="Too late")


def test_a_waiver_counts_in_its_own_program_only(
    olga: Person, rui: Person, noor_prepares: Participation, other_program: Program, first_steps: Module
) -> None:
    elsewhere = make_participation(other_program.cohorts.get(), Role.MENTEE, person=noor_prepares.person, ready=False)

    actions.waive(noor_prepares, first_steps, by=olga, reason="Trained last spring")

    assert state_of(elsewhere) == Participation.State.PREPARING


def test_somebody_of_another_program_is_not_found(
    client: Client, rui: Person, other_program: Program, noor_prepares: Participation
) -> None:
    client.force_login(rui)

    own_board = "/programs/ward-leaders/spring-2027/train/"
    assert client.get(f"{own_board}{noor_prepares.pk}/").status_code == 404
    assert client.post(f"{own_board}{noor_prepares.pk}/waive/mentee-first/", {"reason": "x"}).status_code == 404
    assert not Waiver.objects.exists()


# ── choose ──


def test_a_program_may_ask_for_less(
    client: Client, olga: Person, program: Program, noor_prepares: Participation, first_steps: Module
) -> None:
    client.force_login(olga)
    keep = {f"use-{module.key}": "optional" for module in Module.objects.all()}

    client.post(f"{BOARD}modules/", keep)

    assert Choice.objects.filter(program=program).count() == 2  # only what was changed
    assert state_of(noor_prepares) == Participation.State.READY
    assert notices_to(noor_prepares.person) == []
    assert history_of(program)[-1] == "learning.chosen"


def test_a_module_that_is_not_used_is_not_shown(
    client: Client, olga: Person, program: Program, noor_prepares: Participation
) -> None:
    goals = Module.objects.get(key="mentee-goals")
    actions.choose(program, {goals: Choice.Use.HIDDEN}, by=olga)
    client.force_login(noor_prepares.person)

    assert goals.title not in client.get("/learning/").text
    assert client.get("/learning/mentee-goals/1/").status_code == 404


def test_who_has_nothing_to_learn_is_ready_when_let_in(olga: Person, cohort: Cohort, first_steps: Module) -> None:
    actions.choose(cohort.program, {first_steps: Choice.Use.OPTIONAL}, by=olga)
    let_in = make_participation(cohort, Role.MENTEE, ready=False)

    with time_machine.travel(timezone.now() + timedelta(minutes=1)):
        assert actions.follow_admissions() == 1
        assert actions.follow_admissions() == 0

    assert state_of(let_in) == Participation.State.READY
