"""What the pages of choosing show, in few queries however many mentors there are."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Literal

from django.db.models import Avg, Count, F, Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.matching.models import Proposal, Wish
from trellis.matching.queries import reasons_for
from trellis.matching.requests import finding, words
from trellis.matching.requests.finding import Found, Match, asked_now
from trellis.matching.requests.models import Bookmark, ChoosingSettings, MentorRequest, RequestPause
from trellis.matching.words import Names
from trellis.people.languages import name_of
from trellis.people.models import Person, PersonSkill, Skill
from trellis.programs.models import Cohort, Participation, Role

MOST_WAITING = 3  # requests that wait for one mentor at once; whoever asks then stands in line
TOP = 5
LEAST_ANSWERS = 3  # before how long somebody takes is said
LOOK_BACK = timedelta(days=365)
MOST_SKILLS = 12

State = MentorRequest.State
type Door = Literal["open", "line", "away"]


def settings_of(cohort: Cohort) -> ChoosingSettings:
    """The standard until somebody changed it."""
    return ChoosingSettings.objects.filter(cohort=cohort).first() or ChoosingSettings(cohort=cohort)


@dataclass(frozen=True)
class Standing:
    """How it stands with a mentor: who asks now is heard, waits in line, or isn't taken."""

    door: Door
    places: str
    note: str = ""


def standing(mentor: Participation, pause: RequestPause | None, free: int, asked: int) -> Standing:
    """In words that are true for everybody who looks."""
    if mentor.is_paused:
        return Standing("away", words.places(free), _("Takes a break for now"))
    if pause:
        until = _("Takes requests again on %(day)s") % {"day": date_format(pause.back_on)} if pause.back_on else ""
        return Standing("away", words.places(free), until or _("Takes no new requests for now"))
    if free < 1:
        return Standing("line", words.places(free), _("You can stand in line for a place"))
    if asked >= MOST_WAITING:
        wait = ngettext("%d request waits for an answer", "%d requests wait for an answer", asked) % asked
        return Standing("line", words.places(free), wait)
    return Standing("open", words.places(free), _("Takes requests now"))


@dataclass(frozen=True)
class Card:
    """A mentor in the list."""

    mentor: Participation
    match: Match
    why: list[str]
    offers: list[str]
    standing: Standing
    answers: str = ""
    is_kept: bool = False
    rank: int = 0  # among one's choices
    request: MentorRequest | None = None  # one's own that is live

    @property
    def person(self) -> Person:
        return self.mentor.person


def cards(own: Participation, found: Found, matches: Sequence[Match]) -> list[Card]:
    """These of the mentors who were found, with everything that their lines say."""
    ids = [match.mentor for match in matches]
    mentors = _with_offers(ids)
    pauses = {one.mentor_id: one for one in RequestPause.objects.filter(mentor__in=ids)}
    asked, speeds = asked_now(ids), _speeds(ids)
    kept = set(own.bookmarks.filter(mentor__in=ids).values_list("mentor", flat=True))
    ranks = dict(own.wishes.filter(other__in=ids).values_list("other", "rank"))
    mine = {one.mentor_id: one for one in own.requests_sent.live().filter(mentor__in=ids)}
    return [
        Card(
            mentor=mentors[match.mentor],
            match=match,
            why=words.why(found.reasons(match.mentor), mentors[match.mentor].person.called()),
            offers=[one.skill.name for one in mentors[match.mentor].person.skills.all()],
            standing=standing(mentors[match.mentor], pauses.get(match.mentor), match.free, asked.get(match.mentor, 0)),
            answers=speeds.get(match.mentor, ""),
            is_kept=match.mentor in kept,
            rank=ranks.get(match.mentor, 0),
            request=mine.get(match.mentor),
        )
        for match in matches
    ]


def why_for(found: Found, request: MentorRequest, side: Role) -> list[str]:
    """What speaks for the two, said to one of them."""
    if not found.matches:
        return []
    reasons = found.reasons(request.mentor_id)
    if side == Role.MENTEE:
        return words.why(reasons, request.mentor.person.called())
    names = Names(request.mentee.person.called(), request.mentor.person.called())
    return [f"{one.title}: {one.words}" for one in reasons_for(reasons, names, side)]


def _with_offers(ids: Sequence[int]) -> dict[int, Participation]:
    offers = PersonSkill.objects.filter(kind=PersonSkill.Kind.OFFERED).select_related("skill")
    known = Prefetch("person__skills", offers.order_by("-level", "skill__name"))
    return Participation.objects.select_related("person").prefetch_related(known).in_bulk(ids)


def _speeds(ids: Sequence[int]) -> dict[int, str]:
    """How long each took to answer in the last year, once there is enough to say so."""
    answered = MentorRequest.objects.filter(mentor__in=ids, state__in=(State.ACCEPTED, State.DECLINED))
    late = answered.filter(ended_at__gt=timezone.now() - LOOK_BACK).values("mentor").order_by()
    rows = late.annotate(number=Count("pk"), taken=Avg(F("ended_at") - F("asked_at"))).filter(number__gte=LEAST_ANSWERS)
    return {row["mentor"]: words.answers_in(row["taken"] / timedelta(days=1)) for row in rows}


# ── What the list can be narrowed by ──────────────────────────────────────────────────────


@dataclass(frozen=True)
class Choice:
    """One thing to tick, and how many mentors there are for it."""

    value: str
    title: str
    number: int = 0


@dataclass(frozen=True)
class Filters:
    """What there is to choose from in this cohort."""

    skills: list[Choice] = field(default_factory=list)
    sites: list[str] = field(default_factory=list)
    languages: list[Choice] = field(default_factory=list)


def filters_for(own: Participation, chosen: Sequence[int]) -> Filters:
    """What one wants to learn and what was ticked come first, then what most mentors offer."""
    mentors = finding.mentors_of(own.cohort, but=own.person)
    offered = PersonSkill.objects.filter(kind=PersonSkill.Kind.OFFERED, person__in=mentors.values("person"))
    counts = dict(offered.values("skill").order_by().annotate(number=Count("pk")).values_list("skill", "number"))
    wanted = own.person.skills.filter(kind=PersonSkill.Kind.WANTED).order_by("-priority", "pk")
    first = [*chosen, *wanted.values_list("skill", flat=True)]
    common = sorted(counts, key=lambda pk: (-counts[pk], pk))
    shown = [pk for pk in dict.fromkeys([*first, *common]) if counts.get(pk)][: max(MOST_SKILLS, len(chosen))]
    names = Skill.objects.in_bulk(shown)
    sites = mentors.exclude(person__site="").order_by("person__site").values_list("person__site", flat=True)
    return Filters(
        skills=[Choice(str(pk), names[pk].name, counts[pk]) for pk in shown if pk in names],
        sites=list(sites.distinct()[:100]),
        languages=_languages(mentors.values_list("person__languages", flat=True).order_by().distinct()[:300]),
    )


def _languages(spoken: Iterable[Sequence[str]]) -> list[Choice]:
    codes = sorted({str(code) for one in spoken for code in one or ()})
    return sorted((Choice(code, name_of(code)) for code in codes), key=lambda choice: choice.title)


def with_a_place(own: Participation) -> int:
    """How many mentors of the cohort have room and take requests."""
    return finding.with_a_place(finding.mentors_of(own.cohort, but=own.person)).count()


def wanted_by(person: Person) -> list[str]:
    rows = person.skills.filter(kind=PersonSkill.Kind.WANTED).order_by("-priority", "skill__name")
    return list(rows.values_list("skill__name", flat=True))


# ── Requests ──────────────────────────────────────────────────────────────────────────────


@dataclass(frozen=True)
class Sent:
    """One of one's own requests, and where it stands."""

    request: MentorRequest
    line: int = 0  # place in line, from 1

    @property
    def words(self) -> str:
        return words.place_in_line(self.line) if self.line else ""

    @property
    def is_with_team(self) -> bool:
        """The mentor said yes; a coordinator still looks at it."""
        proposal = self.request.proposal
        return self.request.state == State.ACCEPTED and proposal is not None and proposal.state == Proposal.State.OPEN


def sent_by(own: Participation) -> list[Sent]:
    """The live ones first, then the newest."""
    rows = own.requests_sent.with_people().select_related("proposal__relationship").order_by("-pk")[:100]
    lines = places_in_line([one for one in rows if one.state == State.QUEUED])
    ordered = sorted(rows, key=lambda one: not one.is_live)
    return [Sent(one, lines.get(one.pk, 0)) for one in ordered]


def places_in_line(requests: Sequence[MentorRequest]) -> dict[int, int]:
    """Who waits before whom at the same mentor: strictly by when they asked, so the number is a promise."""
    rows = MentorRequest.objects.queued().filter(mentor__in=[one.mentor_id for one in requests]).order_by("pk")
    seen: dict[int, int] = {}
    places: dict[int, int] = {}
    for pk, mentor in rows.values_list("pk", "mentor"):
        seen[mentor] = seen.get(mentor, 0) + 1
        places[pk] = seen[mentor]
    return {one.pk: places[one.pk] for one in requests if one.pk in places}


def live_of(own: Participation) -> int:
    return own.requests_sent.live().count()


def choices_of(own: Participation) -> list[Wish]:
    """Whom a mentee would like, in order."""
    return list(own.wishes.select_related("other__person").order_by("rank"))


def kept_by(own: Participation) -> int:
    return Bookmark.objects.filter(mentee=own).count()


@dataclass(frozen=True)
class Numbers:
    """Requests of a cohort, for those who run the program: facts, nothing that was written between the two."""

    states: Mapping[str, int]

    @property
    def all(self) -> int:
        return sum(self.states.values())


def numbers_of(cohort: Cohort) -> Numbers:
    rows = cohort.mentor_requests.values("state").order_by().annotate(number=Count("pk"))
    return Numbers({row["state"]: row["number"] for row in rows})
