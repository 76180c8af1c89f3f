"""Asking the leaders, and answering by link."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, mail_sent, notices_to
from tests.factories import make_person
from trellis.common.errors import Refused
from trellis.notifications.models import Notice
from trellis.people import links
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.questions.models import Response
from trellis.strategy import actions, notices, queries
from trellis.strategy.models import Leader, Session

LEADERS = "/programs/first-year-forward/autumn-2026/strategy/leaders/"


def link_of(leader: Leader) -> str:
    return Notice.objects.get(person=leader.person, name="strategy/invited").link


def test_a_leader_is_found_by_address_asked_once_and_told(
    client: Client,
    olga: Person,
    cohort: Cohort,
    sam: Person,
    mailoutbox: list[object],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client.force_login(olga)
    assert "Ask Sam" in client.get(LEADERS, {"q": "sam@kestrelbay.example"}).content.decode()

    with django_capture_on_commit_callbacks(execute=True):
        for _time in range(2):
            client.post(LEADERS, {"person": sam.pk})

    leader = Leader.objects.get()
    assert leader.person == sam
    assert notices_to(sam) == ["strategy/invited"]
    assert history_of(leader) == ["strategy.invited"]
    assert mail_sent(mailoutbox) == [(sam.email, "Five questions about First Year Forward")]


def test_people_who_are_not_visible_are_not_found_by_name(
    client: Client, olga: Person, cohort: Cohort, sam: Person
) -> None:
    client.force_login(olga)

    page = client.get(LEADERS, {"q": "okonkwo"}).content.decode()

    assert "Nobody you can see is called" in page
    assert "Ask Sam" not in page


def test_the_five_questions_are_answered_by_link_without_signing_in(
    client: Client, adaeze: Leader, session: Session
) -> None:
    link = link_of(adaeze)
    page = client.get(link).content.decode()
    assert page.count("<textarea") == 5
    assert not Response.objects.exists()

    client.post(link, {"q-problem": "New nurses leave.", "do": "save"})
    assert "New nurses leave." in client.get(link).content.decode()
    assert queries.side_by_side(session, [adaeze])[0].voices == []

    client.post(link, {"q-problem": "New nurses leave.", "q-change": "Fewer go."})
    adaeze.refresh_from_db()

    blocks = queries.side_by_side(session, [adaeze])
    assert [[voice.text for voice in block.voices] for block in blocks] == [
        ["New nurses leave."],
        [],
        [],
        ["Fewer go."],
        [],
    ]
    assert history_of(adaeze) == ["strategy.invited", "strategy.answered"]


def test_answers_can_change_until_the_questions_close(
    client: Client, adaeze: Leader, session: Session, olga: Person
) -> None:
    link = link_of(adaeze)
    client.post(link, {"q-problem": "One"})
    client.post(link, {"q-problem": "Two"})
    actions.close(session, by=olga)

    client.post(link, {"q-problem": "Three"})

    assert queries.side_by_side(session, [adaeze])[0].voices[0].text == "Two"
    assert "The questions are closed." in client.get(link).content.decode()

    actions.reopen(session, by=olga)
    client.post(link, {"q-problem": "Three"})
    assert queries.side_by_side(session, [adaeze])[0].voices[0].text == "Three"


def test_a_changed_link_and_the_link_of_somebody_taken_off_lead_nowhere(
    client: Client, adaeze: Leader, olga: Person
) -> None:
    link = link_of(adaeze)
    assert client.get(link.replace("/l/strategy/", "/l/strategy/x")).status_code == 409

    actions.uninvite(adaeze, by=olga)

    assert client.get(link).status_code == 404


def test_a_link_for_signing_does_not_answer(client: Client, adaeze: Leader) -> None:
    token = links.sign(notices.SIGN, adaeze.person, adaeze.pk)

    assert client.get(f"/l/strategy/{token}/").status_code == 409


def test_a_leader_who_signs_in_answers_there_and_others_find_nothing(
    client: Client, adaeze: Leader, sam: Person, olga: Person, session: Session
) -> None:
    for person, status in [(sam, 404), (olga, 404), (adaeze.person, 200)]:
        client.force_login(person)
        assert client.get(f"/strategy/{session.pk}/").status_code == status


def test_those_who_lead_hear_when_the_last_one_has_answered(adaeze: Leader, minh: Leader, olga: Person) -> None:
    actions.answer(adaeze, {"problem": "A"})
    assert "strategy/all_answered" not in notices_to(olga)

    actions.answer(minh, {"problem": "B"})
    actions.answer(minh, {"problem": "B again"})

    assert notices_to(olga).count("strategy/all_answered") == 1


def test_remind_is_refused_after_an_answer_and_twice_a_day(adaeze: Leader, minh: Leader, olga: Person) -> None:
    actions.remind(minh, by=olga)
    with pytest.raises(Refused, match="less than a day ago"):
        actions.remind(minh, by=olga)
    actions.answer(adaeze, {"problem": "A"})
    with pytest.raises(Refused, match="has answered already"):
        actions.remind(adaeze, by=olga)

    assert notices_to(minh.person) == ["strategy/invited", "strategy/reminded"]


def test_who_has_answered_stays_on_the_list(adaeze: Leader, olga: Person) -> None:
    actions.answer(adaeze, {"problem": "A"})

    with pytest.raises(Refused, match="stays on the list"):
        actions.uninvite(adaeze, by=olga)


def test_agree_writes_what_was_agreed_and_a_file_has_it_all(
    client: Client, adaeze: Leader, minh: Leader, olga: Person, session: Session
) -> None:
    actions.answer(adaeze, {"problem": "=1+1"})
    actions.answer(minh, {"problem": "It costs us."})
    client.force_login(olga)

    client.post(LEADERS.replace("leaders/", "answers/problem/"), {"problem-text": "New nurses leave."})
    page = client.get(LEADERS.replace("leaders", "answers")).content.decode()
    file = client.get(LEADERS.replace("leaders/", "answers/file/")).content.decode("utf-8-sig")

    assert "New nurses leave." in page
    assert file.splitlines() == [
        "Question,Who,Answer",
        "What could mentoring help with here?,Adaeze Oyelaran,'=1+1",
        "What could mentoring help with here?,Minh Châu Đặng,It costs us.",
        "What could mentoring help with here?,Agreed answer,New nurses leave.",
    ]
    assert "strategy.agreed" in history_of(session)


@pytest.mark.parametrize("path", ["", "leaders/", "answers/", "answers/file/", "charter/", "charter/edit/"])
def test_strangers_and_participants_find_nothing(
    client: Client, adaeze: Leader, sam: Person, rui: Person, mia_mentors: object, mia: Person, path: str
) -> None:
    for person, status in [(sam, 404), (rui, 404), (mia, 403), (adaeze.person, 404)]:
        client.force_login(person)
        assert client.get(LEADERS.replace("leaders/", path)).status_code == status


def test_the_side_by_side_page_asks_the_same_number_of_queries_however_many_answer(
    client: Client, session: Session, olga: Person, django_assert_max_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(6):
        actions.answer(actions.invite(session, make_person(), by=olga), {"problem": f"Answer {number}"})
    client.force_login(olga)
    client.get("/notices/")

    with django_assert_max_num_queries(20):  # type: ignore[operator]
        page = client.get(LEADERS.replace("leaders", "answers"))

    assert "Answer 5" in page.content.decode()
