"""The sentence of each verb, named by the app that records it."""

from collections.abc import Mapping

from django.utils.functional import Promise

_SENTENCES: dict[str, str | Promise] = {}


def register_verbs(sentences: Mapping[str, str | Promise]) -> None:
    """Called once by each app's `ready`; a sentence may hold `%(fact)s`."""
    _SENTENCES.update(sentences)


def sentence(verb: str, facts: Mapping[str, object]) -> str:
    """The verb in words; the verb itself when a fact that its sentence names is missing."""
    words = str(_SENTENCES.get(verb, verb))
    try:
        return words % facts
    except (KeyError, ValueError):
        return words


def known() -> set[str]:
    """Every verb that has a sentence."""
    return set(_SENTENCES)
