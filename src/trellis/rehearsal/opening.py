"""A program before its people come: the leaders answer, the sponsor signs, the design is settled."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

from trellis.common.dates import add_months, at
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Program, Stage, TeamMember
from trellis.rehearsal import clock
from trellis.rehearsal.designs import Design
from trellis.strategy import actions as strategy
from trellis.strategy import charters, objectives

WEEK = timedelta(weeks=1)


def found(design: Design, *, by: Person, manager: Person, cohort_name: str, on: date) -> Program:
    """Start the program with its first cohort."""
    with clock.at(at(on, 9)):
        return programs.create_program(
            design.name,
            by=by,
            manager=manager,
            cohort_name=cohort_name,
            preset=design.preset,
            promise=design.promise,
            purpose=design.purpose,
            audience=design.audience,
            description=design.description,
            contact_email="mentoring@kestrelbay.example",
        )


def hold_strategy(cohort: Cohort, design: Design, leaders: list[Person], *, manager: Person, on: date) -> None:
    """Ask the leaders; those whom the design quotes have answered."""
    with clock.at(at(on, 10)):
        session = strategy.open_session(cohort, by=manager)
        asked = [strategy.invite(session, leader, by=manager) for leader in leaders]
    for number, (leader, said) in enumerate(zip(asked, design.said, strict=False)):
        with clock.at(at(on + timedelta(days=2 + number), 15)):
            strategy.begin(leader)
            strategy.answer(leader, dict(said))


def sign_charter(cohort: Cohort, design: Design, *, manager: Person, sponsor: Person, on: date) -> None:
    """From the agreed answers to a charter with objectives that the sponsor signs; design begins."""
    with clock.at(at(on, 11)):
        session = cohort.strategy_session
        for code, text in design.answers.items():
            strategy.agree(session, code, text, by=manager)
        for measure, statement, target in design.objectives:
            due_on = on + (16 if measure == "pairs_matched" else 52) * WEEK
            goal = {"measure": measure, "statement": statement, "target": Decimal(str(target)), "due_on": due_on}
            objectives.add(cohort, by=manager, owner=manager, **goal)
        charter = charters.draft(cohort, by=manager)
        charters.change(charter, {**charter.texts, **design.written}, by=manager, edits=charter.edits)
        charters.send(charter, sponsor=sponsor, by=manager)
    with clock.at(at(on + timedelta(days=4), 16)):
        charters.sign(charter, name=sponsor.name, by=sponsor)
        programs.add_to_team(cohort.program, sponsor, TeamMember.Role.SPONSOR, by=manager)


def settle_dates(cohort: Cohort, design: Design, *, starts_on: date, by: Person) -> None:
    """Say when it happens and how many may come, and draw up the plan."""
    cohort.places = design.places
    cohort.starts_on, cohort.ends_on = starts_on, add_months(starts_on, cohort.program.length_months)
    cohort.applications_open_on, cohort.applications_close_on = starts_on - 9 * WEEK, starts_on - 5 * WEEK
    cohort.save()
    with clock.at(at(starts_on - 12 * WEEK, 14)):
        programs.draw_up_plan(cohort, by=by)


def tick_off(cohort: Cohort, *, until: date, by: Person) -> None:
    """Every step of the plan that was due is done, a day late at most."""
    for step in cohort.plan.filter(due_on__lt=until).order_by("due_on"):
        with clock.at(at(step.due_on or until, 17)):
            programs.finish_step(step, by=by)


def enter(cohort: Cohort, stage: Stage, *, on: date, by: Person) -> None:
    """Move on to a stage that day."""
    with clock.at(at(on, 9)):
        programs.enter_stage(cohort, stage, by=by)
