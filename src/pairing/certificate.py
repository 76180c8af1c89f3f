"""A result as plain values for a file, and back: whoever has the problem can check it with `verify`."""

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from pairing.problem import Objective, Problem, ProblemError, Result, Value, Worst


def certificate(problem: Problem, result: Result) -> dict[str, Any]:
    """Everything that the proof needs, with people by their names."""
    return {
        "version": result.version,
        "problem": result.problem_hash,
        "objective": asdict(result.objective),
        "weights": {criterion.key: criterion.weight for criterion in problem.criteria},
        "rules": [rule.code for rule in problem.rules],
        "seed": result.seed,
        "value": asdict(result.value),
        "worth": result.worth,
        "bound": result.bound,
        "gap": result.gap,
        "pairs": [
            [problem.mentees.ids[mentee], problem.mentors.ids[mentor], points]
            for (mentee, mentor), points in zip(result.pairs, result.points, strict=True)
        ],
        "prices": dict(zip(problem.mentors.ids, result.prices, strict=True)),
        "worst": asdict(result.worst) if result.worst else None,
    }


def read_certificate(problem: Problem, plain: Mapping[str, Any]) -> Result:
    """The result again. Nothing in it is trusted: verify it."""
    rows = {person: at for at, person in enumerate(problem.mentees.ids)}
    columns = {person: at for at, person in enumerate(problem.mentors.ids)}
    try:
        worst = plain["worst"]
        return Result(
            pairs=tuple((rows[mentee], columns[mentor]) for mentee, mentor, _points in plain["pairs"]),
            points=tuple(points for _mentee, _mentor, points in plain["pairs"]),
            value=Value(**plain["value"] | {"bands": tuple(plain["value"]["bands"])}),
            prices=tuple(plain["prices"][person] for person in problem.mentors.ids),
            bound=plain["bound"],
            worth=plain["worth"],
            objective=Objective(**plain["objective"] | {"bands": tuple(plain["objective"]["bands"])}),
            seed=plain["seed"],
            problem_hash=plain["problem"],
            version=plain["version"],
            worst=Worst(**worst | {"prices": tuple(worst["prices"])}) if worst else None,
        )
    except (KeyError, TypeError, ValueError) as error:
        raise ProblemError("certificate", "This certificate is for other people, or damaged.") from error
