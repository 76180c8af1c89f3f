"""The report of a plan: one page that needs nothing beside it."""

from collections.abc import Collection, Iterable
from html import escape
from importlib.resources import files

from pairing.explain import why_nobody, why_pair
from pairing.problem import MILLI, VERSION, Result
from pairing.reading import Aim, Case
from pairing.words import rule_sentence, say_nobody, say_pair

WORST = 20
MOST_LISTED = 500
BIN = 5
AIMS = {
    "lex": "Most people matched, then the worst pair as good as possible, then the greatest total.",
    "cardinality": "Most people matched, then the greatest total.",
    "sum": "The greatest total alone.",
}


def report(case: Case, result: Result, aim: Aim, findings: list[str]) -> str:
    """A page of HTML: numbers, how scores are spread, the worst pairs, who has nobody and why, and the proof."""
    style = files("pairing").joinpath("report.css").read_text(encoding="utf-8")
    parts = [
        _head(case, result, findings),
        _spread(result),
        _worst(case, result),
        _nobody(case, result),
        _asked(case, aim),
        _proof(case, result, findings),
    ]
    return (
        '<!doctype html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>A plan for {len(case.problem.mentees)} mentees</title>\n<style>\n{style}</style>\n</head>\n"
        f"<body>\n<main>\n{''.join(parts)}</main>\n</body>\n</html>\n"
    )


def _head(case: Case, result: Result, findings: list[str]) -> str:
    matched = len({mentee for mentee, _ in result.pairs})
    points = sorted(result.points)
    middle = (points[len(points) // 2] + points[(len(points) - 1) // 2]) / 2 if points else 0
    figures = [
        ("Mentees with a mentor", f"{matched:,} of {len(case.problem.mentees):,}"),
        ("Pairs", f"{len(points):,}"),
        ("Lowest score", _score(points[0] if points else None)),
        ("Median score", _score(middle if points else None)),
        ("Total", f"{sum(points) / MILLI:,.1f}"),
        ("Places used", f"{len(points):,} of {sum(case.problem.mentors.places):,}"),
    ]
    cells = "".join(f"<div><dt>{name}</dt><dd>{value}</dd></div>" for name, value in figures)
    return f'<h1>Who mentors whom</h1>\n{_verdict(result, findings)}\n<dl class="figures">{cells}</dl>\n'


def _score(points: float | None) -> str:
    return "–" if points is None else f"{points / MILLI:.1f}"


def _verdict(result: Result, findings: list[str]) -> str:
    if result.proven and not findings:
        words = '<span class="proven">✓ Proven.</span> No better set of pairs exists under these rules.'
    elif findings and result.proven:
        words = f'<span class="unproven">✗ Not in order.</span> {escape(findings[0])}'
    else:
        words = (
            '<span class="unproven">Not proven.</span> The time ended.'
            f" Another plan may be better by {100 * result.gap:.4f}% at most."
        )
    return f'<p class="lead">{words}</p>'


def _spread(result: Result) -> str:
    """How many pairs have which score, as bars and as a table."""
    if not result.points:
        return ""
    counts = [0] * (100 // BIN)
    for points in result.points:
        counts[min(points // (BIN * MILLI), len(counts) - 1)] += 1
    top, wide = max(counts), 100 / len(counts)
    bars = "".join(
        f'<rect class="bar" x="{at * wide + 0.2:.2f}%" width="{wide - 0.4:.2f}%"'
        f' y="{_y(count, top):.1f}" height="{160 - _y(count, top):.1f}"/>'
        for at, count in enumerate(counts)
        if count
    )
    labels = "".join(
        f'<text x="{at}%" y="180" text-anchor="{"start" if at == 0 else "end" if at == 100 else "middle"}">{at}</text>'
        for at in range(0, 101, 20)
    )
    line = '<line class="{}" x1="0" x2="100%" y1="{}" y2="{}"/>'
    lines = line.format("grid", 20, 20) + line.format("axis", 160, 160)
    lowest, highest = min(result.points) / MILLI, max(result.points) / MILLI
    said = f"{len(result.points):,} pairs score from {lowest:.1f} to {highest:.1f} of 100"
    rows = [(f"{at * BIN} to {(at + 1) * BIN}", f"{count:,}") for at, count in enumerate(counts) if count]
    return (
        f"<h2>How scores are spread</h2>\n<p>{said}. The tallest bar is {top:,} pairs.</p>\n"
        f'<svg role="img" aria-label="{said}.">{lines}{bars}{labels}</svg>\n'
        f"<details><summary>Show as a table</summary>{_table(('Score', 'Pairs'), rows, numbers={1})}</details>\n"
    )


def _y(count: int, top: int) -> float:
    return 160 - 140 * count / top


def _worst(case: Case, result: Result) -> str:
    order = sorted(range(len(result.pairs)), key=lambda at: (result.points[at], at))[:WORST]
    if not order:
        return ""
    rows = []
    for at in order:
        mentee, mentor = result.pairs[at]
        names = _name(case, case.problem.mentees.ids[mentee]), _name(case, case.problem.mentors.ids[mentor])
        rows.append((*names, _score(result.points[at]), say_pair(why_pair(case.problem, mentee, mentor)) or "–"))
    head = f"The {len(rows)} lowest scores" if len(result.pairs) > len(rows) else "All pairs, the lowest score first"
    return f"<h2>{head}</h2>\n{_table(('Mentee', 'Mentor', 'Score', 'Why'), rows, numbers={2})}\n"


def _name(case: Case, person: str) -> str:
    name = case.names.get(person)
    return f"{name} ({person})" if name else person


def _nobody(case: Case, result: Result) -> str:
    placed = {mentee for mentee, _ in result.pairs}
    left_out = [at for at in range(len(case.problem.mentees)) if at not in placed]
    if not left_out:
        return "<h2>Mentees without a mentor</h2>\n<p>There are none.</p>\n"
    rows = [
        (_name(case, case.problem.mentees.ids[at]), say_nobody(why_nobody(case.problem, result, at)))
        for at in left_out[:MOST_LISTED]
    ]
    more = len(left_out) - len(rows)
    note = f"<p>{more:,} more stand in unmatched.csv.</p>\n" if more else ""
    return f"<h2>Mentees without a mentor</h2>\n{_table(('Mentee', 'Why'), rows)}\n{note}"


def _asked(case: Case, aim: Aim) -> str:
    weights = sorted(((one.key, one.weight) for one in case.problem.criteria), key=lambda one: -one[1])
    whole = sum(weight for _, weight in weights) or 1
    rows = [(key, f"{weight:g}", f"{100 * weight / whole:.1f}%") for key, weight in weights if weight]
    codes = dict.fromkeys(rule.code for rule in case.problem.rules)
    rules = "".join(f"<li>{escape(rule_sentence(code))}</li>" for code in codes)
    locks = len(case.problem.locked)
    required = f"<p>{locks} {'pair is' if locks == 1 else 'pairs are'} required.</p>\n" if locks else ""
    return (
        f"<h2>What was asked</h2>\n"
        f"<p>{AIMS[aim]} No pair is made under {case.rules.threshold:g} points.</p>\n{required}"
        f"{_table(('Criterion', 'Weight', 'Share'), rows, numbers={1, 2})}\n"
        f"<details><summary>What rules pairs out</summary><ul>{rules}</ul></details>\n"
    )


def _proof(case: Case, result: Result, findings: list[str]) -> str:
    facts = [
        ("Worth of this plan", f"{result.worth:,}"),
        ("No plan is worth more than", f"{result.bound:,}"),
        ("Gap", f"{100 * result.gap:.6g}%"),
        ("Seed", str(result.seed)),
        ("Version", VERSION),
        ("Texts compared by", case.model or "nothing"),
        ("Hash of the problem", result.problem_hash),
    ]
    rows = "".join(f"<dt>{name}</dt><dd>{escape(value)}</dd>" for name, value in facts)
    wrong = "".join(f"<li>{escape(sentence)}</li>" for sentence in findings)
    return (
        "<h2>The proof</h2>\n"
        "<p>Every place has a price. At these prices no mentee would gain by another mentor, so no other"
        " plan can be worth more. The prices stand in certificate.json; <code>pairing verify</code> checks them"
        " over all pairs by another way of computing.</p>\n"
        f'<dl class="facts">{rows}</dl>\n' + (f"<ul>{wrong}</ul>\n" if wrong else "")
    )


def _table(head: tuple[str, ...], rows: Iterable[tuple[str, ...]], numbers: Collection[int] = ()) -> str:
    def cell(at: int, text: str, tag: str, scope: str = "") -> str:
        return f"<{tag}{scope}{' class="number"' if at in numbers else ''}>{escape(text)}</{tag}>"

    top = "".join(cell(at, text, "th", ' scope="col"') for at, text in enumerate(head))
    body = "".join(
        "<tr>"
        + "".join(cell(at, text, "td" if at else "th", "" if at else ' scope="row"') for at, text in enumerate(row))
        + "</tr>\n"
        for row in rows
    )
    name = escape(" and ".join(head[:2]))
    return (
        f'<div class="wrap" role="region" tabindex="0" aria-label="{name}"><table><thead><tr>{top}</tr></thead>\n'
        f"<tbody>{body}</tbody></table></div>"
    )
