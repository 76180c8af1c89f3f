"""How the pairs of a cohort are doing, in a fixed number of queries however many there are."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.db.models import Min, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.care.models import CarePolicy, CaseNote, CheckIn, HelpMessage, HelpRequest, Nudge, Watch
from trellis.care.signals import Facts, Kind, Pause, Rules, Severity, Signal, Standing
from trellis.matching.queries import line_conflicts
from trellis.people.models import Person
from trellis.programs.models import Cohort, Program
from trellis.relationships.agreements import queries as agreements
from trellis.relationships.goals import queries as goals
from trellis.relationships.meetings import queries as meetings
from trellis.relationships.models import Meeting, Party, Relationship
from trellis.relationships.models import Pause as PauseRow
from trellis.ui.tags.pictures import Week
from trellis.ui.tags.words import day, short_day


def today() -> date:
    """The day it is, on the reader's clock."""
    return timezone.localdate()


WITHOUT_AGREEMENT = (Program.Format.FLASH,)


def policy_of(program: Program) -> CarePolicy:
    """The program's policy, or the usual one."""
    return CarePolicy.objects.filter(program=program).first() or CarePolicy(program=program)


type Pairs = QuerySet[Relationship] | Sequence[int]  # a thousand ids are slower to name than to find again


@dataclass(frozen=True)
class Look:
    """One pair as the rules see it."""

    facts: Facts
    signals: list[Signal]
    standing: Standing


def looks(cohort: Cohort, *, viewer: Person | None, only: Iterable[int] | None = None) -> dict[int, Look]:
    """Every open pair of the cohort (or `only` these), by id. `viewer` sees requests addressed to them;
    without a viewer those to the whole team count."""
    rules = Rules(policy_of(cohort.program))
    found = {}
    for pk, facts in facts_of(cohort, viewer=viewer, only=only).items():
        signals = rules.signals(facts)
        found[pk] = Look(facts, signals, rules.standing(facts, signals))
    return found


def facts_of(cohort: Cohort, *, viewer: Person | None, only: Iterable[int] | None = None) -> dict[int, Facts]:
    """About ten queries, whatever the number of pairs."""
    rows = Relationship.objects.open().filter(cohort=cohort)
    if only is not None:
        rows = rows.filter(pk__in=list(only))
    pairs = list(rows.order_by("pk").values_list("pk", "started_at", "meeting_every_weeks", "state", "format"))
    around = _Around(rows if only is None else [pair[0] for pair in pairs], viewer=viewer)
    return {pk: around.facts(pk, started, weeks, state, form) for pk, started, weeks, state, form in pairs}


class _Around:
    """Everything the rules need to know about these pairs, fetched once."""

    def __init__(self, ids: Pairs, *, viewer: Person | None) -> None:
        self.today = today()
        self.meetings = meetings.summaries(ids)
        self.signed = agreements.signed_at(ids)
        self.failed = _failed(ids)
        self.pauses = _pauses(ids)
        self.unanswered = _unanswered(ids)
        self.pulses = _pulses(ids)
        self.help = _help(ids, viewer)
        self.snoozes = _snoozes(ids)
        self.lines = line_conflicts(ids)

    def facts(self, pk: int, started_at: datetime, weeks: int, state: str, form: str) -> Facts:
        met = self.meetings.get(pk, meetings.Summary())
        last_met = _day(met.last_at)
        failed = [at for at in self.failed.get(pk, ()) if met.last_at is None or at > met.last_at]
        return Facts(
            today=self.today,
            started_on=started_at.date(),
            every_weeks=weeks,
            state=state,
            first_met_on=_day(met.first_at),
            last_met_on=last_met,
            next_on=_day(met.next_at),
            held=met.held,
            canceled_in_a_row=len(failed),
            signed_on=_day(self.signed.get(pk)),
            needs_agreement=form not in WITHOUT_AGREEMENT,
            unanswered_since=self.unanswered.get(pk),
            lowest_pulse=self.pulses.get(pk),
            line_since=_day(self.lines.get(pk)),
            help_since=_day(self.help.get(pk)),
            snoozed_until=self.snoozes.get(pk),
            pauses=self.pauses.get(pk, ()),
        )


def _day(at: datetime | None) -> date | None:
    return timezone.localtime(at).date() if at else None


def _snoozes(ids: Pairs) -> dict[int, date]:
    rows = Watch.objects.filter(relationship__in=ids, snoozed_until__gt=today())
    return {pk: until for pk, until in rows.values_list("relationship", "snoozed_until") if until}


def _failed(ids: Pairs) -> dict[int, list[datetime]]:
    """When meetings were canceled or missed, in the last half year."""
    lost = (Meeting.State.CANCELED, Meeting.State.MISSED)
    rows = Meeting.objects.filter(
        relationship__in=ids, state__in=lost, starts_at__gte=timezone.now() - timedelta(days=183)
    )
    found: dict[int, list[datetime]] = defaultdict(list)
    for pk, at in rows.values_list("relationship", "starts_at"):
        if at is not None:
            found[pk].append(at)
    return found


def _pauses(ids: Pairs) -> dict[int, list[Pause]]:
    found: dict[int, list[Pause]] = defaultdict(list)
    rows = PauseRow.objects.filter(relationship__in=ids)
    for pk, starts_at, ends_at in rows.values_list("relationship", "starts_at", "ends_at"):
        found[pk].append((timezone.localtime(starts_at).date(), _day(ends_at)))
    return found


def _unanswered(ids: Pairs) -> dict[int, date]:
    rows = CheckIn.objects.open().filter(relationship__in=ids).values_list("relationship")
    return dict(rows.annotate(since=Min("due_on")))


def _pulses(ids: Pairs) -> dict[int, int]:
    """The lower of both sides' latest scores."""
    rows = CheckIn.objects.filter(relationship__in=ids, is_latest=True, pulse__isnull=False)
    return dict(rows.values_list("relationship").annotate(low=Min("pulse")))


def _help(ids: Pairs, viewer: Person | None) -> dict[int, datetime]:
    """Since when somebody waits for an answer."""
    rows = HelpRequest.objects.unanswered().filter(relationship__in=ids)
    rows = rows.filter(to=None) if viewer is None else rows.filter(pk__in=HelpRequest.objects.addressed_to(viewer))
    return dict(rows.values_list("relationship").annotate(since=Min("waits_since")))


# ── The board ─────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class BoardRow:
    """One pair on the board: names first, then what is known, then what to do."""

    pk: int
    title: str
    partner: str
    look: Look
    weeks: list[Week]
    week_now: int
    goals: str
    check_ins: str
    known: str
    url: str

    @property
    def agreed(self) -> str:
        """How long ago they met, against what they agreed."""
        facts = self.look.facts
        if facts.last_met_on is None:
            return _("Agreed every %(weeks)s weeks") % {"weeks": facts.every_weeks}
        gone = facts.days_since(facts.last_met_on) // 7
        if gone <= facts.every_weeks:
            return _("Agreed %(weeks)s weeks") % {"weeks": facts.every_weeks}
        return _("%(gone)s weeks, agreed %(weeks)s") % {"gone": gone, "weeks": facts.every_weeks}


@dataclass(frozen=True)
class Board:
    """All pairs of a cohort by standing, and the ids in the order in which they are shown."""

    looks: Mapping[int, Look]
    counts: Mapping[str, int]
    order: list[int]


ORDER = list(Standing)


def board(cohort: Cohort, *, viewer: Person, state: str = "", search: str = "") -> Board:
    """Everybody's standing; who matches the filters, the most pressing first."""
    all_looks = looks(cohort, viewer=viewer)
    counts = Counter(look.standing.value for look in all_looks.values())
    wanted = set(all_looks)
    if search:
        wanted &= _found(cohort, search)
    if state:
        wanted = {pk for pk in wanted if all_looks[pk].standing == state}
    order = sorted(wanted, key=lambda pk: _pressing(pk, all_looks[pk]))
    return Board(all_looks, counts, order)


def _pressing(pk: int, look: Look) -> tuple[int, int, int]:
    """Standing, then who waits longest."""
    facts = look.facts
    waited = facts.days_since(facts.last_met_on or facts.started_on)
    return ORDER.index(look.standing), -waited, pk


def _found(cohort: Cohort, words: str) -> set[int]:
    people = Person.objects.search(words)
    parties = Party.objects.filter(relationship__cohort=cohort, person__in=people)
    return set(parties.values_list("relationship", flat=True))


def rows_of(ids: Sequence[int], board_: Board, cohort: Cohort) -> list[BoardRow]:
    """The rows of one page, in a handful of queries."""
    pairs = Relationship.objects.with_people().in_bulk(list(ids))
    aims = goals.facts(ids)
    scores = _scores(ids) if policy_of(cohort.program).is_pulse_seen else _answered(ids)
    said = _known(ids)
    ticks = rhythms(pairs.values())
    return [
        _row(
            pairs[pk],
            board_.looks[pk],
            cohort=cohort,
            weeks=ticks[pk],
            aims=aims.get(pk),
            check_ins=scores.get(pk, ""),
            known=said.get(pk, ""),
        )
        for pk in ids
        if pk in pairs
    ]


def _row(
    pair: Relationship,
    look: Look,
    *,
    cohort: Cohort,
    weeks: list[Week],
    aims: goals.GoalFacts | None,
    check_ins: str,
    known: str,
) -> BoardRow:
    learners = [str(party.person) for party in pair.parties.all() if party.role == "mentee"]
    mentors = [str(party.person) for party in pair.parties.all() if party.role == "mentor"]
    return BoardRow(
        pk=pair.pk,
        title=", ".join(learners),
        partner=", ".join(mentors),
        look=look,
        weeks=weeks,
        week_now=week_now(pair),
        goals=_("%(count)s, %(percent)s%%") % {"count": aims.count, "percent": aims.percent} if aims else _("None"),
        check_ins=check_ins,
        known=known,
        url=reverse("care:pair", args=[*cohort.address, pair.pk]),
    )


def _scores(ids: Sequence[int]) -> dict[int, str]:
    """The lowest score of each round, oldest first: “4, 3”."""
    rows = CheckIn.objects.filter(relationship__in=ids, kind=CheckIn.Kind.PULSE).exclude(state=CheckIn.State.PLANNED)
    rounds: dict[int, dict[date, list[int | None]]] = defaultdict(lambda: defaultdict(list))
    for pk, due_on, pulse in rows.order_by("due_on").values_list("relationship", "due_on", "pulse"):
        rounds[pk][due_on].append(pulse)
    return {pk: ", ".join(_lowest(scores) for scores in list(days.values())[-3:]) for pk, days in rounds.items()}


def _lowest(scores: Sequence[int | None]) -> str:
    given = [score for score in scores if score is not None]
    return str(min(given)) if given else _("no answer")


def _answered(ids: Sequence[int]) -> dict[int, str]:
    """Only how many answered, where the policy keeps scores from the team."""
    rows = CheckIn.objects.filter(relationship__in=ids, kind=CheckIn.Kind.PULSE).exclude(state=CheckIn.State.PLANNED)
    counted: Counter[int] = Counter()
    asked: Counter[int] = Counter()
    for pk, state in rows.values_list("relationship", "state"):
        asked[pk] += 1
        counted[pk] += state == CheckIn.State.ANSWERED
    return {pk: _("%(done)s of %(asked)s") % {"done": counted[pk], "asked": asked[pk]} for pk in asked}


def _known(ids: Sequence[int]) -> dict[int, str]:
    """What the team knows beside the facts: the newest note, else the last nudge."""
    found: dict[int, str] = {}
    for pk, at in Nudge.objects.filter(relationship__in=ids).order_by("pk").values_list("relationship", "at"):
        found[pk] = _("Nudged on %(day)s") % {"day": short_day(at)}
    notes = CaseNote.objects.filter(relationship__in=ids).select_related("relationship__watch__key").order_by("pk")
    for note in notes:
        lines = note.texts(note.relationship.watch.key).get("text", "").splitlines()
        if lines:
            found[note.relationship_id] = lines[0][:80]
    return found


def rhythms(pairs: Iterable[Relationship]) -> dict[int, list[Week]]:
    """One tick a week for each pair, to a few weeks ahead, in one query."""
    by_id = {pair.pk: pair for pair in pairs}
    weeks: dict[int, list[Week]] = {pk: ["none"] * _weeks_to_show(pair) for pk, pair in by_id.items()}
    signs: dict[str, Week] = {
        Meeting.State.HELD: "held",
        Meeting.State.MISSED: "missed",
        Meeting.State.PLANNED: "booked",
    }
    rank: dict[Week, int] = {"none": 0, "missed": 1, "booked": 2, "held": 3}
    for fact in meetings.facts(by_id):
        if fact.state not in signs or fact.starts_at is None:
            continue
        row = weeks[fact.relationship]
        week = (fact.starts_at - by_id[fact.relationship].started_at) // timedelta(weeks=1) - _skipped(
            by_id[fact.relationship]
        )
        if 0 <= week < len(row) and rank[signs[fact.state]] > rank[row[week]]:
            row[week] = signs[fact.state]
    return weeks


def facts_to_read(pair: Relationship, facts: Facts | None) -> list[tuple[str, str]]:
    """What the team may know of one pair: dates and counts, never content."""
    aims = goals.facts([pair.pk]).get(pair.pk)
    rows = [
        (_("Together since"), day(pair.started_at)),
        (_("Ends"), day(pair.ends_on)),
        (_("Agreed"), _("every %(weeks)s weeks, %(minutes)s minutes") % _rhythm_words(pair)),
        (_("Goals"), _("%(count)s, %(percent)s%%") % vars(aims) if aims else _("None")),
    ]
    if facts is None:
        return rows
    return [
        *rows,
        (_("Meetings held"), str(facts.held)),
        (_("Last met"), day(facts.last_met_on) or _("Not yet")),
        (_("Next"), day(facts.next_on) or _("Nothing booked")),
        (_("Agreement signed"), day(facts.signed_on) or _("Not yet")),
    ]


def _rhythm_words(pair: Relationship) -> dict[str, int]:
    return {"weeks": pair.meeting_every_weeks, "minutes": pair.meeting_minutes}


MOST_WEEKS, AHEAD = 28, 4


def week_now(pair: Relationship) -> int:
    """Where the line of today stands among its ticks."""
    return (timezone.now() - pair.started_at) // timedelta(weeks=1) - _skipped(pair)


def _weeks_to_show(pair: Relationship) -> int:
    return min(MOST_WEEKS, (timezone.now() - pair.started_at) // timedelta(weeks=1) + AHEAD)


def _skipped(pair: Relationship) -> int:
    """Weeks at the beginning that a long one no longer shows."""
    gone = (timezone.now() - pair.started_at) // timedelta(weeks=1)
    return max(0, gone + AHEAD - MOST_WEEKS)


def notes_of(relationship: Relationship) -> list[tuple[CaseNote, str]]:
    """The team's notes with their words, the newest first."""
    watch = Watch.objects.select_related("key").filter(relationship=relationship).first()
    if watch is None:
        return []
    rows = relationship.case_notes.select_related("by")[:50]
    return [(row, row.texts(watch.key).get("text", "")) for row in rows]


def conversation(request: HelpRequest) -> list[tuple[HelpMessage, str]]:
    """A request's messages with their words, oldest first."""
    rows = request.messages.select_related("by")[:200]
    return [(row, row.texts(request.key).get("text", "")) for row in rows]


# ── What needs somebody today ─────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Attention:
    """One thing to do on the program's home."""

    kind: str
    title: str | Promise
    text: str | Promise
    url: str
    action: str | Promise
    severity: str = field(default="watch")  # "private", "problem", "watch" or "info": its icon and color


def needs_attention(cohort: Cohort, found: Mapping[int, Look], *, most: int = 5) -> list[Attention]:
    """The most pressing pairs of the cohort, requests for help first."""
    pressing = [pk for pk in found if found[pk].standing in (Standing.STALLED, Standing.NUDGE)]
    first = sorted(pressing, key=lambda pk: (found[pk].facts.help_since is None, *_pressing(pk, found[pk])))[:most]
    pairs = Relationship.objects.with_people().in_bulk(first)
    return [_attention(pairs[pk], found[pk], cohort) for pk in first]


def _attention(pair: Relationship, look: Look, cohort: Cohort) -> Attention:
    signal = look.signals[0]
    if look.facts.help_since is not None:
        return Attention(
            kind=Kind.HELP,
            title=_("Somebody has asked to talk"),
            text=_("In private. Only whom it is addressed to can read it."),
            url=reverse("care:requests", args=cohort.address),
            action=_("Read and reply"),
            severity="private",
        )
    return Attention(
        kind=signal.kind,
        title=str(pair),
        text=" ".join(f"{sentence}." for sentence in _why(look)),
        url=reverse("care:pair", args=[*cohort.address, pair.pk]),
        action=_("Write to both"),
        severity="problem" if signal.severity == Severity.RED else "watch",
    )


def _why(look: Look) -> Iterator[str]:
    """What was noticed; a gap stands beside what the two agreed."""
    weeks = look.facts.every_weeks
    for signal in look.signals:
        yield signal.sentence
        if signal.kind == Kind.NOT_MET:
            yield ngettext("They agreed every week", "They agreed every %(weeks)s weeks", weeks) % {"weeks": weeks}


def asks_of(person: Person) -> list[CheckIn]:
    """Check-ins that wait for this person, for their home; the oldest first."""
    rows = CheckIn.objects.open().filter(person=person).select_related("relationship__cohort__program")
    return list(rows.order_by("due_on", "pk")[:5])


def coverage(cohort: Cohort) -> tuple[int, int]:
    """Check-ins answered, and asked: what is planned for later is not due."""
    rows = CheckIn.objects.filter(relationship__cohort=cohort).exclude(state=CheckIn.State.PLANNED)
    return rows.filter(state=CheckIn.State.ANSWERED).count(), rows.count()
