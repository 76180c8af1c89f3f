"""Reasons of the engine in people’s words."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.functional import Promise
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from pairing.explain import Nobody, PairReasons

type Facts = Mapping[str, Any]

CRITERIA: dict[str, str | Promise] = {
    "goals": gettext_lazy("Goals covered"),
    "choice": gettext_lazy("Their own choices"),
    "time": gettext_lazy("Time in common"),
    "site": gettext_lazy("Place"),
    "department": gettext_lazy("Department"),
    "zone": gettext_lazy("Time zone"),
    "interests": gettext_lazy("Interests"),
    "style": gettext_lazy("How they like to talk"),
    "level": gettext_lazy("Step ahead"),
    "language": gettext_lazy("Language"),
    "text": gettext_lazy("What they write about themselves"),
}
HELP: dict[str, str | Promise] = {
    "goals": gettext_lazy("How much of what the mentee wants to learn the mentor offers, by importance and level."),
    "choice": gettext_lazy("Whom both sides asked for."),
    "time": gettext_lazy("Free hours a week that both have, four are plenty."),
    "site": gettext_lazy("The same site."),
    "department": gettext_lazy("The same department, or another one when that is better here."),
    "zone": gettext_lazy("Clocks at most an hour apart."),
    "interests": gettext_lazy("What both enjoy."),
    "style": gettext_lazy("The same way of talking."),
    "level": gettext_lazy("The mentor is one to three levels ahead."),
    "language": gettext_lazy("A language that both speak."),
    "text": gettext_lazy("How near their biographies are, compared on this server alone."),
}
PARTS = {"goals": 0, "time": 1, "zone": 1, "choice": 2, "site": 3, "department": 3}  # of the bar; others: background
BACKGROUND = 4
RULES: dict[str, str | Promise] = {
    "H1": gettext_lazy("Nobody mentors themselves."),
    "H2": gettext_lazy("One of them is the other’s manager."),
    "H3": gettext_lazy("They are in the same reporting line."),
    "H4": gettext_lazy("One of them decides about the other’s pay, grades, funding or career."),
    "H5": gettext_lazy("They are family or close to each other."),
    "H6": gettext_lazy("They were paired before, or one of them asked for somebody else."),
    "H7": gettext_lazy("Something about one of them is being looked into."),
    "H8": gettext_lazy("One of them isn’t ready yet."),
    "H9": gettext_lazy("No free place."),
    "H10": gettext_lazy("They share no language."),
    "H11": gettext_lazy("They have no free time in common."),
    "H12": gettext_lazy("The mentor isn’t far enough ahead."),
    "H13": gettext_lazy("Their groups are kept apart."),
    "H14": gettext_lazy("The mentor isn’t cleared for this age group."),
    "H15": gettext_lazy("One of them is away for a time."),
    "SAME": gettext_lazy("They are in the same department."),
    "APART": gettext_lazy("You decided to keep them apart."),
    "held": gettext_lazy("Every place there is locked or published."),
    "floor": gettext_lazy("Their fit is under the lowest that you allow."),
}
OWN_RULES: dict[str, str | Promise] = {
    "share": gettext_lazy("Nothing in common where they must have something: %(question)s"),
    "differ": gettext_lazy("Something in common where they must have nothing: %(question)s"),
}


@dataclass(frozen=True)
class Names:
    """What the two of a pair are called in a sentence."""

    mentee: str
    mentor: str


def parts_of(reasons: PairReasons) -> list[float]:
    """Points for the five parts of the bar, in its order."""
    parts = [0] * 5
    for part in reasons.parts:
        parts[PARTS.get(part.key, BACKGROUND)] += part.points
    return [points / 1000 for points in parts]


def stored(reasons: PairReasons) -> list[dict[str, Any]]:
    """The reasons of a pair as they are kept in a table: numbers and facts, said anew in each language."""
    return [
        {
            "key": part.key,
            "points": part.points,
            "maximum": part.maximum,
            "code": part.evidence.code,
            "facts": dict(part.evidence.facts),
        }
        for part in reasons.parts
    ]


def title(key: str) -> str:
    """A criterion, or the question of a form that counts as one."""
    return str(CRITERIA.get(key, key.removeprefix("form:")))


def rule(code: str) -> str:
    """A hard rule as a sentence; one that comes from the forms names its question."""
    kind, _colon, question = code.partition(":")
    if question:
        return str(OWN_RULES[kind]) % {"question": question}
    return str(RULES.get(code, code))


def say(reason: Mapping[str, Any], names: Names) -> str:
    """One reason as a sentence about these two."""
    code, facts = reason["code"], reason["facts"]
    if reason["key"].startswith("form:"):
        code = {"shared": "in_common", "goals": "goals", "text": "text"}.get(code) or _form_code(code)
    speaker = _SPEAKERS.get(code)
    return speaker(facts, names) if speaker else _alike(code, facts)


def _form_code(code: str) -> str:
    """Of a question with one answer, or with a number."""
    _head, _underline, ending = code.rpartition("_")
    return f"answer_{ending}" if ending in {"same", "differs"} else "apart"


def _goals(facts: Facts, names: Names) -> str:
    met, partly, missing = facts["met"], facts["partly"], facts["missing"]
    if met and len(met) == facts["of"]:
        return _and(met)
    said = [_("Covers %(some)s of %(all)s: %(skills)s.") % {"some": len(met), "all": facts["of"], "skills": _and(met)}]
    if not met:
        said = [_("Covers none of %(all)s in full.") % {"all": facts["of"]}]
    if partly:
        said.append(_("In part: %(skills)s.") % {"skills": _and(partly)})
    if missing:
        said.append(_("Not offered: %(skills)s.") % {"skills": _and(missing)})
    return " ".join(said)


def _time(facts: Facts, names: Names) -> str:
    if not facts["windows"]:
        return _("No free hour in common")
    windows = [
        _("%(day)s %(start)s to %(end)s") % {"day": WEEKDAYS[day], "start": start, "end": end}
        for day, start, end in facts["windows"][:3]
    ]
    return ", ".join(windows)


def _choice(facts: Facts, names: Names) -> str:
    sides = (("mentee", names.mentee, names.mentor), ("mentor", names.mentor, names.mentee))
    said = []
    for side, name, other in sides:
        values = {"name": name, "other": other, "rank": facts[side], "all": facts[f"{side}_of"]}
        if facts[side]:
            said.append(_("%(name)s’s choice %(rank)s of %(all)s.") % values)
        elif values["all"]:
            said.append(_("%(name)s asked for others.") % values)
        else:
            said.append(_("%(name)s gave no preference.") % values)
    return " ".join(said)


def summary(stored: Sequence[Mapping[str, Any]]) -> str:
    """A pair in one line: what it covers, what both like, how much time they share."""
    said = [brief for one in stored if (brief := _brief(one["code"], one["facts"]))]
    line = _("; ").join(said)
    return f"{line[:1].upper()}{line[1:]}." if line else ""


def _brief(code: str, facts: Facts) -> str:
    match code:
        case "goals":
            number: int = facts["of"]
            sentence = ngettext("covers %(some)d of %(all)d goal", "covers %(some)d of %(all)d goals", number)
            return sentence % {"some": len(facts["met"]), "all": number}
        case "time":
            hours = f"{facts['hours']:g}"
            return (
                _("%(hours)s h a week in common") % {"hours": hours} if facts["hours"] else _("no free hour in common")
            )
        case "choice" if facts["mentee"] and facts["mentor"]:
            return _("both asked for each other")
        case "choice" if facts["mentee"]:
            return _("the mentee’s choice %(rank)s") % {"rank": facts["mentee"]}
        case "shared" if facts["shared"]:
            number = len(facts["shared"])
            return ngettext("%d interest in common", "%d interests in common", number) % number
    return str(_BRIEF.get(code, ""))


_BRIEF: dict[str, str | Promise] = {
    "style_same": gettext_lazy("both like to talk the same way"),
    "site_same": gettext_lazy("the same site"),
    "site_differs": gettext_lazy("different sites"),
    "department_same": gettext_lazy("the same department"),
}


def own_choice(facts: Facts, side: str, names: Names) -> str:
    """The wish of the one who reads, and that both wished for each other; the other’s wish alone stays private."""
    own, other = ("mentee", "mentor") if side == "mentee" else ("mentor", "mentee")
    if facts[own] and facts[other]:
        return _("You asked for each other")
    partner = names.mentor if own == "mentee" else names.mentee
    return _("You asked for %(name)s") % {"name": partner} if facts[own] else ""


def _shared(facts: Facts, names: Names) -> str:
    shared = facts["shared"]
    return _("Both enjoy %(things)s") % {"things": _and(shared)} if shared else _("Nothing named by both")


def _in_common(facts: Facts, names: Names) -> str:
    shared = facts["shared"]
    return _("Both say %(things)s") % {"things": _and(shared)} if shared else _("Nothing said by both")


def _text(facts: Facts, names: Names) -> str:
    return _("Their words are %(percent)s%% alike") % facts


def _apart(facts: Facts, names: Names) -> str:
    gap = abs(facts["gap"])
    if gap < 0.2:
        return _("Their answers suit each other well")
    return _("Their answers suit each other in part") if gap < 0.6 else _("Their answers suit each other little")


def _language(facts: Facts, names: Names) -> str:
    return _("Both speak the same language") if facts["shared"] else _("No language in common is known")


def _level(facts: Facts, names: Names) -> str:
    gap: int = round(facts["gap"])
    if gap > 0:
        return ngettext("%d level ahead", "%d levels ahead", gap) % gap
    if gap < 0:
        return ngettext("%d level behind", "%d levels behind", -gap) % -gap
    return _("The same level")


def _zone(facts: Facts, names: Names) -> str:
    hours = abs(round(facts["gap"]))
    return ngettext("%d hour apart", "%d hours apart", hours) % hours if hours else _("The same clock")


_SPEAKERS: dict[str, Callable[[Facts, Names], str]] = {
    "goals": _goals,
    "time": _time,
    "choice": _choice,
    "shared": _shared,
    "language": _language,
    "text": _text,
    "in_common": _in_common,
    "apart": _apart,
    "level": _level,
    "zone": _zone,
}
_ALIKE: dict[str, str | Promise] = {
    "site_same": gettext_lazy("Both at %(mentee)s"),
    "site_differs": gettext_lazy("%(mentee)s and %(mentor)s"),
    "department_same": gettext_lazy("Both in %(mentee)s"),
    "department_differs": gettext_lazy("%(mentee)s and %(mentor)s"),
    "answer_same": gettext_lazy("Both say %(mentee)s"),
    "answer_differs": gettext_lazy("One says %(mentee)s, the other %(mentor)s"),
    "style_same": gettext_lazy("Both like to talk the same way"),
    "style_differs": gettext_lazy("They like to talk in different ways"),
}


def _alike(code: str, facts: Facts) -> str:
    return str(_ALIKE.get(code, code)) % facts


def _and(names: Sequence[object]) -> str:
    return get_text_list([str(name) for name in names], _("and"))


def note_of(reasons: PairReasons, *, by_hand: bool = False) -> dict[str, Any]:
    """The one thing to know about a pair, with its kind: something to look at, or something good."""
    if by_hand:
        return {"code": "by_hand", "kind": "watch"}
    facts: dict[str, Facts] = {part.key: part.evidence.facts for part in reasons.parts}
    return _to_watch(reasons, facts) or _to_like(facts)


def _to_watch(reasons: PairReasons, facts: Mapping[str, Facts]) -> dict[str, Any]:
    hours = facts.get("time", {}).get("hours", 4)
    if hours < 2:
        return {"code": "hours", "kind": "watch", "number": round(hours)}
    if reasons.known < 60:
        return {"code": "known", "kind": "watch", "number": reasons.known}
    return {"code": "low", "kind": "watch"} if reasons.points < 45_000 else {}


def _to_like(facts: Mapping[str, Facts]) -> dict[str, Any]:
    choice, goals = facts.get("choice", {}), facts.get("goals", {})
    if choice.get("mentee") and choice.get("mentor"):
        return {"code": "both", "kind": "good"}
    if goals and len(goals["met"]) == goals["of"] > 1:
        return {"code": "goals", "kind": "good", "number": goals["of"]}
    return {"code": "first", "kind": "good"} if choice.get("mentee") == 1 else {}


_NOTES: dict[str, str | Promise] = {
    "by_hand": gettext_lazy("By hand"),
    "no_hours": gettext_lazy("No shared free hour"),
    "known": gettext_lazy("Based on %(number)d%% of the criteria"),
    "low": gettext_lazy("A low fit"),
    "both": gettext_lazy("Both asked for each other"),
    "first": gettext_lazy("The mentee’s first choice"),
    "hours": ngettext_lazy("Only %(number)d shared free hour", "Only %(number)d shared free hours", "number"),
    "goals": ngettext_lazy("Covers the one goal", "Covers all %(number)d goals", "number"),
}


def note(stored_note: Facts) -> str:
    """The note in words."""
    code = stored_note.get("code", "")
    if code == "hours" and not stored_note["number"]:
        code = "no_hours"
    if code == "by_hand" and (points := stored_note.get("points")):
        return _("By hand, %(points)s") % {"points": f"{points:+d}".replace("-", "−")}
    return str(_NOTES[code] % stored_note) if code in _NOTES else ""


def nobody_stored(reason: Nobody) -> dict[str, Any]:
    return {
        "code": reason.code,
        "mentors": reason.mentors,
        "rules": [list(row) for row in reason.rules],
        "under_floor": reason.under_floor,
        "fitting": reason.fitting,
        "best": reason.best,
    }


def nobody(facts: Facts, floor: int) -> str:
    """Why somebody has no mentor, as one sentence."""
    match facts.get("code"):
        case "no_mentors":
            return _("There are no mentors yet.")
        case "scarce":
            fitting: int = facts["fitting"]
            sentence = ngettext(
                "The place with the %d mentor who fits went to somebody who gains more.",
                "All places with the %d mentors who fit went to people who gain more.",
                fitting,
            )
            return sentence % fitting
        case "under_floor":
            values = {"best": round(facts["best"] / 1000), "floor": floor}
            return _("The best fit possible is %(best)s, and %(floor)s is the lowest you allow.") % values
    return _("Every mentor is ruled out.")


def nobody_counts(facts: Facts) -> list[tuple[str, int]]:
    """How many mentors each rule keeps away."""
    counts = [(rule(code), number) for code, number in facts.get("rules", ())]
    return [*counts, (rule("floor"), facts["under_floor"])] if facts.get("under_floor") else counts
