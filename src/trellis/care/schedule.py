"""On which days both sides of a pair are asked how it goes."""

from __future__ import annotations

from datetime import date, timedelta

from trellis.care.models import CheckIn

Kind = CheckIn.Kind
EARLY = (14, 30, 60)  # days after the start
BEFORE_THE_END = 30
APART = 10  # days at least between two


def days_to_ask(starts_on: date, ends_on: date) -> list[tuple[CheckIn.Kind, date]]:
    """Two weeks, one month, two months in, half way, and a month before the end; fewer when the whole is short.

    The midpoint comes first when days are too close to each other, because it asks more.
    """
    length = (ends_on - starts_on).days
    if length <= EARLY[0]:
        return []
    wanted = [(Kind.PULSE, days) for days in (*EARLY, length - BEFORE_THE_END) if EARLY[0] <= days < length]
    chosen = [(Kind.MIDPOINT, length // 2)] if length >= 2 * EARLY[1] else []
    for kind, days in wanted:
        if all(abs(days - other) >= APART for _kind, other in chosen):
            chosen.append((kind, days))
    return [(kind, starts_on + timedelta(days=days)) for kind, days in sorted(chosen, key=lambda one: one[1])]
