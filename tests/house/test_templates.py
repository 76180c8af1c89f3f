"""What no template of any app may do, since the content security policy would stop it in the browser."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

SOURCE = Path(__file__).parents[2] / "src" / "trellis"
SPRITE = SOURCE / "ui/static/ui/icons.svg"
MAIL = {"mail.html"}  # read by mail programs, which know nothing but inline styles

FORBIDDEN = {
    "a style attribute": re.compile(r"<[^>]*\sstyle\s*=", re.IGNORECASE),
    "a <style> element": re.compile(r"<style\b", re.IGNORECASE),
    "a script in the page": re.compile(r"<script\b(?![^>]*\bsrc=)", re.IGNORECASE),
    "an on… handler": re.compile(r"<[^>]*\son[a-z]+\s*=", re.IGNORECASE),
    "hx-on": re.compile(r"\bhx-on\b"),
    "an address that is code": re.compile(r"""(?:=["']\s*|["'{\s])(?:javascript|js):""", re.IGNORECASE),
    "a filter on a trigger": re.compile(r"""hx-trigger\s*=\s*["'][^"']*\["""),
    "something from elsewhere": re.compile(
        r"""<(?:script|link|img|iframe)\b[^>]*(?:src|href)=["']https?:""", re.IGNORECASE
    ),
}
ICON = re.compile(r"""(?:\{%\s*icon\s+|icon_name=|icon=)["']([a-z0-9-]+)["']""")


def templates() -> Iterator[Path]:
    return (path for path in sorted(SOURCE.glob("**/templates/**/*.html")) if path.name not in MAIL)


def words_of(path: Path) -> str:
    """A template without its comments."""
    return re.sub(r"\{#.*?#\}|\{% comment.*?endcomment %\}", "", path.read_text(), flags=re.DOTALL)


def test_nothing_stands_in_the_page_that_the_policy_forbids() -> None:
    found = [
        f"{path.relative_to(SOURCE)} has {name}"
        for path in templates()
        for name, pattern in FORBIDDEN.items()
        if pattern.search(words_of(path))
    ]

    assert found == []


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ('<p style="color: red">', "a style attribute"),
        ("<style>p {}</style>", "a <style> element"),
        ("<script>alert(1)</script>", "a script in the page"),
        ('<a onclick="go()">', "an on… handler"),
        ('<b hx-on:click="go()">', "hx-on"),
        ('<a href="javascript:go()">', "an address that is code"),
        ("<b hx-vals='js:{a: 1}'>", "an address that is code"),
        ('<b hx-trigger="click[ctrlKey]">', "a filter on a trigger"),
        ('<img src="https://elsewhere.example/x.png">', "something from elsewhere"),
    ],
)
def test_each_of_these_would_be_found(text: str, name: str) -> None:
    assert FORBIDDEN[name].search(text)


def test_every_icon_is_in_the_sprite() -> None:
    known = set(re.findall(r'<symbol id="i-([a-z0-9-]+)"', SPRITE.read_text()))
    used = {
        (name, str(path.relative_to(SOURCE)))
        for path in [*templates(), *SOURCE.glob("**/*.py")]
        for name in ICON.findall(path.read_text())
    }

    assert sorted((name, path) for name, path in used if name not in known) == []
