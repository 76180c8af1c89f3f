"""Olga prepares First Year Forward; Adaeze and Minh are leaders, Paula will stand for it."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.factories import make_person
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.strategy import actions, charters, objectives
from trellis.strategy.models import Charter, Leader, Objective, Session


@pytest.fixture
def session(cohort: Cohort, olga: Person) -> Session:
    return actions.open_session(cohort, by=olga)


@pytest.fixture
def adaeze(session: Session, olga: Person) -> Leader:
    person = make_person("Adaeze Oyelaran", title="Chief Nurse", email="adaeze@kestrelbay.example")
    return actions.invite(session, person, by=olga)


@pytest.fixture
def minh(session: Session, olga: Person) -> Leader:
    return actions.invite(session, make_person("Minh Châu Đặng", title="Finance"), by=olga)


@pytest.fixture
def paula(cohort: Cohort) -> Person:
    return make_person("Paula Lindqvist", email="paula@kestrelbay.example")


@pytest.fixture
def objective(cohort: Cohort, olga: Person) -> Objective:
    return objectives.add(cohort, by=olga, statement="48 pairs", measure="pairs_matched", target=Decimal(48))


@pytest.fixture
def draft(cohort: Cohort, olga: Person, objective: Objective) -> Charter:
    charter = charters.draft(cohort, by=olga)
    texts = {**charter.texts, "problem": "One in five leaves.", "outcomes": "Fewer leave.", "population": "New nurses."}
    charters.change(charter, texts, by=olga, edits=charter.edits)
    return charter


@pytest.fixture
def sent(draft: Charter, paula: Person, olga: Person) -> Charter:
    charters.send(draft, sponsor=paula, by=olga)
    return draft
