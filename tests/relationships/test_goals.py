"""Visions, goals and their steps."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.relationships.goals import actions, queries
from trellis.relationships.goals.models import Goal, Level
from trellis.relationships.pairs.models import Relationship


@pytest.fixture
def goal(pair: Relationship, noor: Person) -> Goal:
    return actions.add(pair, by=noor, owner=noor, title="Lead the handover", due_on=date(2027, 4, 30))


def read_again(goal: Goal) -> queries.OpenGoal:
    return queries.goals_of(goal.relationship)[0]


def test_a_goal_with_its_steps(pair: Relationship, goal: Goal, noor: Person) -> None:
    steps = [actions.add_step(goal, by=noor, title=title) for title in ("Watch one", "Lead one", "Teach one")]

    actions.finish_step(steps[0], by=noor)

    found = read_again(goal)
    assert [one.title for one in found.steps] == ["Watch one", "Lead one", "Teach one"]
    assert (found.title, found.goal.percent, found.next_step) == ("Lead the handover", 33, "Lead one")


def test_it_tells_once_and_records_each(pair: Relationship, goal: Goal, noor: Person, mia: Person) -> None:
    actions.add(pair, by=noor, owner=noor, title="Second")

    assert notices_to(mia)[1:] == ["relationships/goal_added"]
    assert history_of(goal) == ["relationships.goal_added"]


def test_ticking_twice_is_once(goal: Goal, noor: Person) -> None:
    step = actions.add_step(goal, by=noor, title="Watch one")

    actions.finish_step(step, by=noor)
    actions.finish_step(step, by=noor)
    actions.reopen_step(step, by=noor)

    step.refresh_from_db()
    assert step.done_at is None
    assert history_of(goal)[-2:] == ["relationships.step_done", "relationships.step_reopened"]


def test_progress_by_judgment(goal: Goal, mia: Person) -> None:
    actions.add_step(goal, by=mia, title="Watch one")

    actions.judge(goal, by=mia, percent=60)

    assert read_again(goal).goal.percent == 60


def test_how_far_it_went_in_words_of_the_goal(pair: Relationship, mia: Person, noor: Person) -> None:
    goal = actions.add(pair, by=noor, owner=noor, title="Lead", level_2="Three alone", level_3="Three, and one taught")

    actions.attain(goal, by=mia, level=Level.MORE)

    found = read_again(goal)
    assert (found.goal.attained, found.attained) == (1, "Three, and one taught")
    assert history_of(goal)[-1] == "relationships.goal_attained"
    actions.attain(goal, by=mia, level=Level.MUCH_LESS)
    assert read_again(goal).attained == "Much less than expected (−2)"
    actions.withdraw(goal, by=noor, reason="")
    with pytest.raises(Refused):
        actions.attain(goal, by=mia, level=Level.EXPECTED)


def test_how_it_read_before(goal: Goal, mia: Person) -> None:
    said: dict[str, Any] = {"measure": "Three in a row", "due_on": None, "progress_by": "steps"}

    actions.change(goal, by=mia, version=1, title="Lead every handover", **said)

    key = goal.relationship.key
    before = [(one.by, one.title, one.due_on) for one in queries.versions_of(goal, key)]
    assert before == [("Mia", "Lead the handover", date(2027, 4, 30))]
    assert read_again(goal).title == "Lead every handover"


def test_what_makes_it_stronger(goal: Goal, noor: Person) -> None:
    assert len(read_again(goal).lacks) == 3

    actions.add_step(goal, by=noor, title="Watch one")
    said: dict[str, Any] = {"why": "I want to", "measure": "Three", "due_on": goal.due_on, "progress_by": "steps"}
    actions.change(goal, by=noor, version=1, title="Lead", **said)

    assert read_again(goal).lacks == []


def test_reached_and_taken_up_again(goal: Goal, noor: Person, mia: Person) -> None:
    actions.reach(goal, by=noor)
    assert read_again(goal).goal.percent == 100
    assert notices_to(mia)[-1] == "relationships/goal_reached"
    with pytest.raises(Refused):
        actions.reach(goal, by=mia)

    actions.reopen(goal, by=mia)

    assert goal.state == Goal.State.OPEN


def test_withdrawn_with_its_reason(pair: Relationship, goal: Goal, noor: Person) -> None:
    actions.withdraw(goal, by=noor, reason="I moved to another ward.")

    found = read_again(goal)
    assert (found.reason, found.title) == ("I moved to another ward.", "Lead the handover")
    assert queries.goals_of(pair, kept=True) == []
    with pytest.raises(Refused):
        actions.add_step(goal, by=noor, title="Too late")


def test_two_who_change_it_at_once(goal: Goal, mia: Person, noor: Person) -> None:
    same = Goal.objects.select_related("relationship__key").get(pk=goal.pk)
    said: dict[str, Any] = {"why": "", "measure": "", "due_on": None, "progress_by": "steps"}
    actions.change(goal, by=noor, version=1, title="Lead every handover", **said)

    with pytest.raises(Refused) as refused:
        actions.change(same, by=mia, version=1, title="Lead one handover", **said)

    assert refused.value.kind == Kind.CONFLICT
    assert read_again(goal).title == "Lead every handover"


def test_the_vision_is_the_mentees_own(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    address = f"/pairs/{pair.pk}/goals/vision/"
    client.force_login(mia)
    assert client.get(address).status_code == 404

    client.force_login(noor)
    answer = client.post(address, {"version": 0, "destination": "Leading my bay."})
    assert answer.headers["Location"] == f"/pairs/{pair.pk}/goals/needs/"

    client.force_login(mia)
    assert "Leading my bay." in client.get(f"/pairs/{pair.pk}/goals/").text


def test_a_vision_changed_meanwhile_keeps_what_was_typed(client: Client, pair: Relationship, noor: Person) -> None:
    actions.see(pair, by=noor, why="", destination="First.", version=0)
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/goals/vision/", {"version": 0, "destination": "Second."})

    assert "This was changed while you were writing" in page.text
    assert "Second." in page.text
    assert queries.vision_of(pair, noor).destination == "First."


def test_the_pages_from_a_goal_to_its_last_step(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    client.force_login(mia)
    typed = {"version": 0, "title": "Lead the handover", "due_on": "2027-04-30", "progress_by": "steps"}
    page = client.post(f"/pairs/{pair.pk}/goals/new/", typed, follow=True)
    goal = pair.goals.get()
    assert goal.owner == noor
    address = f"/pairs/{pair.pk}/goals/{goal.pk}/"
    assert page.redirect_chain[-1][0] == address

    client.post(address, {"title": "Watch one"})
    step = goal.steps.get()
    page = client.post(f"{address}steps/{step.pk}/", {"done": "1"}, follow=True)
    assert "1 of 1 done" in page.text
    client.post(f"{address}reach/")
    assert "Reached" in client.get(f"/pairs/{pair.pk}/goals/").text
    assert "Lead the handover" in client.get("/goals/").text
    client.post(f"{address}reopen/")
    client.post(f"{address}withdraw/", {"reason": "Changed my mind."})
    assert "Changed my mind." in client.get(address).text
    assert "Lead the handover" not in client.get("/goals/").text


def test_the_program_sees_how_many_and_how_far(pair: Relationship, goal: Goal, noor: Person) -> None:
    actions.judge(goal, by=noor, percent=50)
    withdrawn = actions.add(pair, by=noor, owner=noor, title="Gone")
    actions.withdraw(withdrawn, by=noor, reason="")

    assert queries.facts([pair.pk]) == {pair.pk: queries.GoalFacts(count=1, percent=50)}


@pytest.mark.parametrize(
    "page", ["", "edit/", "judge/", "attain/", "reach/", "reopen/", "withdraw/", "steps/1/", "steps/1/remove/"]
)
@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(
    client: Client, goal: Goal, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.post(f"{goal.get_absolute_url()}{page}").status_code == 404
    assert "Lead the handover" not in client.get("/goals/").text


def test_a_goal_of_another_pair_is_not_found_here(client: Client, goal: Goal, noor: Person) -> None:
    client.force_login(noor)

    assert client.get(f"/pairs/{goal.relationship_id + 1}/goals/{goal.pk}/").status_code == 404
