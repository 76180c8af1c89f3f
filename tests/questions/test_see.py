"""Who sees which answer."""

from __future__ import annotations

import pytest
from django.template.loader import render_to_string

from trellis.common.types import JSON
from trellis.people.models import Person
from trellis.questions import actions, queries
from trellis.questions.models import Question, Questionnaire, Response
from trellis.questions.queries import Viewer

ALL: dict[str, JSON] = {"name": "Noor", "mode": "by-video", "sure": 4, "worry": "My manager"}


@pytest.fixture
def sent(noor_answers: Response) -> Response:
    actions.submit(noor_answers, ALL)
    return noor_answers


@pytest.mark.parametrize(
    ("viewer", "codes"),
    [
        (Viewer.AUTHOR, {"name", "mode", "sure", "worry"}),
        (Viewer.TEAM, {"name", "mode"}),
        (Viewer.PARTNER, {"mode"}),
        (Viewer.SUPERVISOR, set()),
        (Viewer.NUMBERS, {"name", "mode", "sure"}),
    ],
)
def test_each_viewer_sees_their_part(sent: Response, viewer: Viewer, codes: set[str]) -> None:
    assert set(queries.answers_of(sent, viewer=viewer)) == codes


@pytest.mark.parametrize("promise", ["anonymous", "confidential"])
def test_nobody_sees_answers_beside_a_name_when_we_promised_so(sent: Response, promise: str) -> None:
    Questionnaire.objects.update(confidentiality=promise)
    sent.refresh_from_db()

    assert [queries.answers_of(sent, viewer=viewer) for viewer in sorted(queries.BESIDE_A_NAME)] == [{}, {}, {}]


def test_every_audience_has_an_opinion_about_every_viewer() -> None:
    assert set(queries.OPEN_TO) == set(Viewer)
    assert queries.OPEN_TO[Viewer.AUTHOR] == frozenset(Question.Audience)


def test_reading_many_responses_takes_one_query(
    form: Questionnaire, mia: Person, sent: Response, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    other = actions.begin(form, mia)
    actions.submit(other, {"name": "Mia"})
    both = list(Response.objects.all())

    with django_assert_num_queries(1):  # type: ignore[operator]
        found = queries.answers_for(both, viewer=Viewer.PARTNER)

    assert found == {sent.pk: {"mode": "by-video"}, other.pk: {}}


def test_the_partial_shows_questions_answers_and_what_was_left_out(sent: Response) -> None:
    actions.submit(sent, {"name": "Noor <b>"})

    html = render_to_string("questions/answers.html", {"answers": queries.read_out(sent, viewer=Viewer.TEAM)})

    assert "What should we call you?" in html
    assert "Noor &lt;b&gt;" in html
    assert html.count("No answer") == 2
    assert "worries" not in html
