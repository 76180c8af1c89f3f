"""What the public page and the flyer say: the team's words where they wrote some, else ours, from the design."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.programs.models import Program, Role
from trellis.recruitment.models import Call

Mode, Level = Program.MatchMode, Program.Confidentiality


@dataclass(frozen=True)
class Station:
    """One of the four steps from applying to meeting."""

    when: str
    day: date | None
    title: str
    text: str

    @property
    def words(self) -> str:
        """“By 31 March 2027”, or its place in the order while there is no day."""
        return self.when % {"day": date_format(self.day, "DATE_FORMAT") if self.day else ""}


@dataclass(frozen=True)
class Side:
    """What one role gets and gives."""

    role: Role
    title: str
    button: str
    points: list[str]
    hours: int


@dataclass(frozen=True)
class Words:
    """Everything the public page says."""

    headline: str
    lede: str
    sides: list[Side]
    stations: list[Station]
    between: str  # what stays between the two, in one sentence
    privacy: str
    questions: list[tuple[str, str]]
    contact_name: str
    contact_email: str
    phone: str


def words_of(call: Call) -> Words:
    cohort, program = call.cohort, call.cohort.program
    return Words(
        headline=call.headline or program.promise or _("Somebody on your side"),
        lede=call.lede or standard_lede(program),
        sides=[SIDES[role](call, program) for role in (Role.MENTEE, Role.MENTOR) if role in program.roles],
        stations=_stations(call),
        between=_between(program),
        privacy=_privacy(program),
        questions=_questions(program, call),
        contact_name=call.contact_name,
        contact_email=program.contact_email or cohort.program.organization.contact_email,
        phone=call.phone,
    )


def hours_of(program: Program, role: Role) -> int:
    """Hours a month, meetings and what is around them; mentors prepare a little more."""
    minutes = program.meeting_minutes * 52 / 12 / program.meeting_every_weeks
    return max(1, round(minutes * (1.5 if role == Role.MENTOR else 1.25) / 60))


def rhythm_of(program: Program) -> str:
    weeks = program.meeting_every_weeks
    return ngettext("every week", "every %(count)s weeks", weeks) % {"count": weeks}


def standard_lede(program: Program) -> str:
    return ngettext(
        "A %(mentor)s who isn’t your manager and doesn’t assess you, %(rhythm)s, for %(months)d month.",
        "A %(mentor)s who isn’t your manager and doesn’t assess you, %(rhythm)s, for %(months)d months.",
        program.length_months,
    ) % {"mentor": program.word("mentor"), "rhythm": rhythm_of(program), "months": program.length_months}


def standard_points(program: Program, role: Role) -> list[str]:
    """Three benefits for each side."""
    if program.format == Program.Format.PEER:
        return [
            _("Somebody in the same place as you, with the same questions"),
            _("Goals that are your own, and somebody who asks about them"),
            _("As much given as taken: both of you learn"),
        ]
    if role == Role.MENTEE and program.format == Program.Format.GROUP:
        return [
            _("A few people with the questions you have, and time for them"),
            _("Somebody who leads the round and has been there before"),
            _("A wider view of how things work here, and of who is who"),
        ]
    if role == Role.MENTEE:
        return [
            _("Somebody with experience who has only your growth in mind"),
            _("Goals that are your own, and somebody who asks about them"),
            _("A wider view of how things work here, and of who is who"),
        ]
    return [
        _("Pass on what took you years to learn"),
        _("See your own work and this place through somebody else’s eyes"),
        _("Get better at listening and asking, with a short training"),
    ]


def _mentee_side(call: Call, program: Program) -> Side:
    word = program.word("mentor")
    return Side(
        role=Role.MENTEE,
        title=_("If you want a %(mentor)s") % {"mentor": word},
        button=_("I’d like a %(mentor)s") % {"mentor": word},
        points=call.mentee_points or standard_points(program, Role.MENTEE),
        hours=call.mentee_hours or hours_of(program, Role.MENTEE),
    )


def _mentor_side(call: Call, program: Program) -> Side:
    return Side(
        role=Role.MENTOR,
        title=_("If you could be one"),
        button=_("I could be a %(mentor)s") % {"mentor": program.word("mentor")},
        points=call.mentor_points or standard_points(program, Role.MENTOR),
        hours=call.mentor_hours or hours_of(program, Role.MENTOR),
    )


SIDES = {Role.MENTEE: _mentee_side, Role.MENTOR: _mentor_side}


def _stations(call: Call) -> list[Station]:
    cohort, program = call.cohort, call.cohort.program
    return [
        Station(
            _("By %(day)s") if cohort.applications_close_on else _("First"),
            cohort.applications_close_on,
            _("You apply"),
            _("What you want to learn or share, when you can meet, and who you would rather not be paired with."),
        ),
        Station(_("Then"), None, _("You’re matched"), _matching(program)),
        Station(
            _("From %(day)s") if cohort.starts_on else _("Soon after"),
            cohort.starts_on,
            _("You begin"),
            _("A short training each. Then you agree how to work and set one or two goals that are your own."),
        ),
        Station(
            _("Until %(day)s") if cohort.ends_on else _("From then on"),
            cohort.ends_on,
            _("You meet"),
            _("%(minutes)d minutes %(rhythm)s or so, in person, by phone or by video.")
            % {"minutes": program.meeting_minutes, "rhythm": rhythm_of(program)},
        ),
    ]


def _matching(program: Program) -> str:
    words = {"mentors": program.word("mentors")}
    return {
        Mode.COORDINATOR: _(
            "We look at every possible pair at once. You see why you were put together, and either of you can say no."
        ),
        Mode.HYBRID: _(
            "You may say whom you’d wish for. Then we look at every possible pair at once. You see why you were put "
            "together, and either of you can say no."
        ),
        Mode.SELF: _("You look through the %(mentors)s and ask one. They can say yes or no, and so can you.") % words,
    }[Mode(program.match_mode)]


def _between(program: Program) -> str:
    return {
        Level.TOPICS: _("What you talk about may be named outside; what was said may not."),
        Level.PAIR: _("What the two of you say stays between you."),
        Level.PERMISSION: _("Nothing leaves the two of you without the other’s permission."),
    }[Level(program.confidentiality)]


def _privacy(program: Program) -> str:
    return f"{_between(program)} {_('The people who run the program see that you met, not what you said.')}"


def _questions(program: Program, call: Call) -> list[tuple[str, str]]:
    """The questions people ask most, answered from the design."""
    words = {key: program.word(key) for key in ("mentor", "mentors", "mentee", "mentees")}
    name = call.contact_name or _("the people who run the program")
    return [
        (
            _("Why not my own manager?"),
            _(
                "Your manager has to see that the work gets done. Your %(mentor)s only has to think about you. "
                "Nobody is matched with anybody in their own line of managers."
            )
            % words,
        ),
        (
            _("Who sees what I tell my %(mentor)s?") % words,
            _privacy(program) + " " + _("The limits are safety and the law, the same for everybody."),
        ),
        (_("How are people matched?"), _matching(program)),
        (
            _("What if we don’t get on?"),
            _("Say so, to each other or to %(name)s. You can be matched again, and nobody has to explain.")
            % {"name": name},
        ),
        (
            _("Do I need to know my goals?"),
            _("No. A wish is enough to apply. There is a short module and a guide that turn it into goals."),
        ),
        (
            _("Can I be both?"),
            _("Yes. Many people learn from one person and share with another. Apply for each.") % words,
        ),
        (
            _("Is there a training?"),
            _("Yes, a short one for each side before you’re matched. You read it when it suits you."),
        ),
        (
            _("Will it get me a promotion?"),
            _("Nobody can promise that. People tend to leave with a clearer direction and more people they can ask."),
        ),
        (
            _("What does it cost me in time?"),
            _("About %(mentee_hours)s hours a month as a %(mentee)s and %(mentor_hours)s as a %(mentor)s.")
            % {
                **words,
                "mentee_hours": call.mentee_hours or hours_of(program, Role.MENTEE),
                "mentor_hours": call.mentor_hours or hours_of(program, Role.MENTOR),
            },
        ),
        (
            _("What happens to what I write?"),
            _(
                "Your application is read by the people who run this program. Under each question you see who reads "
                "the answer, and you can withdraw until it is decided."
            ),
        ),
    ]


def role_title(program: Program, role: str) -> str:
    return capfirst(program.word(role))
