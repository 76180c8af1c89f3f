"""Stages, the next cohort, the plan."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine
from django.test import Client

from tests.cast import history_of
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs import actions
from trellis.programs.models import Cohort, Participation, PlanStep, Program, Stage

HERE = "/programs/first-year-forward/autumn-2026/"


@pytest.fixture
def manager(client: Client, cohort: Cohort, olga: Person) -> Client:
    client.force_login(olga)
    return client


def test_a_stage_is_entered_and_undone(manager: Client, cohort: Cohort) -> None:
    page = manager.post(f"{HERE}stage/", {"stage": "design"}, follow=True).content.decode()
    cohort.refresh_from_db()
    assert cohort.stage == Stage.DESIGN

    manager.post(f"/history/{page.split('/history/')[1].split('/')[0]}/undo/")

    cohort.refresh_from_db()
    assert cohort.stage == Stage.STRATEGY
    assert history_of(cohort).count("programs.stage_entered") == 2


def test_undo_is_refused_when_the_cohort_has_moved_on(cohort: Cohort, olga: Person) -> None:
    event = actions.enter_stage(cohort, Stage.DESIGN, by=olga)
    actions.enter_stage(cohort, Stage.RECRUIT, by=olga)

    assert event is not None
    with pytest.raises(Refused, match="moved on since"):
        actions.leave_stage(event, olga)


def test_a_stage_that_does_not_exist_changes_nothing(manager: Client, cohort: Cohort) -> None:
    assert manager.post(f"{HERE}stage/", {"stage": "party"}).status_code == 200
    cohort.refresh_from_db()
    assert cohort.stage == Stage.STRATEGY


def test_another_cohort_takes_dates_and_plan_along(
    manager: Client, program: Program, cohort: Cohort, mia_mentors: Participation, olga: Person
) -> None:
    actions.set_dates(cohort, by=olga, applications_open_on=date(2026, 8, 3), places=40)
    actions.draw_up_plan(cohort, by=olga)
    step = cohort.plan.order_by("due_on")[0]
    actions.finish_step(step, by=olga)

    answer = manager.post(f"{HERE}again/", {"name": "Autumn 2027", "starts_on": "2027-10-04"})

    new = program.cohorts.get(slug="autumn-2027")
    assert answer.headers["Location"] == "/programs/first-year-forward/autumn-2027/design/"
    assert (new.ends_on, new.applications_open_on, new.places) == (date(2028, 7, 3), date(2027, 8, 2), 40)
    assert new.stage == Stage.DESIGN
    assert new.plan.count() == cohort.plan.count()
    assert new.plan.filter(done_at__isnull=False).count() == 0
    assert step.due_on is not None
    assert new.plan.order_by("due_on")[0].due_on == step.due_on + timedelta(days=364)
    assert not new.participations.exists()


def test_a_cohort_without_dates_can_not_be_repeated(other_program: Program, rui: Person) -> None:
    with pytest.raises(Refused, match="no start date"):
        actions.repeat_cohort(other_program.cohorts.get(), "Next", starts_on=date(2027, 1, 1), by=rui)


def test_the_plan_is_drawn_up_once(manager: Client, cohort: Cohort) -> None:
    assert "Draw up the plan" in manager.get(f"{HERE}plan/").content.decode()

    page = manager.post(f"{HERE}plan/draw-up/", follow=True).content.decode()

    assert "18 steps are in the plan." in page
    assert cohort.plan.count() == 18
    again = manager.post(f"{HERE}plan/draw-up/", follow=True).content.decode()
    assert "has a plan already" in again


def test_a_plan_needs_a_first_day(client: Client, other_program: Program, rui: Person) -> None:
    client.force_login(rui)

    page = client.get("/programs/ward-leaders/spring-2027/plan/").content.decode()

    assert "Set the dates" in page


@time_machine.travel(datetime(2026, 9, 1, 12, tzinfo=UTC), tick=False)
def test_overdue_steps_are_marked(manager: Client, cohort: Cohort, olga: Person) -> None:
    late = actions.add_step(cohort, by=olga, stage=Stage.DESIGN, title="Print flyers", due_on=date(2026, 8, 31))
    actions.add_step(cohort, by=olga, stage=Stage.DESIGN, title="Later", due_on=date(2026, 9, 1))
    assert "1 step is overdue." in manager.get(f"{HERE}plan/").content.decode()

    manager.post(f"{HERE}plan/{late.pk}/tick/", {"done": "yes"})

    page = manager.get(f"{HERE}plan/").content.decode()
    assert "overdue" not in page
    assert "1 of 2 steps done." in page
    late.refresh_from_db()
    assert (late.done_by, history_of(late)) == (olga, ["programs.step_added", "programs.step_done"])


def test_a_tick_is_taken_off(manager: Client, cohort: Cohort, olga: Person) -> None:
    step = actions.add_step(cohort, by=olga, stage=Stage.DESIGN, title="Print flyers")
    manager.post(f"{HERE}plan/{step.pk}/tick/", {"done": "yes"})
    manager.post(f"{HERE}plan/{step.pk}/tick/", {"done": "no"})

    step.refresh_from_db()
    assert step.done_at is None


def test_add_change_and_remove_a_step(manager: Client, cohort: Cohort, olga: Person) -> None:
    manager.post(f"{HERE}plan/new/", {"title": "Print flyers", "stage": "recruit", "due_on": "2026-08-01"})
    step = PlanStep.objects.get()
    manager.post(f"{HERE}plan/{step.pk}/", {"title": "Print posters", "stage": "recruit", "owner": olga.pk})

    step.refresh_from_db()
    assert (step.title, step.due_on, step.owner) == ("Print posters", None, olga)

    manager.post(f"{HERE}plan/{step.pk}/remove/")
    assert not PlanStep.objects.exists()


def test_the_step_of_another_program_is_not_found(client: Client, cohort: Cohort, olga: Person, rui: Person) -> None:
    step = actions.add_step(cohort, by=olga, stage=Stage.DESIGN, title="Print flyers")
    mine = actions.create_program("Mine", by=rui).cohorts.get()
    client.force_login(rui)

    assert client.get(f"/programs/mine/{mine.slug}/plan/{step.pk}/").status_code == 404
    assert client.get(f"{HERE}plan/{step.pk}/").status_code == 404
