"""Charts as data, with their geometry: a view makes one, a tag draws it as SVG with its table.

A title is a sentence, a summary says aloud what the picture shows, and every figure is in the table.
Time runs from left to right in every language.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import floor, log10

from trellis.ui.navigation import Words


@dataclass(frozen=True)
class Bar:
    """One bar. `tick` is written under it, `now` draws it in marigold: the time isn't over."""

    label: Words
    value: float
    tick: Words = ""
    now: bool = False


@dataclass(frozen=True)
class BarChart:
    """Counts over time. `columns` names the two columns of its table."""

    title: Words
    summary: Words
    bars: Sequence[Bar]
    columns: tuple[Words, Words]
    note: Words = ""
    target: float | None = None

    WIDTH, FLOOR, CEILING = 93.0, 92.0, 14.0

    @property
    def top(self) -> float:
        return 1.1 * max([bar.value for bar in self.bars] + [self.target or 0, 1])

    def y(self, value: float) -> float:
        return round(self.FLOOR - (self.FLOOR - self.CEILING) * value / self.top, 1)

    @property
    def drawn(self) -> list[dict[str, object]]:
        step = self.WIDTH / max(1, len(self.bars))
        return [
            {
                "bar": bar,
                "x": round(n * step, 2),
                "width": round(step * 0.68, 2),
                "y": self.y(bar.value),
                "height": round(self.FLOOR - self.y(bar.value), 1),
            }
            for n, bar in enumerate(self.bars)
        ]

    @property
    def grid(self) -> list[dict[str, float]]:
        """One to three round numbers to hold the bars against; between things that are counted there are none."""
        counts = all(float(bar.value).is_integer() for bar in self.bars)
        step = max(round_step(self.top / 2.6), 1.0 if counts else 0.0)
        lines = [step * n for n in range(1, 4) if step * n <= self.top]
        return [{"value": plain(value), "y": self.y(value), "text_y": self.y(value) - 3} for value in lines]

    @property
    def target_y(self) -> float | None:
        return None if self.target is None else self.y(self.target)


@dataclass(frozen=True)
class Point:
    """One moment of a line, with the interval around it when there is one."""

    x: float
    y: float
    low: float | None = None
    high: float | None = None


@dataclass(frozen=True)
class Line:
    """One series, named at its end. The second of a chart is dashed too."""

    name: Words
    points: Sequence[Point]
    ending: Words = ""  # what is written under the name, as "92%"


@dataclass(frozen=True)
class LineChart:
    """At most four lines over the same time; `stepped` for shares that fall from event to event."""

    title: Words
    summary: Words
    lines: Sequence[Line]
    x_ticks: Sequence[tuple[float, Words]]
    y_ticks: Sequence[tuple[float, Words]]
    columns: Sequence[Words]
    rows: Sequence[Sequence[Words]]
    note: Words = ""
    stepped: bool = False
    target: float | None = None
    height: int = 230

    WIDTH, CEILING = 84.0, 14.0

    @property
    def floor(self) -> float:
        return self.height - 34.0

    @property
    def target_y(self) -> float | None:
        return None if self.target is None else self.y(self.target)

    @property
    def x_label(self) -> float:
        return self.height - 16.0

    def x(self, value: float) -> float:
        low, high = self.x_ticks[0][0], self.x_ticks[-1][0]
        return round(self.WIDTH * (value - low) / (high - low), 2) if high > low else 0.0

    def y(self, value: float) -> float:
        low, high = self.y_ticks[0][0], self.y_ticks[-1][0]
        share = (value - low) / (high - low) if high > low else 0.0
        return round(self.floor - (self.floor - self.CEILING) * min(1, max(0, share)), 1)

    @property
    def grid(self) -> list[dict[str, object]]:
        return [
            {"y": self.y(value), "text_y": self.y(value) - 4, "text": text, "axis": n == 0}
            for n, (value, text) in enumerate(self.y_ticks)
        ]

    @property
    def ticks(self) -> list[dict[str, object]]:
        return [
            {"x": self.x(value), "text": text, "anchor": "middle" if n else "start"}
            for n, (value, text) in enumerate(self.x_ticks)
        ]

    @property
    def drawn(self) -> list[dict[str, object]]:
        """Bands under lines, later series under earlier ones; names kept apart at the end."""
        labels = spread([self.y(line.points[-1].y) for line in self.lines])
        return [
            {
                "css": f"s{n}",
                "line": line,
                "path": self.path([(point.x, point.y) for point in line.points]),
                "band": self.band(line.points),
                "label_y": label,
                "ending_y": label + 15,
            }
            for n, (line, label) in enumerate(zip(self.lines, labels, strict=True), start=1)
        ]

    def path(self, points: Sequence[tuple[float, float]]) -> str:
        if not self.stepped:
            return "M" + "L".join(f"{self.x(x)} {self.y(y)}" for x, y in points)
        (x, y), rest = points[0], points[1:]
        return f"M{self.x(x)} {self.y(y)}" + "".join(f"H{self.x(x)}V{self.y(y)}" for x, y in rest)

    def band(self, points: Sequence[Point]) -> str:
        known = [point for point in points if point.low is not None and point.high is not None]
        if not known:
            return ""
        upper = self.path([(point.x, point.high or 0) for point in known])
        lower = [(point.x, point.low or 0) for point in reversed(known)]
        back = "".join(f"L{self.x(x)} {self.y(y)}" for x, y in corners(lower, self.stepped))
        return f"{upper}{back}Z"


@dataclass(frozen=True)
class Interval:
    """An estimate and the range around it, on a scale shared by a column of a table."""

    value: float
    low: float
    high: float
    scale: Sequence[float] = field(default=(-0.6, 0, 0.5, 1.0, 1.5))
    zero: float = 0.0

    def x(self, value: float) -> float:
        low, high = self.scale[0], self.scale[-1]
        return round(100 * (min(high, max(low, value)) - low) / (high - low), 1)

    @property
    def unsure(self) -> bool:
        """Whether it crosses zero: then we can't tell."""
        return self.low <= self.zero <= self.high

    @property
    def drawn(self) -> dict[str, object]:
        return {
            "zero": self.x(self.zero),
            "grid": [self.x(value) for value in self.scale[1:] if value != self.zero],
            "low": self.x(self.low),
            "high": self.x(self.high),
            "point": self.x(self.value),
        }


def corners(points: Sequence[tuple[float, float]], stepped: bool) -> list[tuple[float, float]]:
    """Going back along the lower edge of a band, through the corners when it has steps."""
    if not stepped:
        return list(points)
    found = [points[0]]
    for (_, _before), (x, y) in pairwise(points):
        found += [(found[-1][0], y), (x, y)]
    return found


def round_step(rough: float) -> float:
    """The nearest of 1, 2, 5, 10, 20, 50 … at or above, so that grid lines are round."""
    if rough <= 0:
        return 1.0
    size = 10.0 ** floor(log10(rough))
    return next(size * n for n in (1, 2, 5, 10) if size * n >= rough)


def plain(value: float) -> float:
    return int(value) if float(value).is_integer() else value


def spread(heights: Sequence[float], apart: float = 30.0) -> list[float]:
    """The same heights, moved down as little as keeps two-line labels from touching."""
    order = sorted(range(len(heights)), key=lambda n: heights[n])
    placed = list(heights)
    for before, n in pairwise(order):
        placed[n] = max(placed[n], placed[before] + apart)
    return placed
