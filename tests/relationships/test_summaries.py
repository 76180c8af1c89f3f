"""A summary upward: the mentee's act, seen before, opened by a link, taken back."""

import re

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.programs import actions as programs
from trellis.programs.models import TeamMember
from trellis.relationships.goals import actions as goals
from trellis.relationships.goals.models import Goal
from trellis.relationships.needs import actions as needs
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.summaries import actions
from trellis.relationships.summaries.models import Summary
from trellis.relationships.summaries.sheet import Sheet, compose, thawed


@pytest.fixture
def goal(pair: Relationship, noor: Person) -> Goal:
    return goals.add(pair, by=noor, owner=noor, title="Lead the handover", why="Nobody’s business")


@pytest.fixture
def sheet(pair: Relationship, noor: Person, goal: Goal) -> Sheet:
    need = needs.add(pair, by=noor, name="Giving a clear handover")
    needs.rate(pair, {need: (2, 5)}, by=noor)
    return compose(pair, noor, goals=[goal.pk], with_gap=True, words="So far, so good.")


@pytest.fixture
def shared(pair: Relationship, noor: Person, rui: Person, sheet: Sheet) -> Summary:
    return actions.share(pair, sheet, by=noor, to=rui, seen=sheet.digest())


def test_it_stays_as_it_was_when_goals_go_on(pair: Relationship, noor: Person, shared: Summary, goal: Goal) -> None:
    goals.reach(goal, by=noor)

    body = thawed(shared.texts(pair.key)["body"])

    assert [(one.title, one.percent, one.is_reached) for one in body.goals] == [("Lead the handover", 0, False)]
    assert [(one.name, one.began, one.have, one.want) for one in body.gaps] == [("Giving a clear handover", 2, 2, 5)]


def test_it_tells_the_receiver_alone_and_records_it(shared: Summary, rui: Person, mia: Person) -> None:
    assert notices_to(rui)[-1] == "relationships/summary_shared"
    assert "relationships/summary_shared" not in notices_to(mia)
    assert history_of(shared) == ["relationships.summary_shared"]


def test_only_what_was_looked_at_is_shared(pair: Relationship, noor: Person, sheet: Sheet) -> None:
    with pytest.raises(Refused) as refused:
        actions.share(pair, sheet, by=noor, to=None, seen="something else")

    assert refused.value.kind == Kind.CONFLICT
    assert not Summary.objects.exists()


def test_nothing_to_read_is_refused(pair: Relationship, noor: Person) -> None:
    empty = compose(pair, noor, goals=[], with_gap=True, words="")

    with pytest.raises(Refused):
        actions.share(pair, empty, by=noor, to=None, seen=empty.digest())


def test_the_link_opens_without_signing_in_and_each_visit_is_noted(client: Client, shared: Summary) -> None:
    page = client.get(actions.address(shared))
    client.get(actions.address(shared))

    assert "Lead the handover" in page.text
    assert "So far, so good." in page.text
    assert "Nobody’s business" not in page.text
    assert shared.openings.count() == 1


def test_taken_back_it_opens_nothing(client: Client, shared: Summary, noor: Person) -> None:
    actions.withdraw(shared, by=noor)

    page = client.get(actions.address(shared))

    assert page.status_code == 409
    assert "This summary was taken back." in page.text
    assert "Lead the handover" not in page.text
    assert history_of(shared)[-1] == "relationships.summary_withdrawn"
    with pytest.raises(Refused):
        actions.withdraw(shared, by=noor)


def test_one_sees_first_what_they_will_see(client: Client, pair: Relationship, noor: Person, goal: Goal) -> None:
    address = f"/pairs/{pair.pk}/goals/share/"
    client.force_login(noor)
    chosen = {"to": "", "goals": [str(goal.pk)], "words": "Going well."}

    page = client.post(address, chosen)
    assert "This is what they will see" in page.text
    assert not Summary.objects.exists()
    seen = re.search(r'name="seen" value="(\w+)"', page.text)
    assert seen
    assert 'name="words" class="input" dir="auto"' not in page.text
    page = client.post(address, {**chosen, "seen": seen[1]}, follow=True)

    assert "Taken back" not in page.text
    assert "Going well." in page.text
    assert actions.address(Summary.objects.get()).split(":")[0] in page.text  # what follows is when it was signed
    page = client.post(f"{page.redirect_chain[-1][0]}withdraw/", follow=True)
    assert "The link opens nothing any more." in page.text


def test_ones_manager_and_the_sponsors_can_be_chosen(
    client: Client, pair: Relationship, noor: Person, rui: Person, sam: Person, olga: Person
) -> None:
    Person.objects.filter(pk=noor.pk).update(manager=rui)
    programs.add_to_team(pair.cohort.program, sam, TeamMember.Role.SPONSOR, by=olga)
    client.force_login(noor)

    page = client.get(f"/pairs/{pair.pk}/goals/share/").text

    assert str(rui) in page
    assert str(sam) in page
    assert str(olga) not in page


@pytest.mark.parametrize("who", ["mia", "olga", "ada", "sam"])
def test_others_find_nothing(client: Client, shared: Summary, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))
    address = f"/pairs/{shared.relationship_id}/goals/share/"

    assert client.get(address).status_code == 404
    assert client.get(f"{address}{shared.pk}/").status_code == 404
    assert client.post(f"{address}{shared.pk}/withdraw/").status_code == 404
