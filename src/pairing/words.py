"""Reasons and rules in English, for spreadsheets and reports; programs may say them in their own words."""

from collections.abc import Mapping

from pairing.explain import Nobody, PairReasons
from pairing.problem import MILLI, Evidence, Fact
from pairing.rules import sentence

DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def rule_sentence(code: str) -> str:
    return "They were a pair before." if code == "EARLIER" else sentence(code)


def say(evidence: Evidence) -> str:  # noqa: PLR0911 a kind of reason a line
    """One reason as a phrase."""
    facts = evidence.facts
    match evidence.code:
        case "goals":
            return _goals(facts)
        case "shared" | "language":
            return f"both name {', '.join(_names(facts['shared']))}" if facts["shared"] else "nothing in common"
        case "time":
            return _time(facts)
        case "choice":
            return _choice(facts)
        case "level" | "zone":
            return _ahead(facts, "level" if evidence.code == "level" else "hour")
        case "experience":
            gap = float(str(facts["gap"]))
            return f"{abs(gap):g} years {'less' if gap < 0 else 'more'} experience"
        case "text":
            return f"texts {facts['percent']}% alike"
        case code:
            name, _, how = code.rpartition("_")
            return f"{'same' if how == 'same' else 'different'} {name}"


def _ahead(facts: Mapping[str, Fact], unit: str) -> str:
    gap = float(str(facts["gap"]))
    if not gap:
        return f"same {unit if unit == 'level' else 'time zone'}"
    return f"{abs(gap):g} {unit}{'' if abs(gap) == 1 else 's'} {'behind' if gap < 0 else 'ahead'}"


def _goals(facts: Mapping[str, Fact]) -> str:
    met, partly = _names(facts["met"]), _names(facts["partly"])
    text = f"covers {len(met)} of {facts['of']} goals"
    return f"{text} ({', '.join(met)})" if met else text + (f", in part {', '.join(partly)}" if partly else "")


def _time(facts: Mapping[str, Fact]) -> str:
    windows = facts["windows"] if isinstance(facts["windows"], list) else []
    first = [f"{DAYS[int(window[0])]} {window[1]} to {window[2]}" for window in windows[:2]]
    return f"{facts['hours']:g} h in common" + (f" ({', '.join(first)})" if first else "")


def _choice(facts: Mapping[str, Fact]) -> str:
    said = [f"{side}’s choice {facts[side]} of {facts[f'{side}_of']}" for side in ("mentee", "mentor") if facts[side]]
    return ", ".join(said) or "not among the people chosen"


def _names(fact: Fact) -> list[str]:
    return [str(name) for name in fact] if isinstance(fact, list) else []


def say_pair(reasons: PairReasons) -> str:
    """The reasons of a pair in one line."""
    text = "; ".join(say(part.evidence) for part in reasons.parts if part.points)
    return text if reasons.known == 100 else f"{text}; based on {reasons.known}% of criteria".lstrip("; ")


def say_nobody(nobody: Nobody) -> str:
    """Why somebody has no mentor, in one line."""
    match nobody.code:
        case "no_mentors":
            return "There are no mentors."
        case "scarce":
            return f"All places with the {nobody.fitting} mentors who fit went to people who gain more."
        case "under_floor":
            return f"The best fit possible is {nobody.best / MILLI:.0f}, under the floor."
    counts = ", ".join(f"{rule_sentence(code).rstrip('.')} ({count})" for code, count in nobody.rules)
    return f"Every mentor is ruled out: {counts}."
