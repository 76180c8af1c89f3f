"""The charter: drafted from agreed answers, sent, signed, sent back, changed."""

from __future__ import annotations

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Refused
from trellis.notifications.models import Notice
from trellis.people.models import Person
from trellis.programs.models import Cohort, Stage, TeamMember
from trellis.strategy import actions, charters, objectives, queries
from trellis.strategy.models import Charter, Leader, Objective, Session

STRATEGY = "/programs/first-year-forward/autumn-2026/strategy/"


def states(cohort: Cohort) -> list[tuple[int, str]]:
    return list(cohort.charters.order_by("version").values_list("version", "state"))


def link_to_sign(person: Person) -> str:
    return Notice.objects.filter(person=person, name="strategy/charter_to_sign").latest("pk").link


def test_a_draft_begins_with_the_agreed_answers_and_the_design(cohort: Cohort, session: Session, olga: Person) -> None:
    actions.agree(session, "problem", "New nurses leave.", by=olga)

    charter = charters.draft(cohort, by=olga)

    assert charter.texts["problem"] == "New nurses leave."
    assert charter.texts["form"] == (
        "One to one, for 9 months. They meet every 2 weeks for 45 minutes. Who matches: A coordinator decides."
    )
    assert charter.texts["roles"] == "Olga Santangelo, Program manager"
    assert charter.texts["budget"] == ""
    assert charters.draft(cohort, by=olga) == charter


def test_two_editors_do_not_overwrite_each_other(draft: Charter, olga: Person) -> None:
    read_at = draft.edits
    charters.change(draft, {"problem": "First"}, by=olga, edits=read_at)

    with pytest.raises(Refused, match="Somebody else changed"):
        charters.change(draft, {"problem": "Second"}, by=olga, edits=read_at)

    assert Charter.objects.get().texts == {"problem": "First"}


def test_the_second_editor_keeps_what_they_typed(client: Client, draft: Charter, olga: Person) -> None:
    client.force_login(olga)
    charters.change(draft, {**draft.texts, "risks": "Time"}, by=olga, edits=draft.edits)

    answer = client.post(f"{STRATEGY}charter/edit/", {"edits": draft.edits - 1, "problem": "Typed for an hour"})

    assert answer.status_code == 409
    assert "Typed for an hour" in answer.content.decode()


def test_it_is_not_sent_before_it_says_enough(cohort: Cohort, olga: Person, paula: Person) -> None:
    charter = charters.draft(cohort, by=olga)

    with pytest.raises(Refused, match="Write these parts first: The problem, What will change, Who it is for"):
        charters.send(charter, sponsor=paula, by=olga)

    texts = dict.fromkeys(charters.NEEDED, "Text")
    charters.change(charter, texts, by=olga, edits=charter.edits)
    with pytest.raises(Refused, match="Set an objective first"):
        charters.send(charter, sponsor=paula, by=olga)


def test_who_runs_the_program_does_not_sign_it(draft: Charter, olga: Person) -> None:
    with pytest.raises(Refused, match="from outside"):
        charters.send(draft, sponsor=olga, by=olga)


def test_send_asks_the_sponsor_who_joins_the_team(client: Client, draft: Charter, olga: Person, paula: Person) -> None:
    client.force_login(olga)

    client.post(f"{STRATEGY}charter/send/", {"email": "Paula@kestrelbay.example"})

    draft.refresh_from_db()
    assert (draft.state, draft.sponsor, draft.objectives[0]["statement"]) == ("sent", paula, "48 pairs")
    assert TeamMember.objects.get(person=paula).role == "sponsor"
    assert notices_to(paula) == ["strategy/charter_to_sign"]
    assert history_of(draft)[-1] == "strategy.charter_sent"


def test_an_unknown_address_is_sent_back(client: Client, draft: Charter, olga: Person) -> None:
    client.force_login(olga)

    page = client.post(f"{STRATEGY}charter/send/", {"email": "nobody@kestrelbay.example"}).content.decode()
    empty = client.post(f"{STRATEGY}charter/send/", {"email": ""}).content.decode()

    assert "Nobody here has this address" in page
    assert "Fill this in." in empty


def test_the_sponsor_signs_by_link_and_design_begins(
    client: Client, sent: Charter, cohort: Cohort, paula: Person, olga: Person
) -> None:
    link = link_to_sign(paula)
    page = client.get(link).content.decode()
    assert "One in five leaves." in page
    assert "48 pairs" in page

    client.post(link, {"name": "Paula Lindqvist", "do": "sign"})

    sent.refresh_from_db()
    cohort.refresh_from_db()
    assert (sent.state, sent.signed_name, sent.is_as_signed) == ("signed", "Paula Lindqvist", True)
    assert len(sent.signed_digest) == 64
    assert cohort.stage == Stage.DESIGN
    assert notices_to(olga) == ["strategy/charter_signed"]
    assert history_of(sent)[-1] == "strategy.charter_signed"
    assert "You signed this charter." in client.get(link).content.decode()


def test_the_sponsor_signs_on_the_page_too(client: Client, sent: Charter, paula: Person) -> None:
    client.force_login(paula)
    assert "Sign the charter" in client.get(f"{STRATEGY}charter/").content.decode()

    short = client.post(f"{STRATEGY}charter/sign/", {"name": "P"})
    client.post(f"{STRATEGY}charter/sign/", {"name": "Paula Lindqvist"})

    assert "Sign the charter" in short.content.decode()
    sent.refresh_from_db()
    assert sent.state == "signed"


def test_signing_twice_is_refused(sent: Charter, paula: Person) -> None:
    charters.sign(sent, name="Paula Lindqvist", by=paula)

    with pytest.raises(Refused, match="Signed"):
        charters.sign(sent, name="Paula Lindqvist", by=paula)


def test_nobody_else_signs(client: Client, sent: Charter, olga: Person, sam: Person, ada: Person) -> None:
    with pytest.raises(Refused, match="Only the sponsor"):
        charters.sign(sent, name="Olga", by=olga)
    for person, status in [(olga, 403), (sam, 404), (ada, 403)]:
        client.force_login(person)
        assert client.post(f"{STRATEGY}charter/sign/", {"name": "Somebody"}).status_code == status


def test_a_text_changed_behind_our_back_shows(sent: Charter, paula: Person) -> None:
    charters.sign(sent, name="Paula Lindqvist", by=paula)

    Charter.objects.update(texts={"problem": "Another"})

    assert not Charter.objects.get().is_as_signed


def test_sent_back_with_a_comment_the_next_version_begins_with_the_same_texts(
    client: Client, sent: Charter, cohort: Cohort, paula: Person, olga: Person
) -> None:
    client.post(link_to_sign(paula), {"back-comment": "Say what it costs.", "do": "return"})
    client.force_login(olga)
    assert "Say what it costs." in client.get(STRATEGY).content.decode()

    client.post(f"{STRATEGY}charter/draft/")

    assert states(cohort) == [(1, "returned"), (2, "draft")]
    assert cohort.charters.get(version=2).texts == sent.texts
    assert notices_to(olga) == ["strategy/charter_returned"]
    assert "Say what it costs." not in Notice.objects.get(person=olga).body


def test_taking_it_back_withdraws_it_and_its_link(
    client: Client, sent: Charter, cohort: Cohort, paula: Person, olga: Person
) -> None:
    link = link_to_sign(paula)

    charters.draft(cohort, by=olga)

    assert states(cohort) == [(1, "withdrawn"), (2, "draft")]
    assert "There is a newer version." in client.get(link).content.decode()
    client.post(link, {"name": "Paula Lindqvist", "do": "sign"})
    assert states(cohort) == [(1, "withdrawn"), (2, "draft")]


def test_a_change_after_signing_is_a_new_version_to_sign(
    sent: Charter, cohort: Cohort, paula: Person, olga: Person
) -> None:
    charters.sign(sent, name="Paula Lindqvist", by=paula)
    draft = charters.draft(cohort, by=olga)
    charters.change(draft, {**draft.texts, "risks": "Winter"}, by=olga, edits=draft.edits)
    assert queries.signed_charter(cohort) == sent

    charters.send(draft, sponsor=paula, by=olga)
    charters.sign(draft, name="Paula Lindqvist", by=paula)

    assert states(cohort) == [(1, "replaced"), (2, "signed")]


def test_objectives_are_frozen_while_the_charter_waits_and_reopen_it_after(
    sent: Charter, cohort: Cohort, objective: Objective, paula: Person, olga: Person
) -> None:
    with pytest.raises(Refused, match="waits for its signature"):
        objectives.remove(objective, by=olga)

    charters.sign(sent, name="Paula Lindqvist", by=paula)
    objectives.change(objective, statement="60 pairs", by=olga)

    assert states(cohort) == [(1, "signed"), (2, "draft")]
    sent.refresh_from_db()
    assert sent.objectives[0]["statement"] == "48 pairs"
    assert sent.is_as_signed


def test_the_sponsor_reads_the_charter_and_not_the_answers(
    client: Client, adaeze: Leader, sent: Charter, paula: Person
) -> None:
    actions.answer(adaeze, {"problem": "Between us: the ward is badly led."})
    client.force_login(paula)

    page = client.get(STRATEGY).content.decode()

    assert "One in five leaves." in page
    assert "badly led" not in page
    assert "Oyelaran" not in page
    assert client.get(f"{STRATEGY}answers/").status_code == 403


def test_a_sponsor_finds_no_draft(client: Client, sent: Charter, cohort: Cohort, olga: Person, paula: Person) -> None:
    charters.draft(cohort, by=olga)
    client.force_login(paula)

    assert client.get(f"{STRATEGY}charter/?version=2").status_code == 404
    assert "Version 1" in client.get(f"{STRATEGY}charter/").content.decode()


def test_the_manager_sees_each_state_of_the_page(
    client: Client, session: Session, adaeze: Leader, cohort: Cohort, olga: Person, paula: Person, objective: Objective
) -> None:
    client.force_login(olga)
    assert "Build the charter" in client.get(STRATEGY).content.decode()

    client.post(f"{STRATEGY}charter/draft/")
    texts = dict.fromkeys(charters.NEEDED, "Text")
    client.post(f"{STRATEGY}charter/edit/", {"edits": 1, **texts})
    assert "Send for signature" in client.get(STRATEGY).content.decode()

    client.post(f"{STRATEGY}charter/send/", {"email": paula.email})
    assert "waits for the signature of Paula Lindqvist" in client.get(STRATEGY).content.decode()
    assert client.get(f"{STRATEGY}charter/edit/").status_code == 302
