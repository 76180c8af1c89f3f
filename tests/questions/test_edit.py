"""The editor: who gets in, and what each button does."""

from __future__ import annotations

import pytest
from django.test import Client

from trellis.people.models import Person
from trellis.questions import actions
from trellis.questions.models import Question, Questionnaire, Response


@pytest.fixture
def draft(form: Questionnaire, olga: Person) -> Questionnaire:
    return actions.revise(form, by=olga)


@pytest.fixture
def editor(client: Client, olga: Person) -> Client:
    client.force_login(olga)
    return client


def test_strangers_and_questionnaires_without_owner_are_not_found(
    client: Client, form: Questionnaire, olga: Person, sam: Person, ada: Person
) -> None:
    Questionnaire.objects.create(key="nobodys", title="Nobody’s", owner="unknown")

    for person in (sam, ada):
        client.force_login(person)
        assert client.get(form.get_absolute_url()).status_code == 404
    client.force_login(olga)
    assert client.get(form.get_absolute_url()).status_code == 200
    assert client.get(Questionnaire.objects.get(key="nobodys").get_absolute_url()).status_code == 404


def test_a_version_in_use_shows_the_way_to_the_next(editor: Client, form: Questionnaire) -> None:
    page = editor.get(form.get_absolute_url()).content.decode()
    assert "Version 1 is in use and stays as it is." in page
    assert "Only if your answer to “How would you like to meet?” is “In person”." in page

    answer = editor.post(f"/questionnaires/{form.pk}/revise/", follow=True)

    assert "This is version 2, a draft." in answer.content.decode()
    assert "Add a question" in answer.content.decode()


def test_add_a_question_with_choices_and_a_condition(editor: Client, draft: Questionnaire) -> None:
    address = f"/questionnaires/{draft.pk}/add/one/"
    assert "The low end means" not in editor.get(address).content.decode()

    typed = {
        "text": "Which day?",
        "options": "Monday\nFriday\n",
        "seen_by": "team",
        "condition_on": "mode",
        "condition_op": "is",
        "condition_value": "In person",
    }
    assert editor.post(address, typed).status_code == 302

    added = draft.questions.get(text="Which day?")
    assert added.choices == [("monday", "Monday"), ("friday", "Friday")]
    assert added.condition == {"question": "mode", "op": "is", "value": "in-person"}
    assert added.position == 7


@pytest.mark.parametrize(
    ("on", "typed", "error"),
    [
        ("mode", "By boat", "Write one of its choices: By video, In person."),
        ("sure", "often", "Write a number."),
        ("name", " ", "Fill this in."),
    ],
)
def test_a_condition_that_can_never_hold_is_sent_back(
    editor: Client, draft: Questionnaire, on: str, typed: str, error: str
) -> None:
    data = {
        "text": "X?",
        "seen_by": "team",
        "condition_on": on,
        "condition_op": "is",
        "condition_value": typed,
    }

    answer = editor.post(f"/questionnaires/{draft.pk}/add/short/", data)

    assert error in answer.content.decode()
    assert draft.questions.count() == 6


def test_choices_are_at_least_two_and_different(editor: Client, draft: Questionnaire) -> None:
    for options, error in [("One", "at least two"), ("A\nA", "each choice once")]:
        answer = editor.post(
            f"/questionnaires/{draft.pk}/add/several/", {"text": "X?", "options": options, "seen_by": "team"}
        )
        assert error in answer.content.decode()


def test_change_a_question_and_see_what_it_was(editor: Client, draft: Questionnaire) -> None:
    room = draft.questions.get(code="room")
    address = f"/questionnaires/{draft.pk}/questions/{room.pk}/"
    assert 'value="In person"' in editor.get(address).content.decode()

    editor.post(address, {"text": "Which room?", "seen_by": "author", "required": "on"})

    room.refresh_from_db()
    assert (room.text, room.seen_by, room.required, room.condition) == ("Which room?", "author", True, {})


def test_move_and_remove(editor: Client, draft: Questionnaire) -> None:
    name = draft.questions.get(code="name")
    editor.post(f"/questionnaires/{draft.pk}/questions/{name.pk}/move/", {"to": "down"})
    editor.post(f"/questionnaires/{draft.pk}/questions/{draft.questions.get(code='sure').pk}/remove/")

    assert list(draft.questions.values_list("code", flat=True)) == ["about", "mode", "name", "room", "worry"]


def test_words_and_names(editor: Client, draft: Questionnaire) -> None:
    editor.post(
        f"/questionnaires/{draft.pk}/words/",
        {"title": "Before we start", "intro": "Five minutes.", "confidentiality": "confidential"},
    )

    draft.refresh_from_db()
    assert (draft.title, draft.confidentiality) == ("Before we start", "confidential")


def test_the_preview_can_be_tried_and_keeps_nothing(editor: Client, form: Questionnaire) -> None:
    address = f"/questionnaires/{form.pk}/preview/"

    wrong = editor.post(address, {"q-mode": "in-person"})
    right = editor.post(address, {"q-name": "O", "q-mode": "by-video"})

    assert "There is a problem" in wrong.content.decode()
    assert "Nothing was kept" in right.content.decode()
    assert not Response.objects.exists()


def test_put_to_use_asks_first(editor: Client, draft: Questionnaire, form: Questionnaire) -> None:
    address = f"/questionnaires/{draft.pk}/publish/"
    assert "Put version 2 to use?" in editor.get(address).content.decode()

    editor.post(address)

    draft.refresh_from_db()
    form.refresh_from_db()
    assert (draft.state, form.state) == ("live", "retired")


def test_discard_goes_back_to_the_version_before(editor: Client, draft: Questionnaire, form: Questionnaire) -> None:
    answer = editor.post(f"/questionnaires/{draft.pk}/discard/")

    assert answer.headers["Location"] == form.get_absolute_url()
    assert not Questionnaire.objects.filter(pk=draft.pk).exists()


def test_every_type_can_be_added(editor: Client, draft: Questionnaire) -> None:
    for type_ in Question.Type.values:
        data = {"text": f"{type_}?", "seen_by": "team", "options": "A\nB"}
        assert editor.post(f"/questionnaires/{draft.pk}/add/{type_}/", data).status_code == 302, type_
    assert editor.get(f"/questionnaires/{draft.pk}/preview/").status_code == 200
    assert editor.get(f"/questionnaires/{draft.pk}/add/riddle/").status_code == 404
