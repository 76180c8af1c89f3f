"""Two people press at the same moment, on a database in a file and on PostgreSQL when it is there."""

from __future__ import annotations

import sqlite3
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection, connections
from django.utils import timezone

from tests.factories import make_participation, make_person, make_program
from trellis.common.errors import Refused
from trellis.matching import actions
from trellis.matching.models import Proposal
from trellis.programs.models import Organization, Participation, Role
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.pairs.places import take

pytestmark = pytest.mark.django_db(transaction=True)

type Work = Callable[[], object]


@pytest.fixture(autouse=True)
def _file(tmp_path: Path) -> Iterator[None]:
    """SQLite in memory knows no two writers: other threads get a copy of the tables in a file."""
    if connection.vendor != "sqlite":
        yield
        return
    with closing(sqlite3.connect(tmp_path / "copy.sqlite3")) as copy:
        connection.ensure_connection()
        connection.connection.backup(copy)
    settings = connections.settings["default"]
    name, settings["NAME"] = settings["NAME"], str(tmp_path / "copy.sqlite3")
    yield
    settings["NAME"] = name


def elsewhere[Answer](work: Callable[[], Answer]) -> Answer:
    """Do it in a thread of its own, with a connection of its own."""
    with ThreadPoolExecutor(1) as pool:
        return pool.submit(_closing(work)).result()


def together(*works: Work) -> list[str]:
    """Do all at once; “done” or the kind of refusal of each."""
    gate = threading.Barrier(len(works))

    def run(work: Work) -> Callable[[], str]:
        def answer() -> str:
            gate.wait(timeout=20)
            try:
                work()
            except Refused as refused:
                return str(refused.kind)
            return "done"

        return answer

    with ThreadPoolExecutor(len(works)) as pool:
        return sorted(future.result() for future in [pool.submit(_closing(run(work))) for work in works])


def _closing[Answer](work: Callable[[], Answer]) -> Callable[[], Answer]:
    def run() -> Answer:
        try:
            return work()
        finally:
            connections.close_all()

    return run


def _mentor_and_mentees(number: int) -> tuple[Participation, list[Participation]]:
    Organization.objects.create(name="Kestrel Bay Health")
    cohort = make_program(by=make_person("Olga")).cohorts.get()
    mentor = make_participation(cohort, Role.MENTOR, capacity=number)
    return mentor, [make_participation(cohort, Role.MENTEE) for _ in range(number)]


def _asked(number: int) -> list[Proposal]:
    """Open proposals of one mentor with as many mentees."""
    mentor, mentees = _mentor_and_mentees(number)
    by = mentor.cohort.program.team.get().person
    for mentee in mentees:
        actions.propose(mentor.cohort, mentee=mentee, mentor=mentor, by=by)
    Proposal.objects.update(state=Proposal.State.OPEN, opened_at=timezone.now())
    return list(Proposal.objects.with_people().order_by("pk"))


def test_both_say_yes_at_once_and_begin_once() -> None:
    (proposal,) = elsewhere(lambda: _asked(1))

    answers = together(
        lambda: actions.accept(proposal, by=proposal.mentee.person),
        lambda: actions.accept(proposal, by=proposal.mentor.person),
    )

    assert answers == ["done", "done"]
    assert elsewhere(lambda: [one.state for one in Proposal.objects.all()]) == [Proposal.State.ACCEPTED]
    assert elsewhere(Relationship.objects.count) == 1


def test_one_person_presses_twice() -> None:
    (proposal,) = elsewhere(lambda: _asked(1))

    answers = together(*[lambda: actions.accept(proposal, by=proposal.mentee.person)] * 2)

    assert answers == ["done", "too-late"]


def test_two_yeses_for_the_last_place_fill_it_once() -> None:
    def prepared() -> list[Proposal]:
        proposals = _asked(2)
        for proposal in proposals:
            actions.accept(proposal, by=proposal.mentor.person)
        Participation.objects.filter(role=Role.MENTOR).update(capacity=1)
        return proposals

    first, second = elsewhere(prepared)

    together(
        lambda: actions.accept(first, by=first.mentee.person),
        lambda: actions.accept(second, by=second.mentee.person),
    )

    states = elsewhere(lambda: sorted(Proposal.objects.values_list("state", flat=True)))
    assert states == [Proposal.State.ACCEPTED, Proposal.State.WITHDRAWN]
    assert elsewhere(Relationship.objects.count) == 1


def test_the_database_itself_refuses_one_too_many() -> None:
    mentor, _mentees = elsewhere(lambda: _mentor_and_mentees(1))

    answers = together(*[lambda: take(mentor, 1)] * 2)

    assert answers == ["done", "full"]
    assert elsewhere(lambda: Participation.objects.get(pk=mentor.pk).taken) == 1


def test_two_coordinators_propose_the_last_place() -> None:
    def prepared() -> tuple[Participation, list[Participation]]:
        mentor, mentees = _mentor_and_mentees(2)
        Participation.objects.filter(pk=mentor.pk).update(capacity=1)
        return mentor, mentees

    mentor, (one, other) = elsewhere(prepared)
    by = elsewhere(lambda: mentor.cohort.program.team.get().person)

    answers = together(
        lambda: actions.propose(mentor.cohort, mentee=one, mentor=mentor, by=by),
        lambda: actions.propose(mentor.cohort, mentee=other, mentor=mentor, by=by),
    )

    assert answers == ["done", "not-allowed"]
    assert elsewhere(Proposal.objects.count) == 1


def test_two_searches_at_once_are_one() -> None:
    cohort = elsewhere(lambda: _mentor_and_mentees(1))[0].cohort
    by = elsewhere(lambda: cohort.program.team.get().person)

    together(*[lambda: actions.start_run(cohort, by=by)] * 2)

    assert elsewhere(lambda: list(cohort.match_runs.values_list("state", flat=True))) == ["working"]
