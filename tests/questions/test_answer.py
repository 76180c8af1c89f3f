"""Answering: the form, what it asks of whom, and what is kept."""

from __future__ import annotations

from typing import Any

import pytest
from django.template.loader import render_to_string

from trellis.common.types import JSON
from trellis.people.models import Person, Skill
from trellis.programs.models import Cohort
from trellis.questions import actions, conditions, queries
from trellis.questions.answering import answer_form
from trellis.questions.models import Answer, Questionnaire, Response
from trellis.questions.queries import Viewer


def ask(questions: list[dict[str, Any]]) -> Questionnaire:
    return actions.make_questionnaire("one", "One", questions, owner="test", by=None)


@pytest.mark.parametrize(
    ("fields", "typed", "kept", "said"),
    [
        ({"type": "short"}, "Kestrel", "Kestrel", ["Kestrel"]),
        ({"type": "long"}, "A\nB", "A\nB", ["A\nB"]),
        ({"type": "one", "options": ["By video", "In person"]}, "by-video", "by-video", ["By video"]),
        ({"type": "several", "options": ["A", "B"]}, ["b"], ["b"], ["B"]),
        ({"type": "scale-7"}, "3", 3, ["3 of 7"]),
        ({"type": "scale-5", "high_label": "very"}, "5", 5, ["5 of 5, very"]),
        ({"type": "to-ten"}, "0", 0, ["0 of 10"]),
        ({"type": "yes-no"}, "no", False, ["No"]),
        ({"type": "number"}, "2.5", 2.5, ["2.5"]),
        ({"type": "date"}, "2026-03-17", "2026-03-17", ["17 March 2026"]),
        ({"type": "consent"}, "on", True, ["Agreed"]),
    ],
)
@pytest.mark.django_db
def test_each_type_keeps_says_and_shows_its_answer_again(
    noor: Person, fields: dict[str, Any], typed: Any, kept: Any, said: list[str]
) -> None:
    questionnaire = ask([{"code": "it", "text": "It?", **fields}])
    response = actions.begin(questionnaire, noor)
    form = answer_form(questionnaire, {"q-it": typed})

    assert form.is_valid()
    actions.submit(response, form.answers())

    assert queries.answers_of(response, viewer=Viewer.TEAM) == {"it": kept}
    assert queries.read_out(response, viewer=Viewer.TEAM)[0].lines == said
    shown = answer_form(questionnaire, response=response)
    again = {shown.add_prefix("it"): "on" if typed == "on" else shown["it"].value()}
    assert answer_form(questionnaire, again).answers() == {"it": kept}


@pytest.mark.django_db
def test_choices_in_order() -> None:
    questionnaire = ask([{"code": "it", "text": "It?", "type": "ranking", "options": ["A", "B", "C"], "most": 2}])

    assert answer_form(questionnaire, {"q-it_0": "c", "q-it_1": "a"}).answers() == {"it": ["c", "a"]}
    assert answer_form(questionnaire, {"q-it_0": "c", "q-it_1": "c"}).errors == {"it": ["Name each choice once."]}


def test_competencies_with_a_level(skills: list[Skill]) -> None:
    questionnaire = ask([{"code": "it", "text": "It?", "type": "skills", "most": 2, "required": True}])
    beekeeping, caving = skills

    good = answer_form(questionnaire, {"q-it_0": caving.pk, "q-it_1": "4", "q-it_2": "", "q-it_3": ""})
    half = answer_form(questionnaire, {"q-it_0": beekeeping.pk, "q-it_1": ""})
    none = answer_form(questionnaire, {})

    assert good.answers() == {"it": [{"skill": caving.pk, "name": "Caving", "level": 4}]}
    assert half.errors == {"it": ["Choose a competency and its level in each line you use."]}
    assert list(none.errors) == ["it"]
    assert str(none["it"]).count(">Caving</option>") == 2


def test_a_question_that_does_not_apply_is_not_required_and_its_answer_is_dropped(form: Questionnaire) -> None:
    typed = {"q-name": "Noor", "q-mode": "by-video", "q-room": "Left over"}

    answered = answer_form(form, typed)

    assert answered.is_valid()
    assert answered.answers() == {"name": "Noor", "mode": "by-video"}


def test_a_question_that_applies_is_required(form: Questionnaire) -> None:
    answered = answer_form(form, {"q-name": "Noor", "q-mode": "in-person"})

    assert answered.errors == {"room": ["Fill this in."]}


@pytest.mark.django_db
def test_a_question_hanging_on_a_hidden_one_is_hidden() -> None:
    chain: list[dict[str, Any]] = [
        {"code": "a", "type": "yes-no", "text": "A?"},
        {"code": "b", "type": "yes-no", "text": "B?", "condition": {"question": "a", "op": "is", "value": True}},
        {
            "code": "c",
            "type": "short",
            "text": "C?",
            "required": True,
            "condition": {"question": "b", "op": "is", "value": True},
        },
    ]

    answered = answer_form(ask(chain), {"q-a": "no", "q-b": "yes"})

    assert answered.is_valid()
    assert answered.answers() == {"a": False}


@pytest.mark.parametrize(
    ("op", "value", "given", "holds"),
    [
        ("is", "x", "x", True),
        ("is-not", "x", "y", True),
        ("is-not", "x", None, False),
        ("includes", "x", ["x", "y"], True),
        ("includes", "z", ["x", "y"], False),
        ("at-least", 3, 3, True),
        ("at-most", 3, 4, False),
        ("at-least", 3, "many", False),
        ("answered", None, False, True),
        ("answered", None, [], False),
    ],
)
def test_conditions(op: str, value: object, given: object, holds: bool) -> None:
    assert conditions.holds({"question": "a", "op": op, "value": value}, given) is holds


def test_a_draft_keeps_what_could_be_understood_and_asks_for_nothing(
    form: Questionnaire, noor_answers: Response
) -> None:
    typed = answer_form(form, {"q-mode": "by-video", "q-sure": "seventeen"}, is_draft=True)

    actions.save_draft(noor_answers, typed.answers())

    assert queries.answers_of(noor_answers, viewer=Viewer.AUTHOR) == {"mode": "by-video"}
    assert noor_answers.state == "draft"


def test_twice_is_one_response_and_the_last_answers_count(
    form: Questionnaire, noor: Person, cohort: Cohort, noor_answers: Response
) -> None:
    actions.submit(noor_answers, {"name": "Noor"})
    first = noor_answers.submitted_at
    again = actions.begin(form, noor, about=cohort)
    actions.submit(again, {"name": "Noor E."})

    assert again == noor_answers
    assert again.submitted_at == first
    assert Answer.objects.get(response=again).value == "Noor E."


def test_a_sealed_answer_is_not_readable_in_the_database(noor_answers: Response) -> None:
    actions.submit(noor_answers, {"name": "Noor", "worry": "My manager"})

    row = Answer.objects.get(question__code="worry")
    assert row.value is None
    assert row.sealed is not None
    assert b"manager" not in bytes(row.sealed)
    assert queries.answers_of(noor_answers, viewer=Viewer.AUTHOR)["worry"] == "My manager"


def test_an_anonymous_response_forgets_who_answered_when_it_is_sent(noor: Person) -> None:
    questionnaire = actions.make_questionnaire(
        "pulse",
        "Pulse",
        [{"code": "it", "text": "It?", "type": "yes-no"}],
        owner="test",
        by=None,
        confidentiality="anonymous",
    )
    response = actions.begin(questionnaire, noor)
    assert response.respondent == noor

    actions.submit(response, {"it": True})

    response.refresh_from_db()
    assert response.respondent is None


def test_the_page_says_when_a_question_applies_and_who_sees_it(form: Questionnaire) -> None:
    html = render_to_string("questions/form.html", {"form": answer_form(form)})

    assert "Only if your answer to “How would you like to meet?” is “In person”." in html
    assert "{&quot;question&quot;: &quot;q-mode&quot;, &quot;op&quot;: &quot;is&quot;" in html
    assert "Who sees this: The team and the person you are matched with." in html
    assert "1 is not at all, 5 is completely." in html
    assert "data-private" in html


def test_competencies_can_be_chosen_and_are_filled_in_again(skills: list[Skill], noor: Person) -> None:
    questionnaire = ask([{"code": "it", "text": "It?", "type": "skills", "most": 2}])
    response = actions.begin(questionnaire, noor)
    actions.save_draft(response, {"it": [{"skill": skills[1].pk, "name": "Caving", "level": 4}]})

    drawn = str(answer_form(questionnaire, response=response)["it"])

    assert drawn.count(f'<option value="{skills[0].pk}">Beekeeping</option>') == 2
    assert f'<option value="{skills[1].pk}" selected>Caving</option>' in drawn
    assert '<option value="4" selected>4</option>' in drawn


def test_a_competency_that_is_not_on_the_list_stays_for_who_has_it(noor: Person) -> None:
    own = Skill.objects.create(name="Wound care by sea")
    questionnaire = ask([{"code": "it", "text": "It?", "type": "skills", "most": 1}])
    response = actions.begin(questionnaire, noor)
    pick: JSON = {"skill": own.pk, "name": own.name, "level": 4}
    actions.save_draft(response, {"it": [pick]})
    typed = {"q-it_0": own.pk, "q-it_1": "4"}

    assert answer_form(questionnaire, typed, response=response).answers() == {"it": [pick]}
    assert "it" in answer_form(questionnaire, typed).errors
