"""A questionnaire in use never changes: a change is the next version."""

from __future__ import annotations

import pytest

from tests.cast import history_of
from trellis.common.errors import Refused
from trellis.people.models import Person
from trellis.questions import actions, queries
from trellis.questions.models import Questionnaire, Response
from trellis.questions.queries import Viewer


def codes(questionnaire: Questionnaire) -> list[str]:
    return list(questionnaire.questions.values_list("code", flat=True))


def test_a_version_in_use_can_not_be_changed(form: Questionnaire) -> None:
    question = form.questions.all()[1]

    with pytest.raises(Refused, match="new version"):
        actions.change_question(question, text="Name?")
    with pytest.raises(Refused, match="new version"):
        actions.add_question(form, type="short", text="More?")
    with pytest.raises(Refused, match="new version"):
        actions.remove_question(question)


def test_the_next_version_leaves_answers_with_theirs(form: Questionnaire, olga: Person, noor_answers: Response) -> None:
    actions.submit(noor_answers, {"name": "Noor"})

    draft = actions.revise(form, by=olga)
    actions.change_question(draft.questions.get(code="name"), text="And your name?")
    actions.publish(draft, by=olga)

    form.refresh_from_db()
    assert (form.state, draft.state, draft.version) == ("retired", "live", 2)
    assert queries.live("check") == draft
    assert queries.read_out(noor_answers, viewer=Viewer.TEAM)[0].question.text == "What should we call you?"
    assert history_of(draft) == ["questions.revised", "questions.published"]


def test_there_is_one_draft_at_a_time(form: Questionnaire, olga: Person) -> None:
    assert actions.revise(form, by=olga) == actions.revise(form, by=olga)


def test_an_empty_questionnaire_is_not_put_to_use(olga: Person) -> None:
    with pytest.raises(Refused, match="Add a question"):
        actions.make_questionnaire("empty", "Empty", [{"type": "heading", "text": "H"}], owner="test", by=olga)


@pytest.fixture
def draft(form: Questionnaire, olga: Person) -> Questionnaire:
    return actions.revise(form, by=olga)


def test_questions_move_up_and_down(draft: Questionnaire) -> None:
    actions.move_question(draft.questions.get(code="sure"), steps=-3)

    assert codes(draft) == ["about", "sure", "name", "mode", "room", "worry"]


def test_a_question_stays_below_the_one_it_hangs_on(draft: Questionnaire) -> None:
    with pytest.raises(Refused, match="must stay below"):
        actions.move_question(draft.questions.get(code="room"), steps=-1)

    assert codes(draft) == ["about", "name", "mode", "room", "sure", "worry"]


def test_a_question_that_others_hang_on_is_not_removed(draft: Questionnaire) -> None:
    with pytest.raises(Refused, match="Which room suits you"):
        actions.remove_question(draft.questions.get(code="mode"))

    actions.remove_question(draft.questions.get(code="room"))
    actions.remove_question(draft.questions.get(code="mode"))

    assert codes(draft) == ["about", "name", "sure", "worry"]


def test_options_keep_their_codes() -> None:
    before = actions.with_codes(["By video", "In person"])

    renamed = actions.with_codes(["By video", "Face to face"], before=before)
    added = actions.with_codes(["In person", "By phone", "By video"], before=before)

    assert [o["code"] for o in renamed] == ["by-video", "in-person"]
    assert [o["code"] for o in added] == ["in-person", "by-phone", "by-video"]
