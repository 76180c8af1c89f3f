"""The report: the same for all who may see it, protected everywhere, without a name."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.insights.conftest import check_in
from tests.pairs import make_pair
from trellis.common.protection import Cell, Part
from trellis.insights import answers
from trellis.insights.groups import breakdowns
from trellis.insights.report import report_of
from trellis.insights.season import Season
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.recognition import actions as recognition
from trellis.relationships.models import Relationship
from trellis.strategy import objectives

REPORT = "/programs/first-year-forward/autumn-2026/evaluate/"


def names_of(cohort: Cohort) -> list[str]:
    people = cohort.participations.select_related("person")
    return [participation.person.name for participation in people]


def test_the_funnel_goes_from_applied_to_finished(cohort: Cohort, pairs: list[Relationship]) -> None:
    found = {step.label: (step.mentees, step.mentors) for step in report_of(cohort).funnel}

    assert found["Accepted"] == (Cell(8), Cell(8))
    assert found["In a pair"] == (Cell(8), Cell(8))
    assert found["Met"] == (Cell(6), Cell(6))
    assert "Finished" not in found


def test_under_five_is_said_in_place_of_a_figure(client: Client, cohort: Cohort, olga: Person) -> None:
    make_pair(cohort)
    client.force_login(olga)

    page = client.get(REPORT).text

    assert "Under 5" in page
    assert "Too few to say" in page
    assert "There is little to report yet" in page


def test_nothing_yet_is_said_kindly(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    page = client.get(REPORT).text

    assert "There is little to report yet" in page
    assert "Nothing to count yet" in page


def test_the_page_has_measures_with_their_range(
    client: Client, cohort: Cohort, pairs: list[Relationship], olga: Person
) -> None:
    objectives.add(cohort, by=olga, statement="Eight pairs", measure="pairs_matched", target=Decimal(8))
    client.force_login(olga)

    page = client.get(REPORT).text

    assert "Every mentee has a mentor." in page
    assert "75%" in page
    assert "41% to 93%" in page
    assert "Eight pairs" in page
    assert "Reached" in page
    assert "Meetings held each week" in page


def test_a_sponsor_sees_the_same_and_no_name(
    client: Client, cohort: Cohort, pairs: list[Relationship], olga: Person, paula: Person
) -> None:
    for number, pair in enumerate(pairs):
        check_in(pair, 3 + number % 3)
    answers.refresh(cohort)
    client.force_login(paula)

    page = client.get(REPORT).text

    assert "8 people, as of" in page
    assert not [name for name in names_of(cohort) if name in page]
    client.force_login(olga)
    assert client.get(REPORT).text.count("75%") == page.count("75%")


@pytest.mark.parametrize(("who", "status"), [("rui", 404), ("sam", 404), ("noor", 403), ("ada", 403)])
@pytest.mark.parametrize("page", ["", "export/"])
def test_only_the_team_sees_figures(
    client: Client,
    cohort: Cohort,
    noor_learns: object,
    request: pytest.FixtureRequest,
    who: str,
    status: int,
    page: str,
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{REPORT}{page}").status_code == status


def test_the_file_says_what_the_page_says(
    client: Client, cohort: Cohort, pairs: list[Relationship], paula: Person
) -> None:
    client.force_login(paula)

    lines = client.get(f"{REPORT}export/").text

    assert 'funnel,"Met, mentees",6' in lines
    assert "process,P6 First meeting within two weeks,75%,41% to 93%" in lines
    assert not [name for name in names_of(cohort) if name in lines]


def test_small_sites_are_shown_together_and_small_parts_hidden(cohort: Cohort, pairs: list[Relationship]) -> None:
    people = [party.person for pair in pairs for party in pair.parties.all()]
    for person, site in zip(people, ["Harbour"] * 10 + ["Moor"] * 4 + ["Tern"] * 2, strict=True):
        person.site = site
        person.save(update_fields=["site"])

    by_site = breakdowns(Season(cohort))[0]

    assert [(row.name, row.part) for row in by_site.rows] == [("Harbour", Part(10, 10)), ("All others", Part(6, 6))]


def test_words_are_shown_with_leave_and_a_role(
    client: Client, cohort: Cohort, pairs: list[Relationship], paula: Person
) -> None:
    first = pairs[0]
    learner = next(party.person for party in first.parties.all() if party.role == "mentee")
    mentor = next(party.person for party in first.parties.all() if party.role == "mentor")
    recognition.thank(first, by=learner, to=mentor, text="She asked the right questions", may_be_shown=True)
    client.force_login(paula)

    page = client.get(REPORT).text

    assert "She asked the right questions" in page
    assert "Mentee" in page.split("In their words")[1]


def test_it_takes_as_many_queries_for_many_pairs(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    def queries_with(number: int) -> int:
        while Relationship.objects.count() < number:
            make_pair(cohort)
        client.get(REPORT)
        with CaptureQueriesContext(connection) as captured:
            client.get(REPORT)
        return len(captured)

    few = queries_with(6)
    assert queries_with(20) == few
    assert few <= 50


def test_the_sponsor_page_lists_programs_with_totals(
    client: Client, cohort: Cohort, pairs: list[Relationship], paula: Person, sam: Person
) -> None:
    client.force_login(paula)
    page = client.get("/sponsor/").text
    assert "First Year Forward" in page
    assert ">16<" in page
    assert not [name for name in names_of(cohort) if name in page]

    client.force_login(sam)
    assert "No program yet" in client.get("/sponsor/").text


def test_a_week_is_a_bar(cohort: Cohort, pairs: list[Relationship]) -> None:
    chart = report_of(cohort).chart

    assert chart is not None
    assert sum(bar.value for bar in chart.bars) == 10
    assert chart.bars[-1].now
    assert 5 <= len(chart.bars) <= 7
    assert timezone.now() - pairs[0].started_at < timedelta(weeks=7)
