"""Asking for help: private to whom it is addressed, sealed, answered."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, mail_sent, notices_to
from trellis.care import actions, queries
from trellis.care.models import HelpMessage, HelpRequest
from trellis.common.errors import Refused
from trellis.history.models import Event
from trellis.people.models import Person
from trellis.programs.models import Program
from trellis.relationships.models import Relationship

SECRET = "She reads my messages aloud"
State = HelpRequest.State


@pytest.fixture
def asked(pair: Relationship, noor: Person, olga: Person) -> HelpRequest:
    """Noor asks the team."""
    return actions.ask_for_help(pair.cohort, by=noor, text=SECRET, about=pair)


def test_it_goes_to_the_team_and_is_sealed(asked: HelpRequest, olga: Person, carl: Person, mia: Person) -> None:
    again = actions.ask_for_help(asked.cohort, by=asked.person, text="Again", about=asked.relationship)

    assert SECRET.encode() not in bytes(HelpMessage.objects.filter(request=asked).get().sealed)
    assert notices_to(carl) == ["care/help_asked"]
    assert again.waits_since is not None
    assert "care/help_asked" not in notices_to(mia)


def test_history_and_mail_hold_no_word_and_no_name(
    pair: Relationship, noor: Person, olga: Person, mailoutbox: list[Any], django_capture_on_commit_callbacks: Any
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        actions.ask_for_help(pair.cohort, by=noor, text=SECRET, about=pair)
    mail_sent(mailoutbox)

    event = Event.objects.get(verb="care.help_asked")
    assert (event.by, event.facts) == (None, {})
    to_olga = [message for message in mailoutbox if message.to == [olga.email]]
    assert to_olga
    assert all("Noor" not in message.body and SECRET not in message.body for message in to_olga)


@pytest.mark.parametrize("who", ["mia", "ada", "rui", "sam", "paula"])
def test_nobody_else_finds_it(
    client: Client, asked: HelpRequest, request: pytest.FixtureRequest, who: str, paula: Person
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/help/{asked.pk}/").status_code == 404
    assert client.post(f"/help/{asked.pk}/", {"text": "Hello"}).status_code == 404
    assert client.post(f"/help/{asked.pk}/close/").status_code == 404


def test_the_team_answers(client: Client, asked: HelpRequest, olga: Person, noor: Person) -> None:
    client.force_login(olga)
    assert SECRET in client.get(f"/help/{asked.pk}/").text

    client.post(f"/help/{asked.pk}/", {"text": "Shall we talk tomorrow?"})

    asked.refresh_from_db()
    assert (asked.state, asked.waits_since) == (State.ANSWERED, None)
    assert notices_to(noor)[-1] == "care/help_answered"
    assert history_of(asked) == ["care.help_asked", "care.help_answered"]
    client.force_login(noor)
    assert "Shall we talk tomorrow?" in client.get(f"/help/{asked.pk}/").text


def test_writing_again_waits_again(asked: HelpRequest, olga: Person, noor: Person) -> None:
    actions.write(asked, by=olga, text="Better now?")
    actions.close_request(asked, by=olga)

    actions.write(asked, by=noor, text="Not really")

    asked.refresh_from_db()
    assert asked.state == State.OPEN
    assert asked.waits_since is not None
    assert [text for _message, text in queries.conversation(asked)] == [SECRET, "Better now?", "Not really"]


def test_others_can_neither_write_nor_close(asked: HelpRequest, mia: Person) -> None:
    with pytest.raises(Refused):
        actions.write(asked, by=mia, text="Hm")
    with pytest.raises(Refused):
        actions.close_request(asked, by=mia)


def test_when_the_coordinator_is_the_problem_somebody_else_reads_it(
    client: Client, pair: Relationship, program: Program, olga: Person, noor: Person, paula: Person
) -> None:
    actions.set_policy(program, by=olga, someone_else=paula)
    client.force_login(noor)

    client.post(f"/pairs/{pair.pk}/help/", {"text": SECRET, "to": "else"})

    request = HelpRequest.objects.get()
    assert notices_to(paula) == ["care/help_asked"]
    assert "care/help_asked" not in notices_to(olga)
    client.force_login(olga)
    assert client.get(f"/help/{request.pk}/").status_code == 404
    assert queries.looks(pair.cohort, viewer=olga)[pair.pk].signals == []
    client.force_login(paula)
    assert SECRET in client.get(f"/help/{request.pk}/").text


def test_nobody_else_can_be_asked_instead(pair: Relationship, noor: Person, sam: Person) -> None:
    with pytest.raises(Refused):
        actions.ask_for_help(pair.cohort, by=noor, text=SECRET, about=pair, to=sam)


def test_the_page_of_the_pair_sends_it(client: Client, pair: Relationship, noor: Person, mia: Person) -> None:
    client.force_login(noor)
    address = f"/pairs/{pair.pk}/help/"
    assert "Mia never sees it" in client.get(address).text

    page = client.post(address, {"text": SECRET}, follow=True)

    assert "Sent, in private." in page.text
    assert SECRET in page.text
    client.force_login(mia)
    assert "From" not in client.get(address).text.split("Your conversations")[1].split("In danger")[0]


def test_a_message_without_words_is_not_sent(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/help/", {"text": "  "})

    assert "Fill this in." in page.text
    assert not HelpRequest.objects.exists()


def test_the_list_shows_who_waits(client: Client, asked: HelpRequest, olga: Person, rui: Person) -> None:
    address = f"/programs/{asked.cohort.program.slug}/{asked.cohort.slug}/support/help/"
    client.force_login(olga)
    page = client.get(address).text
    assert "Noor El-Amin" in page
    assert SECRET not in page

    client.force_login(rui)
    assert client.get(address).status_code == 404


def test_without_its_key_nothing_can_be_read(asked: HelpRequest) -> None:
    assert asked.key is not None
    asked.key.delete()
    asked.refresh_from_db()

    assert [text for _message, text in queries.conversation(asked)] == [""]
