"""Find a mentor: who is shown, why, in what order."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.factories import make_participation, make_person
from tests.matching.conftest import offers, wants
from tests.matching.requests.conftest import home, set_mode
from trellis.matching.models import Avoidance
from trellis.matching.requests import actions, finding, queries
from trellis.matching.requests.finding import Sought
from trellis.people.models import Availability, Person, PersonSkill
from trellis.programs.models import Cohort, Participation, Program, Role

TODAY = date(2026, 10, 5)


def names(own: Participation, sought: Sought | None = None, *, on: date = TODAY) -> list[str]:
    found = finding.find(own, sought or Sought(), today=on)
    people = Participation.objects.select_related("person").in_bulk([match.mentor for match in found.matches])
    return [people[match.mentor].person.called() for match in found.matches]


def test_it_lists_mentors_with_the_best_fit_first(
    noor_looks: Participation, mia_is_there: Participation, ben_is_there: Participation
) -> None:
    assert names(noor_looks) == ["Mia", "Ben"]


def test_it_says_why_in_words(noor_looks: Participation, mia_is_there: Participation) -> None:
    found = finding.find(noor_looks, Sought())
    card = queries.cards(noor_looks, found, found.matches)[0]

    assert card.why[0] == "Mia can help with all you want to learn: coaching and handover."
    assert card.standing.door == "open"
    assert card.standing.places == "1 place left"


def test_nobody_appears_whom_a_rule_keeps_apart(
    noor_looks: Participation, mia_is_there: Participation, ben_is_there: Participation, noor: Person
) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=mia_is_there.person)
    Avoidance.objects.create(person=ben_is_there.person, other=noor)

    assert names(noor_looks) == []


def test_somebody_who_lets_nobody_find_them_does_not_appear(
    noor_looks: Participation, mia_is_there: Participation, mia: Person
) -> None:
    Person.objects.filter(pk=mia.pk).update(visibility=Person.Visibility.NOBODY)

    assert names(noor_looks) == []


def test_it_shows_honestly_who_is_full_or_away(
    noor_looks: Participation,
    mia_is_there: Participation,
    ben_is_there: Participation,
    lea_looks: Participation,
    olga: Person,
) -> None:
    asked = actions.ask(lea_looks, mia_is_there, by=lea_looks.person, message="May I?")
    actions.accept(asked, by=mia_is_there.person)
    actions.pause_requests(ben_is_there, by=ben_is_there.person)
    found = finding.find(noor_looks, Sought())
    standings = {card.person.called(): card.standing for card in queries.cards(noor_looks, found, found.matches)}

    assert (standings["Mia"].door, standings["Mia"].places) == ("line", "Full now")
    assert (standings["Ben"].door, standings["Ben"].note) == ("away", "Takes no new requests for now")
    assert queries.with_a_place(noor_looks) == 0


@pytest.mark.parametrize(
    ("sought", "expected"),
    [
        (Sought(words="adler"), ["Ben"]),
        (Sought(words="budgets"), ["Ben"]),
        (Sought(site="Harbour"), ["Ben", "Mia"]),
        (Sought(language="de"), ["Ben"]),
        (Sought(weekday=2), ["Mia"]),
        (Sought(is_kept=True), ["Ben"]),
        (Sought(is_free=True), ["Ben", "Mia"]),
        (Sought(words="nobody"), []),
    ],
)
def test_it_narrows_the_list(
    noor_looks: Participation,
    mia_is_there: Participation,
    ben_is_there: Participation,
    sought: Sought,
    expected: list[str],
) -> None:
    ben = ben_is_there.person
    Person.objects.filter(pk=ben.pk).update(search_text=ben.clean_search_text(["budgets"]))
    Availability.objects.create(person=mia_is_there.person, weekday=2, starts="09:00", ends="12:00")
    actions.keep(noor_looks, ben_is_there)

    assert sorted(names(noor_looks, sought)) == expected


def test_two_topics_are_both_asked_for(
    noor_looks: Participation, mia_is_there: Participation, ben_is_there: Participation
) -> None:
    skills = sorted(PersonSkill.objects.filter(person=mia_is_there.person).values_list("skill", flat=True))

    assert names(noor_looks, Sought(skills=tuple(skills))) == ["Mia"]


def test_equals_change_places_every_day_and_fairly(noor_looks: Participation, self_cohort: Cohort) -> None:
    """Ten mentors of the same worth: over sixty days, each is at the top on some day, and on none too often."""
    for _ in range(10):
        make_participation(self_cohort, Role.MENTOR)
    days = [TODAY + timedelta(days=number) for number in range(60)]
    firsts = [finding.find(noor_looks, Sought(), today=day).matches[0].mentor for day in days]

    assert len(set(firsts)) == 10
    assert max(firsts.count(one) for one in firsts) <= 15
    assert firsts == [finding.find(noor_looks, Sought(), today=day).matches[0].mentor for day in days]


def test_among_equals_who_is_asked_less_comes_first(
    noor_looks: Participation, self_cohort: Cohort, lea_looks: Participation
) -> None:
    mentors = [make_participation(self_cohort, Role.MENTOR) for _ in range(4)]
    actions.ask(lea_looks, mentors[0], by=lea_looks.person, message="Hello")

    assert [
        finding.find(noor_looks, Sought(), today=TODAY + timedelta(days=n)).matches[-1].mentor for n in range(5)
    ] == [mentors[0].pk] * 5


def test_the_number_does_not_give_away_whom_a_mentor_wished_for(
    noor_looks: Participation, mia_is_there: Participation
) -> None:
    before = finding.find(noor_looks, Sought()).matches[0].points
    mia_is_there.wishes.create(other=noor_looks, rank=1)

    assert finding.find(noor_looks, Sought()).matches[0].points == before


def test_only_the_nearest_are_compared(
    noor_looks: Participation, mia_is_there: Participation, ben_is_there: Participation, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(finding, "NEAREST", 1)
    found = finding.find(noor_looks, Sought())

    assert [match.mentor for match in found.matches] == [mia_is_there.pk]
    assert found.in_all == 2


def test_the_page_shows_them(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    client.force_login(noor)
    shown = client.get(f"{home(noor_looks.cohort)}/mentors/")

    assert "Mia Holmqvist" in shown.text
    assert "1 mentor has a free place." in shown.text
    assert "you can ask up to 3 at once" in shown.text
    assert "Ask Mia" in shown.text


def test_a_narrowed_page_keeps_what_was_chosen(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    client.force_login(noor)
    shown = client.get(f"{home(noor_looks.cohort)}/mentors/?q=xyz&day=3&day=9")

    assert "Nobody fits all of this" in shown.text
    assert 'value="xyz"' in shown.text


def test_nobody_finds_it_where_a_coordinator_decides(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    set_mode(noor_looks.cohort.program, Program.MatchMode.COORDINATOR)
    client.force_login(noor)

    assert client.get(f"{home(noor_looks.cohort)}/mentors/").status_code == 404


@pytest.mark.parametrize("who", ["mia", "sam", "olga"])
def test_only_mentees_of_the_cohort_find_it(
    client: Client, noor_looks: Participation, mia_is_there: Participation, who: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"{home(noor_looks.cohort)}/mentors/").status_code == 404


def test_it_asks_the_database_as_often_for_many_as_for_few(
    client: Client, noor_looks: Participation, mia_is_there: Participation, noor: Person
) -> None:
    client.force_login(noor)
    _queries(client, noor_looks.cohort)  # the first visit writes the session
    few = _queries(client, noor_looks.cohort)
    for number in range(30):
        person = make_person(f"Person {number}", languages=["en"])
        offers(person, handover=3)
        wants(person, budgets=2)
        make_participation(noor_looks.cohort, Role.MENTOR, person=person)

    assert _queries(client, noor_looks.cohort) == few


def _queries(client: Client, cohort: Cohort) -> int:
    with CaptureQueriesContext(connection) as asked:
        assert client.get(f"{home(cohort)}/mentors/").status_code == 200
    return len(asked)
