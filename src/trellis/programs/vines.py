"""The vine of a program, small and without links, for a list of programs."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext as _

from trellis.programs.models import Cohort, Stage
from trellis.ui.tags.pictures import height, post, stem


@dataclass(frozen=True)
class Post:
    x: float
    y: float
    state: str


@dataclass(frozen=True)
class Vine:
    """Where to draw each post and the stem, and the sentence that says it."""

    posts: list[Post]
    stem: str
    sentence: str


def vine_of(cohort: Cohort) -> Vine:
    """Grown up to the stage of this cohort."""
    now = Stage(cohort.stage)
    posts = []
    for stage in Stage:
        x = post(stage.number() - 1, len(Stage))
        state = "done" if stage.number() < now.number() else "now" if stage is now else "later"
        posts.append(Post(x, height(x), state))
    words = {"number": now.number(), "count": len(Stage), "stage": now.label}
    return Vine(posts, stem(posts[now.number() - 1].x), _("%(stage)s, %(number)s of %(count)s") % words)
