"""How memory grows with people, drawn from kept figures: python -m bench.pairing_picture bench/pairing.json pairing.svg

Both axes are logarithmic: what grows with people rises by one square for one square to the right, a table of all
pairs by two.
"""

from __future__ import annotations

import json
import math
import sys
from html import escape
from pathlib import Path

WIDE, TALL, LEFT, TOP = 560, 320, 64, 24
PEOPLE = (1000, 100_000)
MEGABYTES = (1, 100_000)
TABLE = "a table of all pairs"
LINES = {"solved and proven": "the engine", TABLE: TABLE, "SciPy": "SciPy", "lap": "lap", "OR-Tools": "OR-Tools"}
COLORS = ("#0b5a4c", "#8a6d3b", "#ab2a17", "#5b4b8a", "#33658a")

type Points = list[tuple[int, float]]


def main() -> None:
    figures, picture = (Path(name) for name in sys.argv[1:])
    kept = json.loads(figures.read_text(encoding="utf-8"))
    lines: dict[str, Points] = {}
    for one in kept:
        if one["what"] in LINES and one["megabytes"]:
            lines.setdefault(one["what"], []).append((one["people"], one["megabytes"]))
    lines[TABLE] = [(people, people * people / 2 * 8 / 1e6) for people, _ in lines["solved and proven"]]
    picture.write_text(draw(lines), encoding="utf-8")


def across(people: float) -> float:
    return LEFT + (WIDE - LEFT - 120) * math.log(people / PEOPLE[0]) / math.log(PEOPLE[1] / PEOPLE[0])


def down(megabytes: float) -> float:
    return TOP + (TALL - TOP - 40) * (1 - math.log(megabytes / MEGABYTES[0]) / math.log(MEGABYTES[1] / MEGABYTES[0]))


def draw(lines: dict[str, Points]) -> str:
    """The whole picture, readable on white and on black."""
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDE} {TALL}" role="img" font-size="12">',
        "<title>Memory by number of mentees</title>",
        f'<rect width="{WIDE}" height="{TALL}" fill="#fff"/>',
        '<g font-family="sans-serif">',
        f'<text x="{LEFT}" y="14" fill="#43524b">megabytes at most, by number of mentees (half as many mentors)</text>',
        *_grid(),
    ]
    ends: list[tuple[tuple[int, float], str, str]] = []
    for color, (what, name) in zip(COLORS, LINES.items(), strict=True):
        if what in lines:
            parts += _line(sorted(lines[what]), color, dashed=what == TABLE)
            ends.append((lines[what][-1], name, color))
    parts += _names(ends)
    return "\n".join([*parts, "</g>", "</svg>"]) + "\n"


def _grid() -> list[str]:
    found = []
    for megabytes in (1, 10, 100, 1000, 10_000, 100_000):
        y = down(megabytes)
        found.append(f'<line x1="{LEFT}" x2="{across(PEOPLE[1]):.0f}" y1="{y:.1f}" y2="{y:.1f}" stroke="#d7ddd8"/>')
        found.append(f'<text x="{LEFT - 8}" y="{y + 4:.1f}" text-anchor="end" fill="#43524b">{megabytes:,}</text>')
    for people in (1000, 10_000, 100_000):
        x = across(people)
        found.append(f'<line x1="{x:.1f}" x2="{x:.1f}" y1="{TOP}" y2="{TALL - 40}" stroke="#d7ddd8"/>')
        found.append(f'<text x="{x:.1f}" y="{TALL - 20}" text-anchor="middle" fill="#43524b">{people:,}</text>')
    return found


def _names(ends: list[tuple[tuple[int, float], str, str]]) -> list[str]:
    """At the ends of lines, from the top, each under the one before where it would lie on it."""
    found, lowest = [], dict[int, float]()
    for (people, megabytes), name, color in sorted(ends, key=lambda end: -end[0][1]):
        lowest[people] = y = max(down(megabytes) + 4, lowest.get(people, 0) + 13)
        found.append(f'<text x="{across(people) + 8:.1f}" y="{y:.1f}" fill="{color}">{escape(name)}</text>')
    return found


def _line(points: Points, color: str, *, dashed: bool) -> list[str]:
    places = [(across(people), down(megabytes)) for people, megabytes in points]
    way = " ".join(f"{x:.1f},{y:.1f}" for x, y in places)
    dash = ' stroke-dasharray="5 4"' if dashed else ""
    dots = [f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{color}"/>' for x, y in places]
    return [
        f'<polyline points="{way}" fill="none" stroke="{color}" stroke-width="2"{dash}/>',
        *dots,
    ]


if __name__ == "__main__":
    main()
