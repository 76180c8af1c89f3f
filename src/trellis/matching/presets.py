"""Weights to begin with, and how a form's questions usually go together."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from pairing.people import CRITERIA

KEYS = (*CRITERIA, "text")
WORKPLACE: Mapping[str, float] = MappingProxyType(
    {"goals": 35, "choice": 20, "text": 15, "style": 10, "interests": 10, "time": 6, "site": 2, "language": 2}
)
YOUTH: Mapping[str, float] = MappingProxyType(
    {"goals": 20, "choice": 25, "text": 10, "style": 5, "interests": 20, "time": 12, "site": 6, "language": 2}
)
PRESETS: Mapping[str, tuple[str | Promise, Mapping[str, float]]] = MappingProxyType(
    {"workplace": (_("Among adults at work"), WORKPLACE), "youth": (_("Young people"), YOUTH)}
)
PARTNERS: Mapping[str, str] = MappingProxyType(  # of our own forms: what mentees are asked, and mentors
    {"help-wanted": "help-offered", "skills-wanted": "skills-offered", "goals": "path"}
)
