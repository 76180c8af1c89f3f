"""Every text that is marked for translation, from Python and from templates, as Django itself reads them."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation.template import templatize

SOURCE = Path(__file__).resolve().parents[1] / "src/trellis"
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
CALL = re.compile(rf"\b(_|n?p?gettext)\(\s*{STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?", re.DOTALL)


@dataclass(frozen=True)
class Marked:
    """One text with its plural and its context, and where it stands."""

    text: str
    place: str
    plural: str = ""
    context: str = ""


def everything() -> list[Marked]:
    """All of it, file by file."""
    found = [marked for path in sorted(SOURCE.rglob("*.py")) for marked in in_python(path)]
    pages = [path for path in sorted(SOURCE.glob("**/templates/**/*")) if path.is_file()]
    return found + [marked for path in pages for marked in in_template(path)]


def in_python(path: Path) -> Iterator[Marked]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Call):
            function = getattr(node.func, "id", "") or getattr(node.func, "attr", "")
            strings = [one.value for one in node.args if isinstance(one, ast.Constant) and isinstance(one.value, str)]
            yield from _marked(re.sub("_(lazy|noop)$", "", function), strings, path)


def in_template(path: Path) -> Iterator[Marked]:
    for function, *strings in CALL.findall(templatize(path.read_text())):
        yield from _marked(function, [ast.literal_eval(text) for text in strings if text], path)


def _marked(function: str, strings: list[str], path: Path) -> Iterator[Marked]:
    place = path.relative_to(SOURCE.parent).as_posix()
    match function, strings:
        case (("_" | "gettext"), [text, *_]):
            yield Marked(text, place)
        case "pgettext", [context, text, *_]:
            yield Marked(text, place, context=context)
        case "ngettext", [text, plural, *_]:
            yield Marked(text, place, plural=plural)
        case "npgettext", [context, text, plural, *_]:
            yield Marked(text, place, plural=plural, context=context)
