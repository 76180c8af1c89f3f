"""Why this pair, why not that one, why nobody."""

from hypothesis import given, settings

from pairing import People, Policy, Problem, build, solve, what_if, why_nobody, why_not, why_pair
from pairing.criteria import Want, points_of
from pairing.explain import WhyNot
from pairing.residual import Loss, Move
from pairing.words import say_nobody, say_pair
from tests.pairing.worlds import problems


@given(problems())
@settings(max_examples=100, deadline=None)
def test_the_parts_add_up_to_the_fit(problem: Problem) -> None:
    for mentee in range(len(problem.mentees)):
        for mentor in range(len(problem.mentors)):
            reasons = why_pair(problem, mentee, mentor)

            assert sum(part.points for part in reasons.parts) == points_of(problem, mentee, mentor)
            assert sum(part.maximum for part in reasons.parts) == (100_000 if reasons.parts else 0)
            assert all(0 <= part.points <= part.maximum + 1 for part in reasons.parts)
            assert say_pair(reasons) or not reasons.points


def test_a_pair_says_what_is_unknown() -> None:
    mentees = People(("ana",), (1,), wanted=((Want("writing"),),), sites=("Harbour",))
    mentors = People(("x",), (1,), offered=({"writing": 3},), sites=("Moorside",))
    problem = build(mentees, mentors, Policy(weights={"goals": 40, "site": 20, "style": 40}))

    reasons = why_pair(problem, 0, 0)

    assert (reasons.points, reasons.known, reasons.unknown) == (66_667, 60, ("style",))
    assert say_pair(reasons) == "covers 1 of 1 goals (writing); based on 60% of criteria"


def nobody(mentees: People, mentors: People, policy: Policy | None = None) -> tuple[str, str]:
    problem = build(mentees, mentors, policy)
    result = solve(problem)
    left_out = next(at for at in range(len(mentees)) if result.mentor_of(at) is None)
    reason = why_nobody(problem, result, left_out)
    return reason.code, say_nobody(reason)


WRITER = People(("x",), (1,), offered=({"writing": 3},))


def test_nobody_because_there_are_no_mentors() -> None:
    assert nobody(People(("ana",), (1,)), People((), ())) == ("no_mentors", "There are no mentors.")


def test_nobody_because_of_the_rules() -> None:
    mentors = People(("x", "y", "z"), (1, 1, 0))

    assert nobody(People(("ana",), (1,)), mentors, Policy(manager_of={"ana": "x", "x": "y"})) == (
        "ruled_out",
        (
            "Every mentor is ruled out: One is the other’s manager (1), They are in the same reporting chain (1), "
            "The mentor has no free place (1)."
        ),
    )


def test_nobody_because_of_the_floor() -> None:
    wants = ((Want("writing"), Want("budgets"), Want("coaching")),)

    assert nobody(People(("ana",), (1,), wanted=wants), WRITER) == (
        "under_floor",
        "The best fit possible is 33, under the floor.",
    )


def test_nobody_because_places_are_scarce() -> None:
    wants = ((Want("writing"),), (Want("writing"),))

    assert nobody(People(("ana", "ben"), (1, 1), wanted=wants), WRITER) == (
        "scarce",
        "All places with the 1 mentors who fit went to people who gain more.",
    )


def test_a_forced_pair_moves_the_others() -> None:
    wants = ((Want("writing"),), (Want("writing", 2, 5),))
    mentors = People(("x", "y"), (1, 1), offered=({"writing": 5}, {"writing": 3}))
    problem = build(People(("ana", "ben"), (1, 1), wanted=wants), mentors)
    result = solve(problem)

    assert result.pairs == ((0, 1), (1, 0))
    assert what_if(problem, result, 0, 0).pairs == ((0, 0), (1, 1))
    assert why_not(problem, result, 0, 0) == WhyNot(
        (), 100_000, False, Loss(40_000, 0, 0, 40_000), (Move(0, 1, 0), Move(1, 0, 1))
    )


def test_a_rule_answers_before_any_cost() -> None:
    mentees = People(("ana",), (1,), wanted=((Want("writing"),),))
    problem = build(mentees, WRITER, Policy(manager_of={"x": "ana"}))

    assert why_not(problem, solve(problem), 0, 0) == WhyNot(("H2", "H3"), 100_000, False, None)
