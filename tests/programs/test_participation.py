"""Who is in a cohort as what, and how they come and go."""

import pytest

from tests.cast import history_of
from tests.factories import make_person
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs import actions
from trellis.programs.models import Cohort, Participation, Program, Role, Stage


def test_admitting_lets_a_person_in_once(cohort: Cohort, noor: Person, olga: Person) -> None:
    first = actions.admit(cohort, noor, Role.MENTEE, by=olga)
    again = actions.admit(cohort, noor, Role.MENTEE, by=olga)

    assert first == again
    assert history_of(first) == ["programs.admitted"]


def test_one_person_may_hold_both_roles(cohort: Cohort, noor: Person, olga: Person) -> None:
    actions.admit(cohort, noor, Role.MENTEE, by=olga)
    actions.admit(cohort, noor, Role.MENTOR, by=olga, capacity=2)

    assert Participation.objects.filter(person=noor).count() == 2


def test_who_left_comes_back(noor_learns: Participation, olga: Person) -> None:
    actions.withdraw(noor_learns, by=olga)

    actions.admit(noor_learns.cohort, noor_learns.person, Role.MENTEE, by=olga)

    noor_learns.refresh_from_db()
    assert noor_learns.state == Participation.State.PREPARING
    assert noor_learns.left_at is None


def test_ready_twice_is_refused(noor_learns: Participation, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.mark_ready(noor_learns, by=olga)


def test_stages_go_forwards_and_back(cohort: Cohort, olga: Person) -> None:
    actions.enter_stage(cohort, Stage.RECRUIT, by=olga)
    actions.enter_stage(cohort, Stage.DESIGN, by=olga)

    assert list(cohort.entries.order_by("pk").values_list("stage", flat=True)) == ["strategy", "recruit", "design"]
    assert history_of(cohort) == ["programs.cohort_started", "programs.stage_entered", "programs.stage_entered"]


def test_the_last_manager_stays(program: Program, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.remove_from_team(program.team.get(), by=olga)


def test_two_programs_of_one_name_get_two_addresses(olga: Person, program: Program) -> None:
    twin = actions.create_program(program.name, by=olga)

    assert (program.slug, twin.slug) == ("first-year-forward", "first-year-forward-2")


def test_changing_the_design_from_an_old_page_is_refused(program: Program, olga: Person) -> None:
    actions.design(program, by=olga, version=program.version, promise="New")

    with pytest.raises(Refused):
        actions.design(program, by=olga, version=1, promise="Older")

    program.refresh_from_db()
    assert program.promise == "New"


def test_programs_are_found_by_their_people_only(
    program: Program, olga: Person, noor_learns: Participation, sam: Person, rui: Person, ada: Person
) -> None:
    found = {
        person.called(): Program.objects.visible_to(person).filter(pk=program.pk).exists()
        for person in (olga, noor_learns.person, sam, rui, ada)
    }

    assert found == {"Olga": True, "Noor": True, "Sam": False, "Rui": False, "Ada": True}


def test_people_are_found_by_those_with_a_reason(
    noor_learns: Participation, mia_mentors: Participation, olga: Person, sam: Person, rui: Person
) -> None:
    hidden = make_person("Hidden One", visibility=Person.Visibility.NOBODY)
    actions.admit(noor_learns.cohort, hidden, Role.MENTEE, by=olga)

    def seen_by(person: Person) -> set[str]:
        return set(Person.objects.visible_to(person).values_list("name", flat=True))

    assert {"Noor El-Amin", "Mia Holmqvist", "Hidden One"} <= seen_by(olga)
    assert "Mia Holmqvist" in seen_by(noor_learns.person)
    assert "Hidden One" not in seen_by(noor_learns.person)
    assert seen_by(sam) == {"Sam Okonkwo"}
    assert seen_by(rui) == {"Rui Tavares"}


def test_the_plan_is_counted_from_the_start(cohort: Cohort, olga: Person) -> None:
    assert actions.draw_up_plan(cohort, by=olga) == 18

    kickoff = cohort.plan.get(title="Hold the kickoff")
    assert kickoff.due_on == cohort.starts_on
    with pytest.raises(Refused):
        actions.draw_up_plan(cohort, by=olga)
