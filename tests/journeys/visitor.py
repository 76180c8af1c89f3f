"""Somebody at a browser without script: reads pages, follows links, fills in what has a label, presses buttons.

A page that answers with an error fails the story at once. What a button asks for in the background is done
before the next page is read, and so is what its transaction promised.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from io import BytesIO
from typing import Any
from urllib.parse import urljoin

import time_machine
from django.core import mail
from django.test import Client, TestCase
from django.test.html import Element, parse_html

from trellis.config import clock  # noqa: F401  its hours are what passes with the days
from trellis.jobs.actions import run_ready
from trellis.jobs.models import Job
from trellis.jobs.timers import run_due

type Answer = str | bool | BytesIO | list[str]
UNSENT = {"submit", "button", "image", "reset"}


@dataclass
class Visitor:
    """One person with one browser. `page` is what they look at now."""

    address: str = ""  # of their mailbox
    client: Client = field(default_factory=lambda: Client(enforce_csrf_checks=True))
    page: Element = field(default_factory=lambda: Element("html", []))
    here: str = ""

    # ── Reading ──

    @property
    def reads(self) -> str:
        """The words of the page, its messages and errors too."""
        return words_of(self.page)

    def sees(self, *sentences: str) -> Visitor:
        missing = [sentence for sentence in sentences if sentence not in self.reads]
        assert missing == [], self.reads
        return self

    def sees_no(self, *sentences: str) -> Visitor:
        assert [sentence for sentence in sentences if sentence in self.reads] == []
        return self

    def links(self) -> dict[str, str]:
        """Words of every link → where it leads; of two with the same words the first."""
        found: dict[str, str] = {}
        for link in find(self.page, "a"):
            found.setdefault(words_of(link), get(link, "href"))
        return found

    # ── Doing ──

    def open(self, address: str) -> Visitor:
        return self._arrive(self.client.get(address, follow=True))

    def follow(self, words: str) -> Visitor:
        """Click the link with these words, or the first that contains them."""
        links = self.links()
        address = links.get(words) or next((url for text, url in links.items() if words in text), None)
        assert address, f"No link “{words}” among {list(links)}"
        return self.open(urljoin(self.here, address))

    def press(self, button: str, answers: dict[str, Answer] | None = None, *, twice: bool = False) -> Visitor:
        """Fill in the form around the button, by the words of its labels, and press it; `twice` is a double click."""
        form, pressed = self._form_with(button)
        data = self._filled(form, answers or {})
        if name := get(pressed, "name"):
            data[name] = get(pressed, "value")
        address = urljoin(self.here, get(pressed, "formaction") or get(form, "action") or self.here)
        for _click in range(1 + twice):
            with TestCase.captureOnCommitCallbacks(execute=True):
                send = self.client.post if get(form, "method") == "post" else self.client.get
                response = send(address, data, follow=True, headers={"Referer": f"http://testserver{self.here}"})
            do_the_work()
        return self._arrive(response)

    def sign_in(self) -> Visitor:
        """By a code from an e-mail, as somebody does who was never given a password."""
        self.client = Client(enforce_csrf_checks=True)
        self.open("/accounts/login/").press("E-mail me a code to sign in", {"E-mail address": self.address})
        code = re.search(r"[A-Z0-9]{4}-[A-Z0-9]{4}", letters_to(self.address)[-1].subject)
        assert code
        return self.press("Sign in", {"Code": code[0]})

    def _arrive(self, response: Any) -> Visitor:
        assert response.status_code == 200, f"{response.status_code} {response.request['PATH_INFO']}"
        self.here = response.request["PATH_INFO"]
        self.page = parse_html(response.content.decode())
        return self

    def _form_with(self, words: str) -> tuple[Element, Element]:
        pairs = [(form, button) for form in find(self.page, "form") for button in find(form, "button")]
        exact = [(form, button) for form, button in pairs if words_of(button) == words]
        close = [(form, button) for form, button in pairs if words in words_of(button)]
        assert exact or close, f"No button “{words}” among {[words_of(button) for _form, button in pairs]}"
        return (exact or close)[0]

    def _filled(self, form: Element, answers: dict[str, Answer]) -> dict[str, Any]:
        """What the form sends: its own values, and the answers in the fields with these labels."""
        controls = [one for kind in ("input", "textarea", "select") for one in find(form, kind) if get(one, "name")]
        data: dict[str, Any] = {}
        for control in controls:
            _add(data, control, _value(control))
        for label, answer in answers.items():
            control = self._labeled(form, controls, label)
            if get(control, "type") != "checkbox":
                data.pop(get(control, "name"), None)
            _add(data, control, _chosen(control, answer))
        return data

    def _labeled(self, form: Element, controls: list[Element], words: str) -> Element:
        for control in controls:
            if words in (get(control, "name"), get(control, "aria-label")):
                return control
        labels = sorted(find(form, "label"), key=lambda label: words_of(label) != words)
        for label in labels:
            if words in words_of(label):
                inside = [one for one in controls if one in list(walk(label))]
                named = [one for one in controls if get(one, "id") and get(one, "id") == get(label, "for")]
                if inside or named:
                    return (inside or named)[0]
        raise AssertionError(f"No field “{words}” among {[words_of(label) for label in find(form, 'label')]}")


# ── The page as a tree ────────────────────────────────────────────────────────────────────────


def walk(element: Element) -> Iterator[Element]:
    yield element
    for child in element.children:
        if not isinstance(child, str):
            yield from walk(child)


def find(element: Element, name: str) -> list[Element]:
    return [one for one in walk(element) if one.name == name]


def get(element: Element, name: str) -> str:
    return dict(element.attributes).get(name) or ""


def words_of(element: Element) -> str:
    """What stands in it, in one line; drafts to be and drawings left out."""
    if element.name in {"template", "svg", "script", "style", "head"}:
        return ""
    parts = (child if isinstance(child, str) else words_of(child) for child in element.children)
    return " ".join(" ".join(parts).split())


def _value(control: Element) -> Answer | None:
    kind = get(control, "type")
    if control.name == "textarea":
        return words_of(control)
    if control.name == "select":
        options = find(control, "option")
        chosen = [one for one in options if "selected" in dict(one.attributes)] or options[:1]
        return get(chosen[0], "value") if chosen else None
    if kind in UNSENT or kind == "file":
        return None
    if kind in {"checkbox", "radio"}:
        return (get(control, "value") or "on") if "checked" in dict(control.attributes) else None
    return get(control, "value")


def _chosen(control: Element, answer: Answer) -> Answer | None:
    """A tick sends its own value, one of several radios what is said; a list is chosen from by its words."""
    if isinstance(answer, bool):
        return (get(control, "value") or "on") if answer else None
    if control.name == "select":
        options = {words_of(option): get(option, "value") for option in find(control, "option")}
        assert answer in options, f"No choice “{answer}” among {list(options)}"
        return options[str(answer)]
    return answer


def _add(data: dict[str, Any], control: Element, value: Answer | None) -> None:
    if value is None:
        return
    name = get(control, "name")
    if get(control, "type") == "checkbox":
        data[name] = [*data.get(name, []), value]
    else:
        data[name] = value


# ── Work, days and letters ────────────────────────────────────────────────────────────────────


def do_the_work() -> None:
    """Everything that waits in the background and what that asks for in turn; none of it may fail."""
    ran: list[Job] | None = None
    while ran is None or ran:
        with TestCase.captureOnCommitCallbacks(execute=True):
            ran = run_ready()
        assert [f"{job.kind}: {job.error}" for job in ran if job.state == job.State.FAILED] == []


def wait_until(clocks: time_machine.Traveller, moment: datetime) -> None:
    """Let the days pass; what runs at fixed hours is caught up."""
    run_due()
    clocks.move_to(moment)
    with TestCase.captureOnCommitCallbacks(execute=True):
        run_due()
    do_the_work()


def letters_to(address: str) -> list[Any]:
    """E-mails, oldest first."""
    return [letter for letter in mail.outbox if letter.to == [address]]


def link_for(address: str, subject: str) -> str:
    """The first link of the newest e-mail with these words in its subject, without the site's own name."""
    found = [letter for letter in letters_to(address) if subject in letter.subject]
    assert found, [letter.subject for letter in letters_to(address)]
    link = re.search(r"https?://[^/\s]+(/\S+)", found[-1].body)
    assert link, found[-1].body
    return link[1]
