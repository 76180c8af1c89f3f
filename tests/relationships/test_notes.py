"""Notes for oneself, and notes for both."""

from typing import Any

import pytest
from django.test import Client

from tests.cast import history_of, notices_to
from trellis.common.errors import Kind, Refused
from trellis.people.models import Person
from trellis.privacy.keys import Unreadable
from trellis.relationships.conversations import actions, queries
from trellis.relationships.conversations.models import Note
from trellis.relationships.pairs.models import Relationship

LONG = "Ich fühle mich sicherer. " * 1999 + "ثقة 🌱"


@pytest.fixture
def private(pair: Relationship, noor: Person) -> Note:
    return actions.write_note(pair, by=noor, text="I looked at the other job.")


@pytest.fixture
def shared(pair: Relationship, noor: Person) -> Note:
    return actions.write_note(pair, by=noor, text="Three things I will try.", audience="shared")


def texts_for(person: Person, pair: Relationship, show: str = "") -> list[str]:
    rows = queries.notes_for(person, pair, show=show)
    return [one.text for one in queries.open_notes(rows, pair, person)]


def test_a_private_note_is_its_authors_alone(pair: Relationship, private: Note, mia: Person, noor: Person) -> None:
    assert texts_for(noor, pair) == ["I looked at the other job."]
    assert texts_for(mia, pair) == []
    assert queries.count_notes(pair, mia) == 0


def test_the_partners_key_never_opens_it(pair: Relationship, private: Note, mia: Person) -> None:
    for key in (pair.key, queries.own_key(pair, mia)):
        with pytest.raises(Unreadable):
            private.texts(key)


def test_a_shared_note_is_for_both_and_told_once(pair: Relationship, shared: Note, mia: Person, noor: Person) -> None:
    actions.write_note(pair, by=noor, text="Another.", audience="shared")

    assert texts_for(mia, pair) == ["Another.", "Three things I will try."]
    assert notices_to(mia)[1:] == ["relationships/note_shared"]


def test_nothing_of_it_is_in_the_programs_history(pair: Relationship, private: Note, shared: Note) -> None:
    assert history_of(private) == history_of(shared) == []
    assert history_of(pair) == ["relationships.started"]


def test_edited_it_keeps_how_it_read(shared: Note, noor: Person, pair: Relationship) -> None:
    actions.edit_note(shared, by=noor, text="Four things.", version=1)

    assert texts_for(noor, pair) == ["Four things."]
    assert [(one.number, one.text) for one in queries.versions_of(shared)] == [(1, "Three things I will try.")]


def test_edited_in_two_windows_the_second_is_told(client: Client, shared: Note, noor: Person) -> None:
    actions.edit_note(shared, by=noor, text="Four things.", version=1)
    client.force_login(noor)

    page = client.post(
        f"/pairs/{shared.relationship_id}/notes/{shared.pk}/edit/", {"version": 1, "text": "Five things."}
    )

    assert "changed in another window" in page.text
    assert "Five things." in page.text
    assert queries.read_note(Note.objects.select_related("relationship__key").get(pk=shared.pk)) == "Four things."


def test_nobody_edits_what_the_other_wrote(client: Client, shared: Note, mia: Person) -> None:
    with pytest.raises(Refused):
        actions.edit_note(shared, by=mia, text="Mine now.", version=1)

    client.force_login(mia)
    assert client.get(f"/pairs/{shared.relationship_id}/notes/{shared.pk}/edit/").status_code == 403


def test_shared_later_only_what_it_says_now(pair: Relationship, private: Note, mia: Person, noor: Person) -> None:
    actions.edit_note(private, by=noor, text="I might look at other jobs.", version=1)

    actions.share_note(private, by=noor)

    assert texts_for(mia, pair) == ["I might look at other jobs."]
    assert queries.versions_of(private) == []
    with pytest.raises(Refused) as refused:
        actions.share_note(private, by=noor)
    assert refused.value.kind == Kind.TOO_LATE


def test_a_private_note_can_be_thrown_away_after_the_end_too(pair: Relationship, private: Note, noor: Person) -> None:
    Relationship.objects.filter(pk=pair.pk).update(state="closed", closed_at=pair.started_at)

    actions.remove_note(private, by=noor)

    assert Note.objects.count() == 0


def test_a_shared_note_stays(shared: Note, noor: Person) -> None:
    with pytest.raises(Refused):
        actions.remove_note(shared, by=noor)


def test_without_the_key_there_is_nothing_to_read(pair: Relationship, private: Note, noor: Person) -> None:
    key = queries.own_key(pair, noor)
    assert key is not None
    key.delete()

    assert texts_for(noor, pair) == [""]


def test_the_pages_from_an_envelope_to_the_table(client: Client, pair: Relationship, mia: Person, noor: Person) -> None:
    base = f"/pairs/{pair.pk}/notes/"
    client.force_login(noor)
    client.post(base, {"who": "private", "text": LONG})
    note = pair.notes.get()
    assert LONG.strip() in client.get(base).text
    assert "Private, only you can read this" in client.get(base).text
    assert LONG.strip() in client.get(f"{base}mine.txt").text

    client.post(f"{base}{note.pk}/edit/", {"version": 1, "text": "Shorter."})
    assert LONG.strip() in client.get(f"{base}{note.pk}/history/").text
    assert "Share this with Mia?" in client.get(f"{base}{note.pk}/share/").text
    client.post(f"{base}{note.pk}/share/")

    client.force_login(mia)
    page = client.get(base)
    assert "Shorter." in page.text
    assert "Written by Noor" in page.text
    assert LONG.strip() not in client.get(f"{base}{note.pk}/history/").text


def test_too_long_a_note_is_kept_in_the_box(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)

    page = client.post(f"/pairs/{pair.pk}/notes/", {"who": "private", "text": "x" * 50_001})

    assert page.text.count("x" * 50_001) == 1
    assert Note.objects.count() == 0


def test_nothing_chosen_means_nobody_else(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)

    client.post(f"/pairs/{pair.pk}/notes/", {"text": "For whom?"})

    assert Note.objects.count() == 0


def test_the_same_form_sent_twice_writes_once(client: Client, pair: Relationship, noor: Person) -> None:
    client.force_login(noor)
    form: dict[str, Any] = {"who": "private", "text": "Once.", "once": "a-token-of-this-form"}

    for _time in range(2):
        client.post(f"/pairs/{pair.pk}/notes/", form)

    assert Note.objects.count() == 1


@pytest.mark.parametrize("page", ["edit/", "history/", "share/", "remove/"])
@pytest.mark.parametrize("who", ["mia", "olga", "ada", "sam"])
def test_everybody_else_finds_no_private_note(
    client: Client, private: Note, request: pytest.FixtureRequest, page: str, who: str
) -> None:
    client.force_login(request.getfixturevalue(who))
    address = f"/pairs/{private.relationship_id}/notes/{private.pk}/{page}"

    assert client.get(address).status_code == 404
    assert client.post(address).status_code == 404


@pytest.mark.parametrize("who", ["olga", "ada", "sam"])
@pytest.mark.parametrize("page", ["", "mine.txt"])
def test_strangers_find_nothing(
    client: Client, shared: Note, request: pytest.FixtureRequest, who: str, page: str
) -> None:
    client.force_login(request.getfixturevalue(who))

    assert client.get(f"/pairs/{shared.relationship_id}/notes/{page}").status_code == 404
