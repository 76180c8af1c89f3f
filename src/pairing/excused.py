"""A hard rule that somebody set aside for some pairs: it counts for all others."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from pairing.problem import Bools, Ints, Rule
from pairing.tables import Bars, Marks


@dataclass(frozen=True)
class Excused:
    """The rule, but for these pairs."""

    rule: Rule
    pairs: frozenset[tuple[int, int]]
    sizes: tuple[int, int]

    @property
    def code(self) -> str:
        return self.rule.code

    @cached_property
    def _marks(self) -> Marks:
        index = np.array(sorted(self.pairs), dtype=np.int64).reshape(-1, 2)
        return Marks.of(index[:, 0], index[:, 1], self.sizes)

    def forbids(self, rows: Ints, columns: Ints) -> Bools:
        return self.rule.forbids(rows, columns) & ~self._marks.holds(rows, columns)

    def breaks(self, mentee: int, mentor: int) -> bool:
        return (mentee, mentor) not in self.pairs and self.rule.breaks(mentee, mentor)

    def bars(self) -> Bars | None:
        """Named pairs but the excused ones; what rules out whole groups is asked pair by pair instead."""
        bars = self.rule.bars()
        if bars is None or bars.pairs is None:
            return None
        if any(more is not None for more in (bars.mentees, bars.mentors, bars.forbidding, bars.needing)):
            return None
        rows, columns = bars.pairs
        stay = ~self._marks.holds(rows, columns)
        return Bars(pairs=(rows[stay], columns[stay]))
