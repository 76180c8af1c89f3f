"""Every notice there is, with an example of its values, gathered from the apps' `notices.py`."""

from collections.abc import Iterator
from importlib import import_module
from importlib.util import find_spec
from types import ModuleType
from typing import Any

from django.apps import apps
from django.utils.translation import gettext as _


def samples() -> dict[str, dict[str, Any]]:
    """Notice name → example context, for the preview page and the tests that render them all."""
    found: dict[str, dict[str, Any]] = {}
    for notices in _modules():
        found |= getattr(notices, "SAMPLES", {})
    return dict(sorted(found.items()))


def optional() -> list[str]:
    """The names of those that a person may turn off: all but what their app lists in `ALWAYS`."""
    always: set[str] = set()
    for notices in _modules():
        always |= getattr(notices, "ALWAYS", set())
    return [name for name in samples() if name not in always]


def by_subject() -> list[tuple[object, list[str]]]:
    """Those that a person may turn off, under what each app's notices are `ABOUT`."""
    names = optional()
    found = [(about, [name for name in group if name in names]) for about, group in all_by_subject()]
    return [(about, group) for about, group in found if group]


def all_by_subject() -> list[tuple[object, list[str]]]:
    """Every notice under what its app’s are `ABOUT`."""
    return [(notices.ABOUT, sorted(notices.SAMPLES)) for notices in _modules()]


def kind_values() -> dict[str, str]:
    """Words in place of a sample's names, for saying what kind of notice it is."""
    somebody = _("somebody")
    return {
        "program": _("your program"),
        "partner": somebody,
        "partner_called": _("your partner"),
        "partner_role": _("partner"),
        "sponsor": somebody,
        "by": somebody,
        "asker": somebody,
        "newcomer": somebody,
        "leaver": somebody,
        "name": _("your circle"),
        "circle": _("your circle"),
        "when": _("another time"),
        "time": _("another time"),
    }


def _modules() -> Iterator[ModuleType]:
    for config in apps.get_app_configs():
        if config.name.startswith("trellis.") and find_spec(f"{config.name}.notices"):
            yield import_module(f"{config.name}.notices")
