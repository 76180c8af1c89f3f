"""How the pairs are doing, and what the team does about it."""

from __future__ import annotations

from datetime import timedelta

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.pairs import lose, make_pair, meet, reload
from trellis.care import actions, queries
from trellis.care.models import CaseNote, Nudge
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.actions import add_to_team
from trellis.programs.models import Cohort, TeamMember
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairs

BOARD = "/programs/first-year-forward/autumn-2026/support/"


def later(days: int) -> time_machine.travel:
    return time_machine.travel(timezone.now() + timedelta(days=days), tick=False)


def test_pairs_stand_where_their_facts_put_them(
    client: Client, cohort: Cohort, pair: Relationship, olga: Person
) -> None:
    make_pair(cohort)
    meet(pair)
    client.force_login(olga)

    with later(40):
        client.force_login(olga)
        page = client.get(BOARD).text

    assert page.index("Stalled") < page.index("Together for 40 days and not met yet")
    assert "Haven’t met for 5 weeks" in page
    assert "Noor El-Amin" in page


def test_the_most_pressing_comes_first(cohort: Cohort, pair: Relationship, olga: Person) -> None:
    new = make_pair(cohort)
    lost = make_pair(cohort)
    for days in (3, 2):
        lose(lost, timezone.now() - timedelta(days=days))
    meet(pair)

    board = queries.board(cohort, viewer=olga)

    assert board.order[0] == lost.pk
    assert board.counts == {"nudge": 1, "settling": 2}
    assert set(board.order[1:]) == {new.pk, pair.pk}


def test_it_filters_and_finds(client: Client, cohort: Cohort, pair: Relationship, olga: Person) -> None:
    other = make_pair(cohort)
    name = str(other.parties.all()[0].person)
    client.force_login(olga)

    found = client.get(BOARD, {"q": "noor"}).text
    assert "Noor El-Amin" in found
    assert name not in found
    assert "No pair is in this state" in client.get(BOARD, {"state": "stalled"}).text
    assert "Nobody called “zz”" in client.get(BOARD, {"q": "zz"}).text
    assert "Noor El-Amin" in client.get(BOARD, {"state": "settling"}).text


def test_without_pairs_it_says_what_will_be_here(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    assert "No pairs yet" in client.get(BOARD).text


def test_it_takes_as_many_queries_for_thirty_as_for_three(client: Client, cohort: Cohort, olga: Person) -> None:
    client.force_login(olga)

    def queries_with(pairs_: int) -> int:
        while Relationship.objects.count() < pairs_:
            made = make_pair(cohort)
            meet(made)
            actions.draw_up(made)
        client.get(BOARD)  # the frame keeps the organization’s name for a minute
        with CaptureQueriesContext(connection) as captured:
            client.get(BOARD)
        return len(captured)

    few = queries_with(3)
    assert queries_with(30) == few
    assert few <= 40


def test_the_file_has_every_pair(client: Client, cohort: Cohort, pair: Relationship, olga: Person) -> None:
    make_pair(cohort)
    client.force_login(olga)

    lines = client.get(f"{BOARD}export/").text.splitlines()

    assert len(lines) == 3
    assert any("Noor El-Amin,Mia Holmqvist,Settling" in line for line in lines)


@pytest.mark.parametrize(("who", "status"), [("rui", 404), ("sam", 404), ("noor", 403), ("mia", 403), ("paula", 403)])
@pytest.mark.parametrize("page", ["", "export/", "rules/", "help/"])
def test_only_who_leads_the_program_sees_it(
    client: Client, pair: Relationship, paula: Person, request: pytest.FixtureRequest, who: str, status: int, page: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{BOARD}{page}").status_code == status


def test_nobody_cares_for_a_pair_they_are_in(client: Client, pair: Relationship, mia: Person, olga: Person) -> None:
    add_to_team(pair.cohort.program, mia, TeamMember.Role.COORDINATOR, by=olga)
    actions.note(pair, by=olga, text="Mia seems tired")
    client.force_login(mia)

    assert client.get(f"{BOARD}{pair.pk}/").status_code == 404
    assert client.post(f"{BOARD}{pair.pk}/note/", {"kind": "note", "text": "x"}).status_code == 404


def test_the_page_of_a_pair_gives_reasons_and_facts(client: Client, pair: Relationship, olga: Person) -> None:
    meet(pair)
    client.force_login(olga)

    page = client.get(f"{BOARD}{pair.pk}/").text

    assert "Nothing is off." in page
    assert "Meetings held" in page


def test_a_nudge_goes_to_both_and_not_again_for_a_week(
    client: Client, pair: Relationship, olga: Person, noor: Person, mia: Person
) -> None:
    client.force_login(olga)
    client.post(f"{BOARD}{pair.pk}/nudge/")
    again = client.post(f"{BOARD}{pair.pk}/nudge/", follow=True)

    assert "They were nudged already." in again.text
    assert notices_to(noor)[-1] == notices_to(mia)[-1] == "care/nudge"
    assert history_of(pair)[-1] == "care.nudged"
    with later(8):
        actions.nudge(reload(pair), by=olga)
    assert Nudge.objects.count() == 2


def test_who_rests_is_not_nudged(pair: Relationship, olga: Person, noor: Person) -> None:
    pairs.pause(pair, by=noor)

    with pytest.raises(Refused):
        actions.nudge(reload(pair), by=olga)


def test_notes_are_sealed_and_on_the_board(client: Client, pair: Relationship, olga: Person, carl: Person) -> None:
    client.force_login(olga)
    client.post(f"{BOARD}{pair.pk}/note/", {"kind": "outcome", "text": "On nights until May"})

    assert b"nights" not in bytes(CaseNote.objects.get().sealed)
    client.force_login(carl)
    assert "On nights until May" in client.get(BOARD).text
    assert "On nights until May" in client.get(f"{BOARD}{pair.pk}/").text
    assert "Fill this in." in client.post(f"{BOARD}{pair.pk}/note/", {"kind": "note", "text": ""}).text


def test_setting_aside_quiets_it_until_then(client: Client, pair: Relationship, olga: Person) -> None:
    with later(40):
        client.force_login(olga)
        until = (timezone.localdate() + timedelta(days=10)).isoformat()
        client.post(f"{BOARD}{pair.pk}/snooze/", {"until": until})
        assert queries.board(pair.cohort, viewer=olga).counts == {"settling": 1}
        client.post(f"{BOARD}{pair.pk}/wake/")
        assert queries.board(pair.cohort, viewer=olga).counts == {"stalled": 1}
        with pytest.raises(Refused):
            actions.snooze(pair, by=olga, until=timezone.localdate())


def test_a_coordinator_ends_a_pair_and_takes_it_back(client: Client, pair: Relationship, olga: Person) -> None:
    client.force_login(olga)
    assert "No reason is ever named" in client.get(f"{BOARD}{pair.pk}/end/").text

    page = client.post(f"{BOARD}{pair.pk}/end/", {"reason": "moved"}, follow=True)
    assert "Undo" in page.text
    assert "Let it go on" in page.text

    client.post(f"{BOARD}{pair.pk}/reopen/")
    pair.refresh_from_db()
    assert pair.state == Relationship.State.ACTIVE


def test_a_program_sets_its_own_numbers(client: Client, pair: Relationship, olga: Person) -> None:
    client.force_login(olga)
    usual = {
        "first_meeting_days": 30,
        "nudge_after": "2",
        "stalled_after": "1",
        "agreement_days": 30,
        "check_in_late_days": 7,
        "low_pulse": 3,
        "very_low_pulse": 2,
        "help_days": 3,
        "nudge_gap_days": 7,
    }
    assert "Stalled has to come later" in client.post(f"{BOARD}rules/", usual).text

    client.post(f"{BOARD}rules/", usual | {"stalled_after": "4", "someone_else": ""})

    policy = queries.policy_of(pair.cohort.program)
    assert (policy.first_meeting_days, policy.is_pulse_seen, policy.someone_else) == (30, False, None)


def test_what_needs_attention_is_short_and_starts_with_help(
    cohort: Cohort, pair: Relationship, olga: Person, noor: Person
) -> None:
    for _number in range(7):
        make_pair(cohort)
    with later(20):
        actions.ask_for_help(cohort, by=noor, text="Hm", about=pair)
        found = queries.needs_attention(cohort, queries.looks(cohort, viewer=None))

    assert len(found) == 5
    assert found[0].title == "Somebody has asked to talk"
    assert found[0].severity == "private"
    assert found[1].severity == "watch"
    assert found[1].text == "Together for 20 days and not met yet."


def test_a_gap_stands_beside_what_the_two_agreed(cohort: Cohort, pair: Relationship) -> None:
    meet(pair)
    with later(63):
        found = queries.needs_attention(cohort, queries.looks(cohort, viewer=None))

    assert found[0].title == str(pair)
    assert str(found[0].text).startswith("Haven’t met for 9 weeks. They agreed every 2 weeks.")


def test_nothing_needs_attention_when_all_is_well(cohort: Cohort, pair: Relationship) -> None:
    meet(pair)

    assert queries.needs_attention(cohort, queries.looks(cohort, viewer=None)) == []
