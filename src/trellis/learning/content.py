"""Read a module from its Markdown file, and turn the Markdown of a part into safe HTML.

A file begins with facts in TOML between two lines of `+++`. Each `# ` heading opens a part. Inside a
part `## Scenario: …` opens a situation, and `### One way through` what one might do.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nh3
from markdown_it import MarkdownIt

FOLDER = Path(__file__).parent / "content"
SCENARIO = "## Scenario:"
THOUGHT = "### One way through"
TAGS = {"p", "a", "strong", "em", "ul", "ol", "li", "blockquote", "br", "h2", "h3", "code"}
_markdown = MarkdownIt("js-default", {"linkify": False})


@dataclass(frozen=True)
class Written:
    """A module as its file says it."""

    key: str
    version: int
    fields: dict[str, Any]


class Unclear(ValueError):
    """A file that can't be read as a module."""


def written() -> list[Written]:
    """Every module that comes with Trellis."""
    return [read(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.md"))]


def read(text: str) -> Written:
    """The module in one file. Raises Unclear when the questions or parts don't fit together."""
    _nothing, head, body = text.split("+++\n", 2)
    fields = tomllib.loads(head)
    key, version = fields.pop("key"), fields.pop("version")
    fields["is_required"] = fields.pop("required")
    fields["parts"] = [_part(title, rest) for title, rest in _split(body, r"^# (.+)$")]
    check(key, fields)
    return Written(key, version, fields)


def check(key: str, fields: dict[str, Any]) -> None:
    """Parts to read, and one right option to each question."""
    if not fields["parts"]:
        raise Unclear(f"{key}: no part")
    for question in fields["questions"]:
        if not 1 <= question["right"] <= len(question["options"]):
            raise Unclear(f"{key}: “{question['text']}” has no right answer")
    if fields["needed_right"] > len(fields["questions"]):
        raise Unclear(f"{key}: needs more right answers than it has questions")


def html_of(text: str) -> str:
    """Safe HTML of a piece of Markdown."""
    return nh3.clean(_markdown.render(text), tags=TAGS, attributes={"a": {"href"}}, link_rel="noopener")


def _part(title: str, body: str) -> dict[str, Any]:
    sections = re.split(rf"^{SCENARIO}", body, flags=re.MULTILINE)
    return {"title": title, "text": sections[0].strip(), "scenarios": [_scenario(one) for one in sections[1:]]}


def _scenario(text: str) -> dict[str, str]:
    head, _mark, thought = text.partition(THOUGHT)
    title, _newline, story = head.partition("\n")
    return {"title": title.strip(), "story": story.strip(), "thought": thought.strip()}


def _split(text: str, heading: str) -> list[tuple[str, str]]:
    """Each heading with what follows it."""
    pieces = re.split(heading, text, flags=re.MULTILINE)
    return list(zip(pieces[1::2], pieces[2::2], strict=True))
