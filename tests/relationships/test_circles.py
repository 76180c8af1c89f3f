"""A circle: several people around a topic, who may join and leave."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.factories import make_participation
from tests.pairs import book, meet, reload
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.circles import actions, queries
from trellis.relationships.circles.models import Duty, Topic, Turn
from trellis.relationships.conversations import actions as conversations
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairs


@pytest.fixture
def circles(cohort: Cohort) -> Cohort:
    """The cohort of a program of circles."""
    Program.objects.filter(pk=cohort.program_id).update(format=Program.Format.GROUP, mentor_capacity=4)
    cohort.program.refresh_from_db()
    return cohort


@pytest.fixture
def circle(circles: Cohort, mia: Person, noor: Person, olga: Person) -> Relationship:
    """Mia leads, Noor and two others learn."""
    mentor = make_participation(circles, Role.MENTOR, person=mia, capacity=4)
    learning = [make_participation(circles, Role.MENTEE, person=one) for one in (noor, None, None)]
    found = pairs.start(circles, mentors=[mentor], mentees=learning, by=olga, name="Leading without a title")
    return reload(found)


def newcomer(circle: Relationship, person: Person | None = None) -> Participation:
    return make_participation(circle.cohort, Role.MENTEE, person=person)


def test_it_has_a_name_and_everybody_is_told(circle: Relationship, mia: Person, noor: Person) -> None:
    assert circle.title_for(noor) == circle.called_for(noor) == str(circle) == "Leading without a title"
    assert circle.partner_called(noor) == "your circle"
    assert notices_to(mia) == notices_to(noor) == ["relationships/circle_started"]
    assert "You lead it" in mia.notices.get().body
    assert "You lead it" not in noor.notices.get().body


def test_peers_need_no_mentor_but_a_pair_of_other_programs_does(cohort: Cohort, circles: Cohort) -> None:
    peers = [make_participation(circles, Role.MENTEE) for _ in range(3)]

    assert pairs.start(circles, mentors=[], mentees=peers, by=None).parties.count() == 3

    Program.objects.filter(pk=cohort.program_id).update(format=Program.Format.ONE_TO_ONE)
    cohort.program.refresh_from_db()
    with pytest.raises(Refused):
        pairs.start(cohort, mentors=[], mentees=[make_participation(cohort, Role.MENTEE) for _ in range(2)], by=None)


def test_one_more_joins_and_everybody_is_told(circle: Relationship, mia: Person, sam: Person, olga: Person) -> None:
    participation = newcomer(circle, sam)

    pairs.join(circle, participation, by=olga)

    assert sam in reload(circle).others(mia)
    assert notices_to(sam) == ["relationships/welcome_to_circle"]
    assert notices_to(mia)[-1] == "relationships/joined"
    assert history_of(circle)[-1] == "relationships.joined"
    participation.refresh_from_db()
    assert participation.state == Participation.State.MATCHED
    with pytest.raises(Refused):
        pairs.join(circle, participation, by=olga)


def test_a_full_circle_takes_nobody(circle: Relationship, olga: Person) -> None:
    pairs.join(circle, newcomer(circle), by=olga)

    with pytest.raises(Refused) as refused:
        pairs.join(circle, newcomer(circle), by=olga)

    assert refused.value.kind == Kind.FULL


def test_who_leaves_is_out_and_nobody_learns_why(circle: Relationship, mia: Person, noor: Person) -> None:
    pairs.leave(circle, by=noor)

    assert noor not in reload(circle).others(mia)
    assert not Relationship.objects.visible_to(noor).exists()
    assert notices_to(mia)[-1] == "relationships/left"
    assert Participation.objects.get(person=noor).state == Participation.State.READY
    with pytest.raises(Refused):
        pairs.leave(circle, by=noor)


def test_who_left_may_come_back(circle: Relationship, mia: Person, noor: Person, olga: Person) -> None:
    pairs.leave(circle, by=noor)

    pairs.join(circle, Participation.objects.get(person=noor), by=olga)

    assert noor in reload(circle).others(mia)


def test_a_pair_is_not_left_but_ended(cohort: Cohort, mia_mentors: Participation, noor_learns: Participation) -> None:
    pair = pairs.start(cohort, mentors=[mia_mentors], mentees=[noor_learns], by=None)

    with pytest.raises(Refused):
        pairs.leave(pair, by=noor_learns.person)


def test_what_is_written_after_is_closed_to_who_left(
    client: Client, circle: Relationship, mia: Person, noor: Person
) -> None:
    pairs.leave(circle, by=noor)
    conversations.send(reload(circle), by=mia, text="Next week at ten.")
    client.force_login(noor)

    for page in ("", "messages/", "notes/", "meetings/", "goals/"):
        assert client.get(f"/pairs/{circle.pk}/{page}").status_code == 404


def put_up(circle: Relationship, by: Person, text: str = "Saying no to my own boss") -> Topic:
    return actions.put_up(circle, by=by, text=text)


def test_what_most_want_comes_first(circle: Relationship, mia: Person, noor: Person) -> None:
    put_up(circle, noor, "One")
    second = put_up(circle, noor, "Two")
    actions.want(second, by=mia, wanted=True)
    actions.want(second, by=mia, wanted=True)

    waiting = queries.topics_of(circle, mia)

    assert [(one.text, one.votes, one.mine) for one in waiting] == [("Two", 2, True), ("One", 1, False)]
    actions.want(second, by=mia, wanted=False)
    assert [one.votes for one in queries.topics_of(circle, mia)] == [1, 1]


def test_a_topic_is_talked_about_once_and_may_come_back(circle: Relationship, noor: Person) -> None:
    topic = put_up(circle, noor)

    actions.talked_about(topic, by=noor)

    assert queries.topics_of(circle, noor) == []
    with pytest.raises(Refused):
        actions.talked_about(topic, by=noor)
    actions.wait_again(topic, by=noor)
    assert len(queries.topics_of(circle, noor)) == 1


def test_only_who_put_it_up_takes_it_down(circle: Relationship, mia: Person, noor: Person) -> None:
    topic = put_up(circle, noor)

    with pytest.raises(Refused):
        actions.take_down(topic, by=mia)
    actions.take_down(topic, by=noor)

    assert not Topic.objects.exists()


def test_topics_are_sealed(circle: Relationship, noor: Person) -> None:
    topic = put_up(circle, noor, "My redundancy")

    assert b"redundancy" not in bytes(Topic.objects.get(pk=topic.pk).sealed)


def test_duties_go_round_with_each_meeting_and_may_be_taken(circle: Relationship, noor: Person) -> None:
    members = [party.person for party in circle.here()]
    first = book(circle, timezone.now() + timedelta(days=2))

    assert [row.person for row in queries.duties_of(circle, first)] == members[:3]

    meet(circle, timezone.now() - timedelta(days=3))
    assert [row.person for row in queries.duties_of(circle, first)] == members[1:4]

    actions.take_duty(first, Duty.TIME, by=noor)
    taken = queries.duties_of(circle, first)[1]
    assert (taken.person, taken.is_swapped) == (noor, True)


def test_who_came_is_noted_and_corrected(circle: Relationship, mia: Person, noor: Person) -> None:
    meeting = meet(circle)
    meeting.relationship = circle

    actions.note_who_came(meeting, [mia, noor], by=mia)
    assert [(roll.came, roll.of) for roll in queries.rolls_of([meeting])] == [(2, 4)]

    actions.note_who_came(meeting, [noor], by=mia)
    assert [(roll.came, roll.of) for roll in queries.rolls_of([meeting])] == [(1, 4)]
    assert history_of(meeting)[-1] == "relationships.attendance_noted"


def test_nobody_comes_to_a_meeting_that_is_still_to_be(circle: Relationship, mia: Person) -> None:
    with pytest.raises(Refused):
        actions.note_who_came(book(circle, timezone.now() + timedelta(days=2)), [mia], by=mia)


def test_the_page_does_it_all(client: Client, circle: Relationship, noor: Person) -> None:
    client.force_login(noor)
    page = f"/pairs/{circle.pk}/circle/"

    client.post(page, {"text": "Saying no to my own boss"})
    topic = Topic.objects.get()
    client.post(f"{page}topics/{topic.pk}/talked/")
    coming, met = book(circle, timezone.now() + timedelta(days=2)), meet(circle)
    client.post(f"{page}meetings/{coming.pk}/duty/", {"duty": "notes"})
    client.post(f"{page}meetings/{met.pk}/who/", {"came": [noor.pk]})
    said = client.get(page).content.decode()

    assert "Saying no to my own boss" in said
    assert "1 of 4" in said
    assert Turn.objects.get().person == noor


def test_an_empty_topic_is_said_beside_the_field(client: Client, circle: Relationship, noor: Person) -> None:
    client.force_login(noor)

    assert client.post(f"/pairs/{circle.pk}/circle/", {"text": " "}).status_code == 422


def test_a_stranger_finds_no_circle_and_a_pair_has_no_such_page(
    client: Client, circle: Relationship, cohort: Cohort, sam: Person, mia: Person
) -> None:
    client.force_login(sam)
    assert client.get(f"/pairs/{circle.pk}/circle/").status_code == 404

    Relationship.objects.filter(pk=circle.pk).update(format=Program.Format.ONE_TO_ONE)
    client.force_login(mia)
    assert client.get(f"/pairs/{circle.pk}/circle/").status_code == 404


def test_leaving_asks_first(client: Client, circle: Relationship, noor: Person) -> None:
    client.force_login(noor)

    assert "nobody why" in client.get(f"/pairs/{circle.pk}/circle/leave/").content.decode()
    assert client.post(f"/pairs/{circle.pk}/circle/leave/").status_code == 302
    assert client.get(f"/pairs/{circle.pk}/circle/").status_code == 404
