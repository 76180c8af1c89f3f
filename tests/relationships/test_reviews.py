"""After sixty days and half way: each side for itself, then both, and no wish with a name on it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.relationships.pairs import actions as pairs
from trellis.relationships.pairs.models import Relationship
from trellis.relationships.reviews import actions, queries
from trellis.relationships.reviews.models import Review
from trellis.relationships.reviews.schedule import due_days


@pytest.fixture
def review(pair: Relationship) -> Review:
    return actions.ask(pair, Review.Kind.MIDPOINT)


def lasting(pair: Relationship, days: int) -> Relationship:
    pair.ends_on = pair.started_at.date() + timedelta(days=days)
    pair.save()
    return pair


@pytest.mark.parametrize(
    ("length", "days"),
    [(20, {}), (60, {"midpoint": 30}), (147, {"midpoint": 73}), (270, {"midpoint": 135, "sixty": 60})],
)
def test_on_which_days(pair: Relationship, length: int, days: dict[str, int]) -> None:
    began_on = pair.started_at.date()

    found = due_days(lasting(pair, length))

    assert {kind: (day - began_on).days for kind, day in found.items()} == days


def test_it_is_asked_once_and_both_are_told(pair: Relationship, mia: Person, noor: Person) -> None:
    today = lasting(pair, 270).started_at.date() + timedelta(days=60)

    actions.ask_those_due(today)
    actions.ask_those_due(today + timedelta(days=1))

    assert [review.kind for review in pair.reviews.all()] == ["sixty"]
    assert [notices_to(one)[1:] for one in (mia, noor)] == [["relationships/review_due"]] * 2


def test_a_moment_that_has_gone_by_is_not_asked_for(pair: Relationship) -> None:
    actions.ask_those_due(lasting(pair, 270).started_at.date() + timedelta(days=75))

    assert not pair.reviews.exists()


def test_days_of_rest_move_it_on(pair: Relationship, mia: Person) -> None:
    sixty = lasting(pair, 270).started_at.date() + timedelta(days=60)
    pairs.pause(pair, by=mia)
    actions.ask_those_due(sixty)
    assert not pair.reviews.exists()
    pairs.resume(pair, by=mia)
    pair.pauses.update(starts_at=timezone.now() - timedelta(days=10, hours=1))

    actions.ask_those_due(sixty + timedelta(days=9))
    assert not pair.reviews.exists()
    actions.ask_those_due(sixty + timedelta(days=10))

    assert pair.reviews.count() == 1


def test_nobody_reads_before_both_have_answered(pair: Relationship, review: Review, mia: Person, noor: Person) -> None:
    actions.answer(review, by=noor, wish="go_on", expected="To belong.")
    assert queries.joint(review) is None
    assert notices_to(mia)[-1] == "relationships/review_due"

    actions.answer(review, by=mia, wish="change", expected="To listen more.")

    both = queries.joint(review)
    assert both is not None
    said = {view.person: view.texts.get("expected") for view in both.views}
    assert said == {noor: "To belong.", mia: "To listen more."}
    assert both.wants_change
    assert (notices_to(noor)[-1], notices_to(mia)[-1]) == ("relationships/review_complete", "relationships/review_due")


def test_an_answer_can_be_changed_until_the_other_has_answered(review: Review, mia: Person, noor: Person) -> None:
    actions.answer(review, by=noor, wish="change")
    actions.answer(review, by=noor, wish="go_on")
    actions.answer(review, by=mia, wish="go_on")

    both = queries.joint(review)
    assert both is not None
    assert not both.wants_change
    with pytest.raises(Refused) as refused:
        actions.answer(review, by=noor, wish="change")
    assert refused.value.kind == Kind.TOO_LATE


def test_history_names_nobody_who_answered(review: Review, noor: Person) -> None:
    actions.answer(review, by=noor, wish="change")

    assert history_of(review) == ["relationships.review_asked", "relationships.review_answered"]
    assert not review_events_by(review, noor)


def review_events_by(review: Review, person: Person) -> bool:
    return person.events.filter(verb__startswith="relationships.review", target_id=str(review.pk)).exists()


def test_what_they_make_of_it(review: Review, mia: Person, noor: Person) -> None:
    with pytest.raises(Refused):
        actions.conclude(review, by=mia, agreed="Too early")
    for person in (mia, noor):
        actions.answer(review, by=person, wish="go_on")

    actions.conclude(review, by=mia, agreed="Every week in May.")

    both = queries.joint(review)
    assert both is not None
    assert both.agreed == "Every week in May."
    assert queries.waiting_for(noor, [review.relationship_id]) == []


def test_the_pages_of_both(client: Client, pair: Relationship, review: Review, mia: Person, noor: Person) -> None:
    address = f"/pairs/{pair.pk}/review/midpoint/"
    client.force_login(noor)
    page = client.post(address, {"wish": "change", "rhythm": "Mornings suit me better."}, follow=True)
    assert "Mia hasn’t yet." in page.text

    client.force_login(mia)
    assert "Mornings suit me better." not in client.get(address).text
    page = client.post(address, {"wish": "go_on", "expected": "To learn."}, follow=True)
    assert "Mornings suit me better." in page.text
    assert "Something should change" in page.text
    page = client.post(f"{address}agreed/", {"agreed": "We meet before nine."}, follow=True)

    assert "We meet before nine." in page.text


def test_wishing_to_end_keeps_nothing_and_leads_to_the_page_of_endings(
    client: Client, pair: Relationship, noor: Person
) -> None:
    actions.ask(pair, Review.Kind.SIXTY)
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/review/sixty/", {"wish": "end"})

    assert page.headers["Location"] == f"/pairs/{pair.pk}/end/"
    assert not pair.reviews.get().views.exists()


@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(client: Client, review: Review, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(review.get_absolute_url()).status_code == 404
    assert client.post(f"{review.get_absolute_url()}agreed/", {"agreed": "x"}).status_code == 404


def test_after_the_end_it_is_too_late(pair: Relationship, review: Review, noor: Person) -> None:
    pair.state, pair.closed_at = Relationship.State.CLOSED, timezone.now()
    pair.save()

    with pytest.raises(Refused):
        actions.answer(review, by=noor, wish="go_on")
