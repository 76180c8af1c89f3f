"""Asking how it goes: when, whom, by link, and what becomes of the answer."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests.cast import history_of, mail_sent, notices_to
from tests.conftest import RunJobs
from tests.pairs import reload
from trellis.care import actions, queries
from trellis.care.models import CheckIn, HelpRequest
from trellis.care.notices import LINK
from trellis.common.errors import Refused
from trellis.notifications.models import Notice
from trellis.people import links
from trellis.people.models import Person
from trellis.relationships.closure import actions as closure
from trellis.relationships.models import Relationship
from trellis.relationships.pairs import actions as pairs

State = CheckIn.State
GOOD = {"worth": 5, "next": 4, "help": False}


def ask_on(pair: Relationship, days: int) -> date:
    """What the clock does that many days after the start."""
    moment = pair.started_at + timedelta(days=days)
    with time_machine.travel(moment, tick=False):
        actions.follow_starts()
        actions.ask_due(moment.date())
    return moment.date()


def asked(person: Person) -> CheckIn:
    found = CheckIn.objects.open().get(person=person)
    found.relationship = reload(found.relationship)
    return found


def test_both_sides_are_drawn_up_once(pair: Relationship, noor: Person, mia: Person) -> None:
    assert actions.follow_starts() == 1
    assert actions.follow_starts() == 0

    days = CheckIn.objects.filter(person=noor).order_by("due_on").values_list("kind", "due_on")
    assert [(kind, (on - pair.started_at.date()).days) for kind, on in days][:2] == [("pulse", 14), ("pulse", 30)]
    assert CheckIn.objects.filter(person=mia).count() == len(days)


def test_it_asks_on_the_day(pair: Relationship, noor: Person, mia: Person) -> None:
    ask_on(pair, 13)
    assert not CheckIn.objects.open().exists()

    ask_on(pair, 14)

    assert {check_in.person for check_in in CheckIn.objects.open()} == {noor, mia}
    assert notices_to(noor)[-1] == notices_to(mia)[-1] == "care/check_in"
    ask_on(pair, 14)
    assert notices_to(noor).count("care/check_in") == 1


def test_it_reminds_once(pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    for days in (18, 19, 20, 25):
        ask_on(pair, days)

    assert notices_to(noor).count("care/check_in") == 2


def test_the_next_one_lets_the_last_go(pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    ask_on(pair, 30)

    states = CheckIn.objects.filter(person=noor).order_by("due_on").values_list("state", flat=True)
    assert list(states)[:2] == [State.LAPSED, State.ASKED]


def test_nobody_is_asked_while_it_rests(pair: Relationship, noor: Person) -> None:
    pairs.pause(pair, by=noor)
    actions.draw_up(pair)

    ask_on(pair, 14)

    assert not CheckIn.objects.open().exists()


def test_nothing_is_asked_once_it_ends(pair: Relationship, olga: Person) -> None:
    ask_on(pair, 14)
    closure.close(pair, by=olga)

    ask_on(pair, 30)

    assert set(CheckIn.objects.values_list("state", flat=True)) == {State.LAPSED}


def test_the_lower_score_counts(pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    check_in = asked(noor)

    actions.answer(check_in, {"worth": 5, "next": 2, "help": False}, by=noor)

    check_in.refresh_from_db()
    assert (check_in.state, check_in.pulse, check_in.is_latest) == (State.ANSWERED, 2, True)
    assert check_in.response is not None
    assert check_in.response.is_submitted
    assert history_of(check_in) == ["care.answered"]


def test_only_the_latest_answer_counts(pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    actions.answer(asked(noor), {"worth": 1, "next": 1}, by=noor)
    ask_on(pair, 30)
    actions.answer(asked(noor), GOOD, by=noor)

    look = queries.looks(pair.cohort, viewer=None)[pair.pk]

    assert look.facts.lowest_pulse == 4
    assert CheckIn.objects.filter(is_latest=True).count() == 1


def test_an_answer_is_given_once_and_only_by_whom_it_is_for(pair: Relationship, noor: Person, mia: Person) -> None:
    ask_on(pair, 14)
    check_in = asked(noor)
    with pytest.raises(Refused):
        actions.answer(check_in, GOOD, by=mia)
    actions.answer(check_in, GOOD, by=noor)

    with pytest.raises(Refused):
        actions.answer(check_in, GOOD, by=noor)


def test_yes_to_help_opens_a_private_request(pair: Relationship, noor: Person, olga: Person) -> None:
    ask_on(pair, 14)

    request = actions.answer(asked(noor), {**GOOD, "help": True}, by=noor, help_text="We talk past each other")

    assert request is not None
    assert [text for _message, text in queries.conversation(request)] == ["We talk past each other"]
    assert notices_to(olga)[-1] == "care/help_asked"
    assert HelpRequest.objects.get().to is None


def test_the_page_asks_and_thanks(client: Client, pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    client.force_login(noor)
    address = f"/checkins/{asked(noor).pk}/"
    assert "Our last meeting was worth the time." in client.get(address).text

    wrong = client.post(address, {"q-worth": "5"})
    assert "Choose one." in wrong.text
    right = client.post(address, {"q-worth": "5", "q-next": "4", "q-help": "no"}, follow=True)

    assert "Thank you, Noor" in right.text
    assert CheckIn.objects.get(person=noor, state=State.ANSWERED).pulse == 4
    assert "Thank you, Noor" in client.get(address).text


def test_it_can_be_skipped(client: Client, pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    check_in = asked(noor)
    client.force_login(noor)

    client.post(f"/checkins/{check_in.pk}/skip/")

    check_in.refresh_from_db()
    assert check_in.state == State.SKIPPED


def test_the_link_answers_without_signing_in(
    client: Client, pair: Relationship, noor: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        ask_on(pair, 14)
    link = Notice.objects.filter(person=noor, name="care/check_in").get().link
    with time_machine.travel(pair.started_at + timedelta(days=15)):
        sent = mail_sent(mailoutbox)
    assert ("noor@kestrelbay.example", "One minute: how is your mentoring going?") in sent

    client.post(link, {"q-worth": "4", "q-next": "3", "q-help": "yes", "help_text": "Time is short"})

    assert CheckIn.objects.get(person=noor, state=State.ANSWERED).pulse == 3
    assert HelpRequest.objects.get().person == noor


def test_a_link_of_another_person_or_purpose_opens_nothing(
    client: Client, pair: Relationship, noor: Person, mia: Person
) -> None:
    ask_on(pair, 14)
    check_in = asked(noor)
    foreign = reverse("care:check_in_link", args=[links.sign(LINK, mia, check_in.pk)])
    other = reverse("care:check_in_link", args=[links.sign("closing", noor, check_in.pk)])

    assert client.get(foreign).status_code == 404
    assert client.get(other).status_code == 409


def test_only_who_is_asked_finds_it(
    client: Client, pair: Relationship, noor: Person, mia: Person, olga: Person, sam: Person
) -> None:
    ask_on(pair, 14)
    check_in = asked(noor)
    for person in (mia, olga, sam):
        client.force_login(person)
        assert client.get(f"/checkins/{check_in.pk}/").status_code == 404
        assert client.post(f"/checkins/{check_in.pk}/skip/").status_code == 404


def test_the_midpoint_has_a_form_for_each_side(pair: Relationship, noor: Person, mia: Person) -> None:
    middle = (pair.ends_on - pair.started_at.date()).days // 2

    ask_on(pair, middle)

    assert notices_to(noor)[-1] == "care/midpoint"
    keys = [actions.questions_for(asked(person)).key for person in (noor, mia)]
    assert keys == ["midpoint-mentee", "midpoint-mentor"]
    actions.answer(asked(noor), {"overall": 5}, by=noor)
    assert CheckIn.objects.get(person=noor, state=State.ANSWERED).pulse is None


def test_what_waits_for_me_is_known_to_my_home(pair: Relationship, noor: Person, sam: Person) -> None:
    ask_on(pair, 14)

    assert [check_in.person for check_in in queries.asks_of(noor)] == [noor]
    assert queries.asks_of(sam) == []


def test_coverage_counts_what_was_asked(pair: Relationship, noor: Person) -> None:
    ask_on(pair, 14)
    actions.answer(asked(noor), GOOD, by=noor)

    assert queries.coverage(pair.cohort) == (1, 2)


def test_the_clock_asks_through_a_job(pair: Relationship, noor: Person, run_jobs: RunJobs) -> None:
    actions.follow_starts()
    with time_machine.travel(pair.started_at + timedelta(days=14), tick=False):
        actions.enqueue_asking()
        run_jobs()

    assert notices_to(noor)[-1] == "care/check_in"
