"""Circles and pairs of peers: found, changed by hand, asked, begun."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from tests.cast import history_of, notices_to
from tests.conftest import RunJobs
from tests.factories import make_participation, make_person
from trellis.common.errors import Kind, Refused
from trellis.history.actions import undo
from trellis.matching.actions import change_settings
from trellis.matching.circles import actions
from trellis.matching.models import Circle, Grouping, Seat
from trellis.people.models import Person, PersonSkill, Skill
from trellis.programs.models import Cohort, Participation, Program, Role
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairs

State, Answer = Grouping.State, Circle.Answer


def give_form(cohort: Cohort, form: str) -> Cohort:
    Program.objects.filter(pk=cohort.program_id).update(format=form, mentor_capacity=8)
    return Cohort.objects.select_related("program").get(pk=cohort.pk)


@pytest.fixture
def circling(cohort: Cohort) -> Cohort:
    return give_form(cohort, Program.Format.GROUP)


@pytest.fixture
def peering(cohort: Cohort) -> Cohort:
    return give_form(cohort, Program.Format.PEER)


def learns(cohort: Cohort, skill: str = "", **fields: Any) -> Participation:
    """Somebody who is ready and wants to learn that."""
    person = make_person(**fields)
    if skill:
        wanted = Skill.objects.get_or_create(name=skill)[0]
        PersonSkill.objects.create(person=person, skill=wanted, kind=PersonSkill.Kind.WANTED, level=3)
    return make_participation(cohort, Role.MENTEE, person=person)


def found(cohort: Cohort, run_jobs: RunJobs, by: Person, **asked: object) -> Grouping:
    grouping = actions.look_for_circles(cohort, by=by, **asked)  # type: ignore[arg-type]
    run_jobs()
    grouping.refresh_from_db()
    return grouping


def members(circle: Circle) -> set[int]:
    return set(circle.seats.values_list("participation", flat=True))


def everybody_says_yes(circle: Circle) -> Circle:
    for seat in circle.seats.select_related("participation__person"):
        circle = actions.answer_circle(circle, by=seat.participation.person, yes=True)
    if circle.facilitator:
        circle = actions.answer_circle(circle, by=circle.facilitator.person, yes=True)
    return circle


def test_people_who_want_the_same_are_put_together(circling: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    leading = {learns(circling, "Leading").pk for _ in range(4)}
    writing = {learns(circling, "Writing").pk for _ in range(4)}

    grouping = found(circling, run_jobs, olga, least=4, most=4)

    circles = list(grouping.circles.order_by("topic"))
    assert grouping.state == State.REVIEW
    assert [(one.topic, members(one)) for one in circles] == [("Leading", leading), ("Writing", writing)]
    assert (grouping.placed, grouping.possible) == (8, 8)
    assert history_of(grouping) == ["matching.circles_looked_for", "matching.circles_found"]


def test_somebody_leads_when_somebody_can(circling: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    mentor = make_participation(circling, Role.MENTOR, capacity=5)
    for _ in range(4):
        learns(circling)

    grouping = found(circling, run_jobs, olga, least=3, most=5)

    circle = grouping.circles.get()
    assert circle.facilitator == mentor
    assert circle.seats.count() == 4


def test_two_of_one_line_are_never_in_one_circle(circling: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    make_participation(circling, Role.MENTOR, capacity=8)
    boss = learns(circling)
    report = learns(circling, manager=boss.person)
    for _ in range(3):
        learns(circling)

    grouping = found(circling, run_jobs, olga, least=3, most=8)

    assert not {boss.pk, report.pk} <= members(grouping.circles.get())
    assert grouping.seats.get(circle=None).nobody == "line"


def test_nobody_is_alone_who_asked_not_to_be(circling: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    for site in ("Harbour", "Harbour", "Harbour", "Harbour", "Moorside", "Moorside", "Moorside", "Lisbon"):
        learns(circling, site=site)
    lone = Participation.objects.get(person__site="Lisbon")
    actions.wish_for_company(lone, not_alone=True, by=lone.person)

    grouping = found(circling, run_jobs, olga, least=3, most=4, kind="site")

    assert Seat.objects.get(grouping=grouping, participation=lone).circle is None


def test_peers_come_in_twos_as_many_as_can(peering: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    for _ in range(5):
        learns(peering, "Leading", languages=["en"], site="Harbour")

    grouping = found(peering, run_jobs, olga, least=4, most=6)

    assert [len(members(one)) for one in grouping.circles.all()] in ([2, 2], [])
    assert grouping.placed == grouping.possible


def test_a_pair_program_has_no_circles(cohort: Cohort, olga: Person) -> None:
    with pytest.raises(Refused):
        actions.look_for_circles(cohort, by=olga)


def test_a_second_search_waits_for_the_first(circling: Cohort, olga: Person) -> None:
    actions.look_for_circles(circling, by=olga)

    with pytest.raises(Refused):
        actions.look_for_circles(circling, by=olga)


@pytest.fixture
def two(circling: Cohort, olga: Person, run_jobs: RunJobs) -> Grouping:
    """Two circles of four with room for one more each."""
    for _ in range(8):
        learns(circling)
    return found(circling, run_jobs, olga, least=3, most=5)


def test_somebody_is_moved_and_moved_back(two: Grouping, olga: Person) -> None:
    seat = two.seats.placed().first()
    assert seat
    assert seat.circle_id
    before, other = seat.circle, two.circles.exclude(pk=seat.circle_id).get()

    event = actions.put(seat, other, by=olga)

    seat.refresh_from_db()
    assert seat.circle == other
    undo(event, by=olga)
    seat.refresh_from_db()
    assert seat.circle == before


def test_a_full_circle_and_ones_own_place_are_refused(two: Grouping, olga: Person) -> None:
    first, second = two.circles.order_by("number")
    seat, other = first.seats.order_by("pk")[:2]
    with pytest.raises(Refused):
        actions.put(seat, first, by=olga)

    actions.put(seat, second, by=olga)
    with pytest.raises(Refused) as refused:
        actions.put(other, second, by=olga)

    assert refused.value.kind == Kind.FULL


def test_a_line_is_kept_apart_by_hand_too(two: Grouping, olga: Person) -> None:
    first, second = two.circles.order_by("number")
    seat, boss = first.seats.order_by("pk")[0], second.seats.order_by("pk")[0]
    Person.objects.filter(pk=seat.participation.person_id).update(manager=boss.participation.person)

    with pytest.raises(Refused) as refused:
        actions.put(seat, second, by=olga)

    assert refused.value.kind == Kind.NOT_ALLOWED


def test_everybody_is_asked_and_who_says_yes_begins(two: Grouping, olga: Person) -> None:
    asked = actions.ask(two, by=olga)

    circle = everybody_says_yes(two.circles.order_by("number")[0])

    assert asked == 8
    assert circle.state == Circle.State.STARTED
    assert circle.relationship
    assert circle.relationship.parties.count() == 4
    person = circle.relationship.parties.first().person  # type: ignore[union-attr]
    assert notices_to(person) == ["matching/circle_asked", "relationships/circle_started"]


def test_it_falls_when_too_few_say_yes(two: Grouping, olga: Person) -> None:
    actions.ask(two, by=olga)
    circle = two.circles.order_by("number")[0]
    people = [seat.participation.person for seat in circle.seats.select_related("participation__person")]

    for number, person in enumerate(people):
        circle = actions.answer_circle(circle, by=person, yes=number == 0)

    assert circle.state == Circle.State.FELL
    assert notices_to(people[0])[-1] == "matching/circle_fell"
    assert notices_to(people[1])[-1] == "matching/circle_asked"
    assert not Relationship.objects.exists()


def test_no_answer_counts_as_no_after_the_last_day(two: Grouping, olga: Person) -> None:
    actions.ask(two, by=olga)
    circle = two.circles.order_by("number")[0]
    for seat in list(circle.seats.select_related("participation__person"))[:3]:
        actions.answer_circle(circle, by=seat.participation.person, yes=True)

    settled = actions.settle_circles(today=timezone.now().date() + timedelta(days=30))

    circle.refresh_from_db()
    assert settled == 2
    assert circle.state == Circle.State.STARTED
    assert circle.relationship
    assert circle.relationship.parties.count() == 3


def test_an_answer_is_given_once_and_only_by_who_is_asked(two: Grouping, olga: Person, sam: Person) -> None:
    actions.ask(two, by=olga)
    circle = two.circles.order_by("number")[0]
    person = circle.seats.select_related("participation__person")[0].participation.person
    actions.answer_circle(circle, by=person, yes=True)

    for who in (person, sam):
        with pytest.raises(Refused):
            actions.answer_circle(circle, by=who, yes=False)


def test_a_manager_who_came_meanwhile_keeps_them_from_beginning(two: Grouping, olga: Person) -> None:
    actions.ask(two, by=olga)
    circle = two.circles.order_by("number")[0]
    first, second = (seat.participation.person for seat in circle.seats.select_related("participation__person")[:2])
    Person.objects.filter(pk=first.pk).update(manager=second)

    circle = everybody_says_yes(circle)

    assert circle.state == Circle.State.FELL


def test_peers_begin_when_both_said_yes(peering: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    for _ in range(2):
        learns(peering, languages=["en"], site="Harbour", communication="direct")
    change_settings(peering, by=olga, floor=0)
    grouping = found(peering, run_jobs, olga)
    actions.ask(grouping, by=olga)

    circle = everybody_says_yes(grouping.circles.get())

    assert circle.relationship
    assert [party.role for party in circle.relationship.parties.all()] == [Role.MENTEE, Role.MENTEE]


def test_one_no_is_enough_for_peers(peering: Cohort, olga: Person, run_jobs: RunJobs) -> None:
    one, other = (learns(peering) for _ in range(2))
    change_settings(peering, by=olga, floor=0)
    grouping = found(peering, run_jobs, olga)
    actions.ask(grouping, by=olga)

    circle = actions.answer_circle(grouping.circles.get(), by=one.person, yes=False)

    assert circle.state == Circle.State.FELL
    assert notices_to(other.person) == ["matching/peer_asked"]  # who hasn't said yes hears nothing more


def test_somebody_joins_a_running_circle_under_the_same_rules(
    client: Client, circling: Cohort, olga: Person, mia: Person
) -> None:
    mentor = make_participation(circling, Role.MENTOR, person=mia, capacity=8)
    running = pairs.start(circling, mentors=[mentor], mentees=[learns(circling) for _ in range(3)], by=olga, name="On")
    newcomer, report = learns(circling), learns(circling, manager=mia)
    client.force_login(olga)
    page = f"/match/circles/join/{running.pk}/"

    client.post(page, {"participation": newcomer.pk})
    client.post(page, {"participation": report.pk})

    here = set(Relationship.objects.with_people().get(pk=running.pk).parties.values_list("person", flat=True))
    assert newcomer.person_id in here
    assert report.person_id not in here


def test_the_pages_do_it_all(client: Client, two: Grouping, olga: Person) -> None:
    client.force_login(olga)
    address = f"/programs/{two.cohort.program.slug}/{two.cohort.slug}/match/circles/"
    shown = client.get(address).content.decode()
    circle = two.circles.order_by("number")[0]
    seat = circle.seats.order_by("pk")[0]

    client.post(f"/match/circles/{circle.pk}/name/", {"topic": "Leading without a title"})
    client.post(f"/match/seats/{seat.pk}/put/", {"circle": ""})
    changed = client.get(address).content.decode()
    client.post(f"{address}ask/")
    person = circle.seats.select_related("participation__person")[0].participation.person
    client.force_login(person)
    asked = client.get(f"/circles/{circle.pk}/").content.decode()
    client.post(f"/circles/{circle.pk}/", {"answer": "yes"})

    assert "Ask the people" in shown
    assert "Leading without a title" in changed
    assert "taken out by hand" in changed
    assert "Yes, I’d like that" in asked
    assert "You said yes." in client.get(f"/circles/{circle.pk}/").content.decode()


def test_a_stranger_finds_nothing(client: Client, two: Grouping, olga: Person, sam: Person) -> None:
    circle = two.circles.order_by("number")[0]
    client.force_login(sam)
    assert client.get(f"/programs/{two.cohort.program.slug}/{two.cohort.slug}/match/circles/").status_code == 404
    assert client.get(f"/circles/{circle.pk}/").status_code == 404
    person = circle.seats.select_related("participation__person")[0].participation.person
    client.force_login(person)
    assert client.get(f"/circles/{circle.pk}/").status_code == 404  # before anybody is asked
