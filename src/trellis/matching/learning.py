"""Which criteria went along with good pairs here: looked at after pairs have ended, and never fed back by itself."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

from django.db.models import Count, Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from scipy.stats import spearmanr

from trellis.matching import words
from trellis.matching.models import Proposal
from trellis.programs.models import Program
from trellis.relationships.meetings.models import Meeting
from trellis.relationships.pairs.models import Relationship

FEWEST = 30  # pairs that have ended; with fewer, chance says more than they do
CLEAR = 0.05


@dataclass(frozen=True)
class Ended:
    """One pair that has ended: what was said of it before, and how it went."""

    fit: int
    shares: Mapping[str, float]  # of what each criterion could give
    lasted: float  # of the time that was agreed
    met: float  # meetings a month


@dataclass(frozen=True)
class Link:
    """How one thing went along with how pairs fared, from −1 to 1."""

    title: str
    number: int
    lasted: float | None
    met: float | None
    is_clear: bool


@dataclass(frozen=True)
class Learned:
    """Everything that may be said; nothing while too few pairs have ended."""

    ended: int
    links: list[Link]

    @property
    def missing(self) -> int:
        return max(0, FEWEST - self.ended)


HOW: Mapping[str, tuple[str | Promise, Callable[[Ended], float]]] = MappingProxyType(
    {
        "lasted": (_("Lasted as agreed"), lambda pair: pair.lasted),
        "met": (_("Met often"), lambda pair: pair.met),
    }
)


def learned(program: Program) -> Learned:
    """Of all pairs of a program that were suggested and have ended."""
    pairs = _ended(program)
    if len(pairs) < FEWEST:
        return Learned(len(pairs), [])
    keys = sorted({key for pair in pairs for key in pair.shares})
    links = [_link(str(_("The whole fit")), [(pair.fit, pair) for pair in pairs])]
    links += [_link(words.title(key), [(one.shares[key], one) for one in pairs if key in one.shares]) for key in keys]
    return Learned(len(pairs), [link for link in links if link.number >= FEWEST])


def _link(title: str, said: Sequence[tuple[float, Ended]]) -> Link:
    found = {name: _rank_correlation([value for value, _pair in said], [of(pair) for _value, pair in said])
             for name, (_title, of) in HOW.items()}  # fmt: skip
    rho = {name: None if both is None else round(both[0], 2) for name, both in found.items()}
    clear = any(both is not None and both[1] < CLEAR for both in found.values())
    return Link(title, len(said), rho["lasted"], rho["met"], clear)


def _rank_correlation(left: Sequence[float], right: Sequence[float]) -> tuple[float, float] | None:
    """Spearman's rho and how likely it is by chance; none where everybody has the same, or too few are known."""
    if len(left) < FEWEST or len(set(left)) < 2 or len(set(right)) < 2:
        return None
    found = spearmanr(left, right)
    return float(found.statistic), float(found.pvalue)


def _ended(program: Program) -> list[Ended]:
    rows = Proposal.objects.filter(
        cohort__program=program, relationship__state=Relationship.State.CLOSED, relationship__closed_at__isnull=False
    )
    held = Count("relationship__meetings", filter=Q(relationship__meetings__state=Meeting.State.HELD))
    meetings = dict(rows.annotate(held=held).values_list("pk", "held"))
    return [_pair(row, meetings[row.pk]) for row in rows.select_related("relationship").order_by("pk")]


def _pair(proposal: Proposal, held: int) -> Ended:
    relationship = proposal.relationship
    if relationship is None or relationship.closed_at is None:
        raise ValueError("this pair has not ended")
    began = relationship.started_at.date()
    days = max(1, (relationship.closed_at.date() - began).days)
    agreed = max(1, (relationship.ends_on - began).days)
    shares = {one["key"]: one["points"] / one["maximum"] for one in proposal.reasons if one["maximum"]}
    return Ended(proposal.points, shares, min(1.0, days / agreed), held / days * 30.4)
