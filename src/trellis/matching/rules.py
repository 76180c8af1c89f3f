"""The hard rules. Every way to a pair leads through here: suggestion, request, by hand, import, rematch.

`forbidden` asks about two people, `look` about many at once, `require` refuses, and `begin` is the only door through
which people of a cohort come together. What the rules know of people is read by `inputs`; the rules are the engine's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import permutations

from django.db import transaction
from django.utils.translation import gettext as _

from pairing import Problem
from pairing.rules import broken
from trellis.common.errors import Kind, Refused
from trellis.matching import words
from trellis.matching.inputs import Inputs, day_of, gather, in_pool, kept_apart, settings_for
from trellis.people.models import Person
from trellis.programs.models import Cohort, Participation
from trellis.relationships.pairs import actions as relationships
from trellis.relationships.pairs.models import Relationship

GONE, ASKED = "GONE", "ASKED"
AMONG = ("H2", "H3", "H5", "H6")  # between members of one circle, and peers, too
OPEN = {"H1", "H2", "H3", "H8", "H9", GONE, ASKED}  # what may be said to anybody; the others tell of somebody’s wish


@dataclass(frozen=True)
class Broken:
    """One rule that forbids a pair, in a sentence for those who run the program."""

    code: str
    sentence: str

    @property
    def said_openly(self) -> str:
        """The same for the people themselves, who never learn what somebody else asked for or declared."""
        return self.sentence if self.code in OPEN else _("These two can’t be paired in this program.")


@dataclass(frozen=True)
class Now:
    """Some people of a cohort as they are at this moment, and what forbids whom."""

    inputs: Inputs
    problem: Problem
    out: dict[int, Broken]  # participations that can’t be paired with anybody

    @cached_property
    def free(self) -> dict[int, int]:
        """Places of mentors that nobody has and nobody is asked about."""
        return dict(zip(self.inputs.mentor_rows, self.problem.mentors.places, strict=True))

    @cached_property
    def _rows(self) -> dict[int, int]:
        return {pk: at for at, pk in enumerate(self.inputs.mentee_rows)}

    @cached_property
    def _columns(self) -> dict[int, int]:
        return {pk: at for at, pk in enumerate(self.inputs.mentor_rows)}

    def at(self, mentee: int, mentor: int) -> tuple[int, int]:
        """The engine’s numbers of two participations that are here."""
        return self._rows[mentee], self._columns[mentor]

    def forbidden(self, mentee: int, mentor: int) -> list[Broken]:
        """All that forbids this pair of participations today, in the order of the rules."""
        out = [self.out[one] for one in (mentee, mentor) if one in self.out]
        if out or mentee not in self._rows or mentor not in self._columns:
            return out or [_gone()]
        row, column = self.at(mentee, mentor)
        found = [Broken(code, words.rule(code)) for code in broken(self.problem, row, column)]
        if not self.problem.mentees.places[row]:
            found.append(Broken(ASKED, _("The mentee has a mentor already, or is asked about one.")))
        return found


def look(
    cohort: Cohort, mentees: Iterable[int], mentors: Iterable[int], *, asked: bool = True, hold: bool = False
) -> Now:
    """These participations as they are now; with `hold` they are kept from others until the transaction ends.

    Who is `asked` about a pair has a place less; the first pair to say yes takes it.
    """
    rows = Participation.objects.filter(pk__in=sorted({*mentees, *mentors}), cohort=cohort)
    if hold:
        list(rows.select_for_update().order_by("pk"))
    here = in_pool(rows)
    inputs = gather(here.mentees(), here.mentors(), settings_for(cohort), on=day_of(cohort), asked=asked)
    return Now(inputs, inputs.problem(apart=kept_apart(cohort.pk)), _out(rows, inputs))


def forbidden(mentee: Participation, mentor: Participation, *, asked: bool = True) -> list[Broken]:
    """All that forbids this pair today; nothing when they may be paired."""
    return look(mentee.cohort, [mentee.pk], [mentor.pk], asked=asked).forbidden(mentee.pk, mentor.pk)


def require(now: Now, mentee: int, mentor: int, *, openly: bool = False) -> None:
    """Refuse a pair that a rule forbids; `openly` when the people themselves are told."""
    if found := now.forbidden(mentee, mentor):
        raise Refused(found[0].said_openly if openly else found[0].sentence, kind=Kind.NOT_ALLOWED)


def require_among(cohort: Cohort, members: Sequence[int]) -> None:
    """Refuse a circle, or peers, in which two are of one reporting line or were told apart."""
    rows = in_pool(Participation.objects.filter(pk__in=members, cohort=cohort))
    inputs = gather(rows, rows, settings_for(cohort), on=day_of(cohort), asked=False)
    problem, at = inputs.problem(), {pk: row for row, pk in enumerate(inputs.mentee_rows)}
    if len(at) < len(set(members)):
        raise Refused(_gone().sentence, kind=Kind.TOO_LATE)
    for one, other in permutations(members, 2):
        codes = [code for code in broken(problem, at[one], at[other]) if code in AMONG]
        if codes:
            raise Refused(words.rule(codes[0]), kind=Kind.NOT_ALLOWED)


@transaction.atomic
def begin(
    cohort: Cohort,
    *,
    mentors: Sequence[Participation],
    mentees: Sequence[Participation],
    by: Person | None,
    functions: Sequence[str] = (),
    started_on: date | None = None,
    name: str = "",
) -> Relationship:
    """Bring people together, as far as every rule allows each mentor with each mentee, and peers with each other."""
    now = look(cohort, [one.pk for one in mentees], [one.pk for one in mentors], asked=False, hold=True)
    for mentee in mentees:
        for mentor in mentors:
            require(now, mentee.pk, mentor.pk)
    if len(mentees) > 1:
        require_among(cohort, [one.pk for one in mentees])
    return relationships.start(
        cohort, mentors=mentors, mentees=mentees, by=by, functions=functions, started_on=started_on, name=name
    )


@transaction.atomic
def begin_many(
    cohort: Cohort, decided: Sequence[tuple[Participation, Participation, date | None]], *, by: Person | None
) -> list[Relationship]:
    """Bring many pairs together, mentee first, each since a day or since today: all of them, or none."""
    mentees, mentors = [mentee.pk for mentee, *_rest in decided], [mentor.pk for _one, mentor, _day in decided]
    now = look(cohort, mentees, mentors, asked=False, hold=True)
    begun = []
    for mentee, mentor, day in decided:
        require(now, mentee.pk, mentor.pk)
        begun.append(relationships.start(cohort, mentors=[mentor], mentees=[mentee], by=by, started_on=day))
    return begun


def _out(rows: Iterable[Participation], inputs: Inputs) -> dict[int, Broken]:
    here = {*inputs.mentee_rows, *inputs.mentor_rows}
    return {one.pk: _why_out(one) for one in rows if one.pk not in here}


def _why_out(one: Participation) -> Broken:
    if one.is_paused and one.state in Participation.TAKING_PART:
        return Broken("H15", words.rule("H15"))
    return _gone()


def _gone() -> Broken:
    return Broken(GONE, _("One of them isn’t taking part any more."))
