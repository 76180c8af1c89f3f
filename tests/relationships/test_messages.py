"""The conversation of a pair."""

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.programs.models import Program
from trellis.relationships.conversations import actions, queries
from trellis.relationships.conversations.models import Message
from trellis.relationships.pairs.models import Relationship

HTMX = {"HX-Request": "true", "HX-Target": "li#news"}


def read(pair: Relationship) -> list[str]:
    return [one.text for one in queries.open_messages(pair.messages.order_by("pk"), pair.key)]


def test_it_is_sent_and_told_without_its_words(pair: Relationship, mia: Person, noor: Person) -> None:
    actions.send(pair, by=noor, text="Planted secret")
    actions.send(pair, by=noor, text="And another")

    assert read(pair) == ["Planted secret", "And another"]
    assert notices_to(mia)[1:] == ["relationships/message"]
    notice = mia.notices.last()
    assert notice is not None
    assert notice.subject == "You have a new message from Noor"
    assert "Planted" not in notice.body
    assert history_of(pair) == ["relationships.started"]


def test_unread_until_it_is_opened(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    actions.send(pair, by=noor, text="Hello")
    actions.send(pair, by=noor, text="Are you there?")
    assert (queries.count_unread(pair, mia), queries.count_unread(pair, noor)) == (2, 0)
    assert queries.unread(mia) == {pair.pk: 2}

    client.force_login(mia)
    assert '2<span class="visually-hidden"> unread</span>' in client.get(f"/pairs/{pair.pk}/").text
    client.get(f"/pairs/{pair.pk}/messages/")

    assert queries.unread(mia) == {}


def test_reading_never_goes_back(pair: Relationship, mia: Person, noor: Person) -> None:
    first, second = (actions.send(pair, by=noor, text=text) for text in ("one", "two"))

    actions.mark_read(pair, by=mia, last=second.pk)
    actions.mark_read(pair, by=mia, last=first.pk)

    assert queries.count_unread(pair, mia) == 0


def test_the_page_asks_again_and_gets_only_news(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    message = actions.send(pair, by=noor, text="Hello")
    client.force_login(mia)
    address = f"/pairs/{pair.pk}/messages/"

    assert client.get(f"{address}?since={message.pk}", headers=HTMX).status_code == 204
    actions.send(pair, by=noor, text="News")
    answer = client.get(f"{address}?since={message.pk}", headers=HTMX)

    assert "News" in answer.text
    assert "Hello" not in answer.text
    assert "<html" not in answer.text
    assert "There is a new message." in answer.text


def test_right_to_left_and_emoji_come_back_as_written(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)
    words = "مرحبا يا ميا 👋🏽\n\n<script>alert(1)</script> & more"

    page = client.post(f"/pairs/{pair.pk}/messages/", {"text": words}, follow=True)

    assert read(pair) == [words]
    assert "مرحبا يا ميا 👋🏽" in page.text
    assert "<script>alert" not in page.text


def test_an_ended_conversation_is_only_read(client: Client, pair: Relationship, noor: Person) -> None:
    actions.send(pair, by=noor, text="Goodbye")
    Relationship.objects.filter(pk=pair.pk).update(state="closed", closed_at=pair.started_at)
    client.force_login(noor)

    with pytest.raises(Refused):
        actions.send(pair, by=noor, text="One more")
    page = client.post(f"/pairs/{pair.pk}/messages/", {"text": "One more"})

    assert "Goodbye" in page.text
    assert read(pair) == ["Goodbye"]


def test_a_long_conversation_is_paged(client: Client, pair: Relationship, noor: Person, mia: Person) -> None:
    for number in range(60):
        message = Message(relationship=pair, author=mia)
        message.put(pair.key, text=f"number {number}.")
        message.save()
    client.force_login(noor)

    newest = client.get(f"/pairs/{pair.pk}/messages/").text
    oldest = client.get(f"/pairs/{pair.pk}/messages/?page=2").text

    assert ("number 59." in newest, "number 9." in newest) == (True, False)
    assert ("number 59." in oldest, "number 9." in oldest) == (False, True)


def test_where_minors_take_part_it_says_that_it_is_supervised(client: Client, pair: Relationship, noor: Person) -> None:
    actions.send(pair, by=noor, text="Between us")
    Program.objects.update(has_minors=True)
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/messages/", {"text": "Under supervision"}, follow=True)

    assert "This conversation is supervised" in page.text
    assert list(pair.messages.order_by("pk").values_list("is_supervised", flat=True)) == [False, True]


@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
def test_strangers_find_nothing(client: Client, pair: Relationship, request: pytest.FixtureRequest, who: str) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/pairs/{pair.pk}/messages/").status_code == 404
    assert client.post(f"/pairs/{pair.pk}/messages/", {"text": "Hello"}).status_code == 404
