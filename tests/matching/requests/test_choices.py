"""A list in order: in hybrid programs it counts in the match, elsewhere it says who is asked next."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of
from tests.factories import make_participation
from tests.matching.requests.conftest import home, set_mode
from trellis.common.errors import Refused
from trellis.matching.inputs import day_of, gather, settings_for
from trellis.matching.models import Avoidance
from trellis.matching.requests import actions
from trellis.people.models import Person
from trellis.programs.models import Participation, Program, Role


@pytest.fixture
def hybrid(noor_looks: Participation) -> Participation:
    set_mode(noor_looks.cohort.program, Program.MatchMode.HYBRID)
    return noor_looks


def order(own: Participation) -> list[int]:
    return list(own.wishes.order_by("rank").values_list("other", flat=True))


def test_it_is_made_from_the_list_of_mentors(
    client: Client, hybrid: Participation, mia_is_there: Participation, ben_is_there: Participation, noor: Person
) -> None:
    client.force_login(noor)
    page = f"{home(hybrid.cohort)}/mentors/"
    for mentor in (ben_is_there, mia_is_there):
        client.post(f"{page}{mentor.pk}/choose/", {"next": f"{page}?q=x"})
    assert order(hybrid) == [ben_is_there.pk, mia_is_there.pk]
    assert history_of(hybrid)[-1] == "matching.wished"

    back = client.post(f"{page}{ben_is_there.pk}/choose/", {"next": "https://elsewhere.example/"})

    assert order(hybrid) == [mia_is_there.pk]
    assert back.headers["Location"] == page


def test_buttons_move_people_up_and_down(
    client: Client, hybrid: Participation, mia_is_there: Participation, ben_is_there: Participation, noor: Person
) -> None:
    third = make_participation(hybrid.cohort, Role.MENTOR)
    actions.set_choices(hybrid, [mia_is_there, ben_is_there, third], by=noor)
    client.force_login(noor)
    page = f"{home(hybrid.cohort)}/choices/"
    mia, ben, last = mia_is_there.pk, ben_is_there.pk, third.pk
    seen = []
    for press in ({"up": ben}, {"down": mia}, {"up": last}, {"up": ben}, {"off": mia}, {"up": "x"}):
        client.post(page, press)
        seen.append(order(hybrid))

    assert seen == [[ben, mia, last], [ben, last, mia], [last, ben, mia], [ben, last, mia], [ben, last], [ben, last]]


def test_the_engine_is_told_of_it_as_a_preference(
    hybrid: Participation, mia_is_there: Participation, ben_is_there: Participation, noor: Person, mia: Person
) -> None:
    actions.set_choices(hybrid, [ben_is_there, mia_is_there], by=noor)
    rows = Participation.objects.filter(cohort=hybrid.cohort)
    inputs = gather(rows.mentees(), rows.mentors(), settings_for(hybrid.cohort), on=day_of(hybrid.cohort))

    assert inputs.mentees.prefers == ((str(ben_is_there.person_id), str(mia.pk)),)


def test_it_leaves_whom_one_would_rather_not_have(
    hybrid: Participation, mia_is_there: Participation, noor: Person, sam: Person
) -> None:
    Avoidance.objects.create(person=noor, other=sam)
    actions.set_choices(hybrid, [mia_is_there], by=noor)

    assert Avoidance.objects.filter(person=noor).count() == 1


def test_it_ends_on_the_last_day(
    client: Client, hybrid: Participation, mia_is_there: Participation, noor: Person, olga: Person
) -> None:
    today = timezone.now().date()
    values = {"open_requests": 3, "answer_days": 7}
    actions.change_settings(hybrid.cohort, by=olga, choices_until=today, **values)
    actions.set_choices(hybrid, [mia_is_there], by=noor)
    actions.change_settings(hybrid.cohort, by=olga, choices_until=today - timedelta(days=1), **values)
    with pytest.raises(Refused, match="The day to name choices has passed"):
        actions.set_choices(hybrid, [], by=noor)
    client.force_login(noor)

    assert "These are yours." in client.get(f"{home(hybrid.cohort)}/choices/").text


def test_three_are_enough(hybrid: Participation, noor: Person) -> None:
    mentors = [make_participation(hybrid.cohort, Role.MENTOR) for _ in range(4)]
    with pytest.raises(Refused, match="up to three"):
        actions.set_choices(hybrid, mentors, by=noor)


def test_who_runs_the_program_sets_the_rules(client: Client, hybrid: Participation, olga: Person, noor: Person) -> None:
    page = f"{home(hybrid.cohort)}/match/choosing/"
    client.force_login(olga)
    client.post(page, {"open_requests": 2, "answer_days": 5, "choices_until": "2026-12-24"})
    assert hybrid.cohort.choosing.open_requests == 2
    assert client.post(page, {"open_requests": 2, "answer_days": 9}).status_code == 422
    client.force_login(noor)

    assert client.post(page, {"open_requests": 9, "answer_days": 7}).status_code == 403


def test_what_one_keeps_in_mind_is_ones_own(
    client: Client, hybrid: Participation, mia_is_there: Participation, noor: Person
) -> None:
    client.force_login(noor)
    page = f"{home(hybrid.cohort)}/mentors/"
    client.post(f"{page}{mia_is_there.pk}/keep/")
    assert list(hybrid.bookmarks.values_list("mentor", flat=True)) == [mia_is_there.pk]
    client.post(f"{page}{mia_is_there.pk}/keep/")

    assert not hybrid.bookmarks.exists()


def test_a_stranger_finds_nothing(
    client: Client, hybrid: Participation, mia_is_there: Participation, sam: Person
) -> None:
    client.force_login(sam)
    page = home(hybrid.cohort)

    assert client.post(f"{page}/mentors/{mia_is_there.pk}/choose/").status_code == 404
    assert client.get(f"{page}/choices/").status_code == 404
