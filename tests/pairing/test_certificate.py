"""A certificate goes through a file and still proves its plan, for its own people only."""

import json
from dataclasses import replace

import pytest
from hypothesis import given, settings

from pairing import Objective, Problem, ProblemError, certificate, read_certificate, solve, verify
from tests.pairing.worlds import objectives, problems, world


@given(problems(), objectives(rich=True))
@settings(max_examples=100, deadline=None)
def test_it_survives_a_file_and_is_verified(problem: Problem, objective: Objective) -> None:
    result = solve(problem, replace(objective, first="people"))

    again = read_certificate(problem, json.loads(json.dumps(certificate(problem, result))))

    assert again == result
    assert verify(problem, again) == []


def test_it_is_for_its_own_people_only() -> None:
    one, other = world(3, 3, 1), world(3, 3, 2)
    plain = certificate(one, solve(one))

    with pytest.raises(ProblemError):
        read_certificate(other, plain)
    with pytest.raises(ProblemError):
        read_certificate(one, plain | {"worst": 3})
