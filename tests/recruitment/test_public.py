"""The page everybody may read, the flyer, and the links that lead in."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client

from tests.factories import make_program
from tests.recruitment.conftest import BOARD, PAGE
from trellis.common.dates import today
from trellis.common.qr import qr_svg
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import Cohort, Program, Role
from trellis.recruitment import queries, words
from trellis.recruitment.actions import calls
from trellis.recruitment.models import Application, Call


def test_a_program_that_is_not_public_is_not_found(client: Client, cohort: Cohort) -> None:
    assert client.get(PAGE).status_code == 404
    assert client.get(f"{PAGE}flyer/").status_code == 404
    assert client.get(f"{PAGE}apply/mentor/").status_code == 404
    assert client.get("/p/nowhere/").status_code == 404


def test_it_says_what_the_program_is(client: Client, call: Call) -> None:
    page = client.get(PAGE)

    assert page.status_code == 200
    for words_ in ("Every new nurse gets a mentor", "I’d like a mentor", "I could be a mentor", "Good questions"):
        assert words_ in page.text
    assert "What the two of you say stays between you" in page.text
    assert "From 5 October 2026" in page.text
    assert "mentoring@kestrelbay.example" in page.text


def test_the_teams_own_words_come_first(client: Client, call: Call, olga: Person) -> None:
    calls.describe(
        call, by=olga, headline="Ask us", lede="Two sentences.", mentee_points=["One thing"], mentee_hours=7,
        contact_name="Olga", phone="4417",
    )  # fmt: skip

    page = client.get(PAGE).text

    assert [said in page for said in ("Ask us", "Two sentences.", "One thing", "About 7 hours", "4417")] == [True] * 5
    assert "only your growth in mind" not in page


def test_closed_applications_have_no_buttons(client: Client, call: Call, olga: Person) -> None:
    calls.close_recruiting(call.cohort, by=olga)

    page = client.get(PAGE).text

    assert "Applications are closed just now" in page
    assert "/apply/" not in page


def test_the_window_is_the_days_between(call: Call) -> None:
    cohort, now = call.cohort, today()

    def is_open(opens: date | None, closes: date | None) -> bool:
        cohort.applications_open_on, cohort.applications_close_on = opens, closes
        cohort.save()
        return queries.window_of(queries.call_of(Cohort.objects.get(pk=cohort.pk))).is_open

    day = timedelta(days=1)
    assert is_open(None, None)
    assert is_open(now, now)
    assert not is_open(now + day, None)
    assert not is_open(None, now - day)


def test_an_archived_program_has_no_page(client: Client, call: Call, program: Program) -> None:
    Program.objects.filter(pk=program.pk).update(is_archived=True)

    assert client.get(PAGE).status_code == 404
    assert client.get(f"/l/join/{call.mentor_token}/").status_code == 404


def test_the_newest_open_cohort_is_the_one_to_join(call: Call, olga: Person) -> None:
    later = programs.start_cohort(call.cohort.program, "Spring 2027", by=olga)
    assert queries.cohort_to_join(call.cohort.program) == call.cohort

    calls.open_recruiting(later, by=olga)
    assert queries.cohort_to_join(call.cohort.program) == later


def test_the_words_follow_the_design(call: Call) -> None:
    program = call.cohort.program
    program.words = {"mentor": "guide", "mentors": "guides"}
    program.match_mode = Program.MatchMode.SELF
    program.meeting_minutes, program.meeting_every_weeks = 60, 4

    said = words.words_of(queries.call_of(call.cohort))
    own = words.words_of(Call(cohort=_with(call, program)))

    assert said.sides[0].button == "I’d like a mentor"
    assert own.sides[0].button == "I’d like a guide"
    assert "guides and ask one" in own.stations[1].text
    assert (own.sides[0].hours, own.sides[1].hours) == (1, 2)


def _with(call: Call, program: Program) -> Cohort:
    cohort = Cohort.objects.get(pk=call.cohort_id)
    cohort.program = program
    return cohort


def test_public_programs_are_listed_open_ones_first(
    client: Client, call: Call, other_program: Program, rui: Person, django_assert_num_queries: Any
) -> None:
    theirs = calls.open_recruiting(other_program.cohorts.get(), by=rui)
    calls.close_recruiting(call.cohort, by=rui)
    hidden = make_program("Hidden Garden", by=rui)
    calls.prepare(hidden.cohorts.get())

    with django_assert_num_queries(1):
        found = [(one.call, one.window.is_open) for one in queries.public_list()]

    assert found == [(theirs, True), (call, False)]
    page = client.get("/p/").text
    assert "Ward Leaders" in page
    assert "Hidden Garden" not in page


# ── flyer ──


def test_the_flyer_leads_to_the_page(client: Client, call: Call) -> None:
    flyer = client.get(f"{PAGE}flyer/").text

    assert "/p/first-year-forward" in flyer
    assert '<svg class="qr"' in flyer
    assert "Edit the words" not in flyer


def test_the_team_finds_its_way_back_from_the_flyer(client: Client, call: Call, olga: Person) -> None:
    client.force_login(olga)

    assert f'href="{BOARD}words/"' in client.get(f"{PAGE}flyer/").text


def test_a_code_has_its_quiet_zone_and_no_style() -> None:
    drawn = qr_svg("https://mentoring.example/p/first/", 'Code for "it"')

    assert "style" not in drawn
    assert "Code for &quot;it&quot;" in drawn
    assert 'd="M4 4h7v1h-7z' in drawn  # the corner mark begins after four modules


def test_a_poster_is_remembered(client: Client, call: Call, noor: Person) -> None:
    client.get(f"{PAGE}?via=Poster%20ward%204")
    session = client.session

    assert session["recruitment.via"] == "poster-ward-4"


# ── join links ──


def test_a_join_link_opens_the_form_without_a_public_page(client: Client, call: Call, noor: Person) -> None:
    Program.objects.update(is_public=False)
    client.force_login(noor)
    assert client.get(f"{PAGE}apply/mentee/").status_code == 404

    landed = client.get(f"/l/join/{call.mentee_token}/", follow=True)

    assert landed.redirect_chain == [(f"{PAGE}apply/mentee/", 302)]
    assert landed.status_code == 200
    assert client.get(f"{PAGE}apply/mentor/").status_code == 404
    client.post(f"{PAGE}apply/mentee/")
    assert Application.objects.get().source == "link"


def test_a_renewed_link_closes_the_old_one(client: Client, call: Call, olga: Person, noor: Person) -> None:
    Program.objects.update(is_public=False)
    client.force_login(noor)
    client.get(f"/l/join/{call.mentee_token}/")
    old = call.mentee_token

    calls.renew_link(call, Role.MENTEE, by=olga)

    assert client.get(f"/l/join/{old}/").status_code == 404
    assert client.get(f"{PAGE}apply/mentee/").status_code == 404
    assert client.get(f"/l/join/{call.mentee_token}/").status_code == 302


@pytest.mark.parametrize("path", ["/l/join/nonsense/", f"{PAGE}apply/sponsor/"])
def test_made_up_addresses_are_not_found(client: Client, call: Call, path: str) -> None:
    assert client.get(path).status_code == 404
