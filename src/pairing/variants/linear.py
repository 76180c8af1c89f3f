"""Linear and whole-number programs, solved by HiGHS through SciPy: one thread, the same answer every time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import csr_array, vstack

from pairing.problem import Bools, Floats, Ints, ProblemError

NODES = 400  # of a search, at most


@dataclass(frozen=True)
class Limits:
    """Rows of a program: sums of some columns that stay at or under a number."""

    table: csr_array
    most: Floats


@dataclass(frozen=True)
class Found:
    values: Floats
    duals: Floats  # of the rows, none for a search
    whole: bool = True  # the search came to its end


def limits(rows: Ints, columns: Ints, values: Floats | Ints, most: Floats | Ints, width: int) -> Limits:
    """Rows from single entries."""
    table = csr_array((values.astype(np.float64), (rows, columns)), shape=(len(most), width))
    return Limits(table, most.astype(np.float64))


def relaxed(gains: Floats, parts: Sequence[Limits], ones: int = 0) -> Found:
    """The greatest sum of gains with columns from 0 up, the last `ones` of them to 1; and what each limit costs."""
    table, most = vstack([part.table for part in parts], format="csr"), np.concatenate([part.most for part in parts])
    if not len(gains):
        return Found(np.zeros(0), np.zeros(len(most)))
    top = np.full(len(gains), np.inf)
    top[len(gains) - ones :] = 1.0
    between = np.stack([np.zeros(len(gains)), top], axis=1)
    answer = linprog(-gains, A_ub=table, b_ub=most, bounds=between, method="highs-ds")
    if answer.status != 0:
        raise ProblemError("no_plan", "No plan keeps all these limits.")
    return Found(answer.x, np.maximum(0.0, -answer.ineqlin.marginals))


def whole(gains: Ints, parts: Sequence[Limits], integral: Bools, seconds: float | None) -> Found | None:
    """The greatest sum of gains with whole columns; the best known when the search was cut, or none."""
    table, most = vstack([part.table for part in parts], format="csr"), np.concatenate([part.most for part in parts])
    options: dict[str, float] = {"mip_rel_gap": 0.0, "node_limit": NODES}
    if seconds is not None:
        options["time_limit"] = max(0.1, seconds)
    answer = milp(
        -gains.astype(np.float64),
        constraints=LinearConstraint(table, -np.inf, most),
        bounds=Bounds(0, 1),
        integrality=integral.astype(np.int64),
        options=options,
    )
    if answer.x is None:
        return None
    return Found(np.rint(answer.x), np.zeros(0), whole=answer.status == 0)
