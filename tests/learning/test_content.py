"""The modules that come with Trellis, and how their files are read."""

import pytest

from trellis.learning import actions, content
from trellis.learning.models import Module

FILE = """+++
key = "tea"
version = {version}
language = "en"
role = "mentor"
order = 1
minutes = 3
required = false
needed_right = 1
title = "{title}"
summary = "How to make it."
author = "Us"
license = "CC BY 4.0"
reviewed_on = 2026-01-01
[[questions]]
text = "Hot or cold?"
options = ["Cold", "Hot"]
right = {right}
why = "It draws."
+++

# Water

Boil **it**.

## A note

Still the same part.

## Scenario: No kettle

You have none.

### One way through

A pot.

# Leaves

Wait.
"""


def file(version: int = 1, title: str = "Tea", right: int = 2) -> str:
    return FILE.format(version=version, title=title, right=right)


def test_a_file_becomes_parts_with_their_situations() -> None:
    tea = content.read(file())

    assert (tea.key, tea.version) == ("tea", 1)
    assert tea.fields["parts"] == [
        {
            "title": "Water",
            "text": "Boil **it**.\n\n## A note\n\nStill the same part.",
            "scenarios": [{"title": "No kettle", "story": "You have none.", "thought": "A pot."}],
        },
        {"title": "Leaves", "text": "Wait.", "scenarios": []},
    ]


def test_a_question_without_a_right_answer_is_found() -> None:
    with pytest.raises(content.Unclear):
        content.read(file(right=3))


def test_markup_that_could_act_is_taken_out() -> None:
    html = content.html_of("<script>alert(1)</script> **x** [a](javascript:alert(1)) <img src=x onerror=y>")

    assert "<script" not in html
    assert "<img" not in html
    assert 'href="javascript' not in html
    assert "<strong>x</strong>" in html


@pytest.mark.django_db
def test_each_role_has_a_module_it_needs_and_one_to_choose() -> None:
    found = sorted(Module.objects.values_list("role", "is_required"))

    assert found == [("mentee", False), ("mentee", True), ("mentor", False), ("mentor", True)]


@pytest.mark.django_db
def test_our_modules_keep_what_they_promise() -> None:
    for module in Module.objects.all():
        scenarios = [scenario for part in module.parts for scenario in part["scenarios"]]
        words = sum(len(part["text"].split()) for part in module.parts)
        words += sum(len(f"{one['story']} {one['thought']}".split()) for one in scenarios)

        assert module.license == "CC BY 4.0"
        assert len(scenarios) >= (3 if module.is_required else 2)
        assert len(module.questions) >= (5 if module.is_required else 4)
        assert all(part["title"] and part["text"] for part in module.parts)
        assert all(one["story"] and one["thought"] for one in scenarios)
        assert 0.7 <= words / 170 / module.minutes <= 1.3  # at 170 words a minute


@pytest.mark.django_db
def test_the_right_answer_is_not_always_in_one_place() -> None:
    for module in Module.objects.all():
        assert len({question["right"] for question in module.questions}) > 1


@pytest.mark.django_db
def test_a_newer_file_replaces_the_text_and_an_older_one_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    for version, title in [(2, "Better tea"), (1, "Old tea")]:
        newest = content.read(file(version, title))
        monkeypatch.setattr(content, "written", lambda newest=newest: [newest])
        actions.sync()

    assert Module.objects.get(key="tea").title == "Better tea"


@pytest.mark.django_db
def test_nothing_changes_when_nothing_is_new() -> None:
    assert actions.sync() == 0
