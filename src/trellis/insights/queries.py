"""One number at a time: what an objective can be measured by, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.common.dates import today
from trellis.common.errors import Kind, Refused
from trellis.insights import answers, process
from trellis.insights.estimates import Estimate
from trellis.insights.season import Season
from trellis.programs.models import Cohort, Role
from trellis.relationships.models import Goal
from trellis.strategy.measures import MEASURES
from trellis.strategy.models import Objective


@dataclass(frozen=True)
class Value:
    """A number about a cohort now: what it is, what it rests on, and in words. `value` is None while nobody can say."""

    code: str
    n: int
    value: Decimal | None
    text: str


type Counter = Callable[[Season], Value]
_COUNTERS: dict[str, Counter] = {}


def measure(code: str, cohort: Cohort) -> Value:
    """The value now of one measure of `strategy.measures`."""
    if code not in _COUNTERS:
        raise Refused(_("Nothing counts this measure."), kind=Kind.INVALID)
    return _COUNTERS[code](Season(cohort))


def values(cohort: Cohort, codes: Collection[str]) -> dict[str, Decimal | None]:
    """The same for several, fetching what they share once; for the pages of strategy."""
    season = Season(cohort)
    return {code: _COUNTERS[code](season).value for code in codes if code in _COUNTERS}


def known() -> set[str]:
    """Every measure that is counted here."""
    return set(_COUNTERS)


def _counts(code: str) -> Callable[[Counter], Counter]:
    if code not in MEASURES:
        raise LookupError(code)

    def register(counter: Counter) -> Counter:
        _COUNTERS[code] = counter
        return counter

    return register


def _count(code: str, number: int, text: str) -> Value:
    return Value(code, number, Decimal(number), text)


def _percent(code: str, yes: int, n: int) -> Value:
    if not n:
        return Value(code, 0, None, _("Nobody can say yet"))
    percent = Decimal(100 * yes) / n
    return Value(
        code, n, percent.quantize(Decimal("0.1")), _("%(yes)s of %(n)s, %(percent)s%%") % _words(yes, n, percent)
    )


def _words(yes: int, n: int, percent: Decimal) -> dict[str, object]:
    return {"yes": yes, "n": n, "percent": round(percent)}


@_counts("mentors_joined")
def mentors_joined(season: Season) -> Value:
    number = len(season.of(Role.MENTOR))
    return _count("mentors_joined", number, ngettext("%(n)s mentor", "%(n)s mentors", number) % {"n": number})


@_counts("mentees_joined")
def mentees_joined(season: Season) -> Value:
    number = len(season.of(Role.MENTEE))
    return _count("mentees_joined", number, ngettext("%(n)s mentee", "%(n)s mentees", number) % {"n": number})


@_counts("pairs_matched")
def pairs_matched(season: Season) -> Value:
    number = len(season.pairs)
    return _count("pairs_matched", number, ngettext("%(n)s pair", "%(n)s pairs", number) % {"n": number})


@_counts("first_meeting_on_time")
def first_meeting_on_time(season: Season) -> Value:
    found = process.met_on_time(season)
    return _of("first_meeting_on_time", found)


@_counts("agreements_signed")
def agreements_signed(season: Season) -> Value:
    return _of("agreements_signed", process.signed_on_time(season))


@_counts("goals_set")
def goals_set(season: Season) -> Value:
    return _percent("goals_set", len({pair for pair, _state in season.goals}), len(season.pairs))


@_counts("goals_reached")
def goals_reached(season: Season) -> Value:
    reached = sum(state == Goal.State.REACHED for _pair, state in season.goals)
    return _percent("goals_reached", reached, len(season.goals))


@_counts("meetings_held_per_pair")
def meetings_held_per_pair(season: Season) -> Value:
    pairs = len(season.pairs)
    if not pairs:
        return Value("meetings_held_per_pair", 0, None, _("Nobody can say yet"))
    mean = Decimal(sum(len(pair.held) for pair in season.pairs)) / pairs
    rounded = mean.quantize(Decimal("0.1"))
    return Value("meetings_held_per_pair", pairs, rounded, _("%(mean)s on average") % {"mean": rounded})


@_counts("pairs_completed")
def pairs_completed(season: Season) -> Value:
    """Of all that began: who still meets has not finished yet."""
    done = sum(pair.closed_at is not None and not pair.ended_early for pair in season.pairs)
    return _percent("pairs_completed", done, len(season.pairs))


@_counts("mentees_recommend")
def mentees_recommend(season: Season) -> Value:
    return _recommend("mentees_recommend", season.cohort, "closing-mentee")


@_counts("mentors_recommend")
def mentors_recommend(season: Season) -> Value:
    return _recommend("mentors_recommend", season.cohort, "closing-mentor")


def _recommend(code: str, cohort: Cohort, wave: str) -> Value:
    found = answers.recommended(cohort, wave)
    if found is None:
        return Value(code, 0, None, _("Too few answers yet"))
    mean, n = found
    return Value(code, n, Decimal(str(mean)), _("%(mean)s of 10, from %(n)s") % {"mean": mean, "n": n})


def _of(code: str, found: Estimate | None) -> Value:
    return _percent(code, round(found.value * found.n) if found else 0, found.n if found else 0)


# ── Against the charter ───────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Against:
    """An objective of the charter and where it stands now."""

    objective: Objective
    now: Decimal | None
    text: str

    @property
    def standing(self) -> tuple[str, str]:
        """How it is drawn, and in a word."""
        if self.now is None:
            return "quiet", _("Nobody can say yet")
        if self.now >= self.objective.target:
            return "good", _("Reached")
        if self.objective.due_on and self.objective.due_on < today():
            return "watch", _("Missed")
        return "info", _("On the way")

    @property
    def percent(self) -> float:
        """How much of the target, for the bar."""
        if self.now is None or not self.objective.target:
            return 0.0
        return min(100.0, float(100 * self.now / self.objective.target))


def against_charter(season: Season) -> list[Against]:
    """Every objective of the cohort with its value now."""
    found = []
    for objective in season.cohort.objectives.order_by("position", "pk"):
        counter = _COUNTERS.get(objective.measure)
        value = counter(season) if counter else None
        by_hand = str(objective.value) if objective.value is not None else _("Not entered yet")
        now = value.value if value else objective.value
        found.append(Against(objective, now, value.text if value else by_hand))
    return found
