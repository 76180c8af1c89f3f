"""Giving people what they earned, one by one and all at once."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program
from trellis.recognition import actions, queries
from trellis.recognition.models import Certificate
from trellis.relationships.closure import actions as closure
from trellis.relationships.models import Relationship

BOARD = "/programs/first-year-forward/autumn-2026/celebrate/"


def test_it_keeps_what_was_true_and_tells(certificate: Certificate, mia: Person) -> None:
    assert (certificate.name, certificate.program_name) == ("Mia Holmqvist", "First Year Forward")
    assert (certificate.meetings, certificate.minutes, certificate.hours) == (4, 180, 3)
    assert certificate.signatures == [["Olga Santangelo", "Program manager"]]
    assert notices_to(mia)[-1] == "recognition/issued"
    assert history_of(certificate) == ["recognition.issued"]


def test_twice_is_refused(certificate: Certificate, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.issue(certificate.participation, by=olga)


def test_it_takes_an_end_and_meetings(pair: Relationship, mia_mentors: Participation, olga: Person) -> None:
    with pytest.raises(Refused, match="when somebody has finished"):
        actions.issue(mia_mentors, by=olga)


def test_too_few_meetings_are_said(
    finished: Relationship, program: Program, olga: Person, mia_mentors: Participation
) -> None:
    actions.set_rule(program, by=olga, least_meetings=5)
    mia_mentors.refresh_from_db()

    with pytest.raises(Refused, match="takes 5 meetings, and there are 4 on record"):
        actions.issue(mia_mentors, by=olga)


def test_a_rule_without_meetings_needs_none(
    pair: Relationship, program: Program, olga: Person, mia_mentors: Participation
) -> None:
    actions.set_rule(program, by=olga, least_meetings=0, signer="Adaeze Oyelaran", signer_title="Chief Nurse")
    closure.close(pair, by=olga)
    mia_mentors.refresh_from_db()

    certificate = actions.issue(mia_mentors, by=olga)

    assert certificate.signatures == [["Adaeze Oyelaran", "Chief Nurse"]]
    assert certificate.hours == 0


def test_everybody_at_once_in_the_background(
    client: Client, finished: Relationship, cohort: Cohort, olga: Person, run_jobs: RunJobs
) -> None:
    client.force_login(olga)
    assert "Issue 2 certificates" in client.get(BOARD).text

    client.post(f"{BOARD}issue/")
    client.post(f"{BOARD}issue/")
    run_jobs()

    assert sorted(Certificate.objects.values_list("name", flat=True)) == ["Mia Holmqvist", "Noor El-Amin"]
    page = client.get(BOARD).text
    assert "2 certificates issued." in page
    assert "Issue 2 certificates" not in page
    assert queries.to_issue(cohort) == []


def test_taken_back_it_is_not_valid_and_can_be_given_again(
    client: Client, certificate: Certificate, olga: Person
) -> None:
    client.force_login(olga)
    address = f"/recognition/{certificate.written_code}/take-back/"
    assert "Take back the certificate of Mia Holmqvist?" in client.get(address).text
    client.post(address)

    assert "isn’t valid" in client.get(f"/check/{certificate.code}/").text
    assert client.get(f"/recognition/{certificate.code}/pdf/").status_code == 409
    with pytest.raises(Refused):
        actions.take_back(certificate, by=olga)
    assert actions.issue(certificate.participation, by=olga).code != certificate.code


def test_the_rule_is_set_on_its_page(client: Client, finished: Relationship, program: Program, olga: Person) -> None:
    client.force_login(olga)
    client.post(f"{BOARD}rule/", {"least_meetings": 9, "signer": "", "signer_title": ""})

    page = client.get(BOARD).text

    assert queries.rule_of(program).least_meetings == 9
    assert "Too few meetings" in page


def test_ending_all_pairs_asks_first(client: Client, pair: Relationship, olga: Person, run_jobs: RunJobs) -> None:
    client.force_login(olga)
    assert "End 1 pairs of Autumn 2026?" in client.get(f"{BOARD}close/").text

    client.post(f"{BOARD}close/")
    run_jobs()

    pair.refresh_from_db()
    assert pair.state == Relationship.State.CLOSED


@pytest.mark.parametrize(("who", "status"), [("rui", 404), ("sam", 404), ("noor", 403)])
@pytest.mark.parametrize("page", ["", "rule/", "close/"])
def test_only_who_leads_the_program_celebrates(
    client: Client, finished: Relationship, request: pytest.FixtureRequest, who: str, status: int, page: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{BOARD}{page}").status_code == status
