"""Each rule forbids what it says, in a block and for one pair alike."""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from pairing import People, Policy, Problem, build
from pairing.rules import Lines, SomethingShared, broken, forbidden
from tests.pairing.worlds import problems


@given(st.booleans().flatmap(lambda rich: problems(rich=rich)), st.integers(0, 3), st.integers(0, 3))
@settings(max_examples=150, deadline=None)
def test_blocks_and_single_pairs_agree(problem: Problem, row: int, column: int) -> None:
    whole = forbidden(problem, slice(None), slice(None))

    expected = [
        [bool(broken(problem, mentee, mentor)) for mentor in range(len(problem.mentors))]
        for mentee in range(len(problem.mentees))
    ]
    assert whole.tolist() == (expected or np.zeros_like(whole).tolist())
    assert np.array_equal(forbidden(problem, slice(row, None), slice(None, column)), whole[row:, :column])


def codes(mentee: str, mentor: str, policy: Policy, **columns: tuple[object, ...]) -> list[str]:
    left = People((mentee,), (1,), **{key: (value[0],) for key, value in columns.items()})  # type: ignore[arg-type]
    right = People((mentor,), (1,), **{key: (value[1],) for key, value in columns.items()})  # type: ignore[arg-type]
    return broken(build(left, right, policy), 0, 0)


CHAIN = {"staff": "lead", "lead": "head", "head": "chief", "peer": "lead"}


def test_nobody_mentors_themselves() -> None:
    assert codes("ana", "ana", Policy()) == ["H1"]


def test_the_direct_line_is_ruled_out_both_ways() -> None:
    short = Policy(manager_of=CHAIN, chain=False)

    assert codes("staff", "lead", short) == ["H2"]
    assert codes("lead", "staff", short) == ["H2"]
    assert codes("staff", "head", short) == []


def test_the_chain_is_ruled_out_at_any_depth() -> None:
    deep = Policy(manager_of=CHAIN)

    assert codes("staff", "chief", deep) == ["H3"]
    assert codes("chief", "staff", deep) == ["H3"]
    assert codes("staff", "lead", deep) == ["H2", "H3"]
    assert codes("staff", "peer", deep) == []
    assert codes("someone", "chief", deep) == []


def test_the_chain_runs_through_people_who_take_no_part() -> None:
    chain = {f"p{level}": f"p{level + 1}" for level in range(3000)}

    assert codes("p0", "p3000", Policy(manager_of=chain)) == ["H3"]
    assert Lines(chain).above("p2998") == ["p2999", "p3000"]


def test_people_kept_apart_are_apart_whoever_asked() -> None:
    assert codes("ana", "ben", Policy(apart=frozenset({("ben", "ana")}))) == ["H6"]
    assert codes("ana", "ben", Policy(forbidden=frozenset({("ana", "ben")}))) == ["APART"]
    assert codes("ana", "ben", Policy(forbidden=frozenset({("ben", "ana")}))) == []


def test_people_who_are_not_ready_and_mentors_without_place_wait() -> None:
    assert codes("ana", "ben", Policy(), ready=(False, True)) == ["H8"]
    assert codes("ana", "ben", Policy(), ready=(True, False)) == ["H8"]
    assert broken(build(People(("ana",), (1,)), People(("ben",), (0,))), 0, 0) == ["H9"]


def test_a_language_in_common_is_needed_only_where_both_are_known() -> None:
    policy = Policy(language=True)

    assert codes("ana", "ben", policy, languages=(frozenset({"Spanish"}), frozenset({"English"}))) == ["H10"]
    assert codes("ana", "ben", policy, languages=(frozenset({"Spanish"}), frozenset())) == []


def test_a_rule_set_aside_for_a_pair_counts_for_all_others() -> None:
    aside = Policy(manager_of=CHAIN, excused=frozenset({("H3", "staff", "head")}))

    assert codes("staff", "head", aside) == []
    assert codes("staff", "chief", aside) == ["H3"]
    assert codes("head", "staff", aside) == ["H3"]


def test_a_manager_who_is_excused_is_excused_from_the_chain_too() -> None:
    aside = Policy(manager_of=CHAIN, excused=frozenset({("H2", "staff", "lead")}))

    assert codes("staff", "lead", aside) == []
    assert codes("staff", "head", aside) == ["H3"]


def test_a_rule_of_groups_is_set_aside_pair_by_pair() -> None:
    wall = Policy(between=frozenset({("Acme", "Bolt")}), excused=frozenset({("H13", "ana", "xavi")}))

    assert codes("ana", "xavi", wall, groups=("Acme", "Bolt")) == []
    assert codes("ben", "xavi", wall, groups=("Acme", "Bolt")) == ["H13"]


def test_nothing_may_be_in_common() -> None:
    left, right = People(("ana", "ben"), (1, 1)), People(("xavi",), (1,))
    employers = SomethingShared((frozenset({"Acme"}), frozenset()), (frozenset({"Acme", "Bolt"}),))
    problem = build(left, right, also=(employers,))

    assert [broken(problem, mentee, 0) for mentee in (0, 1)] == [["DIFFER"], []]
