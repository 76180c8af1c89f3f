"""Add Lucide icons to the one sprite that every page uses.

    npm pack lucide-static && tar xf lucide-static-*.tgz
    python tools/add_icons.py package/icons handshake calendar-clock

Icons keep Lucide's names; a template then writes {% icon "handshake" %}.
"""

import re
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

SPRITE = Path(__file__).parent.parent / "src/trellis/ui/static/ui/icons.svg"
SVG = "http://www.w3.org/2000/svg"
SYMBOL = re.compile(r'^<symbol id="i-([a-z0-9-]+)".*</symbol>$', re.MULTILINE)
HEAD = f'<svg xmlns="{SVG}">\n<!-- Icons from Lucide (ISC), see vendor/lucide-LICENSE.txt; "mark" is ours. -->\n'


def symbol(name: str, source: Path) -> str:
    """One icon file as a symbol of the sprite."""
    root = ET.parse(source).getroot()  # noqa: S314  a package we unpacked ourselves
    shapes = "".join(shape(child) for child in root)
    return f'<symbol id="i-{name}" viewBox="{root.attrib["viewBox"]}">{shapes}</symbol>'


def shape(node: ET.Element) -> str:
    tag = node.tag.removeprefix("{" + SVG + "}")
    attributes = "".join(f' {key}="{value}"' for key, value in node.attrib.items())
    return f"<{tag}{attributes}/>"


def main(folder: str, *names: str) -> None:
    found = {match[1]: match[0] for match in SYMBOL.finditer(SPRITE.read_text())}
    found |= {name: symbol(name, Path(folder, f"{name}.svg")) for name in names}
    lines = (found[name] + "\n" for name in sorted(found))
    SPRITE.write_text(HEAD + "".join(lines) + "</svg>\n")
    print(f"{len(found)} icons in {SPRITE.name}")


if __name__ == "__main__":
    main(*sys.argv[1:])
