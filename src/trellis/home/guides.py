"""The guides of `docs/guide`, as pages of the product.

Links between them stay inside; those to other documents become words.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.urls import reverse
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.rules_core import StateCore
from markdown_it.token import Token

HERE = Path(__file__).parent
FOLDERS = (HERE / "guide", HERE.parents[2] / "docs" / "guide")  # installed, and where it is written
ROLES = ("mentees", "mentors", "managers", "sponsors", "administrators")


@dataclass(frozen=True)
class Guide:
    """One text, without its heading."""

    slug: str
    title: str
    text: str

    def get_absolute_url(self) -> str:
        return reverse("home:guide", args=[self.slug])


@cache
def guides() -> dict[str, Guide]:
    """All of them: those for a role first, then by subject."""
    folder = next(folder for folder in FOLDERS if folder.is_dir())
    found = [_read(file) for file in sorted(folder.glob("*.md")) if file.name != "README.md"]
    order = {slug: number for number, slug in enumerate(ROLES)}
    return {one.slug: one for one in sorted(found, key=lambda one: (order.get(one.slug, len(order)), one.title))}


def _read(file: Path) -> Guide:
    heading, _newline, text = file.read_text(encoding="utf-8").partition("\n")
    return Guide(file.stem, heading.removeprefix("# ").strip(), text.strip())


@cache
def html_of(guide: Guide) -> str:
    """The text as HTML; it comes with the product, so nobody else wrote in it."""
    return str(_markdown.render(guide.text))


def _stay_inside(state: StateCore) -> None:
    for before, token in zip([None, *state.tokens], state.tokens, strict=False):
        if token.type == "inline":
            if before and before.type == "heading_open":
                before.attrSet("id", slugify(token.content))
            token.children = list(_led(token.children or []))


def _led(children: Iterable[Token]) -> Iterator[Token]:
    is_outside = False
    for child in children:
        if child.type == "link_open":
            place = _place_of(str(child.attrGet("href")))
            is_outside = place is None
            child.attrSet("href", place or "")
        if not (is_outside and child.type in ("link_open", "link_close")):
            yield child


def _place_of(address: str) -> str | None:
    name, mark, section = address.partition("#")
    if "://" in address:
        return address
    if name.removesuffix(".md") not in guides():
        return None
    return guides()[name.removesuffix(".md")].get_absolute_url() + mark + section


def _open_table(_renderer: Any, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
    return '<div class="table-wrap" role="group" aria-label="Table" tabindex="0"><table class="table">'


def _close_table(_renderer: Any, _tokens: Any, _at: int, _options: Any, _env: Any) -> str:
    return "</table></div>"


_markdown = MarkdownIt("js-default", {"linkify": False})
_markdown.core.ruler.push("stay_inside", _stay_inside)
_markdown.add_render_rule("table_open", _open_table)
_markdown.add_render_rule("table_close", _close_table)
