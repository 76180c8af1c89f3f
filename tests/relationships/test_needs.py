"""What it takes, what there is, the gap, and what comes first."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of
from trellis.common.errors import Kind, Refused
from trellis.people.actions.profiles import Offer, offer_and_want
from trellis.people.models import Person, Skill
from trellis.relationships.needs import actions, queries
from trellis.relationships.needs.models import Moment, Need
from trellis.relationships.pairs.models import Relationship


@pytest.fixture
def need(pair: Relationship, noor: Person) -> Need:
    return actions.add(pair, by=noor, name="Giving a clear handover")


def gaps(pair: Relationship) -> list[tuple[str, int | None, int | None, str]]:
    return [(gap.name, gap.have, gap.want, gap.words) for gap in queries.gaps_of(pair)]


def test_the_gap_is_what_is_still_to_grow(pair: Relationship, need: Need, noor: Person) -> None:
    calm = actions.add(pair, by=noor, name="Talking with families")

    actions.rate(pair, {need: (2, 5), calm: (4, 4)}, by=noor)

    assert gaps(pair) == [("Giving a clear handover", 2, 5, "3 to grow"), ("Talking with families", 4, 4, "None")]
    assert (history_of(need), history_of(pair)[-1]) == (["relationships.need_added"], "relationships.needs_rated")


def test_said_twice_it_is_there_once(pair: Relationship, need: Need, noor: Person) -> None:
    assert actions.add(pair, by=noor, name="giving a CLEAR handover") == need

    assert len(gaps(pair)) == 1


def test_twenty_are_the_most(pair: Relationship, noor: Person) -> None:
    for number in range(actions.MOST):
        actions.add(pair, by=noor, name=f"Thing {number}")

    with pytest.raises(Refused) as refused:
        actions.add(pair, by=noor, name="One more")

    assert refused.value.kind == Kind.FULL


def test_rated_again_later_both_stay(pair: Relationship, need: Need, noor: Person) -> None:
    actions.rate(pair, {need: (2, 5)}, by=noor)
    pair.started_at = timezone.now() - timedelta(days=100)
    pair.ends_on = timezone.localdate() + timedelta(days=100)
    pair.save()
    assert queries.is_time_to_look_again(pair, noor, queries.gaps_of(pair))

    actions.rate(pair, {need: (4, 5)}, by=noor)

    growth = queries.growth_of(queries.gaps_of(pair))
    assert growth.moments == [Moment.START, Moment.MIDDLE]
    assert [[one.have for _moment, one in ratings if one] for _gap, ratings in growth.rows] == [[2, 4]]
    assert not queries.is_time_to_look_again(pair, noor, queries.gaps_of(pair))


@pytest.mark.parametrize(("gone", "moment"), [(0, "start"), (39, "start"), (40, "middle"), (79, "middle"), (80, "end")])
def test_which_moment_it_is(pair: Relationship, gone: int, moment: str) -> None:
    pair.ends_on = pair.started_at.date() + timedelta(days=100)

    assert Moment.of(pair, pair.started_at.date() + timedelta(days=gone)) == moment


def test_three_come_first_at_most(pair: Relationship, noor: Person) -> None:
    needs = [actions.add(pair, by=noor, name=f"Thing {number}") for number in range(4)]
    actions.put_first(pair, needs[:3], by=noor)

    with pytest.raises(Refused):
        actions.put_first(pair, needs, by=noor)
    actions.put_first(pair, needs[3:], by=noor)

    assert [gap.name for gap in queries.gaps_of(pair) if gap.need.comes_first] == ["Thing 3"]


def test_taken_out(pair: Relationship, need: Need, noor: Person) -> None:
    actions.rate(pair, {need: (2, 5)}, by=noor)

    actions.remove(need, by=noor)

    assert gaps(pair) == []


def test_the_table_keeps_what_was_chosen_whatever_is_pressed(
    client: Client, pair: Relationship, need: Need, noor: Person
) -> None:
    address = f"/pairs/{pair.pk}/goals/needs/"
    client.force_login(noor)

    client.post(address, {f"have-{need.pk}": "2", "name": "Night shifts", "kind": "experience", "add": "1"})

    assert gaps(pair) == [("Giving a clear handover", 2, None, ""), ("Night shifts", None, None, "")]
    page = client.post(address, {f"have-{need.pk}": "2", f"want-{need.pk}": "5", "kind": "competency", "next": "1"})
    assert "Say for “Night shifts” where you are now" in page.text
    night = pair.needs.get(kind="experience")
    client.post(
        address, {f"have-{need.pk}": "2", f"want-{need.pk}": "5", "kind": "competency", "remove": str(night.pk)}
    )
    page = client.post(address, {f"have-{need.pk}": "2", f"want-{need.pk}": "5", "kind": "competency", "next": "1"})
    assert (page.status_code, page.headers["Location"]) == (302, f"/pairs/{pair.pk}/goals/gap/")


def test_from_the_gap_to_a_goal(client: Client, pair: Relationship, need: Need, noor: Person) -> None:
    actions.rate(pair, {need: (2, 5)}, by=noor)
    client.force_login(noor)
    assert "3 to grow" in client.get(f"/pairs/{pair.pk}/goals/gap/").text

    page = client.post(f"/pairs/{pair.pk}/goals/gap/", {"first": [str(need.pk)]}, follow=True)
    assert f"/pairs/{pair.pk}/goals/new/?need={need.pk}" in page.text
    typed = {"version": 0, "title": "Lead the handover", "progress_by": "steps", "need": str(need.pk)}
    client.post(f"/pairs/{pair.pk}/goals/new/?need={need.pk}", typed)

    assert pair.goals.get().need == need
    assert "Lead the handover" in client.get(f"/pairs/{pair.pk}/goals/plan/").text


def test_suggestions_come_from_the_profile_and_the_core(pair: Relationship, need: Need, noor: Person) -> None:
    offer_and_want(noor, [Offer("Negotiating", "wanted"), Offer("Giving a clear handover", "wanted")], by=noor)
    Skill.objects.filter(name="Listening").update(is_core=True)

    assert queries.suggestions(noor, queries.gaps_of(pair)) == ["Negotiating", "Listening"]


@pytest.mark.parametrize("who", ["mia", "olga", "ada", "sam"])
@pytest.mark.parametrize("page", ["purpose", "vision", "needs", "gap", "plan"])
def test_only_whose_plan_it_is_fills_it_in(
    client: Client, pair: Relationship, need: Need, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/pairs/{pair.pk}/goals/{page}/").status_code == 404


def test_the_mentor_reads_the_gap(client: Client, pair: Relationship, need: Need, noor: Person, mia: Person) -> None:
    actions.rate(pair, {need: (2, 5)}, by=noor)
    client.force_login(mia)

    page = client.get(f"/pairs/{pair.pk}/goals/")

    assert "Giving a clear handover" in page.text
    assert "2 of 5" in page.text


def test_after_the_end_nothing_is_changed(pair: Relationship, need: Need, noor: Person) -> None:
    pair.state, pair.closed_at = Relationship.State.CLOSED, timezone.now()
    pair.save()

    with pytest.raises(Refused) as refused:
        actions.rate(pair, {need: (1, 5)}, by=noor)

    assert refused.value.kind == Kind.TOO_LATE
