"""The design, step by step."""

from __future__ import annotations

from datetime import date

import pytest
from django.test import Client

from tests.cast import history_of
from trellis.people.models import Person
from trellis.programs import actions, steps
from trellis.programs.asks import Asks
from trellis.programs.models import Cohort, Participation, Program, Stage, TeamMember

DESIGN = "/programs/first-year-forward/autumn-2026/design/"


@pytest.fixture
def manager(client: Client, cohort: Cohort, olga: Person) -> Client:
    client.force_login(olga)
    return client


def typed(program: Program, **fields: object) -> dict[str, object]:
    return {"version": program.version, **fields}


@pytest.mark.parametrize("slug", [step.slug for step in steps.STEPS])
def test_every_step_has_a_page(manager: Client, slug: str) -> None:
    page = manager.get(f"{DESIGN}{slug}/").content.decode()

    assert f"<h1>{steps.get(slug).title}</h1>" in page.replace("\n", "")  # type: ignore[union-attr]


def test_save_and_go_on_leads_to_the_next_step(manager: Client, program: Program) -> None:
    answer = manager.post(
        f"{DESIGN}purpose/",
        typed(program, name="First Year Forward", purpose="New nurses leave.", audience="New nurses."),
    )

    program.refresh_from_db()
    assert answer.headers["Location"] == f"{DESIGN}form/"
    assert program.purpose == "New nurses leave."
    assert history_of(program)[-1] == "programs.designed"


def test_save_and_leave_leads_to_the_whole_design(manager: Client, program: Program) -> None:
    answer = manager.post(f"{DESIGN}form/", typed(program, format="peer", mentor_capacity=1, later="yes"))

    assert answer.headers["Location"] == DESIGN


def test_two_editors_do_not_overwrite_each_other(manager: Client, program: Program, olga: Person) -> None:
    read_at = program.version
    actions.design(program, by=olga, purpose="First")

    answer = manager.post(f"{DESIGN}public/", {"version": read_at, "description": "Typed for an hour"})

    assert answer.status_code == 409
    assert "Somebody else changed this program" in answer.content.decode()
    assert "Typed for an hour" in answer.content.decode()
    program.refresh_from_db()
    assert (program.purpose, program.description) == ("First", "")


def test_what_it_asks_of_people_is_said_while_typing(manager: Client) -> None:
    part = manager.get(
        f"{DESIGN}rhythm/",
        {"length_months": "6", "meeting_every_weeks": "1", "meeting_minutes": "30"},
        headers={"HX-Request": "true", "HX-Target": "div#asks"},
    ).content.decode()

    assert "About 26 meetings for each pair, 13 h in all." in part
    assert "<h1" not in part


def test_what_can_not_be_a_number_is_ignored_while_typing(manager: Client) -> None:
    page = manager.get(f"{DESIGN}rhythm/", {"length_months": "-3", "meeting_minutes": "99999999999"})

    assert "About 20 meetings for each pair" in page.content.decode()


def test_the_figures() -> None:
    assert Asks(9, 2, 45, 2) == Asks(length_months=9, meeting_every_weeks=2, meeting_minutes=45, mentor_capacity=2)
    asks = Asks(12, 4, 60, 2)
    assert (asks.meetings, asks.mentee_hours, asks.mentor_hours, asks.whole_hours) == (13, 1.1, 2.2, 13)
    flash = Asks(1, 13, 30, 4)
    assert (flash.meetings, flash.whole_hours) == (1, 1)


def test_own_words_appear_and_go_away(manager: Client, program: Program) -> None:
    manager.post(f"{DESIGN}rules/", typed(program, confidentiality="topics", mentor="guide", mentors="guides"))
    program.refresh_from_db()
    assert (program.word("mentors"), program.word("mentee")) == ("guides", "mentee")

    manager.post(f"{DESIGN}rules/", typed(program, confidentiality="topics"))
    program.refresh_from_db()
    assert program.words == {}


def test_dates_are_of_the_cohort_and_in_order(manager: Client, cohort: Cohort) -> None:
    days = {"name": "Autumn 2026", "places": 40, "applications_open_on": "2026-08-01", "starts_on": "2026-10-05"}

    wrong = manager.post(f"{DESIGN}dates/", {**days, "ends_on": "2026-10-01"})
    right = manager.post(f"{DESIGN}dates/", {**days, "ends_on": "2027-07-05"})

    assert "Enter a day after the first day." in wrong.content.decode()
    assert right.status_code == 302
    cohort.refresh_from_db()
    assert (cohort.places, cohort.applications_open_on) == (40, date(2026, 8, 1))


def test_wrong_figures_are_sent_back(manager: Client, program: Program) -> None:
    answer = manager.post(
        f"{DESIGN}rhythm/", typed(program, length_months=0, meeting_every_weeks=2, meeting_minutes=45)
    )

    assert "There is a problem" in answer.content.decode()


def test_the_whole_design_names_what_is_open_and_then_leads_on(
    manager: Client, program: Program, cohort: Cohort, olga: Person
) -> None:
    assert "Purpose and people, Dates, Public page" in manager.get(DESIGN).content.decode()

    actions.design(program, by=olga, purpose="Why", audience="Who", description="Text")
    actions.set_dates(cohort, by=olga, applications_open_on=date(2026, 8, 1))
    actions.enter_stage(cohort, Stage.DESIGN, by=olga)

    page = manager.get(DESIGN).content.decode()
    assert "The design is complete." in page
    assert "Go on to recruiting" in page


def test_places_are_counted_against_the_aim(
    manager: Client, cohort: Cohort, mia_mentors: Participation, olga: Person
) -> None:
    actions.set_dates(cohort, by=olga, places=3)

    assert "1 place short" in manager.get(DESIGN).content.decode()


def test_a_coordinator_reads_and_does_not_change(
    client: Client, program: Program, cohort: Cohort, rui: Person, olga: Person
) -> None:
    actions.add_to_team(program, rui, TeamMember.Role.COORDINATOR, by=olga)
    client.force_login(rui)

    assert "Program managers change the design." in client.get(DESIGN).content.decode()
    assert client.get(f"{DESIGN}purpose/").status_code == 403


def test_a_step_that_does_not_exist_is_not_found(manager: Client) -> None:
    assert manager.get(f"{DESIGN}party/").status_code == 404
