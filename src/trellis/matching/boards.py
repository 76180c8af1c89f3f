"""What the review board answers: what a change costs, why not somebody else, what was changed, what holds today."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pairing.residual import Loss
from trellis.history.actions import can_undo
from trellis.history.models import Event
from trellis.matching import plans, words
from trellis.matching.models import MatchRun, Suggestion
from trellis.matching.rules import look
from trellis.people.models import Person
from trellis.programs.models import Participation, Role

SAID = 4  # people in the consequences of a change; the others are counted


@dataclass(frozen=True)
class Cost:
    """What a change costs everybody together."""

    people: int = 0  # who stay without a mentor
    points: int = 0

    @classmethod
    def of(cls, loss: Loss) -> Cost:
        return cls(loss.people, round(loss.points / 1000))

    def __str__(self) -> str:
        """As it stands beside a name: people before points."""
        if self.people > 0:
            return ngettext("%d person fewer", "%d people fewer", self.people) % self.people
        if self.people < 0:
            return ngettext("%d person more", "%d people more", -self.people) % -self.people
        return f"−{self.points}" if self.points > 0 else f"+{-self.points}" if self.points else "0"

    @property
    def is_loss(self) -> bool:
        return self.people > 0 or (not self.people and self.points > 0)


@dataclass(frozen=True)
class Option:
    """Another mentor for a mentee: what it would cost everybody together, or why it may not be."""

    suggestion: int  # of the mentee who would be moved
    mentor: Participation
    fit: int
    mentee: Participation | None = None  # when it isn't the one who was asked about
    forbidden: str = ""
    cost: Cost = field(default_factory=Cost)
    consequences: list[str] = field(default_factory=list)


def options_for(suggestion: Suggestion, *, search: str = "", most: int = 10) -> list[Option]:
    """Other mentors, the cheapest change first; those ruled out come last, with the rule."""
    plan = plans.plan_of(suggestion.run)
    options, fits = plan.options(suggestion.mentee_id), plan.fits(suggestion.mentee_id)
    order = [pk for pk in options.order() if pk != suggestion.mentor_id]
    never = sorted((pk for pk in order if not options.can(pk)), key=lambda pk: -fits[pk])
    order = [*(pk for pk in order if options.can(pk)), *never]
    named = _named(suggestion, search) if search else {}
    chosen = [pk for pk in order if pk in named][:most] if search else order[:most]
    found = _options(suggestion, options, chosen)
    return [*found, *_elsewhere(suggestion, named, plan)][:most]


def costs_for(suggestion: Suggestion, mentors: Sequence[int]) -> list[Option]:
    """The same for these mentors alone, as somebody drags."""
    plan = plans.plan_of(suggestion.run)
    known = set(plan.inputs.mentor_rows)
    chosen = [pk for pk in dict.fromkeys(mentors) if pk in known and pk != suggestion.mentor_id]
    return _options(suggestion, plan.options(suggestion.mentee_id), chosen)


def _options(suggestion: Suggestion, options: plans.Options, mentors: Sequence[int]) -> list[Option]:
    plan, losses = options.plan, options.losses(mentors)
    fits = plan.fits(suggestion.mentee_id)
    moves = {mentor: options.moves(mentor)[1:] for mentor in losses}
    people = _people(mentors, *moves.values())
    return [
        Option(
            suggestion.pk,
            people[mentor],
            round(fits[mentor] / 1000),
            cost=Cost.of(losses[mentor]),
            consequences=said_of(people, plan.fitted(moves[mentor])),
        )
        if mentor in losses
        else Option(suggestion.pk, people[mentor], round(fits[mentor] / 1000), forbidden=_rule(options, mentor, fits))
        for mentor in mentors
        if mentor in people
    ]


def _rule(options: plans.Options, mentor: int, fits: dict[int, int]) -> str:
    codes = options.plan.broken(options.mentee, mentor)
    under = fits[mentor] < options.plan.result.objective.floor * 1000
    return words.rule(codes[0] if codes else "floor" if under else "held")


def _named(suggestion: Suggestion, search: str) -> dict[int, Participation]:
    """Mentors of the cohort by name, whether or not they were in the search."""
    cohort = suggestion.run.cohort_id
    people = Person.objects.search(search).filter(participations__cohort=cohort)
    rows = Participation.objects.filter(cohort=cohort, role=Role.MENTOR, person__in=people.values("pk"))
    return {one.pk: one for one in rows.select_related("person").order_by("person__name", "pk")[:50]}


def _elsewhere(suggestion: Suggestion, named: dict[int, Participation], plan: plans.Plan) -> list[Option]:
    """Those of that name whom the search didn’t know."""
    known = set(plan.inputs.mentor_rows)
    reason = _("Not in this search: not ready or not there when it ran. Search again to take them in.")
    return [Option(suggestion.pk, one, 0, forbidden=reason) for pk, one in named.items() if pk not in known]


def rivals_for(suggestion: Suggestion, most: int = 3) -> list[Option]:
    """Other mentees whom the mentor of this pair could have, those first who would cost the whole least."""
    plan, mentor = plans.plan_of(suggestion.run), suggestion.mentor_id
    if mentor is None:
        return []
    near = plan.rivals(mentor, most)
    rows = {one.mentee_id: one for one in suggestion.run.suggestions.with_people().filter(mentee__in=near)}
    found: list[Option] = []
    for row in (rows[mentee] for mentee in near if mentee in rows):
        found += [replace(one, mentee=row.mentee) for one in _options(row, plan.options(row.mentee_id), [mentor])]
    return found


# ── Who else would change ──────────────────────────────────────────────────
def _people(mentors: Sequence[int], *changes: Sequence[plans.Change]) -> dict[int, Participation]:
    ids = {*mentors, *(pk for some in changes for change in some for pk in change if pk)}
    return Participation.objects.select_related("person").in_bulk(ids)


def said_of(people: dict[int, Participation], changes: Sequence[plans.Fitted], *, done: bool = False) -> list[str]:
    """Who else would change, or did, in words: those who lose most, then how many more."""
    order = sorted(changes, key=lambda one: one[3][1] - one[3][0])
    said = [_consequence(people, change, done=done) for change in order[:SAID]]
    more = len(changes) - len(said)
    if done:
        sentence = ngettext("%d more person changed.", "%d more people changed.", more)
    else:
        sentence = ngettext("%d more person would change.", "%d more people would change.", more)
    return [*said, sentence % more] if more > 0 else said


def _consequence(people: dict[int, Participation], change: plans.Fitted, *, done: bool) -> str:
    mentee, before, after, (then, now) = change
    values: dict[str, object] = {"name": people[mentee].person.called_in_full()}
    if after is None:
        said = _("%(name)s is without a mentor.") if done else _("%(name)s would be without a mentor.")
        return said % values
    values |= {"mentor": people[after].person, "now": round(now / 1000), "then": round(then / 1000)}
    if before is None:
        said = _("%(name)s got %(mentor)s, at %(now)s.") if done else _("%(name)s would get %(mentor)s, at %(now)s.")
    elif done:
        said = _("%(name)s moved to %(mentor)s, from %(then)s to %(now)s.")
    else:
        said = _("%(name)s would move to %(mentor)s, from %(then)s to %(now)s.")
    return said % values


# ── What would match somebody ──────────────────────────────────────────────
CHOSEN_RULES = {"H10", "APART"}  # of the program; the others hold whatever it chooses


@dataclass(frozen=True)
class Opening:
    """A change that would give somebody a mentor at nobody’s expense, and where to make it."""

    kind: str  # place, floor or rule
    sentence: str
    mentor: Participation
    can_change: bool = False  # on the page of what counts


def openings_for(suggestion: Suggestion) -> list[Opening]:
    """The smallest changes that would match a mentee whom the plan left out."""
    plan = plans.plan_of(suggestion.run)
    if suggestion.mentor_id is not None:
        return []
    rows = plan.inputs.mentor_rows
    found = plan.openings(suggestion.mentee_id)
    people = Participation.objects.select_related("person", "cohort").in_bulk([rows[one.mentor] for one in found])
    said = []
    for one in found:
        mentor = people[rows[one.mentor]]
        values = {"mentor": mentor.person, "rule": words.rule(one.rule), "fit": (one.floor or 0) // 1000}
        if one.place:
            said.append(
                Opening("place", _("With one place more at %(mentor)s nobody else would lose theirs.") % values, mentor)
            )
        elif one.rule:
            sentence = _("Without this rule it could be %(mentor)s: %(rule)s")
            said.append(Opening("rule", sentence % values, mentor, can_change=one.rule in CHOSEN_RULES))
        else:
            sentence = _("With a fit of %(fit)s allowed it could be %(mentor)s.")
            said.append(Opening("floor", sentence % values, mentor, can_change=True))
    return said


# ── What was changed by hand, and what stands today ─────────────────────────
BY_HAND = ("matching.moved", "matching.kept_apart")


@dataclass(frozen=True)
class Standing:
    """A change by hand that stands, as the banner says it."""

    event: Event
    sentence: str
    cost: Cost
    others: list[str]
    may_undo: bool


@dataclass(frozen=True)
class ByHand:
    """The newest changes by hand, how many there are, and what all of them cost together."""

    newest: list[Standing]
    number: int
    cost: Cost

    @property
    def more(self) -> int:
        return self.number - len(self.newest)


def changed_by_hand(run: MatchRun, person: Person, most: int = 3) -> ByHand | None:
    """What was moved in this plan and not taken back."""
    events = Event.objects.about(run).filter(verb__in=BY_HAND, undone_at=None).select_related("by").order_by("-pk")
    found = list(events)
    if not found:
        return None
    ids = {pk for event in found[:most] for change in event.facts["changes"] for pk in change if pk}
    ids |= {event.facts["mentor"] for event in found[:most] if "mentor" in event.facts}
    people = Participation.objects.select_related("person").in_bulk(ids)
    newest = [_standing(event, people, person) for event in found[:most] if _all_known(event, people)]
    lost = Cost(-sum(one.facts["people"] for one in found), round(-sum(one.facts["points"] for one in found) / 1000))
    return ByHand(newest, len(found), lost)


def _all_known(event: Event, people: dict[int, Participation]) -> bool:
    """Whether nobody of a change has been erased since."""
    return all(pk in people for change in event.facts["changes"] for pk in change if pk)


def _standing(event: Event, people: dict[int, Participation], person: Person) -> Standing:
    facts = event.facts
    changes: list[plans.Fitted] = [
        (*change, fits) for change, fits in zip(facts["changes"], facts["fits"], strict=True)
    ]
    mentee, _before, after, _fits = changes[0]
    mentor = people[facts.get("mentor", after)].person
    if event.verb == "matching.moved":
        sentence = _("%(mentee)s was moved to %(mentor)s.")
        others = changes[1:]
    else:
        sentence = _("%(mentee)s and %(mentor)s are kept apart.")
        others = changes
    cost = Cost(-facts["people"], round(-facts["points"] / 1000))
    may_undo = event.by_id == person.pk and can_undo(event)
    values = {"mentee": people[mentee].person, "mentor": mentor}
    return Standing(event, sentence % values, cost, said_of(people, others, done=True), may_undo)


def against(run: MatchRun, suggestions: Sequence[Suggestion]) -> dict[int, str]:
    """Which of these pairs could not be published as people are today: the reason by suggestion."""
    pairs = [(one.pk, one.mentee_id, one.mentor_id) for one in suggestions if one.mentor_id and not one.proposal_id]
    if not pairs:
        return {}
    now = look(run.cohort, [mentee for _pk, mentee, _mentor in pairs], [mentor for *_rest, mentor in pairs])
    found = {pk: now.forbidden(mentee, mentor) for pk, mentee, mentor in pairs}
    return {pk: reasons[0].sentence for pk, reasons in found.items() if reasons}


def trail_of(run: MatchRun) -> QuerySet[Event]:
    """Everything that was decided about a plan, the newest first."""
    return Event.objects.about(run).select_related("by").order_by("-pk")


@dataclass(frozen=True)
class Line:
    """One decision of the trail: about whom it was, and why, where somebody said why."""

    event: Event
    about: str
    why: str = ""


def lines_of(run: MatchRun, events: Sequence[Event]) -> list[Line]:
    pairs = {event.pk: (event.facts.get("mentee"), event.facts.get("mentor")) for event in events}
    moved = {pk for event in events for change in event.facts.get("changes", ()) for pk in change}
    ids = {*moved, *(pk for pair in pairs.values() for pk in pair)} - {None}
    people = Participation.objects.select_related("person").in_bulk(ids)
    apart = run.cohort.kept_apart.exclude(reason="").values_list("mentee", "mentor", "reason")
    reasons = {(mentee, mentor): reason for mentee, mentor, reason in apart}
    return [Line(event, _about(event, people), reasons.get(pairs[event.pk], "")) for event in events]


def _about(event: Event, people: dict[int, Participation]) -> str:
    facts = event.facts
    if facts.get("changes") and _all_known(event, people):
        changes = [(*change, fits) for change, fits in zip(facts["changes"], facts["fits"], strict=True)]
        cost = Cost(-facts["people"], round(-facts["points"] / 1000))
        return " ".join([*said_of(people, changes, done=True), _("Together: %(cost)s.") % {"cost": cost}])
    pair = (facts.get("mentee"), facts.get("mentor"))
    return ", ".join(str(people[pk].person) for pk in pair if pk in people)
