"""Who waits for somebody, why, and whom the engine finds for them beside the pairs that stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing import Objective, Problem, ProblemError
from pairing.criteria import points
from pairing.rules import broken, forbidden
from pairing.variants.waiting import place_waiting
from trellis.common.errors import Kind, Refused
from trellis.matching import words
from trellis.matching.inputs import day_of, gather, in_pool, kept_apart, places_taken, settings_for
from trellis.matching.models import MatchRun, Proposal, Suggestion
from trellis.matching.queries import policy_of
from trellis.programs.models import Cohort, Participation, ParticipationQuerySet, Role

State, Answer, Reason = Proposal.State, Proposal.Answer, Proposal.Reason
A_DAY = 0.1  # points that a day of waiting adds when a mentor is filled
ENDED = (State.DECLINED, State.EXPIRED, State.WITHDRAWN)
type Pairs = list[tuple[int, int]]


@dataclass(frozen=True)
class Last:
    """What became of somebody’s last proposal, and how many came by themselves."""

    state: str
    own: str
    reason: str
    goes_on: bool
    by_itself: int
    in_vain: int  # of those, how many came to nothing

    @property
    def rests(self) -> bool:
        """They have no time now, or didn’t answer: they are not asked again by itself."""
        no_time = self.state == State.DECLINED and self.own == Answer.DECLINED and self.reason == Reason.TIME
        return no_time or (self.state == State.EXPIRED and self.own == Answer.WAITING)


def last_of(cohort: Cohort, side: Role, people: Iterable[int] | None = None) -> dict[int, Last]:
    """By participation, for everybody who was ever asked in this cohort."""
    rows = cohort.proposals.order_by("pk")
    if people is not None:
        rows = rows.filter(**{f"{side}__in": list(people)})
    found: dict[int, Last] = {}
    names = (f"{side}_id", "state", f"{side}_answer", "decline_reason", "goes_on", "is_next")
    for one, state, own, reason, goes_on, is_next in rows.values_list(*names):
        before = found.get(one)
        by_itself = (before.by_itself if before else 0) + is_next
        in_vain = (before.in_vain if before else 0) + (is_next and state in ENDED)
        found[one] = Last(state, own, reason, goes_on, by_itself, in_vain)
    return found


def waiting_mentees(cohort: Cohort) -> ParticipationQuerySet:
    """Ready, without a mentor, and not asked about one now."""
    ready = in_pool(Participation.objects.filter(cohort=cohort)).mentees().filter(state=Participation.State.READY)
    return ready.exclude(pk__in=Proposal.objects.live().filter(cohort=cohort).values("mentee"))


def followers(cohort: Cohort, *, most: int) -> list[int]:
    """Mentees whose last proposal came to nothing, and who are to be asked about the next best by itself."""
    asked = {pk for pk, last in last_of(cohort, Role.MENTEE).items() if last.goes_on and last.by_itself < most}
    if not asked:
        return []
    return list(waiting_mentees(cohort).filter(pk__in=asked).order_by("pk").values_list("pk", flat=True))


def next_best(cohort: Cohort, *, most: int) -> Pairs:
    """The best new pairs for all followers together, with mentors who are free and not tired of being asked."""
    mentees = followers(cohort, most=most)
    if not mentees:
        return []
    last = last_of(cohort, Role.MENTOR)
    tired = {pk for pk, one in last.items() if one.rests or one.in_vain >= most}
    mentors = in_pool(Participation.objects.filter(cohort=cohort)).mentors()
    return place(cohort, mentees, [pk for pk in mentors.values_list("pk", flat=True) if pk not in tired])


def for_mentor(mentor: Participation) -> Pairs:
    """Whom of all who wait this mentor could take today."""
    wait = dict(waiting_mentees(mentor.cohort).order_by("pk").values_list("pk", "ready_at"))
    last = last_of(mentor.cohort, Role.MENTEE, wait)
    today = timezone.now().date()
    days = {
        pk: (today - ready_at.date()).days if ready_at else 0
        for pk, ready_at in wait.items()
        if not (pk in last and last[pk].rests)
    }
    return place(mentor.cohort, list(days), [mentor.pk], days=days)


def pairs_of(mentor: Participation) -> list[Participation]:
    """The mentees whom this mentor would be asked about."""
    ids = [mentee for mentee, _mentor in for_mentor(mentor)]
    return list(Participation.objects.filter(pk__in=ids).select_related("person").order_by("person__name", "pk"))


def place(
    cohort: Cohort, mentees: Sequence[int], mentors: Collection[int], *, days: dict[int, int] | None = None
) -> Pairs:
    """The best pairs of these people, under every rule, leaving alone what stands, is asked or is planned."""
    rows = Participation.objects.filter(cohort=cohort)
    sides = rows.filter(pk__in=mentees), rows.filter(pk__in=mentors)
    settings = settings_for(cohort)
    inputs = gather(*sides, settings, on=day_of(cohort))
    if not inputs.mentee_rows or not inputs.mentor_rows:
        return []
    try:
        problem = inputs.problem(apart=[*kept_apart(cohort.pk), *_tried(cohort, mentees)])
        problem = _without(problem, inputs.mentor_rows, _planned(cohort, mentees))
        placed = place_waiting(
            problem,
            (),
            Objective(floor=settings.floor),
            days=[(days or {}).get(pk, 0) for pk in inputs.mentee_rows],
            a_day=A_DAY,
            seed=settings.seed,
        )
    except ProblemError as error:
        said = _("Nobody can be placed now: %(problem)s")
        raise Refused(said % {"problem": error}, kind=Kind.INVALID) from error
    return [(inputs.mentee_rows[mentee], inputs.mentor_rows[mentor]) for mentee, mentor in placed.pairs]


def _tried(cohort: Cohort, mentees: Iterable[int]) -> Pairs:
    """Who was asked about each other already; nobody is asked twice by itself."""
    return list(cohort.proposals.filter(mentee__in=list(mentees)).values_list("mentee", "mentor"))


def _planned(cohort: Cohort, mentees: Collection[int]) -> Counter[int]:
    """Places of mentors that the plan under review keeps for somebody else."""
    kept = Suggestion.objects.filter(run__cohort=cohort, run__state=MatchRun.State.REVIEW).unpublished()
    return Counter(mentor for mentee, mentor in kept.values_list("mentee", "mentor") if mentee not in mentees)


def _without(problem: Problem, rows: Sequence[int], planned: Counter[int]) -> Problem:
    left = tuple(max(0, places - planned[pk]) for pk, places in zip(rows, problem.mentors.places, strict=True))
    return replace(problem, mentors=replace(problem.mentors, places=left))


# ── The list ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Waiting:
    """Somebody without a mentor: why, and since when."""

    mentee: Participation
    since: date | None
    reason: str


def reasons_for(cohort: Cohort, mentees: Sequence[Participation]) -> list[Waiting]:
    """Why each of one page of waiting mentees has nobody, never silent."""
    ids = [one.pk for one in mentees]
    why, last, most = _why_nobody(cohort, ids), last_of(cohort, Role.MENTEE, ids), policy_of(cohort).most
    return [
        Waiting(
            one,
            one.ready_at.date() if one.ready_at else None,
            _last_word(last.get(one.pk), most) or why.get(one.pk, ""),
        )
        for one in mentees
    ]


def _last_word(last: Last | None, most: int) -> str:
    """What the last proposal says about them, when that comes before everything else."""
    if last is None:
        return ""
    if last.rests and last.state == State.DECLINED:
        return _("Said that they have no time now. Ask again when that has changed.")
    if last.rests:
        return _("Didn’t answer in time. Ask whether they still want to take part.")
    if last.goes_on and last.by_itself >= most:
        sentence = ngettext(
            "%(number)d automatic proposal came to nothing. Choose somebody by hand.",
            "%(number)d automatic proposals came to nothing. Choose somebody by hand.",
            last.by_itself,
        )
        return sentence % {"number": last.by_itself}
    return ""


def _why_nobody(cohort: Cohort, mentees: Sequence[int]) -> dict[int, str]:
    """What the engine knows about each: mentors who fit and are free, or what keeps them all away."""
    rows = in_pool(Participation.objects.filter(cohort=cohort))
    settings = settings_for(cohort)
    inputs = gather(rows.filter(pk__in=mentees).mentees(), rows.mentors(), settings, on=day_of(cohort))
    if not inputs.mentor_rows:
        return dict.fromkeys(mentees, _("There are no mentors yet. Invite some, or widen who may mentor."))
    problem = inputs.problem(apart=[*kept_apart(cohort.pk), *_tried(cohort, mentees)])
    never = forbidden(problem, slice(None), slice(None))
    fits = points(problem, slice(None), slice(None))
    floor = settings.floor * 1000
    found = {}
    for row, pk in enumerate(inputs.mentee_rows):
        fitting = int((~never[row] & (fits[row] >= floor)).sum())
        best = int(fits[row][~never[row]].max(initial=-1))
        found[pk] = _sentence(problem, row, fitting, best, settings.floor)
    return found


def _sentence(problem: Problem, row: int, fitting: int, best: int, floor: int) -> str:
    if fitting:
        sentence = ngettext(
            "%(number)d mentor who is free would fit.", "%(number)d mentors who are free would fit.", fitting
        )
        return sentence % {"number": fitting}
    if best >= 0:
        values = {"best": round(best / 1000), "floor": floor}
        return _("The best fit possible is %(best)s, and %(floor)s is the lowest you allow.") % values
    codes = Counter(broken(problem, row, column)[0] for column in range(len(problem.mentors)))
    code, number = codes.most_common(1)[0]
    sentence = ngettext(
        "Every mentor is ruled out, %(number)d for this: %(rule)s",
        "Every mentor is ruled out, %(number)d for this: %(rule)s",
        number,
    )
    return sentence % {"number": number, "rule": words.rule(code)}


@dataclass(frozen=True)
class Free:
    """A mentor with places that nobody has, is asked about, or is planned for."""

    mentor: Participation
    places: int


def free_mentors(cohort: Cohort) -> list[Free]:
    """Mentors who could take somebody today, the newest first."""
    mentors = list(
        in_pool(Participation.objects.filter(cohort=cohort))
        .mentors()
        .filter(state__in=(Participation.State.READY, Participation.State.MATCHED))
        .select_related("person")
        .order_by("-ready_at", "pk")
    )
    taken, planned = places_taken(mentors), _planned(cohort, ())
    left = [Free(one, one.capacity - taken[one.pk] - planned[one.pk]) for one in mentors]
    return [one for one in left if one.places > 0]
