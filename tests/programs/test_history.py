"""The audit log: who did what to accounts, rights, lists and programs, and nothing of what happens inside."""

import pytest
from django.test import Client

from trellis.history.actions import record
from trellis.people.actions import accounts as people
from trellis.people.models import Person
from trellis.programs import actions, queries
from trellis.programs.models import Participation, Program, TeamMember


def test_it_says_who_did_what_to_whom(client: Client, ada: Person, sam: Person, program: Program) -> None:
    people.deactivate(sam, by=ada)
    actions.add_to_team(program, sam, TeamMember.Role.SPONSOR, by=ada)
    client.force_login(ada)

    page = client.get("/organization/history/").text

    assert page.index("added a person to the team") < page.index("closed an account")
    assert f'<a href="{sam.get_absolute_url()}">{sam}</a>' in page
    assert f'<a href="{program.get_absolute_url()}">{program}</a>' in page


def test_what_happens_inside_a_program_is_not_in_it(ada: Person, olga: Person, noor_learns: Participation) -> None:
    record("programs.admitted", noor_learns, by=olga, program=noor_learns.cohort.program)
    record("care.help_asked", noor_learns, by=noor_learns.person, program=noor_learns.cohort.program)

    assert {event.verb for event in queries.doings()} <= {"programs.created", "people.added", "programs.team_joined"}


@pytest.mark.parametrize(
    ("query", "found"), [("?kind=rights", 1), ("?kind=api", 0), ("?q=ada", 1), ("?q=nobody%00", 0)]
)
def test_it_is_narrowed(client: Client, ada: Person, sam: Person, query: str, found: int) -> None:
    people.make_administrator(sam, by=ada)
    client.force_login(ada)

    assert client.get(f"/organization/history/{query}").text.count("made somebody an administrator") == found
