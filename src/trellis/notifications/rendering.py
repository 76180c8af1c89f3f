"""From a Markdown text to a subject, safe HTML, its e-mail and its plain-text twin."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import nh3
from django.conf import settings
from django.template import Context, engines
from django.template.loader import render_to_string
from markdown_it import MarkdownIt
from markdown_it.token import Token

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+!|<>~])")
_LONE_LINK = re.compile(r"<p><a (href=\"[^\"]*\")>([^<]*)</a></p>")
_markdown = MarkdownIt("js-default", {"linkify": False})
TAGS = {"p", "a", "strong", "em", "ul", "ol", "li", "blockquote", "br", "h2", "h3", "code"}


@dataclass(frozen=True)
class Text:
    """What one notice says: its subject and its body in Markdown."""

    subject: str
    body: str


def text_of(name: str, context: Mapping[str, Any]) -> Text:
    """Fill the Markdown file of a notice; values are escaped so that a name can't become a link.

    `name` is like "recruitment/accepted"; its file is `recruitment/notices/accepted.md`.
    """
    app, notice = name.split("/")
    engine = engines["django"].engine  # type: ignore[attr-defined]
    template = engine.get_template(f"{app}/notices/{notice}.md")
    filled = template.render(Context({k: _escaped(v) for k, v in context.items()}, autoescape=False))
    subject, _newline, body = filled.strip().partition("\n")
    return Text(plain(subject.removeprefix("# ").strip()), body.strip())


def html_of(body: str) -> str:
    """Safe HTML. A paragraph that is only a link becomes the button."""
    safe = nh3.clean(_markdown.render(body), tags=TAGS, attributes={"a": {"href"}}, link_rel=None)
    return _LONE_LINK.sub(r'<p><a class="go btn btn--primary" \1>\2</a></p>', safe)


def plain(body: str) -> str:
    """The plain-text twin: paragraphs, lists and links as “words: address”."""
    return "\n\n".join(_plain_blocks(_markdown.parse(body)))


def mail_html(text: Text, *, sender: str, choose: str) -> str:
    """The whole e-mail in HTML, one column, no images."""
    context = {"text": text, "html": html_of(text.body), "sender": sender, "choose": choose}
    return render_to_string("notifications/mail.html", context)


def mail_text(text: Text, *, sender: str, choose: str) -> str:
    """The whole e-mail in plain text."""
    context = {"plain": plain(text.body), "sender": sender, "choose": choose}
    return render_to_string("notifications/mail.txt", context)


def absolute(path: str) -> str:
    """A path of ours as a whole address."""
    return path if path.startswith("http") else settings.PUBLIC_URL + path


def _escaped(value: Any) -> Any:
    if isinstance(value, str) and not value.startswith(("http://", "https://")):
        return _SPECIAL.sub(r"\\\1", " ".join(value.split()))
    if isinstance(value, list):
        return [_escaped(one) for one in value]
    return value


def _plain_blocks(tokens: list[Token]) -> list[str]:
    blocks: list[str] = []
    mark, in_list = "", False
    for token in tokens:
        if token.type == "list_item_open":
            in_list = bool(mark) or in_list
            mark = f"{token.info}. " if token.info else "- "
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            in_list = False
        elif token.type == "inline":
            line = mark + _plain_inline(token.children or [])
            if in_list and mark:
                blocks[-1] += "\n" + line
            else:
                blocks.append(line)
            in_list, mark = bool(mark) or in_list, ""
    return blocks


def _plain_inline(children: list[Token]) -> str:
    said: list[str] = []
    address = ""
    for child in children:
        if child.type == "link_open":
            address = str(child.attrGet("href") or "")
        elif child.type == "link_close":
            said.append(f": {address}")
        elif child.type in ("softbreak", "hardbreak"):
            said.append("\n" if child.type == "hardbreak" else " ")
        else:
            said.append(child.content)
    return "".join(said)
