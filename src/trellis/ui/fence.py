"""The color of the sidebar: which ones an organization may choose, and the shades that follow from one.

Shades are mixed with white and black as in `static/ui/css/tokens.css`. Every text has to keep 4.5 to 1 on
every ground it stands on (WCAG 2.2 AA), marks 3 to 1, in the light and in the dark.
"""

from __future__ import annotations

from collections.abc import Iterator

OWN = "0c3a32"
MARIGOLD = {"light": "f2b32b", "dark": "e3a626"}
TEXT, MARKS = 4.5, 3.0

type Shades = dict[str, str]


def stylesheet(color: str) -> str:
    """The tokens of this color, as CSS."""
    light, dark = _shades(color, "light"), _shades(color, "dark")
    lines = [f"  --{name}: light-dark(#{light[name]}, #{dark[name]});" for name in light]
    return "@layer tokens { :root {\n" + "\n".join(lines) + "\n} }\n"


def is_readable(color: str) -> bool:
    return all(found >= needed for found, needed in _ratios(color))


def contrast(color: str) -> float:
    """The lowest ratio of a text on this color."""
    return min(found for found, needed in _ratios(color) if needed == TEXT)


def darker(color: str) -> str:
    """The next color of this hue on which everything can be read."""
    while not is_readable(color):
        color = _mixed(color, "000000", 0.04)
    return color


def _shades(color: str, scheme: str) -> Shades:
    ground = color if scheme == "light" else _mixed(color, "000000", 0.4)
    shares = {"fence-line": 0.16, "fence-hover": 0.06, "on-fence": 0.94, "on-fence-2": 0.74}
    return {"fence": ground} | {name: _mixed(ground, "ffffff", share) for name, share in shares.items()}


def _ratios(color: str) -> Iterator[tuple[float, float]]:
    """What stands on what, as the ratio found and the one needed."""
    for scheme, marigold in MARIGOLD.items():
        shades = _shades(color, scheme)
        for ground in ("fence", "fence-hover"):
            for text in ("on-fence", "on-fence-2"):
                yield _ratio(shades[text], shades[ground]), TEXT
            yield _ratio(marigold, shades[ground]), MARKS


def _ratio(one: str, other: str) -> float:
    bright, dim = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (bright + 0.05) / (dim + 0.05)


def _luminance(color: str) -> float:
    red, green, blue = (
        part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4
        for part in (byte / 255 for byte in bytes.fromhex(color))
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _mixed(color: str, other: str, share: float) -> str:
    pairs = zip(bytes.fromhex(color), bytes.fromhex(other), strict=True)
    return bytes(round(mine + (theirs - mine) * share) for mine, theirs in pairs).hex()
