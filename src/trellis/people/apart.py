"""Who asked not to be put together with whom, as far as other apps have heard it. Nobody is ever shown these."""

from __future__ import annotations

from collections.abc import Callable, Iterable

type Heard = Callable[[set[int]], Iterable[tuple[int, int]]]
_HEARD: list[Heard] = []


def also_apart(heard: Heard) -> Heard:
    """Register what an app has heard: given ids of people, pairs of (who asked, whom they named) among them."""
    _HEARD.append(heard)
    return heard


def asked_apart(people: Iterable[int]) -> set[tuple[int, int]]:
    """Every pair among these people of whom one asked not to be put together with the other."""
    ids = set(people)
    return {pair for heard in _HEARD for pair in heard(ids)}
