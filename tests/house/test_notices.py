"""Every text we send has an example, renders whole, and speaks in our voice."""

import re
from pathlib import Path

import pytest
from django.template import engines

import trellis
from trellis.notifications import rendering
from trellis.notifications.samples import samples

SOURCE = Path(trellis.__file__).parent
FILES = sorted(SOURCE.glob("*/templates/*/notices/*.md")) + sorted(SOURCE.glob("*/*/templates/*/notices/*.md"))
NAMES = [f"{file.parent.parent.name}/{file.stem}" for file in FILES]
NOT_OUR_VOICE = re.compile(r"\b(please|successfully|kindly|sorry for any inconvenience)\b|!", re.IGNORECASE)


class Missing(str):
    """Stands for a value that the example lacks."""

    __slots__ = ()

    def __mod__(self, name: object) -> str:
        raise AssertionError(f"the example lacks {name}")

    def __contains__(self, text: object) -> bool:
        return text == "%s"


def test_every_text_has_an_example_and_every_example_a_text() -> None:
    assert set(samples()) == set(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_it_renders_whole(name: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engines["django"].engine, "string_if_invalid", Missing("%s"))  # type: ignore[attr-defined]
    values = {"called": "Noor", "link": "https://mentoring.example/here/", **samples()[name]}

    text = rendering.text_of(name, values)

    assert 5 <= len(text.subject) <= 120
    assert "Noor" in text.body or "Hello" in text.body, "greet the person"
    assert rendering.plain(text.body)
    assert "{{" not in text.body
    assert "{%" not in text.body
    assert NOT_OUR_VOICE.findall(f"{text.subject} {text.body}") == []
