"""People's answers move in steps, so that nobody's is the difference of two reports."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import RunJobs
from tests.insights.conftest import check_in
from tests.pairs import make_pair
from trellis.common.protection import Bound, K
from trellis.common.types import JSON
from trellis.insights import actions, answers, queries
from trellis.insights.answers import differs_by, may_be_next
from trellis.insights.models import ShownAnswers
from trellis.people.models import Person
from trellis.programs.models import Cohort
from trellis.relationships.closure import actions as closure
from trellis.relationships.models import Relationship

RECOMMEND: dict[str, JSON] = {"worth": 4, "recommend": 8}


def worth(cohort: Cohort) -> answers.Figure | None:
    """What is shown of one statement in check-ins."""
    figures = [figure for told in answers.told(cohort) for figure in told.figures if figure.code == "worth"]
    return figures[0] if figures else None


def test_four_answers_are_nothing_five_are_shown(cohort: Cohort, pairs: list[Relationship]) -> None:
    for pair in pairs[:4]:
        check_in(pair, 4)
    assert answers.refresh(cohort) == []
    assert worth(cohort) is None

    check_in(pairs[4], 5)

    assert ("check-in", "worth") in answers.refresh(cohort)
    figure = worth(cohort)
    assert figure is not None
    assert (figure.n, figure.mean, figure.bound) == (5, 4.2, Bound.EXACT)
    assert figure.agree is None


def test_one_more_answer_changes_nothing_five_more_do(cohort: Cohort, pairs: list[Relationship]) -> None:
    for pair in pairs[:5]:
        check_in(pair, 4 if pair != pairs[0] else 5)
    answers.refresh(cohort)
    for pair in pairs[5:]:
        check_in(pair, 1)
        assert answers.refresh(cohort) == []
    before = worth(cohort)
    assert before is not None
    assert before.mean == 4.2

    for pair in pairs[:2]:
        check_in(pair, 1, role="mentor")

    assert answers.refresh(cohort)
    after = worth(cohort)
    assert after is not None
    assert after.n == 10
    assert ShownAnswers.objects.filter(code="worth").count() == 2


def test_changed_answers_count_by_person(cohort: Cohort, pairs: list[Relationship]) -> None:
    for number, pair in enumerate(pairs[:6]):
        check_in(pair, 3 + number % 3)
    answers.refresh(cohort)
    for pair in pairs[:4]:
        check_in(pair, 1)
    assert answers.refresh(cohort) == []
    check_in(pairs[4], 1)

    assert answers.refresh(cohort)


def test_that_all_said_the_same_is_a_limit(cohort: Cohort, pairs: list[Relationship]) -> None:
    for pair in pairs[:6]:
        check_in(pair, 5)
    answers.refresh(cohort)

    figure = worth(cohort)

    assert figure is not None
    assert (figure.mean, figure.bound, figure.spread, figure.low) == (4.5, Bound.OVER, None, None)


def test_a_question_that_few_answered_is_left_out(cohort: Cohort, pairs: list[Relationship], olga: Person) -> None:
    for number, pair in enumerate(pairs[:6]):
        closure.close(pair, by=olga)
        learner = next(party.person for party in pair.parties.all() if party.role == "mentee")
        given = {"worth": 4 + number % 2, "recommend": 7 + number % 3}
        closure.answer(pair, given | ({"belong": 5} if number < 4 else {}), by=learner)

    found = answers.refresh(cohort)

    assert sorted(code for wave, code in found if wave == "closing-mentee") == ["recommend", "worth"]
    value = queries.measure("mentees_recommend", cohort)
    assert (float(value.value or 0), value.n) == (8.0, 6)


def test_words_need_leave_and_ten_people(cohort: Cohort, pairs: list[Relationship], olga: Person) -> None:
    many = [*pairs, *(make_pair(cohort) for _number in range(2))]
    for number, pair in enumerate(many):
        learner = next(party.person for party in pair.parties.all() if party.role == "mentee")
        closure.close(pair, by=olga)
        if number < 9:
            said: dict[str, JSON] = {**RECOMMEND, "most-useful": f"Words of {number}"}
            closure.answer(pair, said | ({"may-quote": True} if number < 2 else {}), by=learner)
    assert answers.quotes(cohort) == []

    last = next(party.person for party in many[9].parties.all() if party.role == "mentee")
    closure.answer(many[9], RECOMMEND, by=last)

    assert sorted(answers.quotes(cohort)) == [("mentee", "Words of 0"), ("mentee", "Words of 1")]


def test_it_is_counted_at_night(cohort: Cohort, pairs: list[Relationship], run_jobs: RunJobs) -> None:
    for number, pair in enumerate(pairs):
        check_in(pair, 3 + number % 2)
    actions.enqueue_refresh()
    run_jobs()

    figure = worth(cohort)

    assert figure is not None
    assert figure.n == 8


@given(st.lists(st.dictionaries(st.integers(0, 12), st.integers(0, 3), max_size=13), max_size=10))
def test_any_two_shown_sets_differ_by_nobody_or_by_five(asked: list[dict[int, int]]) -> None:
    shown: list[dict[int, int]] = []
    for people in asked:
        if may_be_next(people, shown):
            shown.append(people)

    for n, one in enumerate(shown):
        assert len(one) >= K
        assert all(differs_by(one, other) >= K for other in shown[:n])
